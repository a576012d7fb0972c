"""Who makes the pieces of a plan: threads, processes, or any pool of workers that see its folder.

Only the folder and the number of a piece travel; what a piece gives goes to the store.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from westphalia.runs.writing import PLAN
from westphalia.work.leases import Leases
from westphalia.work.plan import Plan, read_plan
from westphalia.work.watch import Watch
from westphalia.work.worker import Report, make, work
from westphalia.world.problems import UserError

#: Seconds between two looks at what others have done.
LOOK = 0.5
#: Processes that may be killed one after the other without a piece made in between.
MOST_DEATHS = 5


class Workers(Protocol):
    """Who works."""

    def run(self, plan: Plan, report: Report) -> None:
        """Make all pieces that are not there. `report`: told of each that is there or made."""
        ...


@dataclass(frozen=True)
class Threads:
    """Threads of this process; one per core if `number` is None."""

    number: int | None = None

    def run(self, plan: Plan, report: Report) -> None:
        """See `Workers`."""
        work(plan.job, plan.store, self.number, report)


ONE_PER_CORE = Threads()


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, begun afresh; one per core if `number` is None.

    One that is killed is replaced. They end when this process does.
    """

    number: int | None = None

    def run(self, plan: Plan, report: Report) -> None:
        """See `Workers`."""
        watch, running, deaths = Watch(plan, report), [], 0
        count = self.number or os.cpu_count() or 1
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            try:
                while missing := watch.look():
                    ended = [process for process in running if process.poll() is not None]
                    deaths += sum(_was_killed(process, said) for process in ended)
                    if deaths > MOST_DEATHS:
                        raise UserError(_too_many_deaths(ended[-1].returncode))
                    running = [process for process in running if process not in ended]
                    while len(running) < min(count, len(missing)):
                        running.append(_begin(plan.folder, count, said))
                    before = len(missing)
                    time.sleep(LOOK)
                    deaths = deaths if len(watch.look()) == before else 0
            finally:
                for process in running:
                    process.kill()
                    process.wait()


def _begin(folder: Path, count: int, said: IO[str]) -> subprocess.Popen[bytes]:
    """A process that makes pieces, with its part of the cores."""
    cores = max((os.cpu_count() or 1) // count, 1)
    return subprocess.Popen(
        [sys.executable, "-m", "westphalia.work.process", str(folder)],
        env={"PJRT_NPROC": str(cores), **os.environ},
        stdin=subprocess.PIPE,  # its end tells the process that this one has ended
        stdout=subprocess.DEVNULL,
        stderr=said,
    )


def _was_killed(process: subprocess.Popen[bytes], said: IO[str]) -> bool:
    """Whether a process that has ended was killed, and not at its end.

    Raises:
        UserError: it ended with an error, which is told.
    """
    if process.returncode > 0:
        said.seek(0)
        lines = said.read().strip()
        raise UserError(lines or f"A process ended with exit code {process.returncode}.")
    return process.returncode < 0


def _too_many_deaths(code: int) -> str:
    return (
        f"{MOST_DEATHS + 1} processes in a row were killed (signal {-code}) before any had made a "
        f"piece, perhaps because memory ran out: use fewer processes. What was made is kept: the "
        f"same command goes on from there."
    )


@dataclass(frozen=True)
class Pool:
    """Any pool of workers with the interface of `concurrent.futures.Executor`.

    Its workers must see the folder of the plan under the same path. `gone`: errors that say that a
    worker was lost, after which its piece is asked for again.
    """

    pool: Executor
    gone: tuple[type[Exception], ...] = ()

    def run(self, plan: Plan, report: Report) -> None:
        """See `Workers`."""
        watch = Watch(plan, report)
        waiting: dict[Future[int], int] = {}
        try:
            while watch.look():
                asked = set(waiting.values())
                for k in (k for k in watch.ready() if k not in asked):
                    waiting[self.pool.submit(work_one, str(plan.folder), k)] = k
                ended = wait(waiting, LOOK, FIRST_COMPLETED).done
                made = sum(map(self._made, ended))
                waiting = {f: k for f, k in waiting.items() if f not in ended}
                if ended and not made:
                    time.sleep(LOOK)  # others are at what is left
        finally:
            for future in waiting:
                future.cancel()

    def _made(self, future: Future[int]) -> int:
        """How many pieces a call has made."""
        try:
            return future.result()
        except self.gone:
            return 0


def work_one(folder: str, number: int) -> int:
    """Make the piece at this position of a plan, unless it is there or somebody else is at it.

    Returns:
        How many pieces were made: 1 or 0.
    """
    path = Path(folder)
    plan = _plan(path, (path / PLAN).stat().st_mtime_ns)
    key = plan.job.pieces()[number].key
    leases = Leases(plan.store.leases)
    if plan.store.has(key) or not leases.take(key):
        return 0
    try:
        make(plan.job, number, plan.store)
    finally:
        leases.end()
    return 1


@lru_cache(maxsize=2)
def _plan(folder: Path, written: int) -> Plan:
    return read_plan(folder)


def carry_out(plan: Plan, workers: Workers, report: Report = lambda size: None) -> None:
    """Make what is missing of a plan. `report`: told of the size of all that is there or made."""
    mend(plan)
    workers.run(plan, report)


def mend(plan: Plan) -> None:
    """Remove pieces that are damaged, and say so, for they will be made again."""
    keys = [piece.key for piece in plan.job.pieces()]
    if damaged := plan.store.remove_damaged(keys):
        one = "piece was" if len(damaged) == 1 else "pieces were"
        told = f"{len(damaged)} {one} damaged, and will be made again: {', '.join(damaged[:3])}"
        print(told, file=sys.stderr)
