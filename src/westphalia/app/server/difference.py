"""What differs between two simulations: pairs' wars and pacts, great-power war, states' fates.

Two simulations with the same draws are compared run by run; others as independent samples.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from westphalia.measures.intervals import Interval, difference_of, paired_share, share
from westphalia.measures.tallies import pairs
from westphalia.page.ensemble_summary import Gathered, spreads
from westphalia.runs.history import great_indices
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.runs.summary import plain
from westphalia.simulation.counterfactual import Differences, origins
from westphalia.simulation.ensemble import Program
from westphalia.world.problems import UserError

#: Pairs shown, those with the largest difference first.
SHOWN = 10
Progress = Callable[[str, int], None]


class Side(NamedTuple):
    """One simulation of two: a plan and one of its lines."""

    plan: Spec
    line: Line


class Seen:
    """What is read off one simulation, run by run. Pairs are [pairs, runs]."""

    def __init__(self, side: Side) -> None:
        plan = side.plan
        self.n, self.runs = len(plan.labels), plan.runs
        self._rows, self._columns = pairs(self.n)
        great = np.isin(np.arange(self.n), great_indices(plan.case))
        self._great = great[self._rows] & great[self._columns]
        self._parts: dict[str, list[np.ndarray]] = {"war": [], "pact": [], "great": []}
        self._last = {name: np.zeros(self.n) for name in ("alive", "burden", "power")}

    def add(self, records: Mapping[str, np.ndarray]) -> None:
        """Add a chunk of records, [years, ..., runs]."""
        fought = np.any(records["war"][:, self._rows, self._columns] > 0, axis=0)
        self._parts["war"].append(fought)
        self._parts["pact"].append(records["pact"][-1][self._rows, self._columns])
        self._parts["great"].append(np.any(fought[self._great], axis=0, keepdims=True))
        self._last["alive"] += records["alive"][-1].sum(-1)
        for name in ("burden", "power"):
            self._last[name] += spreads(records)[name][-1].sum(-1)

    def whole(self, name: str) -> np.ndarray:
        """Whether it ever happened, over all runs."""
        return np.concatenate(self._parts[name], axis=-1)

    def fate(self, i: int) -> dict[str, float | None]:
        """A state's survival, and its mean burden and power where it lives, in the last year.

        None where it lives in no run.
        """
        lived = self._last["alive"][i]
        mean = {
            k: float(self._last[k][i] / lived) if lived > 0 else None for k in ("burden", "power")
        }
        return {"survival": float(lived / self.runs), **mean}


def compared(
    before: Side, after: Side, ignored: int, progress: Progress
) -> tuple[dict[str, Any], Gathered]:
    """The difference of two simulations (`Difference` in the page's types), and the second.

    Args:
        ignored: bits of agreements that were themselves switched, no consequence of a change.
    """
    if before.plan.labels != after.plan.labels:
        raise UserError("These two simulations have different states and cannot be compared.")
    one, other = Seen(before), Seen(after)
    gathered = Gathered(other.n, after.plan.years)
    paired = same_draws(before.plan, after.plan)
    found = Differences() if paired else None
    for first, second in _together(before, after, progress):
        if first is not None:
            one.add(first)
        if second is not None:
            other.add(second)
            gathered.add(second)
        if found is not None and first is not None and second is not None:
            found.add(first, second, ignored)
    return _told(before.plan, one, other, found), gathered


def same_draws(one: Spec, other: Spec) -> bool:
    """Whether run k of the one and run k of the other have the same random numbers and start."""
    keys = [(p.case.sha256, p.seed, p.runs, p.years) for p in (one, other)]
    return keys[0] == keys[1]


Records = Mapping[str, np.ndarray] | None


def _together(before: Side, after: Side, progress: Progress) -> Iterator[tuple[Records, Records]]:
    """The chunks of both simulations, side by side while both last."""
    streams = [Program(s.plan.setting(s.line)).chunks(s.plan.runs) for s in (before, after)]
    while True:
        chunks = [next(stream, None) for stream in streams]
        if chunks == [None, None]:
            return
        progress("simulating", sum(c["alive"].shape[-1] for c in chunks if c is not None))
        yield chunks[0], chunks[1]


def _told(plan: Spec, one: Seen, other: Seen, found: Differences | None) -> dict[str, Any]:
    changed = first = None
    if found is not None:
        differs = np.array([d is not None for d in found.first])
        changed = plain(share(int(differs.sum()), one.runs))
        common, year = origins(found.first, np.flatnonzero(differs))
        first = {
            "median_year": None if year is None else plan.calendar[year],
            "decisions": [
                {"kind": kind, "states": [plan.labels[i] for i in states], "runs": count}
                for kind, states, count in common
            ],
        }
    great = _rows(one, other, "great", found is not None)
    return {
        "paired": found is not None,
        "runs": [one.runs, other.runs],
        "runs_changed": changed,
        "first": first,
        "great_power_war": great[0][1] if great else None,
        "wars": _pairs(plan.labels, _rows(one, other, "war", found is not None)),
        "pacts": _pairs(plan.labels, _rows(one, other, "pact", found is not None)),
        "states": [_fate(label, one.fate(i), other.fate(i)) for i, label in enumerate(plan.labels)],
    }


def _rows(one: Seen, other: Seen, name: str, paired: bool) -> list[tuple[int, dict[str, Any]]]:
    """Before, after and difference of every pair that ever has any, with its position."""
    a, b = one.whole(name), other.whole(name)
    out = []
    for k in np.flatnonzero(a.any(1) | b.any(1)):
        before, after = share(int(a[k].sum()), one.runs), share(int(b[k].sum()), other.runs)
        between = _paired(a[k], b[k]) if paired else difference_of(before, after)
        row = {"before": plain(before), "after": plain(after), "difference": plain(between)}
        out.append((int(k), row))
    return out


def _paired(before: np.ndarray, after: np.ndarray) -> Interval:
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    return paired_share(gained, lost, len(before))


def _pairs(
    labels: Sequence[str], rows: Sequence[tuple[int, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The pairs with the largest differences, named."""
    i, j = pairs(len(labels))
    ordered = sorted(rows, key=lambda row: -abs(row[1]["difference"]["value"]))[:SHOWN]
    return [{"states": [labels[i[k]], labels[j[k]]], **row} for k, row in ordered]


def _fate(label: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": label, **{name: [before[name], after[name]] for name in before}}
