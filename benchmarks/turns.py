"""This checkout against another commit, measured in turn: the step, waiting, memory, history.

    python benchmarks/turns.py                                  # everything, against the last tag
    python benchmarks/turns.py step --against HEAD~1 --rounds 9 # some of it, in more turns

The other commit is checked out into a temporary folder and runs in this Python with the packages
that are installed here. Every measurement is made here, there, here, there, so that what else the
machine does strikes both alike: trust the ratios.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from common import HERE, Child, child, grid, one_core
from rich.console import Console

ROOT = HERE.parent
#: Numbers of states at which the step is timed.
STATES = (8, 14, 100)
#: What a process does that times chunks when it is told to, on the cores that it has: n states,
#: that checkout's own helpers.
WORKER = """
import json, sys, time
import numpy as np
from common import cores, drain, program, years_for
from westphalia.simulation.ensemble import chunk_size
n = int(sys.argv[1]); years, width = years_for(n), chunk_size(n)
prepared = program(n, years)
cpu = time.process_time()
prepared.chunk(np.arange(width))
print(json.dumps(time.process_time() - cpu), flush=True)
for line in sys.stdin:
    runs = int(line) * cores() * width
    wall, cpu = time.perf_counter(), time.process_time()
    drain(prepared, runs, cores())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps([s * 1e9 / (n * (n - 1) * years * runs) for s in (wall, cpu)]), flush=True)
"""


class Checkout:
    """A folder with the project in it, whose code and helpers its processes use."""

    def __init__(self, root: Path, cache: Path) -> None:
        paths = os.pathsep.join(str(root / part) for part in ("src", "benchmarks"))
        self.env = {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(cache)}

    def worker(self, n: int, on: set[int] | None = None) -> "Worker":
        """A process that times chunks of n states, on some cores or on all."""
        return Worker(
            subprocess.Popen(
                [sys.executable, "-c", WORKER, str(n)],
                env={**os.environ, **self.env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
                preexec_fn=(lambda: os.sched_setaffinity(0, on)) if on else None,
            )
        )

    def run(self, *args: str) -> Child:
        """`westphalia` with some arguments: seconds, CPU seconds, peak memory."""
        with tempfile.TemporaryDirectory() as folder:
            out = [] if "--help" in args else ["--out", str(Path(folder) / "run")]
            command = "from westphalia.cli import main; main()"
            return child([sys.executable, "-c", command, *args, *out], self.env)

    def replay(self) -> dict[str, dict[str, float]]:
        """Seconds of the likelihood of history with its gradient, by precision."""
        command = "import json, replay; print(json.dumps(replay.gradient()))"
        return json.loads(child([sys.executable, "-c", command], self.env).output.splitlines()[-1])


class Worker:
    """A process that times chunks; `first`: CPU seconds until its first chunk."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.first = self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The process that times chunks ended; its error stands above.")
        return json.loads(line)

    def time(self, chunks: int) -> tuple[float, float]:
        """Wall and CPU nanoseconds per ordered pair of states, run and year, over some chunks on
        each core.
        """
        assert self.process.stdin is not None
        self.process.stdin.write(f"{chunks}\n")
        wall, cpu = self._answer()
        return wall, cpu

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def git(*args: str) -> str:
    """What git says of this repository; nothing where it says no."""
    done = subprocess.run(["git", "-C", ROOT, *args], capture_output=True, text=True, check=False)
    return "" if done.returncode else done.stdout.strip()


def last_tag() -> str | None:
    """The last release; None before the first."""
    return git("describe", "--tags", "--abbrev=0") or None


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A commit of this repository in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "there"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "-q", "--detach", where, commit],
                       check=True)  # fmt: skip
        try:
            yield where
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", where], check=True)


#: What was measured, and each turn's figures here and there.
Row = tuple[str, list[tuple[float, float]]]


