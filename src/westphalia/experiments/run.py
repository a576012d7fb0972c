"""Running conditions over a design: pieces of work that need nothing of each other.

A piece is a stretch of the design's places in one condition.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design
from westphalia.experiments.evaluate import evaluate
from westphalia.measures.measure import Measure
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.problems import UserError

#: Places in a piece: seconds of work, and a multiple of every chunk size.
PIECE = 2048


class Work(NamedTuple):
    """A condition, what is measured in it, and the design it is run over."""

    condition: Condition
    measures: tuple[Measure, ...]
    design: Design


class Stretch(NamedTuple):
    """Some places of one condition, one after the other."""

    work: Work
    first: int
    last: int

    @property
    def key(self) -> str:
        """The name under which its results are kept."""
        return f"{self.work.condition.key}-{self.work.design.key}/{self.first:08d}"


def together(works: Iterable[Work]) -> tuple[Work, ...]:
    """The same work with every condition once, with all that is measured in it."""
    found: dict[tuple[str, str], Work] = {}
    for work in works:
        at = work.condition.key, work.design.key
        before = found.get(at)
        known = {m.name: m for m in (before.measures if before else ())}
        known |= {m.name: m for m in work.measures}
        found[at] = Work(work.condition, tuple(known.values()), work.design)
    return tuple(found.values())


def stretches(works: Iterable[Work]) -> list[Stretch]:
    """All the places of some work, in pieces; conditions that share a program kept together."""

    def shape(work: Work) -> tuple[int, int, bool]:
        return work.condition.n, work.condition.years, work.condition.later is not None

    return [
        Stretch(work, first, min(first + PIECE, work.design.size))
        for work in sorted(works, key=shape)
        for first in range(0, work.design.size, PIECE)
    ]


@dataclass(frozen=True)
class Simulations:
    """Conditions over their designs, as a `work.job.Job`."""

    works: Sequence[Work]

    @cached_property
    def _stretches(self) -> list[Stretch]:
        return stretches(self.works)

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [Piece(part.key, part.last - part.first) for part in self._stretches]

    def pieces(self) -> Sequence[Piece]:
        """See `Job`."""
        return self._pieces

    def make(self, number: int, store: Store) -> Mapping[str, np.ndarray]:
        """See `Job`."""
        work, first, last = self._stretches[number]
        return evaluate(work.condition, work.design, work.measures, first, last)


class Outcome(NamedTuple):
    """A measure in one condition. `total`, `weight`: [draws, runs]; `..._default`: [defaults]."""

    total: np.ndarray
    weight: np.ndarray
    total_default: np.ndarray
    weight_default: np.ndarray


def _check(piece: Stretch, store: Store) -> Mapping[str, np.ndarray]:
    """A finished piece that has all that it should."""
    found = store.get(piece.key)
    shape = (2, piece.last - piece.first)
    names = [measure.name for measure in piece.work.measures]
    if any(name not in found or found[name].shape != shape for name in names):
        raise UserError(
            f"{store.path(piece.key)} is damaged or of another version. Remove it and run the same "
            f"command again to recompute it."
        )
    return found


def outcomes(work: Work, store: Store) -> Mapping[str, Outcome]:
    """What a finished piece of work gave, by measure."""
    parts = [_check(piece, store) for piece in stretches([work])]
    design, out = work.design, {}
    drawn = design.draws * design.runs
    for measure in work.measures:
        total, weight = np.concatenate([p[measure.name] for p in parts], axis=1).astype(float)
        grid = (design.draws, design.runs)
        out[measure.name] = Outcome(
            total[:drawn].reshape(grid), weight[:drawn].reshape(grid), total[drawn:], weight[drawn:]
        )
    return out
