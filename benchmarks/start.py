"""How long one waits: for the help, and for the main job, cold and warm."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from common import Child, child, grid
from memory import command

JOBS = (("--help", 0.5), ("cold", 60.0), ("warm", 15.0))


def main_job(cache: Path) -> Child:
    """What it takes to `westphalia run europe-1890` (4 theories, 500 runs each, and baselines)."""
    with tempfile.TemporaryDirectory() as folder:
        job = [*command(), "run", "europe-1890", "--out", str(Path(folder) / "run")]
        return child(job, {"XDG_CACHE_HOME": str(cache)})


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """Median seconds of three (quick: one): the help, the main job with an empty cache, again.

    An empty cache folder is what a user has after installing; matplotlib's fonts live there too.
    """
    times: dict[str, list[Child]] = {name: [] for name, _ in JOBS}
    for _ in range(1 if quick else 3):
        times["--help"].append(child([*command(), "--help"]))
        with tempfile.TemporaryDirectory() as empty:
            times["cold"].append(main_job(Path(empty)))
            times["warm"].append(main_job(Path(empty)))
    return [
        {
            "job": name,
            "seconds": statistics.median(c.seconds for c in times[name]),
            "slowest": max(c.seconds for c in times[name]),
            "cpu": min(c.cpu for c in times[name]),
            "limit": limit,
        }
        for name, limit in JOBS
    ]


def table(rows: list[dict[str, Any]]) -> Any:
    """Seconds by job, beside what was to be reached."""
    names = {
        "--help": "westphalia --help",
        "cold": "westphalia run europe-1890, nothing compiled before",
        "warm": "the same, compiled by an earlier process",
    }
    return grid(
        "Waiting",
        ("job", "median s", "slowest s", "CPU s", "to reach s"),
        [
            (
                names[r["job"]],
                *(f"{r[k]:.2f}" for k in ("seconds", "slowest", "cpu")),
                f"< {r['limit']:g}",
            )
            for r in rows
        ],
        "A whole process; CPU: of the run that took least. Compiled programs are kept in the "
        "user's cache folder.",
    )
