"""Two simulations with the same draws, run by run: what differs, and since when.

It is no `Measure`: it reads two simulations at once, pair by pair. A war or a pact is what it is
in every measure (`quantities`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from westphalia.decisions import CHOICES
from westphalia.measures.codes import INITIATOR
from westphalia.measures.intervals import Interval, difference_of, paired_share, share
from westphalia.measures.quantities import Records, fighting, first_year

#: Relative difference of a burden or posture that is a choice, not rounding.
SAME = 1e-3


class Divergence(NamedTuple):
    """The first decision of a run that differs: year (0 = first), kind, states i (and j)."""

    year: int
    kind: str
    states: tuple[int, ...]


@dataclass
class Differences:
    """What differs between two simulations with the same draws. Pairs are [n, n], symmetric.

    `war`, `pact` (and `..._after`): ever fought; a pact in the last year. `first_war`,
    `first_pact`: the first year in which they differ, -1 if none. `begun`: [i, j] i began a war
    against j, before or after. `first`: the first divergence of each run, None if nothing differs.
    """

    war: list[np.ndarray] = field(default_factory=list)
    war_after: list[np.ndarray] = field(default_factory=list)
    pact: list[np.ndarray] = field(default_factory=list)
    pact_after: list[np.ndarray] = field(default_factory=list)
    first_war: list[np.ndarray] = field(default_factory=list)
    first_pact: list[np.ndarray] = field(default_factory=list)
    begun: list[np.ndarray] = field(default_factory=list)
    first: list[Divergence | None] = field(default_factory=list)

    def add(self, before: Records, after: Records, ignored: int = 0) -> None:
        """Compare a chunk of records, [years, ..., runs]; `ignored`: bits of agreements."""
        fights, fights_after = fighting(before["war"]), fighting(after["war"])
        self.war.append(np.asarray(fights.any(0)))
        self.war_after.append(np.asarray(fights_after.any(0)))
        self.pact.append(before["pact"][-1])
        self.pact_after.append(after["pact"][-1])
        self.first_war.append(first_year(fights != fights_after))
        self.first_pact.append(first_year(before["pact"] != after["pact"]))
        begun = (before["war"] == INITIATOR).any(0) | (after["war"] == INITIATOR).any(0)
        self.begun.append(begun)
        self.first += divergences(before, after, ignored)

    def whole(self, name: str) -> np.ndarray:
        """One of the arrays over all runs, [n, n, runs]."""
        return np.concatenate(getattr(self, name), -1)

    @property
    def changed(self) -> np.ndarray:
        """Whether anything differs in each run. [runs]"""
        return np.array([divergence is not None for divergence in self.first])


def divergences(before: Records, after: Records, ignored: int = 0) -> list[Divergence | None]:
    """The first decision that differs in each run of a chunk.

    `ignored`: bits of agreements that were themselves switched off or on.
    """
    flags = {name: differing(before[name], after[name]) for name in CHOICES}
    kept = np.uint8(0xFF & ~ignored)
    flags["agreements"] = (before["agreements"] & kept) != (after["agreements"] & kept)
    years, runs = before["burden"].shape[0], before["burden"].shape[-1]
    any_ = np.stack([f.reshape(years, -1, runs).any(1) for f in flags.values()])  # [kinds, y, runs]
    out: list[Divergence | None] = []
    for r in range(runs):
        when = any_[:, :, r].any(0)
        if not when.any():
            out.append(None)
            continue
        year = int(when.argmax())
        k = int(any_[:, year, r].argmax())
        name, kind = list(CHOICES.items())[k]
        where = np.argwhere(flags[name][year][..., r])[0]
        out.append(Divergence(year, kind, tuple(int(i) for i in where)))
    return out


def differing(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where two records differ by more than rounding."""
    if a.dtype.kind == "f":
        return np.abs(a - b) > SAME * np.maximum(np.abs(a), np.abs(b))
    return a != b


def compare(before: Iterable[Records], after: Iterable[Records], ignored: int = 0) -> Differences:
    """Compare two simulations chunk by chunk."""
    found = Differences()
    for one, other in zip(before, after, strict=True):
        found.add(one, other, ignored)
    return found


class Change(NamedTuple):
    """A share of runs before and after, and the difference of the two."""

    before: Interval
    after: Interval
    difference: Interval


def change_of(before: np.ndarray, after: np.ndarray, paired: bool) -> Change:
    """How the share of runs in which something happens changed. `before`, `after`: [runs] bool

    `paired`: the runs are the same draws; otherwise the two are independent samples.
    """
    one, other = (share(int(flags.sum()), len(flags)) for flags in (before, after))
    if not paired:
        return Change(one, other, difference_of(one, other))
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    return Change(one, other, paired_share(gained, lost, len(before)))


class FirstDecision(NamedTuple):
    """A kind of decision of some states, and in how many runs it is the first to differ."""

    kind: str
    states: tuple[str, ...]
    runs: int


class FirstDifference(NamedTuple):
    """Where runs part: the median year, and the commonest first decisions that differ."""

    median_year: int | None
    decisions: tuple[FirstDecision, ...]


def first_difference(
    first: Sequence[Divergence | None],
    runs: np.ndarray,
    labels: tuple[str, ...],
    calendar: Sequence[int],
    most: int = 3,
) -> FirstDifference:
    """The commonest first divergences among some runs, and their median year."""
    found = [d for d in (first[r] for r in runs) if d is not None]
    if not found:
        return FirstDifference(None, ())
    common = Counter((d.kind, d.states) for d in found).most_common(most)
    return FirstDifference(
        calendar[int(np.median([d.year for d in found]))],
        tuple(
            FirstDecision(kind, tuple(labels[i] for i in states), count)
            for (kind, states), count in common
        ),
    )
