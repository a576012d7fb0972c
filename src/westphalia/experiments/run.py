"""Running conditions over a design: pieces of work that need nothing of each other.

A piece is a stretch of the design's places in one condition. Pieces may be worked off in any order,
by any number of workers or machines, and a finished piece is never done again.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import NamedTuple

import numpy as np

from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design
from westphalia.experiments.evaluate import evaluate
from westphalia.experiments.store import Store
from westphalia.measures.measure import Measure
from westphalia.world.problems import UserError

#: Places in a piece: seconds of work, and a multiple of every chunk size.
PIECE = 2048


class Work(NamedTuple):
    """A condition, what is measured in it, and the design it is run over."""

    condition: Condition
    measures: tuple[Measure, ...]
    design: Design


class Piece(NamedTuple):
    """A stretch of places of one condition."""

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


def pieces(works: Sequence[Work]) -> list[Piece]:
    """All the pieces of some work, conditions that share a program kept together."""

    def shape(work: Work) -> tuple[int, int, bool]:
        return work.condition.n, work.condition.years, work.condition.later is not None

    return [
        Piece(work, first, min(first + PIECE, work.design.size))
        for work in sorted(works, key=shape)
        for first in range(0, work.design.size, PIECE)
    ]


def run(
    works: Sequence[Work],
    store: Store,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Do all pieces that the store has not yet. `progress` is given the runs done and in all."""
    every = pieces(works)
    total = sum(p.last - p.first for p in every)
    missing = [p for p in every if not store.has(p.key)]
    done = total - sum(p.last - p.first for p in missing)
    progress(done, total)
    count = workers or os.cpu_count() or 1

    def work(piece: Piece) -> int:
        condition, measures, design = piece.work
        store.put(piece.key, evaluate(condition, design, measures, piece.first, piece.last))
        return piece.last - piece.first

    with ThreadPoolExecutor(count) as pool:
        waiting = {pool.submit(work, piece) for piece in missing}
        try:
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    done += future.result()
                    progress(done, total)
        except BaseException:
            for future in waiting:
                future.cancel()
            raise


class Outcome(NamedTuple):
    """A measure in one condition. `total`, `weight`: [draws, runs]; `..._default`: [defaults]."""

    total: np.ndarray
    weight: np.ndarray
    total_default: np.ndarray
    weight_default: np.ndarray


def _check(piece: Piece, store: Store) -> Mapping[str, np.ndarray]:
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
    parts = [_check(piece, store) for piece in pieces([work])]
    design, out = work.design, {}
    drawn = design.draws * design.runs
    for measure in work.measures:
        total, weight = np.concatenate([p[measure.name] for p in parts], axis=1).astype(float)
        grid = (design.draws, design.runs)
        out[measure.name] = Outcome(
            total[:drawn].reshape(grid), weight[:drawn].reshape(grid), total[drawn:], weight[drawn:]
        )
    return out
