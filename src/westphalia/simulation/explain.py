"""Why a state did what it did: options, terms, chances and choices of one year, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import jax
import numpy as np

from westphalia.decisions import DECISIONS
from westphalia.decisions import Decision as Kind
from westphalia.decisions.challenge import first_of
from westphalia.simulation.ensemble import Program
from westphalia.simulation.options import Means, Option, means_of
from westphalia.simulation.reasons import Reasons, reasons_of
from westphalia.simulation.sentences import (
    Deed,
    difference,
    likeliest,
    reference,
    sentence,
    sentence_of_many,
)
from westphalia.world.problems import UserError, unknown
from westphalia.world.terms import ABOUT_REST, REST, TERMS

#: How many partners or targets are shown.
SHOWN = 5
#: How many wars of others, the most common first.
MOST_JOINS = 3
#: Runs of which mean and spread are shown.
MOST_RUNS = 200
SMALL = 5e-7


@dataclass(frozen=True)
class Decision:
    """A decision and its options, best first.

    `kind`: which decision it is, `name`: what it is called, with the other state where there is
    one. `against`: what an option's value is relative to. `sentence`: what was chosen and why,
    of several runs the commonest reason among those in which it was; `plain`: the same without
    figures; of several partners, of the best that was said yes to.
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
    def meanings(self) -> dict[str, str]:
        """What each term means that occurs."""
        options = [o for decision in self.decisions for o in decision.options]
        return {
            term: meaning
            for term, meaning in {**TERMS, REST: ABOUT_REST}.items()
            if any(abs(o.terms.get(term, 0.0)) > SMALL for o in options)
        }

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
        meanings = (f"{term}: {meaning}" for term, meaning in self.meanings.items())
        return "\n".join([*lines, "", *meanings])


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
    apart = each_run(decided) if run is None else ()
    made = decisions_of(i, labels, names, all_means(decided), apart, habit)
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


def each_run(decided: Mapping[str, Reasons]) -> list[dict[str, Means]]:
    """The same of each run by itself."""
    apart = jax.tree.map(lambda v: np.moveaxis(v, -1, 0)[..., None], dict(decided))
    means = all_means(apart)
    runs = range(len(next(iter(means.values())).runs))
    return [{name: all_.at(run) for name, all_ in means.items()} for run in runs]


def decisions_of(
    i: int,
    labels: Sequence[str],
    names: Sequence[str],
    means: Mapping[str, Means],
    runs: Sequence[Mapping[str, Means]] = (),
    by_habit: bool = False,
) -> tuple[Decision, ...]:
    """The decisions of state i, in the order of the year.

    Args:
        means: from `all_means`. runs: if it is of several runs, from `each_run`.
        by_habit: whether the state follows a baseline.
    """
    who = _Who(i, labels, names, len(runs), by_habit)
    made: list[Decision] = []
    for kind in DECISIONS:
        apart = [run[kind.name] for run in runs]
        made += _SHAPES[kind.words.shape](who, kind, means[kind.name], apart)
    return tuple(made)


class _Told(NamedTuple):
    """A sentence with figures and without."""

    whole: str
    plain: str


class _Who(NamedTuple):
    """Whose decisions are put in words: state i of the case, over several runs (0: in one)."""

    i: int
    labels: Sequence[str]
    names: Sequence[str]
    several: int
    by_habit: bool

    @property
    def others(self) -> list[int]:
        """The positions of the others."""
        return [k for k in range(len(self.labels)) if k != self.i]

    @property
    def runs(self) -> int:
        """How many runs."""
        return max(self.several, 1)

    def told(self, done: Deed, share: float, runs: int, deeds: Sequence[Deed]) -> _Told:
        """What was done in a share of some runs; `deeds`: in each of these."""
        name, habit = self.names[self.i], self.by_habit
        if not self.several:
            return _Told(*(sentence(name, done, habit, figures) for figures in (True, False)))
        told = (sentence_of_many(name, done, share, runs, deeds, habit, f) for f in (True, False))
        return _Told(*told)


def _options(who: _Who, kind: Kind, means: Means, apart: Sequence[Means]) -> list[Decision]:
    """One of a few options."""
    acts = kind.words.acts.items()

    def options(means: Means, runs: int) -> list[Option | None]:
        return [means.option(o, k, runs, act.did) for k, (o, act) in enumerate(acts)]

    return _pick(who, kind, kind.words.title, options, means, apart)


