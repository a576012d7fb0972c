"""Making pieces: what is not there yet and nobody else is at, one after the other."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from pathlib import Path
from typing import NamedTuple, TypeVar

from westphalia.work.job import Job, Piece
from westphalia.work.leases import Leases
from westphalia.work.store import Store

R = TypeVar("R")
#: Called with the size of a piece that was found or made.
Report = Callable[[int], None]
#: Seconds to wait for what others are making, at first and at most.
WAIT, LONGEST_WAIT = 0.05, 2.0


class Share(NamedTuple):
    """The pieces that a worker looks after: the `number`th of every `of`, counted from 1."""

    number: int = 1
    of: int = 1

    def holds(self, piece: int) -> bool:
        """Whether the piece at this position is one of them."""
        return piece % self.of == self.number - 1


ALL = Share()


class _Left:
    """The pieces that are left, for the threads of one process."""

    def __init__(
        self, pieces: Sequence[Piece], share: Share, store: Store, leases: Leases, report: Report
    ) -> None:
        self._left = {k: piece for k, piece in enumerate(pieces) if share.holds(k)}
        self._store, self._leases, self._report = store, leases, report
        self._making: set[int] = set()
        self._lock = threading.Lock()

    def take(self) -> int | None:
        """A piece that may be made now, and is from now on this process's; None if there is none.

        What others have made meanwhile is reported on the way.
        """
        with self._lock:
            for number, piece in list(self._left.items()):
                if number in self._making:
                    continue
                if self._store.has(piece.key):
                    self._is_there(number)
                elif all(map(self._store.has, piece.needs)) and self._leases.take(piece.key):
                    if not self._store.has(piece.key):
                        self._making.add(number)
                        return number
                    self._leases.give_back(piece.key)  # it was made between the two questions
                    self._is_there(number)
        return None

    def made(self, number: int) -> None:
        """A piece was made and is in the store."""
        with self._lock:
            self._making.discard(number)
            self._leases.give_back(self._left[number].key)
            self._is_there(number)

    def _is_there(self, number: int) -> None:
        self._report(self._left.pop(number).size)

    def any(self) -> bool:
        """Whether any are left."""
        with self._lock:
            return bool(self._left)


def work(
    job: Job,
    store: Store,
    threads: int | None = None,
    report: Report = lambda size: None,
    share: Share = ALL,
    until: float | None = None,
) -> int:
    """Make the pieces of a share that nobody else makes, until all of them are there.

    Any number of processes, on any machines that see the same folder, may do so at once.

    Args:
        threads: one per core if None. report: told of every piece that is found or made.
        until: `time.monotonic()` after which no piece is begun.

    Returns:
        How many pieces were made here.
    """
    leases = Leases(store.leases)
    left = _Left(job.pieces(), share, store, leases, report)
    stop = threading.Event()

    def one_after_the_other() -> int:
        count, wait = 0, WAIT
        while not stop.is_set() and (until is None or time.monotonic() < until):
            number = left.take()
            if number is not None:
                make(job, number, store)
                left.made(number)
                count, wait = count + 1, WAIT
            elif left.any():
                stop.wait(wait)
                wait = min(2.0 * wait, LONGEST_WAIT)
            else:
                break
        return count

    many = threads or os.cpu_count() or 1
    try:
        with ThreadPoolExecutor(many) as pool:
            futures = [pool.submit(one_after_the_other) for _ in range(many)]
            try:
                wait_for(futures, return_when=FIRST_EXCEPTION)
            finally:
                stop.set()  # if one fails the others end with their piece
        return sum(future.result() for future in futures)
    finally:
        leases.end()


def work_at_once(
    job: Job,
    gather: Callable[[Store], R],
    threads: int | None = None,
    report: Report = lambda size: None,
) -> R:
    """What comes of some work that threads of this process do now; no piece is kept.

    `threads`, `report`: as for `work`.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        work(job, store, threads, report)
        return gather(store)


def make(job: Job, number: int, store: Store) -> None:
    """Make a piece, whoever else may be at it, and keep it."""
    store.put(job.pieces()[number].key, job.make(number, store))
