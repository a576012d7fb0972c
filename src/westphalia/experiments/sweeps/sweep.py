"""A sweep: groups of points, each with several runs, and what is measured there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from westphalia.experiments.sweeps.group import WHY, Group
from westphalia.experiments.sweeps.points import Span
from westphalia.measures.measure import Measure
from westphalia.runs.manifest import digest, measure_row, resolve
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.problems import UserError


class Block(NamedTuple):
    """What some points of a group gave.

    `first`: the number of the first of them in the sweep; `points`: their numbers' values,
    [points, names]; `sums`: total and weight by measure, [2, points, runs], NaN where missing;
    `why`: why runs of a measure are missing, where some are.
    """

    group: Group
    first: int
    points: np.ndarray
    sums: Mapping[str, np.ndarray]
    why: Mapping[str, str]


class Stretch(NamedTuple):
    """A piece of a sweep: some places of a group, one after the other."""

    group: int
    first: int
    last: int

    @property
    def key(self) -> str:
        """The name under which what it gives is kept."""
        return f"{self.group:04d}/{self.first:010d}"


@dataclass(frozen=True, eq=False)
class Sweep:
    """Every group at the same points: a `work.job.Job`.

    `names`: the numbers that differ from point to point, in full; `points`: their values,
    [points, names]; `spans`: the ranges of those that are not drawn from a table; `method`: of
    the sample, if there is one; `runs`: of each point in each group. `data`: the fields of the
    sweep's file, files named as they lie in a folder; `files`: these, by name.
    """

    groups: Sequence[Group]
    names: tuple[str, ...]
    points: np.ndarray
    spans: Mapping[str, Span]
    method: str | None
    runs: int
    measures: tuple[Measure, ...]
    data: Mapping[str, Any]
    files: Mapping[str, Path]

    @property
    def size(self) -> int:
        """Points in all groups."""
        return len(self.groups) * len(self.points)

    @property
    def factors(self) -> tuple[str, ...]:
        """All that differs from point to point: what groups do in, then numbers."""
        return (*self.groups[0].levels, *self.names)

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The pieces, those that share a program one after the other."""
        places = len(self.points) * self.runs
        return [
            Stretch(k, first, min(first + group.places, places))
            for k, group in enumerate(self.groups)
            for first in range(0, places, group.places)
        ]

    def pieces(self) -> Sequence[Piece]:
        """See `work.job.Job`."""
        return self._pieces

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [Piece(part.key, part.last - part.first) for part in self.stretches]

    def make(self, number: int, store: Store | None = None) -> dict[str, np.ndarray]:
        """See `work.job.Job`: total and weight of every run, by measure. [2, places]"""
        part = self.stretches[number]
        return self.groups[part.group].evaluate(
            self.names, self.points, self.runs, self.measures, part.first, part.last
        )

    def blocks(self, store: Store) -> Iterator[Block]:
        """What all points gave, in their order, a few at a time."""
        begun: dict[str, np.ndarray] = {}
        why: dict[str, str] = {}
        for number, part in enumerate(self.stretches):
            found = self._get(number, store)
            if part.first == 0:
                begun = {m.name: np.empty((2, 0), np.float32) for m in self.measures}
            begun = {k: np.concatenate((v, found[k]), axis=1) for k, v in begun.items()}
            why |= {m: str(found[WHY.format(m)]) for m in begun if WHY.format(m) in found}
            done, last = part.last // self.runs, begun[self.measures[0].name].shape[1] // self.runs
            if not last:
                continue
            at = slice(done - last, done)
            sums = {
                k: v[:, : last * self.runs].reshape(2, last, self.runs).astype(float)
                for k, v in begun.items()
            }
            first = part.group * len(self.points) + at.start
            yield Block(self.groups[part.group], first, self.points[at], sums, why)
            begun, why = {k: v[:, last * self.runs :] for k, v in begun.items()}, {}

    def _get(self, number: int, store: Store) -> Mapping[str, np.ndarray]:
        part = self.stretches[number]
        found, shape = store.get(part.key), (2, part.last - part.first)
        if any(m.name not in found or found[m.name].shape != shape for m in self.measures):
            raise UserError(
                f"{store.path(part.key)} is damaged or of another version. Remove it and run the "
                f"same command again to recompute it."
            )
        return found

    def describe(self) -> dict[str, Any]:
        """Everything that decides the numbers. JSON-able."""
        return {
            "sweep": dict(self.data),
            "groups": [resolve(group.spec) for group in self.groups],
            "names": list(self.names),
            "points": digest(np.ascontiguousarray(self.points).tobytes()),
            "measures": [measure_row(measure) for measure in self.measures],
        }
