"""State-years per second of the whole step, with what the start costs and what memory it takes."""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from common import (
    STATES,
    Timing,
    cores,
    drain,
    grid,
    one_core,
    program,
    script,
    timed,
    years_for,
)

SECONDS = 0.7  # about how long one repetition takes


def first_chunk(prepared: Any, width: int) -> float:
    """Seconds until the first chunk is there: tracing, compiling or loading, and the run."""
    started = time.perf_counter()
    prepared.chunk(np.arange(width))
    return time.perf_counter() - started


def one(n: int, repeats: int, workers: int) -> dict[str, Any]:
    """Seconds to the first chunk and, if repeats are asked for, the speed after it."""
    from westphalia.simulation.ensemble import chunk_size

    years, width = years_for(n), chunk_size(n)
    prepared = program(n, years)
    row: dict[str, Any] = {"states": n, "runs": width, "first": first_chunk(prepared, width)}
    if not repeats:
        return row
    chunk = timed(lambda: prepared.chunk(np.arange(width)), 2).best
    runs = width * workers * max(1, round(SECONDS / chunk))
    time_of = timed(lambda: drain(prepared, runs, workers), repeats)
    return {**row, **rates(time_of, n, years * runs)}


def rates(time_of: Timing, n: int, run_years: int) -> dict[str, float]:
    """What repetitions of so many years of one run come to."""
    return {
        "best": n * run_years / time_of.best,
        "median": n * run_years / time_of.median,
        "by_cpu": n * run_years * cores() / time_of.cpu,
        "ns": time_of.cpu * 1e9 / (n * (n - 1) * run_years),
    }


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """One row per number of states: all cores, one core, cold and warm start, peak memory."""
    rows = []
    repeats = 3 if quick else 5
    for n in STATES[:3] if quick else STATES:
        with tempfile.TemporaryDirectory() as empty:
            cold = script("speed", n, 0, 1, cache=Path(empty))
            warm = script("speed", n, repeats, cores(), cache=Path(empty))
            alone = script("speed", n, repeats, 1, cache=Path(empty), cores=one_core())
        rows.append({**warm, "cold": cold["first"], "alone": alone["median"], "one": alone["ns"]})
    return rows


def table(rows: list[dict[str, Any]]) -> Any:
    """State-years per second by number of states."""
    return grid(
        f"State-years per second of the whole step: {cores()} cores, every module on, defensive",
        (
            "states",
            "chunk",
            "best",
            "median",
            "by CPU time",
            "one core",
            "ns",
            "ns alone",
            "cold s",
            "warm s",
            "peak MB",
        ),
        [
            (
                r["states"],
                r["runs"],
                f"{r['best']:,.0f}",
                f"{r['median']:,.0f}",
                f"{r['by_cpu']:,.0f}",
                f"{r['alone']:,.0f}",
                f"{r['ns']:.0f}",
                f"{r['one']:.0f}",
                f"{r['cold']:.1f}",
                f"{r['first']:.1f}",
                f"{r['peak']:.0f}",
            )
            for r in rows
        ],
        "By CPU time: what these cores would give with nobody else on them. ns: CPU "
        "time per ordered pair of states, run and year, with all cores at work and with one "
        "process on one core. Cold: until the first chunk, nothing compiled before; warm: "
        "compiled by an earlier process. Imports (about a second) come on top.",
    )


if __name__ == "__main__":
    print(json.dumps(one(*map(int, sys.argv[1:4]))))
