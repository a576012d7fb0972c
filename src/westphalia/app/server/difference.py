"""What differs between two simulations: pairs' wars and pacts, great-power war, states' fates.

Two simulations with the same draws are compared run by run; others as independent samples.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from westphalia.measures.arms import burden
from westphalia.measures.differences import (
    Change,
    Differences,
    FirstDifference,
    change_of,
    first_difference,
)
from westphalia.measures.estimate import Sampled
from westphalia.measures.intervals import Interval, share
from westphalia.measures.quantities import Records, by_pair, fighting, pairs, pairs_among
from westphalia.measures.survival import power, survival
from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.runs.as_json import as_data
from westphalia.runs.history import great_indices
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program
from westphalia.world.problems import UserError

#: Pairs shown, those with the largest difference first.
SHOWN = 10
PER_CENT = 0.01
Progress = Callable[[str, int], None]


class Side(NamedTuple):
    """One simulation of two: a run and one of its lines."""

    spec: Spec
    line: Line


class PairDifference(NamedTuple):
    """How the chance changed that something happens to a pair."""

    states: tuple[str, str]
    before: Interval
    after: Interval
    difference: Interval


class Fate(NamedTuple):
    """A state's survival, and its mean burden and power where it lives, in the last year.

    None where it lives in no run.
    """

    survival: float
    burden: float | None
    power: float | None


class StateDifference(NamedTuple):
    """The fate of a state before and after."""

    state: str
    survival: tuple[float, float]
    burden: tuple[float | None, float | None]
    power: tuple[float | None, float | None]


class Difference(NamedTuple):
    """What differs (`Difference` in the page's types). `runs`: of either simulation.

    `runs_changed`, `first`: only where the draws are the same. `great_power_war`: None where
    there is none in either.
    """

    paired: bool
    runs: tuple[int, int]
    runs_changed: Interval | None
    first: FirstDifference | None
    great_power_war: Change | None
    wars: tuple[PairDifference, ...]
    pacts: tuple[PairDifference, ...]
    states: tuple[StateDifference, ...]

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return as_data(self)


class Outcomes:
    """What is read off one simulation, run by run. Pairs are [pairs, runs]."""

    def __init__(self, side: Side) -> None:
        spec = side.spec
        self.n, self.runs = len(spec.labels), spec.runs
        self._great = pairs_among(self.n, great_indices(spec.case))
        self._parts: dict[str, list[np.ndarray]] = {"war": [], "pact": [], "great": []}
        self._fates = [[make((i,)) for make in (survival, burden, power)] for i in range(self.n)]
        self._last = Sampled(measure for fate in self._fates for measure in fate)

    def add(self, records: Records) -> None:
        """Add a chunk of records, [years, ..., runs]."""
        fought = np.any(by_pair(fighting(records["war"])), axis=0)
        self._parts["war"].append(fought)
        self._parts["pact"].append(by_pair(records["pact"][-1:])[0])
        self._parts["great"].append(np.any(fought[self._great], axis=0, keepdims=True))
        self._last.add({name: values[-1:] for name, values in records.items()})

    def whole(self, name: str) -> np.ndarray:
        """Whether it ever happened, over all runs."""
        return np.concatenate(self._parts[name], axis=-1)

    def fate(self, i: int) -> Fate:
        """What becomes of a state by the last year."""
        lives, spends, holds = (self._last.interval(m.name).value for m in self._fates[i])
        if np.isnan(spends):
            return Fate(lives, None, None)
        return Fate(lives, PER_CENT * spends, holds)


def compare(
    before: Side, after: Side, ignored: int, progress: Progress
) -> tuple[Difference, EnsembleSummary]:
    """The difference of two simulations, and a summary of the second.

    Args:
        ignored: bits of agreements that were themselves switched, no consequence of a change.
    """
    if before.spec.labels != after.spec.labels:
        raise UserError("These two simulations have different states and cannot be compared.")
    one, other = Outcomes(before), Outcomes(after)
    summary = EnsembleSummary(other.n, after.spec.years)
    found = Differences() if same_draws(before.spec, after.spec) else None
    for first, second in _together(before, after, progress):
        if first is not None:
            one.add(first)
        if second is not None:
            other.add(second)
            summary.add(second)
        if found is not None and first is not None and second is not None:
            found.add(first, second, ignored)
    return _difference(before.spec, one, other, found), summary


def same_draws(one: Spec, other: Spec) -> bool:
    """Whether run k of the one and run k of the other have the same random numbers and start."""
    keys = [(p.case.sha256, p.seed, p.runs, p.years) for p in (one, other)]
    return keys[0] == keys[1]


def _together(
    before: Side, after: Side, progress: Progress
) -> Iterator[tuple[Records | None, Records | None]]:
    """The chunks of both simulations, side by side while both last."""
    streams = [Program(s.spec.setting(s.line)).chunks(s.spec.runs) for s in (before, after)]
    while True:
        chunks = [next(stream, None) for stream in streams]
        if chunks == [None, None]:
            return
        progress("simulating", sum(c["alive"].shape[-1] for c in chunks if c is not None))
        yield chunks[0], chunks[1]


def _difference(
    spec: Spec, one: Outcomes, other: Outcomes, found: Differences | None
) -> Difference:
    changed = first = None
    if found is not None:
        differs = found.changed
        changed = share(int(differs.sum()), one.runs)
        first = first_difference(found.first, np.flatnonzero(differs), spec.labels, spec.calendar)
    paired = found is not None
    great = _changes(one, other, "great", paired)
    return Difference(
        paired=paired,
        runs=(one.runs, other.runs),
        runs_changed=changed,
        first=first,
        great_power_war=great.get(0),
        wars=_pairs(spec.labels, _changes(one, other, "war", paired)),
        pacts=_pairs(spec.labels, _changes(one, other, "pact", paired)),
        states=tuple(
            _state_difference(label, one.fate(i), other.fate(i))
            for i, label in enumerate(spec.labels)
        ),
    )


def _changes(one: Outcomes, other: Outcomes, name: str, paired: bool) -> dict[int, Change]:
    """Before, after and difference of every pair that ever has any, by its position."""
    a, b = one.whole(name), other.whole(name)
    return {int(k): change_of(a[k], b[k], paired) for k in np.flatnonzero(a.any(1) | b.any(1))}


def _pairs(labels: tuple[str, ...], changes: Mapping[int, Change]) -> tuple[PairDifference, ...]:
    """The pairs with the largest differences, named."""
    i, j = pairs(len(labels))
    order = sorted(changes, key=lambda k: -abs(changes[k].difference.value))[:SHOWN]
    return tuple(PairDifference((labels[i[k]], labels[j[k]]), *changes[k]) for k in order)


def _state_difference(label: str, before: Fate, after: Fate) -> StateDifference:
    return StateDifference(
        label,
        (before.survival, after.survival),
        (before.burden, after.burden),
        (before.power, after.power),
    )
