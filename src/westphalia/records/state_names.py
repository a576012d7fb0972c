"""Names of all states of the system, by their abbreviation."""

import csv
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent / "data" / "world" / "names.csv"


@cache
def state_names() -> dict[str, str]:
    """Name by COW abbreviation."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["label"]: row["name"] for row in rows}
