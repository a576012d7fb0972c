"""The columns of the tables of studies of history: replay, tournament, recovery."""

from westphalia.report.columns.column import (
    FLAG,
    NUMBER,
    RUN,
    SHARE,
    TEXT,
    YEAR,
    Column,
    Columns,
    ends,
    sourced,
    theory,
    with_ends,
)

_SCORED = "forecasts beside the panel of history (its sources: `westphalia cite FOLDER`)"
_ESTIMATED = "the likelihood of what the states of the panel chose"
_MADE = "histories simulated under each theory"
_NO_DECISION = "there was nothing to decide"
_FEW = "there are fewer than two decades or pairs"
_ONCE = "it happened, or did not, once at most"
_FLAT = "the likelihood is flat there, or the estimate lies at a limit"
_NO_CASE = "there are no cases"
_LIKE_PARAMETER = "that of the parameter"
_PLACE = {
    "window": Column("years that were forecast", TEXT, source=RUN),
    "kind": Column("kind of decision; all: every kind together", TEXT, source=RUN),
}
_WHO = {"contender": Column("theory or baseline that forecast", TEXT, source=RUN)}
_PARAMETER = Column("name of the parameter, see `westphalia parameters`", TEXT, source=RUN)
#: Of a difference of two log scores.
_NATS = "nats per decision, more is better"
_ENDS = {
    **ends("the difference", _NATS, "over decades", "decades_", _FEW),
    **ends("the difference", _NATS, "over pairs of states", "pairs_", _FEW),
    "verdict": Column("better, worse or cannot be told apart, by both intervals", TEXT),
}


def _share(name: str, what: str, how: str, missing: str = "") -> Columns:
    return with_ends(name, Column(f"share of {what}", SHARE, missing), how, missing)


OF_HISTORY: dict[str, Columns] = {
    "cells": sourced(
        _SCORED,
        {
            **_PLACE,
            **_WHO,
            "decisions": Column("decisions that were forecast", NUMBER),
            "events": Column("decisions in which something happened", NUMBER, "kind is all"),
            "log": Column("mean ln of the chance given to what happened", _NATS, _NO_DECISION),
            "brier": Column("mean Brier score", "0-1, less is better", _NO_DECISION),
            "against_base": Column("log score less that of the base rate", _NATS, _NO_DECISION),
            **_ENDS,
        },
    ),
    "auc": sourced(
        _SCORED,
        {
            **_PLACE,
            **_WHO,
            "outcome": Column("outcome whose ranking is judged", TEXT),
            "value": Column(
                "chance that a decision with the outcome had been given a higher chance of it "
                "than one without", "0.5 by chance, 1 perfect", "it always or never happened",
            ),
            **ends("the value", SHARE, "over decisions", missing=_ONCE),
        },
    ),
    "pairs": sourced(
        _SCORED,
        {
            **_PLACE,
            "one": Column("contender that is compared", TEXT, source=RUN),
            "other": Column("contender that it is compared with", TEXT, source=RUN),
            "value": Column("log score of `one` less that of `other`", _NATS, _NO_DECISION),
            **_ENDS,
        },
    ),
    "calibration": sourced(
        _SCORED,
        {
            **_PLACE,
            **_WHO,
            "bin": Column("number of the bin of rising chance, from 1", NUMBER),
            "chance": Column("mean chance that something happens, as forecast", SHARE),
            "observed": Column("share of the bin's decisions in which it did", SHARE),
            **ends("observed", SHARE, "over decisions", missing=""),
            "number": Column("decisions in the bin", NUMBER),
        },
    ),
    "estimates": sourced(
        _ESTIMATED,
        {
            "theory": theory(),
            "window": _PLACE["window"],
            "learnt_until": Column("last year that was learnt from", YEAR, source=RUN),
            "log_likelihood": Column("log-likelihood at the estimates of the theory", "nats"),
            "at_default": Column("log-likelihood at its default values", "nats"),
            "slope": Column("steepest slope left where the search ended", "nats"),
            "parameter": _PARAMETER,
            "default": Column("default value", _LIKE_PARAMETER, source="`westphalia parameters`"),
            "values": Column("estimate of greatest likelihood", _LIKE_PARAMETER),
            **ends("the estimate", _LIKE_PARAMETER, "from the curvature there", missing=_FLAT),
            "at_limit": Column("1 if the estimate lies at a limit of the parameter", FLAG),
        },
    ),
    "posterior": sourced(
        "the likelihood of what the states of the panel chose, and the prior",
        {
            "theory": theory(),
            "divergent": Column("divergent transitions of the sampler", NUMBER),
            "gradients": Column("gradients that it evaluated", NUMBER),
            "chains": Column("chains", NUMBER, source=RUN),
            "draws": Column("draws of each chain", NUMBER, source=RUN),
            "parameter": _PARAMETER,
            "mean": Column("posterior mean", _LIKE_PARAMETER),
            **ends("the parameter", _LIKE_PARAMETER, "over posterior draws", missing=""),
            "rhat": Column("rank-normalised split R-hat", "1 if mixed", "there is one chain"),
            "ess": Column("effective sample size", "draws"),
        },
    ),
    "stacking": sourced(
        _SCORED,
        {
            **_PLACE,
            **_WHO,
            "weight": Column("weight in the mixture that would have scored best", SHARE),
        },
    ),
    "robustness": sourced(
        _SCORED,
        {
            "what": Column("which choice is made otherwise", TEXT, source=RUN),
            "cases": Column("how often it was", NUMBER),
            "reference": Column("order that the others are compared with, best first", TEXT),
            "kendall": Column("mean Kendall's tau with it", "-1 to 1", _NO_CASE),
            "skipped": Column("why there are no cases", TEXT, "there are some"),
            **_share("same_order", "cases with the same order", "over cases", _NO_CASE),
            **_share("same_best", "cases with the same best", "over cases", _NO_CASE),
        },
    ),
    "orders": sourced(
        _SCORED,
        {
            "what": Column("which choice is made otherwise", TEXT, source=RUN),
            "order": Column("order of the theories, best first", TEXT),
            "cases": Column("how often it came out", NUMBER),
        },
    ),
    "recovery": sourced(
        _MADE,
        {
            "kind": _PLACE["kind"],
            "made_by": theory("theory under which the histories were simulated"),
            "best": theory("theory that scores best on them"),
            "estimated": Column(
                "1 if estimated on their first half and scored on the second", FLAG, source=RUN
            ),
            "histories": Column("histories simulated under each theory", NUMBER, source=RUN),
            **_share("share", "the histories in which it scores best", "over histories"),
            **_share(
                "clear", "the histories in which it is also told apart from every other",
                "over histories",
            ),
        },
    ),
    "ranks": sourced(
        _MADE,
        {
            "theory": theory("theory under which the history was simulated"),
            "parameter": _PARAMETER,
            "history": Column("index of the simulated history; the first is 0", "index"),
            "rank": Column("posterior draws below the true value", NUMBER),
            "draws": Column("posterior draws kept of each history", NUMBER, source=RUN),
        },
    ),
}  # fmt: skip
