"""Sweeps: points a second by who works and by the runs of a point, and the start of a worker."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from common import child, cores, grid

YEARS, STATES = 50, 8
WESTPHALIA = [sys.executable, "-m", "westphalia"]
#: Worlds of one sweep, full and quick.
WORLDS, FEW = 80_000, 16_000
FILE = """sweep: 1
random_world: {states}
years: {years}
runs: {runs}
factors: {{war_cost: {{from: 0.02, to: 0.1}}, beta: {{from: 0.5, to: 2}}}}
sample: {{method: latin hypercube, points: {points}}}
measures: [wars, burden, survival]
"""
#: One thread makes all pieces: seconds in all, and in the pieces themselves.
ALONE = """
import json, sys, time
from pathlib import Path
from westphalia.experiments.sweeps.file import read_sweep
from westphalia.work.store import Store
from westphalia.work.worker import work
sweep, inside = read_sweep(Path(sys.argv[1])), 0.0
sweep.make(0)
make = type(sweep).make
def timed(*given):
    global inside
    started = time.process_time()
    try:
        return make(*given)
    finally:
        inside += time.process_time() - started
type(sweep).make = timed
started = time.process_time()
work(sweep, Store(Path(sys.argv[2])), threads=1)
print(json.dumps([time.process_time() - started, inside, len(sweep.pieces())]))
"""


def written(place: Path, worlds: int, runs: int) -> Path:
    """The file of a sweep of so many worlds, with so many runs at each point."""
    path = place / f"runs-{runs}.yaml"
    path.write_text(
        FILE.format(states=STATES, years=YEARS, runs=runs, points=max(worlds // runs, 1))
    )
    return path


def measure(cache: Path, quick: bool) -> dict[str, Any]:
    """Seconds by who works; CPU seconds by runs of a point; a worker's first piece."""
    env, worlds = {"XDG_CACHE_HOME": str(cache)}, FEW if quick else WORLDS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        small = written(place, 128, 128)
        starts = [
            child([*WESTPHALIA, "sweep", small, "--out", place / f"start-{k}"], env).seconds
            for k in (1, 2)
        ]
        rows = []
        usual = written(place, worlds, 100)
        for who in ("threads:1", f"threads:{cores()}", "processes:1", f"processes:{cores()}"):
            out = place / who.replace(":", "-")
            done = child([*WESTPHALIA, "sweep", usual, "--out", out, "--workers", who], env)
            rows.append((who, worlds // 100, done.seconds, done.peak))
        parts = []
        for runs in (1, 10, 100, 1000):
            path, store = written(place, worlds, runs), place / f"store-{runs}"
            output = child([sys.executable, "-c", ALONE, path, store], env).output
            parts.append((runs, *json.loads(output)))
    return {"worlds": worlds, "starts": starts, "rows": rows, "parts": parts}


def table(found: dict[str, Any]) -> Any:
    """Points a second by who works, and what pieces cost beside their work."""
    rows = [
        (who, f"{seconds:.1f}", f"{points / seconds:.0f}", f"{peak:,.0f}")
        for who, points, seconds, peak in found["rows"]
    ]
    rows += [
        (f"one thread, {runs:,} runs a point, {pieces} pieces", f"{whole:.1f}",
         f"{found['worlds'] / runs / whole:,.0f}", "")
        for runs, whole, _, pieces in found["parts"]
    ]  # fmt: skip
    beside = ", ".join(
        f"{100 * (1 - inside / whole):.1f}% with {runs:,} runs a point"
        for runs, whole, inside, _ in found["parts"]
    )
    first, second = found["starts"]
    note = (
        f"A sweep of one chunk from its start to its tables: {first:.1f} s with nothing compiled, "
        f"{second:.1f} s again. CPU time that is not in the pieces themselves: {beside}. Rows of "
        f"one thread: CPU seconds, without the start."
    )
    title = f"Sweep: {found['worlds']:,} worlds of {STATES} states, {YEARS} years, three measures"
    return grid(title, ("who", "seconds", "points/s", "peak MB"), rows, note)
