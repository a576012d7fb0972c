"""What is to be done, in pieces that any number of workers may make, in any order, anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from westphalia.work.store import Store


class Piece(NamedTuple):
    """A part of some work.

    `key`: the name under which what it gives is kept. `size`: how much of the work it is, in what
    progress counts. `needs`: the keys of pieces that have to be there before it can be made.
    """

    key: str
    size: int
    needs: tuple[str, ...] = ()


class Job(Protocol):
    """Some work. What a piece gives depends on the piece alone, whoever makes it and when."""

    def pieces(self) -> Sequence[Piece]:
        """All pieces, in the order in which one worker would make them."""
        ...

    def make(self, number: int, store: Store) -> Mapping[str, np.ndarray]:
        """What the piece at this position gives. `store`: has the pieces that it needs."""
        ...


@dataclass(frozen=True)
class Together:
    """Several jobs as one, their pieces one after the other."""

    jobs: Sequence[Job]

    @cached_property
    def _parts(self) -> list[tuple[Job, int, Piece]]:
        """Of every piece the job and its number there."""
        return [(job, k, piece) for job in self.jobs for k, piece in enumerate(job.pieces())]

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [piece for _, _, piece in self._parts]

    def pieces(self) -> Sequence[Piece]:
        """See `Job`."""
        return self._pieces

    def make(self, number: int, store: Store) -> Mapping[str, np.ndarray]:
        """See `Job`."""
        job, k, _ = self._parts[number]
        return job.make(k, store)


def all_made(job: Job, store: Store) -> list[dict[str, np.ndarray]]:
    """What the pieces of a job gave, in their order."""
    return [store.get(piece.key) for piece in job.pieces()]
