"""Why a state did what it did: options, terms, chances and choices of one year, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from westphalia.mechanisms.arming import OPTIONS as ARM_OPTIONS
from westphalia.mechanisms.terms import ITEMS
from westphalia.mechanisms.war import JOIN
from westphalia.simulation.ensemble import Program
from westphalia.simulation.reasons import Reasons, reasons_of
from westphalia.world.problems import UserError, unknown

#: How many partners or targets are shown.
SHOWN = 5
#: How many wars of others, the most common first.
MOST_JOINS = 3
#: Runs of which mean and spread are shown.
MOST_RUNS = 200
SMALL = 5e-7

ARMS = {
    "hold": "held its burden and posture",
    "raise": "raised its burden",
    "cut": "cut its burden",
    "offence": "moved its posture to the offence",
    "defence": "moved its posture to the defence",
}
PROPOSALS = {
    "align": ("wanted a pact with {}", "wanted no pact with {}"),
    "deal": ("accepted a trade deal with {}", "refused a trade deal with {}"),
    "inspection": ("accepted inspections with {}", "refused inspections with {}"),
    "hotline": ("accepted a hotline with {}", "refused a hotline with {}"),
    "withdrawal": ("accepted withdrawal from the border with {}", "refused withdrawal with {}"),
    "cap": ("accepted an arms cap with {}", "refused an arms cap with {}"),
    "institution": ("deepened institutions with {}", "loosened institutions with {}"),
    "signal": ("sent a costly signal", "sent no costly signal"),
}


@dataclass(frozen=True)
class Option:
    """One option: mean over runs, `spread` the standard deviation over runs (0 for one run).

    `terms`: what each adds to the value, utils. `chosen`: share of runs that chose it, of those
    in which it was there (`offered`, share of runs). `runs`: those runs.
    """

    name: str
    value: float
    spread: float
    terms: dict[str, float]
    spreads: dict[str, float]
    chance: float
    chosen: float
    offered: float
    runs: int
    act: str


@dataclass(frozen=True)
class Decision:
    """A decision and its options, best first.

    `against`: what an option's value is relative to. `sentence`: what was chosen and why;
    `plain`: the same without figures; of several partners, of the best that was said yes to.
    """

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
    made = decisions_of(i, labels, names, decided, last - first)
    # who died in the year's wars still decided
    lived = np.any([d.allowed.any(tuple(range(d.allowed.ndim - 1))) for d in decided.values()], 0)
    found = Explanation(
        state, names[i], year, theory, run, last - first, float(lived.mean()), habit, made
    )
    return found, record


def decisions_of(
    i: int,
    labels: Sequence[str],
    names: Sequence[str],
    decided: Mapping[str, Reasons],
    runs: int,
) -> tuple[Decision, ...]:
    """The decisions of state i, in the order of the year."""
    name, others = names[i], [k for k in range(len(labels)) if k != i]
    made: list[Decision] = []
    for item in ("signal", *ITEMS, "align"):
        made += _proposal(name, item, labels, names, others, decided[item], runs)
    arm = [_option(o, decided["arm"], k, runs, ARMS[o]) for k, o in enumerate(ARM_OPTIONS)]
    made += _pick(name, "arms and posture", "today's burden and posture", arm, runs)
    made += _pick(
        name, "crisis", "a quiet year", _crisis(labels, names, others, decided, runs), runs
    )
    joins = [d for a in others for d in _join(name, names, a, decided["join"], runs)]
    joins.sort(key=lambda d: -d.options[0].runs)
    return (*made, *joins[:MOST_JOINS])


def _option(name: str, reasons: Reasons, k: int, runs: int, act: str) -> Option | None:
    """Option k over the runs in which it is there; None if there are none."""
    there = reasons.allowed[k] > 0
    count = int(there.sum())
    if count == 0:
        return None
    names = list(reasons.terms)
    terms = np.stack([v[k] for v in reasons.terms.values()])[:, there]  # [terms, runs]
    value = reasons.value[k][there]
    rest = value - terms.sum(0)
    if np.abs(rest).max() > 1e-5:
        names, terms = [*names, "rest"], np.vstack([terms, rest])
    return Option(
        name,
        float(value.mean()),
        float(value.std()),
        dict(zip(names, terms.mean(1).tolist(), strict=True)),
        dict(zip(names, terms.std(1).tolist(), strict=True)),
        float(reasons.chance[k][there].mean()),
        float(reasons.choice[k][there].mean()),
        count / runs,
        count,
        act,
    )


def _crisis(
    labels: Sequence[str],
    names: Sequence[str],
    others: Sequence[int],
    decided: Mapping[str, Reasons],
    runs: int,
) -> list[Option | None]:
    """A quiet year, and claims and total wars on the likeliest targets."""
    claim, total = decided["claim"], decided["total war"]
    there = ((claim.allowed > 0) | (total.allowed > 0)).any(0)
    if not there.any():
        return []
    quiet_chance = 1.0 - claim.chance.sum(0) - total.chance.sum(0)
    chosen = 1.0 - claim.choice.sum(0) - total.choice.sum(0)
    quiet = Option(
        "quiet", 0.0, 0.0, {}, {}, float(quiet_chance[there].mean()), float(chosen[there].mean()),
        float(there.mean()), int(there.sum()), "challenged nobody",
    )  # fmt: skip
    kinds = (
        ("claim", claim, "made a claim on {}"),
        ("total war", total, "went to total war against {}"),
    )
    found: list[Option | None] = [quiet]
    for kind, j in _likeliest([claim, total], others):
        name, reasons, act = kinds[kind]
        found.append(_option(f"{name} {labels[j]}", reasons, j, runs, act.format(names[j])))
    return found


def _likeliest(several: Sequence[Reasons], options: Sequence[int]) -> list[tuple[int, int]]:
    """Of options of one or more kinds the likeliest, and those chosen by the only run there is.

    As (kind, option), without those that are there in no run.
    """
    ks = np.asarray(options, int)
    rows = []
    for kind, reasons in enumerate(several):
        there = reasons.allowed[ks] > 0
        count = there.sum(1)
        chance = np.where(there, reasons.chance[ks], 0.0).sum(1) / np.maximum(count, 1)
        chosen = np.where(there, reasons.choice[ks], 0.0).any(1) & (count == 1)
        rows += [(kind, int(ks[r]), chance[r], chosen[r]) for r in np.flatnonzero(count)]
    rows.sort(key=lambda row: -row[2])
    return [row[:2] for row in (*rows[:SHOWN], *(row for row in rows[SHOWN:] if row[3]))]


def _proposal(
    name: str,
    item: str,
    labels: Sequence[str],
    names: Sequence[str],
    others: Sequence[int],
    reasons: Reasons,
    runs: int,
) -> list[Decision]:
    """Yes or no to a partner: one decision with a row per partner."""
    yes, no = PROPOSALS[item]
    if item == "signal":
        options = [_option("send", reasons, 0, runs, yes)]
    else:
        likeliest = [j for _, j in _likeliest([reasons], others)]
        options = [_option(labels[j], reasons, j, runs, yes.format(names[j])) for j in likeliest]
    shown = [option for option in options if option is not None]
    if not shown:
        return []
    shown.sort(key=lambda o: -o.value)

    def told(o: Option, figures: bool = True) -> str:
        consents = o.chosen >= 0.5
        terms = o.terms if consents else {k: -v for k, v in o.terms.items()}
        partner = names[list(labels).index(o.name)] if o.name in labels else ""
        act = o.act if consents else no.format(partner)
        share = o.chosen if consents else 1.0 - o.chosen
        chance = o.chance if consents else 1.0 - o.chance
        count = o.runs if runs > 1 else 1
        return sentence(name, act, terms, share, chance, count, figures=figures)

    said = " ".join(told(o) for o in shown[: 1 if runs > 1 else SHOWN])
    telling = next((o for o in shown if o.chosen >= 0.5), shown[0])
    against = {"signal": "no signal", "align": "no pact"}.get(item, "no agreement")
    title = {"align": "pacts reviewed", "signal": "costly signal"}.get(item, item)
    return [Decision(title, against, tuple(shown), said, told(telling, figures=False))]


def _join(name: str, names: Sequence[str], a: int, reasons: Reasons, runs: int) -> list[Decision]:
    """Joining the wars that state a begins, in the runs in which it begins one."""
    of = Reasons({k: v[a] for k, v in reasons.terms.items()}, *(field[a] for field in reasons[1:]))
    war = f"the war begun by {names[a]}"
    acts = (f"stayed out of {war}", f"joined the target in {war}", f"joined {names[a]} in {war}")
    options = [
        _option(o, of, k, runs, act) for k, (o, act) in enumerate(zip(JOIN, acts, strict=True))
    ]
    return _pick(name, f"joining {war}", "staying out, without breach of a pact", options, runs)


def _pick(
    name: str, title: str, against: str, options: Sequence[Option | None], runs: int
) -> list[Decision]:
    """One choice among several options, and why it rather than the next best."""
    there = [o for o in options if o is not None]
    if len(there) < 2:
        return []
    chosen = max(there, key=lambda o: o.chosen)
    other = max((o for o in there if o is not chosen), key=lambda o: o.value)
    names = dict.fromkeys([*chosen.terms, *other.terms])
    terms = {k: chosen.terms.get(k, 0.0) - other.terms.get(k, 0.0) for k in names}

    def told(against: str, figures: bool) -> str:
        count = chosen.runs if runs > 1 else 1
        return sentence(
            name, chosen.act, terms, chosen.chosen, chosen.chance, count, against, figures
        )

    there.sort(key=lambda o: -o.value)
    with_figures = told(f"against '{other.name}', ", True)
    return [Decision(title, against, tuple(there), with_figures, told("", False))]


def sentence(
    name: str,
    act: str,
    terms: Mapping[str, float],
    share: float,
    chance: float,
    runs: int,
    against: str = "",
    figures: bool = True,
) -> str:
    """An act and the two terms that mattered most: the largest for it and the largest against.

    `figures`: with the size of the terms, utils.
    """
    how = f"{name} {act}"
    pro = max(terms.items(), key=lambda kv: kv[1], default=("", 0.0))
    con = min(terms.items(), key=lambda kv: kv[1], default=("", 0.0))
    gain, loss = (_signed(*pro), _signed(*con)) if figures else (pro[0], con[0])
    if pro[1] <= SMALL and con[1] >= -SMALL:
        told = "no term told for or against it"
    elif sum(terms.values()) >= 0:
        told = f"{against}{gain} " + (f"outweighed {loss}" if con[1] < -SMALL else "spoke for it")
    elif pro[1] > SMALL:
        told = f"{against}{loss} outweighed {gain}"
    else:
        told = f"{against}{loss} spoke against it"
    if runs > 1:
        link = ";" if sum(terms.values()) >= 0 else ", though"
        return f"In {share:.0%} of {runs} runs {how}{link} on average {told}."
    if sum(terms.values()) >= 0:
        return f"{how}: {told}."
    return f"{how} although {told}: a choice with a chance of {chance:.0%}."


def _signed(term: str, value: float) -> str:
    digits = 3 if abs(value) >= 0.0005 else 5
    return f"{term} {value:+.{digits}f}"
