"""Peak memory of the command line, by number of runs."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from common import child, grid

RUNS = (500, 2_000, 10_000)
LIMIT = 2_000  # MB


def command() -> list[str]:
    """The installed command, or the module if it is not beside this Python."""
    installed = Path(sys.executable).parent / "westphalia"
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "westphalia"]


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """Seconds and peak resident memory of `westphalia run europe-1890 --runs N`."""
    rows = []
    for runs in RUNS[:2] if quick else RUNS:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "run"
            job = [*command(), "run", "europe-1890", "--runs", str(runs), "--out", str(out)]
            done = child(job, {"XDG_CACHE_HOME": str(cache)})
            size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file()) / 2**20
        rows.append(
            {
                "runs": runs,
                "peak": done.peak,
                "seconds": done.seconds,
                "cpu": done.cpu,
                "folder": size,
            }
        )
    return rows


def table(rows: list[dict[str, Any]]) -> Any:
    """Peak memory by number of runs."""
    return grid(
        "Memory: westphalia run europe-1890 --runs N (four theories and three baselines)",
        ("runs per theory", "peak MB", "seconds", "CPU seconds", "run folder MB"),
        [
            (
                f"{r['runs']:,}",
                f"{r['peak']:,.0f}",
                f"{r['seconds']:.1f}",
                f"{r['cpu']:.1f}",
                f"{r['folder']:,.1f}",
            )
            for r in rows
        ],
        f"Peak resident memory of the process. Limit at 10,000 runs: {LIMIT:,} MB.",
    )
