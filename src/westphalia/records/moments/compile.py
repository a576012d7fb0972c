"""History's value of every moment, from a folder of raw data, as one small table."""

import math
from typing import Any

from westphalia.records.compile.grid import Source
from westphalia.records.moments.great_powers import GREAT_POWERS
from westphalia.records.moments.pairs import PAIRS
from westphalia.records.moments.past import PERIODS, Past
from westphalia.records.moments.promises import PROMISES
from westphalia.records.moments.wars import WARS

PASTS: tuple[Past, ...] = (*GREAT_POWERS, *PAIRS, *WARS, *PROMISES)


def rows(tables: Source) -> list[dict[str, Any]]:
    """A row for each moment and period, in the columns of `history.Known`."""
    return [_row(past, tables, *period) for past in PASTS for period in PERIODS]


def _row(past: Past, tables: Source, first: int, last: int) -> dict[str, Any]:
    found = past.compute(tables, first, last)
    numbers = {name: _four_digits(getattr(found, name)) for name in ("value", "low", "high")}
    about = {"n": found.n, "interval": past.interval, "who": past.who}
    period = {"moment": past.moment, "first": first, "last": last}
    return period | numbers | about | {"sources": " ".join(past.needs), "note": past.note}


def _four_digits(number: float) -> str:
    """Four significant digits; empty where there is no number."""
    return f"{number:.4g}" if math.isfinite(number) else ""
