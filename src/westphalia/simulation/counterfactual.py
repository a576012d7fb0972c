"""The same draws with one thing changed: what differs, since when, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.simulation.reasons import reasons_of
from westphalia.world.agreements import MODULE_BITS

#: What is compared to find the first decision that differs, in the order of a year.
STAGES = (
    ("agreements", "agreements"),
    ("pact", "pact"),
    ("burden", "burden"),
    ("posture", "posture"),
    ("crisis", "crisis"),
    ("war", "joining a war"),
)
#: The bit of an agreement in the record, by the module that allows it.
BITS = MODULE_BITS
COMPARED = tuple(name for name, _ in STAGES)
#: Relative difference of a burden or posture that is a choice, not rounding.
SAME = 1e-3
INITIATOR = 1

Records = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Divergence:
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
        fights, fights_after = before["war"] > 0, after["war"] > 0
        self.war.append(np.asarray(fights.any(0)))
        self.war_after.append(np.asarray(fights_after.any(0)))
        self.pact.append(before["pact"][-1])
        self.pact_after.append(after["pact"][-1])
        self.first_war.append(_first(fights != fights_after))
        self.first_pact.append(_first(before["pact"] != after["pact"]))
        begun = (before["war"] == INITIATOR).any(0) | (after["war"] == INITIATOR).any(0)
        self.begun.append(begun)
        self.first += divergences(before, after, ignored)

    def whole(self, name: str) -> np.ndarray:
        """One of the arrays over all runs, [n, n, runs]."""
        return np.concatenate(getattr(self, name), -1)


def _first(differs: np.ndarray) -> np.ndarray:
    """The first year in which something is so, -1 where it never is."""
    return np.where(differs.any(0), differs.argmax(0), -1)


def divergences(before: Records, after: Records, ignored: int = 0) -> list[Divergence | None]:
    """The first decision that differs in each run of a chunk.

    `ignored`: bits of agreements that were themselves switched off or on.
    """
    flags = {name: _differs(before[name], after[name]) for name in COMPARED}
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
        name, kind = STAGES[k]
        where = np.argwhere(flags[name][year][..., r])[0]
        out.append(Divergence(year, kind, tuple(int(i) for i in where)))
    return out


def _differs(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if a.dtype.kind == "f":
        return np.abs(a - b) > SAME * np.maximum(np.abs(a), np.abs(b))
    return a != b


def compare(before: Iterable[Records], after: Iterable[Records], ignored: int = 0) -> Differences:
    """Compare two simulations chunk by chunk."""
    found = Differences()
    for one, other in zip(before, after, strict=True):
        found.add(one, other, ignored)
    return found


def origins(
    first: Sequence[Divergence | None], runs: np.ndarray, most: int = 3
) -> tuple[list[tuple[str, tuple[int, ...], int]], int | None]:
    """The commonest first divergences among some runs (kind, states, runs), and the median year."""
    found = [d for d in (first[r] for r in runs) if d is not None]
    if not found:
        return [], None
    common = Counter((d.kind, d.states) for d in found).most_common(most)
    year = int(np.median([d.year for d in found]))
    return [(kind, states, count) for (kind, states), count in common], year


def change_of_terms(
    before: Program,
    after: Program,
    decision: str,
    decider: int,
    option: int,
    year: int,
    runs: np.ndarray,
    most_chunks: int = 2,
) -> tuple[dict[str, float], float, int] | None:
    """How the terms of an option changed in a year (1 = first), on average over some runs.

    Returns the change of every term and of the value, and the number of runs; None if the option
    is there in none of them. At most `most_chunks` chunks are simulated.
    """
    width = chunk_size(before.n)
    starts = sorted({int(r) // width * width for r in runs})[:most_chunks]
    sums: defaultdict[str, float] = defaultdict(float)
    value, count = 0.0, 0
    for start in starts:
        chunk = np.arange(start, start + width)
        one, two = (
            reasons_of(program, year, start, start + width, decider)[0][decision]
            for program in (before, after)
        )
        wanted = np.isin(chunk, runs) & np.isfinite(one.value[option] + two.value[option])
        for name in one.terms:
            sums[name] += float((two.terms[name] - one.terms[name])[option][wanted].sum())
        value += float((two.value - one.value)[option][wanted].sum())
        count += int(wanted.sum())
    if count == 0:
        return None
    return {name: total / count for name, total in sums.items()}, value / count, count
