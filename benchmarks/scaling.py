"""How cost grows: with the number of states, and with the number of runs."""

import json
import math
import sys
from pathlib import Path
from typing import Any

from common import STATES, cores, drain, grid, program, script, timed, years_for

CHUNKS = (2, 4, 8, 16)


def one(n: int, repeats: int, most: int) -> dict[str, Any]:
    """CPU seconds of a run's year, and by number of runs, all cores at work."""
    from westphalia.simulation.ensemble import chunk_size

    years, width = years_for(n), chunk_size(n)
    prepared = program(n, years)
    drain(prepared, width * 2, None)
    row: dict[str, Any] = {"states": n, "runs": [], "seconds": []}
    for chunks in (c for c in CHUNKS if c <= most):
        runs = width * chunks
        time_of = timed(lambda runs=runs: drain(prepared, runs, None), repeats)
        row["runs"].append(runs)
        row["seconds"].append(time_of.cpu)
        row["run_year"] = time_of.cpu / (runs * years)
    return row


def slope(xs: list[float], ys: list[float]) -> float:
    """Least-squares exponent b of y = a x^b."""
    lx, ly = [math.log(x) for x in xs], [math.log(y) for y in ys]
    mx, my = sum(lx) / len(lx), sum(ly) / len(ly)
    top = sum((a - mx) * (b - my) for a, b in zip(lx, ly, strict=True))
    return top / sum((a - mx) ** 2 for a in lx)


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """One row per number of states, with the exponent since the row before and that in runs."""
    sizes = STATES[:3] if quick else STATES
    rows = [
        script("scaling", n, *((3, 16) if n <= 32 and not quick else (2, 4)), cache=cache)
        for n in sizes
    ]
    for before, row in zip([None, *rows], rows, strict=False):
        row["in_runs"] = slope(row["runs"], row["seconds"])
        if before is not None:
            ends = [before["states"], row["states"]], [before["run_year"], row["run_year"]]
            row["in_states"] = slope(*ends)
    return rows


def table(rows: list[dict[str, Any]]) -> Any:
    """CPU time of one run's year, and exponents of its growth."""
    overall = slope([r["states"] for r in rows], [r["run_year"] for r in rows])
    return grid(
        f"How cost grows, {cores()} cores at work",
        ("states", "CPU µs a run's year", "exponent in states", "exponent in runs", "over runs"),
        [
            (
                r["states"],
                f"{r['run_year'] * 1e6:,.1f}",
                f"{r['in_states']:.2f}" if "in_states" in r else "-",
                f"{r['in_runs']:.2f}",
                f"{r['runs'][0]:,}-{r['runs'][-1]:,}",
            )
            for r in rows
        ],
        f"Exponent in states: since the row above; over all rows {overall:.2f} (2: every pair; "
        "3: every pair and third state). Exponent in runs: of CPU time, after the first chunk.",
    )


if __name__ == "__main__":
    print(json.dumps(one(*map(int, sys.argv[1:4]))))
