"""Why a state did what it did: options, terms, chances and choices of one year, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from westphalia.decisions import DECISIONS
from westphalia.decisions import Decision as Kind
from westphalia.decisions.challenge import first_of
from westphalia.simulation.ensemble import Program
from westphalia.simulation.options import Means, Option, means_of
from westphalia.simulation.reasons import Reasons, reasons_of
from westphalia.simulation.sentences import SMALL, Deed, sentence
from westphalia.world.problems import UserError, unknown

#: How many partners or targets are shown.
SHOWN = 5
#: How many wars of others, the most common first.
MOST_JOINS = 3
#: Runs of which mean and spread are shown.
MOST_RUNS = 200


@dataclass(frozen=True)
class Decision:
    """A decision and its options, best first.

    `kind`: which decision it is, `name`: what it is called, with the other state where there is
    one. `against`: what an option's value is relative to. `sentence`: what was chosen and why;
    `plain`: the same without figures; of several partners, of the best that was said yes to.
    """

    kind: str
    name: str
    against: str
    options: tuple[Option, ...]
    sentence: str
    plain: str


@dataclass(frozen=True)
class Explanation:
    """What a state could do in a year. `run` is None where it is a mean over `runs` runs.

    `lived`: share of runs in which the state lived through the year. `by_habit`: the state
    follows a baseline, whose chances do not depend on values. `agrees`: share of runs in which
    the year's record is that of the results file; None if it was not compared.
    """

    state: str
    name: str
    year: int
    theory: str
    run: int | None
    runs: int
    lived: float
    by_habit: bool
    decisions: tuple[Decision, ...]
    agrees: float | None = None

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return asdict(self)

    @property
    def heading(self) -> str:
        """'Germany in 1912, defensive, run 17'."""
        what = f"run {self.run}" if self.run is not None else f"mean of {self.runs} runs"
        return f"{self.name} ({self.state}) in {self.year}, {self.theory}, {what}"

    def __str__(self) -> str:
        lines = [self.heading, ""]
        for decision in self.decisions:
            lines.append(f"{decision.name}: {decision.sentence}")
            for o in decision.options:
                terms = "  ".join(f"{k} {v:+.4f}" for k, v in o.terms.items() if abs(v) > SMALL)
                chosen = "*" if self.run is not None and o.chosen else " "
                lines.append(f"  {chosen} {o.name:<16} {o.value:+.4f}  {o.chance:4.0%}  {terms}")
        return "\n".join(lines)


def explain(
    program: Program,
    labels: Sequence[str],
    names: Sequence[str],
    first_year: int,
    state: str,
    year: int,
    theory: str,
    run: int | None = None,
    runs: int = MOST_RUNS,
) -> tuple[Explanation, dict[str, np.ndarray]]:
    """The explanation of a state's year, and the record of that year to check it against.

    Args:
        first_year: the first simulated calendar year.
        run: one run, or None for mean and spread over the first `runs` (at most 200).
    """
    if state not in labels:
        raise unknown("state", state, labels)
    last_year = first_year + program.setting.years - 1
    if not first_year <= year <= last_year:
        raise UserError(f"The year {year} was not simulated: {first_year} to {last_year} were.")
    if run is not None and run < 0:
        raise UserError(f"Runs are counted from 0; there is no run {run}.")
    i = list(labels).index(state)
    first, last = (0, min(runs, MOST_RUNS)) if run is None else (run, run + 1)
    decided, record = reasons_of(program, year - first_year + 1, first, last, i)
    habit = program.setting.theories[i].habits is not None
    made = decisions_of(i, labels, names, all_means(decided), last - first, habit)
    # who died in the year's wars still decided
    lived = np.any([d.allowed.any(tuple(range(d.allowed.ndim - 1))) for d in decided.values()], 0)
    found = Explanation(
        state, names[i], year, theory, run, last - first, float(lived.mean()), habit, made
    )
    return found, record


def all_means(decided: Mapping[str, Reasons]) -> dict[str, Means]:
    """Means of every decision; a quiet year counts only where there was a target."""
    found = {}
    for kind in DECISIONS:
        reasons = decided[kind.name]
        if kind.words.shape == "targets":
            some = (reasons.allowed[..., 1:, :] > 0).any(-2, keepdims=True)
            reasons = reasons._replace(allowed=np.where(some, reasons.allowed, 0.0))
        found[kind.name] = means_of(reasons)
    return found


def decisions_of(
    i: int,
    labels: Sequence[str],
    names: Sequence[str],
    means: Mapping[str, Means],
    runs: int,
    by_habit: bool = False,
) -> tuple[Decision, ...]:
    """The decisions of state i, in the order of the year.

    Args:
        means: from `all_means`. by_habit: the state follows a baseline.
    """
    who = _Who(i, labels, names, runs, by_habit)
    made: list[Decision] = []
    for kind in DECISIONS:
        made += _SHAPES[kind.words.shape](who, kind, means[kind.name])
    return tuple(made)


class _Who(NamedTuple):
    """Whose decisions are put in words: state i of the case, over so many runs."""

    i: int
    labels: Sequence[str]
    names: Sequence[str]
    runs: int
    by_habit: bool

    @property
    def name(self) -> str:
        """Its name."""
        return self.names[self.i]

    @property
    def others(self) -> list[int]:
        """The positions of the others."""
        return [k for k in range(len(self.labels)) if k != self.i]


def _options(who: _Who, kind: Kind, means: Means) -> list[Decision]:
    """One of a few options."""
    acts = kind.words.acts.items()
    options = {k: means.option(o, k, who.runs, act.did) for k, (o, act) in enumerate(acts)}
    return _pick(who, kind, kind.words.title, means, options)


def _targets(who: _Who, kind: Kind, means: Means) -> list[Decision]:
    """A quiet year, and what may be done to the likeliest targets."""
    (quiet, none), *acts = kind.words.acts.items()
    n = len(who.labels)
    found = {0: means.option(quiet, 0, who.runs, none.did)}
    for k in _likeliest(means, [first_of(name, n) + j for name, _ in acts for j in who.others]):
        name, act = acts[(k - 1) // n]
        j = (k - 1) % n
        act_on = act.did.format(who.names[j])
        found[k] = means.option(f"{name} {who.labels[j]}", k, who.runs, act_on)
    return _pick(who, kind, kind.words.title, means, found)


def _likeliest(means: Means, options: Sequence[int]) -> list[int]:
    """Of some options the likeliest, and those chosen by the only run there is.

    Without those that are there in no run.
    """
    runs, chance, chosen = means.runs.tolist(), means.chance.tolist(), means.chosen.tolist()
    ks = sorted((k for k in options if runs[k]), key=lambda k: -chance[k])
    return ks[:SHOWN] + [k for k in ks[SHOWN:] if runs[k] == 1 and chosen[k]]


def _proposal(who: _Who, kind: Kind, means: Means) -> list[Decision]:
    """An act, done or not; or yes or no to partners: one decision with a row per partner."""
    words, runs = kind.words, who.runs
    yes, no = words.acts["yes"].did, words.acts["no"].did
    if words.shape == "act":
        options = {0: means.option(kind.name, 0, runs, yes)}
    else:
        options = {
            j: means.option(who.labels[j], j, runs, yes.format(who.names[j]))
            for j in _likeliest(means, who.others)
        }
    shown = [(j, option) for j, option in options.items() if option is not None]
    if not shown:
        return []
    shown.sort(key=lambda row: -row[1].value)

    def sentence_of(j: int, o: Option, figures: bool = True) -> str:
        done = o.chosen >= 0.5
        act = o.act if done else no.format(who.names[j])
        share, chance = (v if done else 1.0 - v for v in (o.chosen, o.chance))
        count = o.runs if runs > 1 else 1
        terms = _where_done(who, means, j, done, j).terms_of(j)
        deed = Deed(act, done, terms, chance, 1.0 - chance, share, count, who.by_habit)
        return sentence(who.name, deed, figures=figures)

    whole = " ".join(sentence_of(*row) for row in shown[: 1 if runs > 1 else SHOWN])
    main = next((row for row in shown if row[1].chosen >= 0.5), shown[0])
    plain = sentence_of(*main, figures=False)
    rows = tuple(option for _, option in shown)
    return [Decision(kind.name, words.title, words.against, rows, whole, plain)]


def _wars(who: _Who, kind: Kind, means: Means) -> list[Decision]:
    """Joining the wars that others begin, in the runs in which they do; the commonest first."""
    begun = [bool(counts.any()) for counts in means.runs]
    joins = [d for a in who.others if begun[a] for d in _join(who, kind, a, means.at(a))]
    joins.sort(key=lambda d: -d.options[0].runs)
    return joins[:MOST_JOINS]


def _join(who: _Who, kind: Kind, a: int, means: Means) -> list[Decision]:
    """Joining the wars that state a begins."""
    words, attacker = kind.words, who.names[a]
    options = {
        k: means.option(o, k, who.runs, act.did.format(attacker=attacker))
        for k, (o, act) in enumerate(words.acts.items())
    }
    return _pick(who, kind, words.title.format(attacker=attacker), means, options)


def _pick(
    who: _Who, kind: Kind, title: str, means: Means, options: Mapping[int, Option | None]
) -> list[Decision]:
    """One choice among several options, and why it rather than doing nothing.

    What is done to a target, or in a war, is compared with a quiet year, or with staying out, the
    first of the options; anything else, and doing nothing, with the likeliest other option. Over
    several runs the reasons are those of the runs in which it was done.
    """
    there = {k: o for k, o in options.items() if o is not None}
    if len(there) < 2:
        return []
    k = max(there, key=lambda k: there[k].chosen)
    likeliest = max((j for j in there if j != k), key=lambda j: there[j].chance)
    nothing = min(there) if kind.words.shape in ("targets", "wars") else k
    other = likeliest if k == nothing else nothing
    some = _where_done(who, means, k, True, other)
    chosen, terms = there[k], difference(some.terms_of(k), some.terms_of(other))
    count = chosen.runs if who.runs > 1 else 1
    chances, habit = (chosen.chance, there[likeliest].chance, chosen.chosen), who.by_habit
    deed = Deed(chosen.act, True, terms, *chances, count, habit)
    whole = sentence(who.name, deed, f"against '{there[other].name}', ")
    plain = sentence(who.name, deed, figures=False)
    rows = tuple(sorted(there.values(), key=lambda o: -o.value))
    return [Decision(kind.name, title, kind.words.against, rows, whole, plain)]


def _where_done(who: _Who, means: Means, k: int, done: bool, other: int) -> Means:
    """Means over the runs in which option k was chosen, or was not; over all runs if the other
    option was there in none of those."""
    if who.runs == 1:
        return means
    some = means.where(k, done)
    return some if some.runs[other] > 0 else means


_SHAPES = {
    "act": _proposal,
    "proposal": _proposal,
    "options": _options,
    "targets": _targets,
    "wars": _wars,
}


def difference(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The terms of an option less those of another."""
    names = dict.fromkeys([*one, *other])
    return {k: one.get(k, 0.0) - other.get(k, 0.0) for k in names}