def step(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """The step on one core and on all, and the CPU time that the first chunk waits for."""
    for n in STATES:
        chunks = 1 if n > 48 else 4
        for on, which in ((one_core(), "one core"), (None, "all cores")):
            workers = here.worker(n, on), there.worker(n, on)
            if which == "one core":
                waited = f"first chunk of {n} states, nothing compiled before, CPU s"
                yield waited, [(workers[0].first, workers[1].first)]
            times = [tuple(worker.time(chunks) for worker in workers) for _ in range(rounds)]
            of = 1 if which == "one core" else 0
            figures = [(one[of], other[of]) for one, other in times]
            yield f"step of {n} states, {which}, {('wall', 'CPU')[of]} ns a pair-year", figures
            for worker in workers:
                worker.end()


def start(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """Seconds of the help and of the main job."""
    for name, *args in (("help", "--help"), ("main job", "run", "europe-1890")):
        times = [(here.run(*args).seconds, there.run(*args).seconds) for _ in range(rounds + 1)]
        yield f"{name}, s: first time", times[:1]
        yield f"{name}, s: again", times[1:]


def years(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """Seconds of another number of years, after the main job."""
    for side in (here, there):
        side.run("run", "europe-1890")
    job = ("run", "europe-1890", "--years")
    for number in ("10", "17"):
        yield (
            f"main job of {number} years, first time, s",
            [(here.run(*job, number).seconds, there.run(*job, number).seconds)],
        )


def history(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """The likelihood of history with its gradient: seconds of a first call, ms of another."""
    found = [(here.replay(), there.replay()) for _ in range(max(rounds // 3, 1) + 1)]
    for name in ("single", "double"):
        sides = [tuple(side[name] for side in turn) for turn in found]
        first = f"gradient of history in {name} precision, first call, s"
        yield first, [(a["first"], b["first"]) for a, b in sides[:1]]
        again = f"gradient of history in {name} precision, ms"
        yield again, [(1e3 * a["median"], 1e3 * b["median"]) for a, b in sides[1:]]


def memory(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """Peak memory of the main job."""
    times = max(rounds // 3, 1)
    for runs in (500, 2000, 10_000):
        job = ("run", "europe-1890", "--runs", str(runs))
        peaks = [(here.run(*job).peak, there.run(*job).peak) for _ in range(times)]
        yield f"peak of {runs} runs, MB", peaks


SECTIONS: dict[str, Callable[[Checkout, Checkout, int], Iterator[Row]]] = {
    "step": step,
    "start": start,
    "years": years,
    "memory": memory,
    "history": history,
}


def in_words(row: Row) -> tuple[str, ...]:
    """Medians here and there, and the median of the ratios of the turns with their range."""
    name, turns = row
    ratios = [there / here for here, there in turns]
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}" if len(ratios) > 1 else ""
    medians = (f"{statistics.median(side):,.4g}" for side in zip(*turns, strict=True))
    return (name, *medians, f"{statistics.median(ratios):.2f}", spread, str(len(ratios)))


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}")
    parser.add_argument(
        "--against",
        metavar="COMMIT",
        default=last_tag(),
        help="a tag, a branch or a commit's hash (default: the last tag)",
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns of each")
    chosen = parser.parse_args()
    for name in chosen.sections:
        if name not in SECTIONS:
            parser.error(f"there is no section {name!r}; choose from {', '.join(SECTIONS)}")
    if chosen.rounds < 1:
        parser.error(f"--rounds {chosen.rounds}: measure at least one turn")
    if chosen.against is None:
        parser.exit(0, "No release is tagged yet: name a commit with --against.\n")
    if not git("rev-parse", "--quiet", "--verify", f"{chosen.against}^{{commit}}"):
        parser.error(
            f"there is no commit {chosen.against!r} here; `git log` and `git tag` list them"
        )
    rows = []
    with checked_out(chosen.against) as folder, tempfile.TemporaryDirectory() as caches:
        sides = Checkout(ROOT, Path(caches) / "here"), Checkout(folder, Path(caches) / "there")
        for name in chosen.sections or SECTIONS:
            for row in SECTIONS[name](*sides, chosen.rounds):
                rows.append(in_words(row))
                print(*rows[-1], sep="  ", flush=True)
    columns = ("what", "here", "there", "there / here", "range", "turns")
    note = f"Medians, in turn. There: {chosen.against}. A ratio above 1: here is better."
    Console(width=120).print(grid("In turn", columns, rows, note))


if __name__ == "__main__":
    main()
