"""The text of the page about history that no run changes: definitions and limits."""

from westphalia.forecast.tournament import FEWEST

HEAD = """# History

<!-- Written by `make history` from run folders. Do not edit: change the studies and run it. -->

The theories held against two hundred years of the great powers, next to forecasts that know no
theory. Every contender forecasts the same decisions one year ahead, is fitted to the same past,
and is scored alike on years that were held out. `westphalia tournament` runs it, `westphalia
replay` scores all years at once, `westphalia recover` asks whether a history of this size could
tell the theories apart at all.
"""

DATA_TEXT = """## Data and their terms

The panel: {states}, {first}-{last}. A pact is a promise of {pacts} by either side (ATOP). Disputes
in the coding {disputes}, resources {resources}.

{covered}
{sources}

{terms}
"""

DECISIONS = """## What is decided

A decision has a year, a decider and outcomes, of which the first is "nothing happens". Only what
the data cover is scored, and only deciders that were states, with resources and arms known, at the
end of the year before.

{kinds}

A *pact formed* or *ended*: each pair of states without or with a pact of help, each year, unless
they fought each other in it. A *dispute*: each state towards each other, begun in the year or not.
*Joining*: each third state, once in each war between two states of the panel: stays out, joins the
target, joins the attacker. *Arms*: each state: soldiers per head held, raised or cut by half a step
of the burden. *All*: all of these together, every decision counting once.
"""

DEFINITIONS = """## What the numbers mean

- **Log score**: ln of the chance given to what happened, mean over decisions, in nats; 0 is
  perfect. A chance below one in a million counts as one in a million.
- **Brier score**: half the sum over outcomes of (chance - what happened)^2, mean over decisions; 0
  is perfect, 1 the worst (Brier 1950, halved).
- **AUC**: of two decisions, one with an outcome and one without, how often the former had been
  given the higher chance of it; 1 is perfect, .5 is chance (Mann & Whitney 1947). Its interval is
  DeLong's (1988); it takes decisions for independent and is too narrow, so no verdict rests on it.
- **Base rate**: each outcome as often as in the years learnt from, whoever decides. **No change**:
  as last year, with the error rates of those years. **Capability**: a logit on the balance of
  capabilities alone. **Dyadic**: a logit on the standard covariates of pairs (Bremer 1992; Oneal &
  Russett 1997; Carter & Signorino 2010). Both have a ridge, the same for every class, of the size
  that did best on decades held out. **Boosting**: gradient-boosted trees on all covariates
  (Friedman 2001).
- **Intervals**: 95%, by drawing whole decades, and whole pairs of states, again 2,000 times,
  widened for few blocks (Hesterberg 2015). Of the two the wider is printed.
- **Verdict**: *better* or *worse* only if both intervals exclude zero; otherwise the two *cannot be
  told apart*, which does not prove that they are alike. Nor are they told apart where fewer than
  {fewest} decisions had, or had not, an event.
- **Calibration**: decisions in ten bins of rising chance; in each the share in which something
  happened. A good forecast lies on the diagonal.
- **Stacking**: weights of the mixture of all forecasts that has the best log score on the decisions
  that it is chosen on (Wolpert 1992; Yao et al. 2018). They flatter the mixture.
- **Kendall's tau**: agreement of two orders; 1 the same, 0 unrelated, -1 the reverse.
- **Recovery**: histories as long and as large as this one are simulated under each theory, and all
  theories are scored on each: how often does the one that made a history win there? Jeffreys'
  intervals over histories.
- **Ranks**: where the parameters that made a history lie among draws from the posterior that this
  history gives. If estimation is right, all ranks are as frequent (Talts et al. 2018).
"""

REPLAY_TEXT = """## All years at once

Nothing is held out here: theories are {how}, and baselines are fitted to the very years on which
they are scored, which is an advantage to them. Mean log score, and the verdict beside the base
rate.

{table}
{verdict}
"""

#: What the numbers cannot say.
LIMITS = (
    "A replay gives each decision the world of its year. What nobody measured, such as beliefs and "
    "identities, is carried along by the model's own learning: as an expectation, not as a "
    "distribution.",
    "The shares of quarrels and postures are not observed, and what is not known cannot be "
    "followed: shares are drawn anew each year, although in the model they last. On histories of "
    "the model itself (6 states, 40 years, 128 histories a theory) disputes, raises and cuts come "
    "out at 0.8 to 1.05 times their forecast, but new pacts at 0.5 to 0.75 and ended ones at 0.5 "
    "to 0.55; with shares and postures known all are at 0.96 to 1. The theory that made a history "
    "still leads the others there, by 14 to 147 nats a history.",
    "Chances are averaged over 4 draws a year, the same for all theories. At the estimates that is "
    "enough: defensive realism's log-likelihood of all years is 3 nats better with 32 draws, its "
    "score 0.0001 a decision. At the defaults 4 draws cost 166 nats, 0.004 a decision, so that a "
    "replay without estimation flatters the baselines.",
    "Estimates are the best of three searches, or of one that begins where another ended. The "
    "likelihood has small steps, and several maxima: on the great powers four searches from "
    "different starts ended within 2 nats of each other. Estimates are not proved to be at the "
    "highest.",
    "A war has one attacker and one target, and each third state one decision about it. Who joined "
    "in which order, and who was drawn in by whom, is not described.",
    "The world wars were several wars. Their principals are the strongest of the first day among "
    "the panel's states, so that later fronts appear as joining.",
    "'No change' equals the base rate for pacts and joining: all those decisions start from the "
    "same state, so that one rate of error remains.",
    "The built-in panel holds the nine states that ever were great powers. Most states, and most "
    "wars, are not among them: a war is scored only with one of the nine on each side.",
    f"Events are few. Fewer than {FEWEST} of a kind in a window give no verdict, and 'cannot be "
    "told apart' often says that history was too short, not that theories agree: see the recovery "
    "matrix.",
    "Windows are few and were not drawn at random. History is one, and it was known to everybody "
    "who wrote these theories; all were made after most of the events.",
    "Baselines are given what data sets measure; theories are given it in the model's own form. A "
    "theory that loses may lose by that form, not by its idea.",
    "Data sets code the same events differently; the robustness table says how far it matters for "
    "a few codings, not for all that one could think of.",
    "Years of the first nuclear tests are from general histories, not confirmed in a data set.",
    "V-Dem's index of democracy is under CC BY-SA 4.0, and so is what is derived from it. The "
    "Correlates of War data and ATOP are free to use with citation, as far as known; none of their "
    "files are in this package.",
)
