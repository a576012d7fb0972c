"""Who was in the system and who fought, by year: what several empirical figures count on."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.figure import Reading, Result

FIRST = 1816
LAST_WAR = 2007  # the last year that the list of interstate wars (v4.0) covers
LAST_MEANS = 2010
_FRANCE, _SECOND_WORLD_WAR = 220, 139


def yearly(spells: Frame, keys: list[str], last: int) -> Frame:
    """The years from 1816 to `last` that spells touch, once for each key.

    `spells`: columns `keys`, `start` and `end`, as years or as dates that begin with the year.
    """
    first = np.maximum(_year(spells.start), FIRST)
    until = np.minimum(_year(spells.end), last)
    times = np.clip(until - first + 1, 0, None)
    row = np.repeat(np.arange(len(spells)), times)
    since = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    table = spells[keys].iloc[row].assign(year=first[row] + since)
    return table.drop_duplicates(ignore_index=True)


def _year(when: Frame) -> np.ndarray:
    return when.astype(str).str[:4].astype(int).to_numpy()


def members(tables: Source, last: int) -> Frame:
    """State-years: `ccode, year` of the states in the system on some day of the year."""
    return yearly(tables.table("states"), ["ccode"], last)


def great_powers(tables: Source, last: int) -> Frame:
    """`ccode, year` of the great powers on some day of the year."""
    return yearly(tables.table("major_powers"), ["ccode"], last)


def war_spells(wars: Frame) -> Frame:
    """Spells of war: `war, ccode, side, start, end`; a part in a war can have two.

    Dates are numbers YYYYMMDD. An unknown month or day is the first for a start, the last for an
    end; a war that still goes on ends with the list.
    """
    parts = []
    for k in "12":
        rows = wars[wars[f"StartYear{k}"] > 0]
        end = rows[f"EndYear{k}"]
        parts.append(
            pd.DataFrame(
                {
                    "war": rows.WarNum,
                    "ccode": rows.ccode,
                    "side": rows.Side,
                    "start": _day(rows, f"Start{{}}{k}", rows[f"StartYear{k}"], (1, 1)),
                    "end": _day(rows, f"End{{}}{k}", end.where(end > 0, LAST_WAR), (12, 31)),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _day(rows: Frame, name: str, year: Frame, unknown: tuple[int, int]) -> Frame:
    month, day = rows[name.format("Month")], rows[name.format("Day")]
    month, day = month.where(month > 0, unknown[0]), day.where(day > 0, unknown[1])
    return (year * 10000 + month * 100 + day).astype(int)


def at_war(tables: Source) -> Frame:
    """`ccode, year` of the states that took part in an interstate war on some day of the year."""
    return yearly(war_spells(tables.table("wars")), ["ccode"], LAST_WAR)


def opposed_pairs(tables: Source) -> Frame:
    """Pairs on opposite sides of a war on the same day: `war, ccode1, ccode2`.

    `ccode1 < ccode2`; once for each war, however often they fought in it.
    """
    spells = war_spells(tables.table("wars"))
    pairs = spells.merge(spells, on="war", suffixes=("1", "2"))
    pairs = pairs[(pairs.ccode1 < pairs.ccode2) & (pairs.side1 != pairs.side2)]
    fought = np.maximum(pairs.start1, pairs.start2) <= np.minimum(pairs.end1, pairs.end2)
    return pairs.loc[fought, ["war", "ccode1", "ccode2"]].drop_duplicates(ignore_index=True)


class _WithoutReturn:
    """The same tables, with one spell of war left out."""

    def __init__(self, tables: Source) -> None:
        self._tables = tables

    def has(self, key: str) -> bool:
        return self._tables.has(key)

    def table(self, key: str) -> Frame:
        table = self._tables.table(key)
        if key == "wars":
            table = table.copy()
            row = (table.WarNum == _SECOND_WORLD_WAR) & (table.ccode == _FRANCE)
            table.loc[row, "StartYear2"] = -8
        return table


@lru_cache(maxsize=2)
def without_return(tables: Source) -> Source:
    """The tables as the common list of wars by pair and year has them.

    That list lacks France's return to the Second World War, from October 1944 to August 1945: the
    second spell in a row of the list of participants. The two agree in all other state-years.
    """
    return _WithoutReturn(tables)


def lacking_return(compute: Callable[[Source], Result]) -> Reading:
    """The reading of a figure that was counted on the list of wars by pair and year."""
    return Reading(
        "The number there is counted on the list of wars by pair and year, which leaves out "
        "France's return to the Second World War in 1944-45; the list of participants has it.",
        lambda tables: compute(without_return(tables)),
    )
