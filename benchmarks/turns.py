"""This checkout against another commit, measured in turn: the step, memory, and waiting.

    python benchmarks/turns.py HEAD~1                 # everything, against the commit before
    python benchmarks/turns.py HEAD~1 step --rounds 9 # some of it, in more turns

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

from common import HERE, Child, child, grid
from rich.console import Console

ROOT = HERE.parent
#: Numbers of states at which the step is timed.
STATES = (8, 14, 100)
#: What a process does that times chunks when it is told to: n states, that checkout's own helpers.
WORKER = """
import json, sys, time
import numpy as np
from common import program, years_for
from westphalia.simulation.ensemble import chunk_size
n = int(sys.argv[1]); years, width = years_for(n), chunk_size(n)
prepared = program(n, years)
cpu = time.process_time()
prepared.chunk(np.arange(width))
print(json.dumps(time.process_time() - cpu), flush=True)
for line in sys.stdin:
    cpu = time.process_time()
    for k in range(int(line)):
        prepared.chunk(np.arange(width))
    ns = (time.process_time() - cpu) * 1e9 / (int(line) * n * (n - 1) * years * width)
    print(json.dumps(ns), flush=True)
"""


class Checkout:
    """A folder with the project in it, whose code and helpers its processes use."""

    def __init__(self, root: Path, cache: Path) -> None:
        paths = os.pathsep.join(str(root / part) for part in ("src", "benchmarks"))
        self.env = {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(cache)}

    def worker(self, n: int) -> "Worker":
        """A process that times chunks of n states."""
        return Worker(
            subprocess.Popen(
                [sys.executable, "-c", WORKER, str(n)],
                env={**os.environ, **self.env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
        )

    def run(self, *args: str) -> Child:
        """`westphalia` with some arguments: seconds, CPU seconds, peak memory."""
        with tempfile.TemporaryDirectory() as folder:
            out = [] if "--help" in args else ["--out", str(Path(folder) / "run")]
            command = "from westphalia.cli import main; main()"
            return child([sys.executable, "-c", command, *args, *out], self.env)


class Worker:
    """A process that times chunks; `first`: CPU seconds until its first chunk."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.first = self._answer()

    def _answer(self) -> float:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The process that times chunks ended; its error stands above.")
        return json.loads(line)

    def time(self, chunks: int) -> float:
        """CPU nanoseconds per ordered pair of states, run and year, over some chunks."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{chunks}\n")
        return self._answer()

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


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
    """CPU time of the step, and of what the first chunk waits for."""
    for n in STATES:
        one, other = here.worker(n), there.worker(n)
        waited = f"first chunk of {n} states, nothing compiled before, CPU s"
        yield waited, [(one.first, other.first)]
        chunks = 1 if n > 48 else 4
        times = [(one.time(chunks), other.time(chunks)) for _ in range(rounds)]
        yield f"step of {n} states, CPU ns a pair-year", times
        one.end()
        other.end()


def start(here: Checkout, there: Checkout, rounds: int) -> Iterator[Row]:
    """Seconds of the help and of the main job."""
    for name, *args in (("help", "--help"), ("main job", "run", "europe-1890")):
        times = [(here.run(*args).seconds, there.run(*args).seconds) for _ in range(rounds + 1)]
        yield f"{name}, s: first time", times[:1]
        yield f"{name}, s: again", times[1:]


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
    "memory": memory,
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
    parser.add_argument("commit", help="a tag, a branch or the hash of a commit")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each")
    chosen = parser.parse_args()
    for name in chosen.sections:
        if name not in SECTIONS:
            parser.error(f"there is no section {name!r}; choose from {', '.join(SECTIONS)}")
    if chosen.rounds < 1:
        parser.error(f"--rounds {chosen.rounds}: measure at least one turn")
    known = ["git", "-C", ROOT, "rev-parse", "--quiet", "--verify", f"{chosen.commit}^{{commit}}"]
    if subprocess.run(known, capture_output=True, check=False).returncode:
        parser.error(
            f"there is no commit {chosen.commit!r} here; `git log` and `git tag` list them"
        )
    rows = []
    with checked_out(chosen.commit) as folder, tempfile.TemporaryDirectory() as caches:
        sides = Checkout(ROOT, Path(caches) / "here"), Checkout(folder, Path(caches) / "there")
        for name in chosen.sections or SECTIONS:
            for row in SECTIONS[name](*sides, chosen.rounds):
                rows.append(in_words(row))
                print(*rows[-1], sep="  ", flush=True)
    columns = ("what", "here", "there", "there / here", "range", "turns")
    note = f"Medians, in turn. There: {chosen.commit}. A ratio above 1: here is better."
    Console(width=120).print(grid("In turn", columns, rows, note))


if __name__ == "__main__":
    main()
