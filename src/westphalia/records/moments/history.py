"""History's values of the moments as the package has them, in `history.csv`."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any, NamedTuple

import numpy as np

from westphalia.measures.intervals import Interval
from westphalia.measures.measure import TargetRange
from westphalia.records.catalogue import data_set

FILE = files("westphalia.records.moments") / "history.csv"

#: Why history has no value of a moment that it might have.
UNKNOWN = {
    "burden": "Unknown: the data sets have spending in current pounds or dollars and output in "
    "constant dollars at purchasing power. 2 to 6% in peace is a modelling choice.",
}


class Known(NamedTuple):
    """History's value of a moment in a period.

    `first`, `last`: its years. `n`: cases, of what the moment's `unit_of_cases` says. `interval`:
    how the interval came about. `who`: whose cases. `sources`: keys of the data sets. `note`: how
    far it is not like for like.
    """

    moment: str
    first: int
    last: int
    value: float
    low: float
    high: float
    n: int
    interval: str
    who: str
    sources: str
    note: str

    def verdict(self, simulated: Interval) -> str:
        """'inside', 'outside' or 'at the edge' of the interval of history.

        'unknown' where one of the two has no interval.
        """
        if not self.low <= self.high or np.isnan(simulated.low):
            return "unknown"
        return TargetRange(self.low, self.high, self.sources).verdict(simulated)

    @property
    def cited(self) -> str:
        """The data sets, as they are cited."""
        return "; ".join(dict.fromkeys(data_set(key).cite for key in self.sources.split()))


def text_of(rows: Iterable[dict[str, Any]]) -> str:
    """The file with these rows, see `compile.rows`."""
    out = StringIO()
    out.write("# Written by tools/compile_moments.py from raw data; sources are keys of the data\n")
    writer = csv.DictWriter(out, Known._fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@cache
def known() -> tuple[Known, ...]:
    """Every value of history, of the earlier period first."""
    lines = FILE.read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        Known(
            **{
                **row,
                **{name: int(row[name]) for name in ("first", "last", "n")},
                **{name: float(row[name] or "nan") for name in ("value", "low", "high")},
            }
        )
        for row in rows
    )


def fitted(name: str) -> Known | None:
    """History's value of the years that the model may be fitted to, if it has an interval."""
    found = of_moment(name)
    return found[0] if found and found[0].low <= found[0].high else None


def of_moment(name: str) -> tuple[Known, ...]:
    """History's values of a moment: one for each period, or none."""
    return tuple(value for value in known() if value.moment == name)