def _targets(who: _Who, kind: Kind, means: Means, apart: Sequence[Means]) -> list[Decision]:
    """A quiet year, and what may be done to the likeliest targets."""
    (quiet, none), *acts = kind.words.acts.items()
    n = len(who.labels)

    def options(means: Means, runs: int) -> list[Option | None]:
        found = [means.option(quiet, 0, runs, none.did)]
        for k in _likeliest(means, [first_of(name, n) + j for name, _ in acts for j in who.others]):
            name, act = acts[(k - 1) // n]
            j = (k - 1) % n
            act_on = act.did.format(who.names[j])
            found.append(means.option(f"{name} {who.labels[j]}", k, runs, act_on))
        return found

    return _pick(who, kind, kind.words.title, options, means, apart)


def _likeliest(means: Means, options: Sequence[int]) -> list[int]:
    """Of some options the likeliest, those chosen by the only run there is, and the one that most
    runs chose. Without those that are there in no run.
    """
    runs, chance, chosen = means.runs.tolist(), means.chance.tolist(), means.chosen.tolist()
    ks = sorted((k for k in options if runs[k]), key=lambda k: -chance[k])
    most = max((runs[k] * chosen[k] for k in ks), default=0.0)
    return ks[:SHOWN] + [k for k in ks[SHOWN:] if chosen[k] and runs[k] * chosen[k] == most]


def _proposal(who: _Who, kind: Kind, means: Means, apart: Sequence[Means]) -> list[Decision]:
    """An act, done or not; or yes or no to partners: one decision with a row per partner."""
    rows: list[tuple[Option, _Told]] = []
    alone = kind.words.shape == "act"
    for k in [0] if alone else _likeliest(means, who.others):
        label, partner = (kind.name, "") if alone else (who.labels[k], who.names[k])
        acts = kind.words_if(means.standing[k] == 1).acts
        yes, no = (acts[name].did.format(partner) for name in ("yes", "no"))
        option = means.option(label, k, who.runs, yes)
        if option is not None:
            rows.append((option, _answer(who, kind, k, option, no, apart)))
    if not rows:
        return []
    rows.sort(key=lambda row: -row[0].value)
    whole = " ".join(told.whole for _, told in rows[: 1 if who.several else SHOWN])
    plain = next((told for option, told in rows if option.chosen >= 0.5), rows[0][1]).plain
    options = tuple(option for option, _ in rows)
    return [Decision(kind.name, kind.words.title, kind.words.against, options, whole, plain)]


def _answer(
    who: _Who, kind: Kind, k: int, option: Option, no: str, apart: Sequence[Means]
) -> _Told:
    """Why it was yes, or no, to a proposal."""
    consents = option.chosen >= 0.5

    def deed(option: Option) -> Deed:
        chance = option.chance if consents else 1.0 - option.chance
        act, refused = (option.act, "") if consents else (no, kind.words.doing)
        return Deed(act, option.terms, chance, 1.0 - chance, ("", 1.0 - chance), refused=refused)

    each = (means.option(option.name, k, 1, option.act) for means in apart)
    deeds = [deed(o) for o in each if o is not None and (o.chosen >= 0.5) == consents]
    share = option.chosen if consents else 1.0 - option.chosen
    return who.told(deed(option), share, option.runs, deeds)


def _wars(who: _Who, kind: Kind, means: Means, apart: Sequence[Means]) -> list[Decision]:
    """Joining the wars that others begin, in the runs in which they do; the commonest first."""
    begun = [bool(counts.any()) for counts in means.runs]
    joins = [
        d
        for a in who.others
        if begun[a]
        for d in _join(who, kind, a, means.at(a), [run.at(a) for run in apart])
    ]
    joins.sort(key=lambda d: -d.options[0].runs)
    return joins[:MOST_JOINS]


def _join(who: _Who, kind: Kind, a: int, means: Means, apart: Sequence[Means]) -> list[Decision]:
    """Joining the wars that state a begins."""
    words, attacker = kind.words, who.names[a]
    acts = [(name, act.did.format(attacker=attacker)) for name, act in words.acts.items()]

    def options(means: Means, runs: int) -> list[Option | None]:
        return [means.option(name, k, runs, did) for k, (name, did) in enumerate(acts)]

    return _pick(who, kind, words.title.format(attacker=attacker), options, means, apart)


def _pick(
    who: _Who,
    kind: Kind,
    title: str,
    options: Callable[[Means, int], Sequence[Option | None]],
    means: Means,
    apart: Sequence[Means],
) -> list[Decision]:
    """One choice among several options, and why. `options`: of some means, over so many runs."""
    there = [o for o in options(means, who.runs) if o is not None]
    if len(there) < 2:
        return []
    chosen = max(there, key=lambda o: o.chosen * o.runs)

    def deed(there: Sequence[Option], done: Option) -> Deed:
        other, rival = reference(there, done, kind.words.nothing), likeliest(there, done)
        terms = difference(done.terms, other.terms)
        best = rival.name, rival.chance
        return Deed(done.act, terms, done.chance, other.chance, best, other.name)

    deeds = []
    for one in apart:
        each = [o for o in options(one, 1) if o is not None]
        deeds += [deed(each, o) for o in each if o.chosen and o.name == chosen.name and each[1:]]
    told = who.told(deed(there, chosen), chosen.chosen, chosen.runs, deeds)
    there.sort(key=lambda o: -o.value)
    return [Decision(kind.name, title, kind.words.against, tuple(there), *told)]


_SHAPES = {
    "act": _proposal,
    "proposal": _proposal,
    "options": _options,
    "targets": _targets,
    "wars": _wars,
}
