"""Rows of raw data laid out over states and years."""

from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import pandas as pd

#: A pandas DataFrame. Its own annotations call what a mask selects a table, a column or an array,
#: so a type checker can follow none of it.
Frame: TypeAlias = Any


class Source(Protocol):
    """Where raw data sets come from by their keys, such as a folder of files."""

    def has(self, key: str, /) -> bool:
        """Whether the data set is there."""
        ...

    def table(self, key: str, /) -> Frame:
        """The data set."""
        ...


class Grid(NamedTuple):
    """n states by number, and T calendar years without gaps. [n] sorted, [T]"""

    codes: np.ndarray
    years: np.ndarray

    @property
    def n(self) -> int:
        """Number of states."""
        return len(self.codes)

    def place(self, codes: pd.Series) -> np.ndarray:
        """Position of each state, -1 for those that are not in the grid."""
        return pd.Index(self.codes).get_indexer(pd.Index(codes))

    def locate(self, table: Frame) -> tuple[Frame, tuple[np.ndarray, ...]]:
        """The rows of pairs and years in the grid, and their positions (t, i, j)."""
        t = table.year.to_numpy(int) - self.years[0]
        i, j = self.place(table.ccode1), self.place(table.ccode2)
        there = (i >= 0) & (j >= 0) & (t >= 0) & (t < len(self.years))
        return table[there], (t[there], i[there], j[there])

    def of_states(self, table: Frame, column: str) -> np.ndarray:
        """A column of state-years; NaN where there is no row. [T, n]"""
        out = np.full((len(self.years), self.n), np.nan)
        t, i = table.year.to_numpy(int) - self.years[0], self.place(table.ccode)
        there = (i >= 0) & (t >= 0) & (t < len(self.years))
        out[t[there], i[there]] = table[column].to_numpy(float, na_value=np.nan)[there]
        return out

    def of_pairs(self, table: Frame, column: str) -> np.ndarray:
        """A column of pair-years, both ways round; NaN where there is no row. [T, n, n]"""
        out = np.full((len(self.years), self.n, self.n), np.nan)
        table, (t, i, j) = self.locate(table)
        out[t, i, j] = out[t, j, i] = table[column].to_numpy(float, na_value=np.nan)
        return out

    def counts(self, events: Frame) -> np.ndarray:
        """Number of rows of ccode1 towards ccode2 in each year. [T, n, n] int16"""
        out = np.zeros((len(self.years), self.n, self.n), np.int16)
        np.add.at(out, self.locate(events)[1], 1)
        return out

    def spell(self, first: int, last: int) -> slice:
        """The positions of the years from first to last, as far as they are in the grid."""
        start = int(self.years[0])
        return slice(max(first - start, 0), max(last + 1 - start, 0))

    def within(self, covered: tuple[int, int]) -> np.ndarray:
        """Whether each year is covered. [T] bool"""
        return (self.years >= covered[0]) & (self.years <= covered[1])


def last_year_end(table: Frame) -> pd.Series:
    """The last year at whose end each spell of a table is still running.

    Spells that run to the last day that the file knows are cut off by it, and did not end then.
    """
    end = table.end.astype(str)
    year = end.str[:4].astype(int)
    return year.where((end.str[5:] == "12-31") | (end == end.max()), year - 1)


def round_significant(values: pd.Series, digits: int) -> pd.Series:
    """The values rounded to so many significant digits: more would be noise."""
    return values.map(lambda value: float(f"{value:.{digits}g}"))
