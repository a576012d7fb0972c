"""What the benchmarks share: settings, timing, child processes, tables."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
STATES = (8, 14, 32, 100, 200)


class Child(NamedTuple):
    """A finished process: wall and CPU seconds, peak resident memory in MB, standard output."""

    seconds: float
    cpu: float
    peak: float
    output: str


def child(
    command: Sequence[str | Path], env: dict[str, str] | None = None, cores: set[int] | None = None
) -> Child:
    """Run a command to its end, on the given cores, and say what it took.

    The parent has to stay small (no JAX), for a process inherits its parent's peak memory.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed ({process.returncode}): {output[-2000:]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    cpu = usage.ru_utime + usage.ru_stime
    return Child(time.perf_counter() - started, cpu, usage.ru_maxrss / unit, output)


def script(name: str, *args: object, cache: Path, cores: set[int] | None = None) -> Any:
    """What a benchmark module prints when it is run by itself, with a compilation cache."""
    command = [sys.executable, HERE / f"{name}.py", *map(str, args)]
    done = child(command, {"XDG_CACHE_HOME": str(cache)}, cores)
    return {**json.loads(done.output.splitlines()[-1]), "peak": done.peak}


def one_core() -> set[int] | None:
    """A set of one core to pin a process to; None where the system cannot."""
    return {max(os.sched_getaffinity(0))} if hasattr(os, "sched_getaffinity") else None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def years_for(n: int) -> int:
    """Simulated years per run: long enough to drown the start, short enough to be quick."""
    return 50 if n <= 32 else 20 if n <= 100 else 10


def program(n: int, years: int) -> Any:
    """A random world of n defensive states with every module on, ready to run."""
    from westphalia import theories
    from westphalia.simulation.begin import RandomWorld
    from westphalia.simulation.ensemble import Program, Setting, assign
    from westphalia.world.state import Modules

    everything = Modules(**{field.name: 1.0 for field in fields(Modules)})
    theory = assign(theories.defensive, n)
    return Program(Setting(RandomWorld(n), theory, years, seed=1, modules=everything))


class Timing(NamedTuple):
    """Wall seconds of every repetition, and CPU seconds of the one that took the least CPU."""

    walls: list[float]
    cpu: float

    @property
    def best(self) -> float:
        """Shortest wall time, s."""
        return min(self.walls)

    @property
    def median(self) -> float:
        """Median wall time, s."""
        return statistics.median(self.walls)


def timed(work: Callable[[], object], repeats: int) -> Timing:
    """Run something several times."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Timing(walls, min(cpus))


def drain(prepared: Any, runs: int, workers: int | None) -> None:
    """Simulate and throw the records away."""
    for _ in prepared.chunks(runs, workers):
        pass


def grid(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], note: str) -> Any:
    """A rich table: the first column to the left, figures to the right, a note below."""
    from rich.table import Table

    table = Table(title=title, caption=note, title_justify="left", caption_justify="left")
    for k, name in enumerate(columns):
        table.add_column(name, justify="left" if k == 0 else "right")
    for row in rows:
        table.add_row(*map(str, row))
    return table


def compiled(source: str, folder: Path, *extra: str) -> Path | None:
    """A C source compiled into a folder, or None where there is no C compiler."""
    import shutil

    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        return None
    target = folder / Path(source).stem
    base = [compiler, "-O3", "-march=native", "-ffast-math", "-fopenmp-simd", *extra]
    base += [str(HERE / source), "-o", str(target), "-lm"]
    for wide in (["-mprefer-vector-width=512"], []):
        done = subprocess.run([*base, *wide], capture_output=True, text=True)
        if done.returncode == 0:
            return target
    raise RuntimeError(f"{source} does not compile:\n{done.stderr}")
