"""Tables that follow from another data set, where a folder has that one alone.

The originals come in other forms than the tables that are used: disputes by participant, not by
pair of states; contiguity by year, not by spell.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

_OF_EACH = ["fatality", "fatalpre", "hiact", "hostlev", "orig"]


def dispute_years(participants: pd.DataFrame) -> pd.DataFrame:
    """Directed dyad-years of disputes from their participants: who was in it on opposite sides.

    Two states face each other in the years in which both were in the dispute on some same day, on
    different sides. An unknown day counts as the first of the month for a start, as the last for
    an end. `disponset` is 1 in the first year, and in a year after a gap.
    """
    spells = participants.assign(
        start=_day(participants, "st", unknown=1), end=_day(participants, "end", unknown=31)
    )
    pairs = spells.merge(spells, on="dispnum", suffixes=("1", "2"))
    pairs = pairs[(pairs.ccode1 != pairs.ccode2) & (pairs.sidea1 != pairs.sidea2)]
    first = np.maximum(pairs.start1, pairs.start2)
    last = np.minimum(pairs.end1, pairs.end2)
    pairs = pairs.assign(first=first // 10000, last=last // 10000)[first <= last]
    times = np.asarray(pairs["last"] - pairs["first"] + 1)
    rows: Any = pairs.iloc[np.repeat(np.arange(len(pairs)), times)]
    since = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    rows = rows.assign(year=rows["first"].to_numpy() + since, dispongoing=1)
    key = ["dispnum", "ccode1", "ccode2", "year"]
    rows = rows.sort_values([*key, "first"]).drop_duplicates([*key, "sidea1"], ignore_index=True)
    gap = rows.groupby(key[:3]).year.diff()
    rows["disponset"] = (gap.isna() | (gap > 1)).astype(int)
    of_each = [name + side for name in _OF_EACH for side in "12"]
    return rows[[*key, "dispongoing", "disponset", "sidea1", "sidea2", *of_each]]


def _day(table: Any, which: str, unknown: int) -> pd.Series:
    """Days as numbers YYYYMMDD."""
    day = table[f"{which}day"].where(table[f"{which}day"] > 0, unknown)
    return table[f"{which}year"] * 10000 + table[f"{which}mon"] * 100 + day


def contiguity_spells(yearly: Any) -> pd.DataFrame:
    """Spells of contiguity, ccode1 < ccode2, from directed dyad-years; whole years."""
    rows = yearly[yearly.ccode1 < yearly.ccode2].sort_values(["ccode1", "ccode2", "year"])
    pair = rows.groupby(["ccode1", "ccode2"])
    begins = (pair.year.diff() != 1) | (pair.conttype.diff() != 0)
    spells = rows.groupby(begins.cumsum()).agg(
        ccode1=("ccode1", "first"),
        ccode2=("ccode2", "first"),
        conttype=("conttype", "first"),
        start=("year", "min"),
        end=("year", "max"),
    )
    spells["start"] = spells.start.map("{:04d}-01-01".format)
    spells["end"] = spells.end.map("{:04d}-12-31".format)
    return spells.reset_index(drop=True)


#: What each table can be derived from if its own file is not there.
DERIVED: dict[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "mid_cow": ("mid_cow_participants", dispute_years),
    "contiguity": ("contiguity_yearly", contiguity_spells),
}
