"""Promises between states at the end of a year, from the Alliance Treaty Obligations (ATOP)."""

from typing import NamedTuple

import numpy as np

from westphalia.records.compile.columns import OBLIGATIONS
from westphalia.records.compile.grid import Frame, Grid, Source

#: The columns of ATOP in the order of `OBLIGATIONS`.
COLUMNS = dict(zip(OBLIGATIONS, ("defense", "offense", "neutral", "nonagg", "consul"), strict=True))


class Excluded(NamedTuple):
    """A treaty whose defence clause is no promise of help against a common rival: the years in
    which it stood at the end of the year, and its members (COW numbers)."""

    name: str
    first: int
    last: int
    members: frozenset[int]


#: Locarno binds rivals to each other, Nyon covers pirate submarines only: their defence does not
#: count unless another treaty of the pair has one. Years and members as in ATOP 4.01 (treaties
#: 2130 and 2420).
EXCLUDED = (
    Excluded("Locarno", 1925, 1936, frozenset({200, 211, 220, 255, 325})),
    Excluded("Nyon", 1937, 1938, frozenset({200, 220, 345, 350, 355, 360, 365, 640, 651})),
)


def pacts(folder: Source, grid: Grid) -> dict[str, np.ndarray]:
    """Whether each obligation, owed either way, stands at the end of the year. [T, n, n] float32

    ATOP lists a year if a treaty was in force for any day of it, the year in which it ended too.
    So an obligation stands at the end of a year if it is listed in that year and in the next: what
    is listed once came and went within the year, and the last year listed is the one it ended in.
    In the last year of all that ATOP covers, what is listed stands. NaN where it covers nothing.
    """
    table = without_excluded(folder.table("atop"))
    covered = int(table.year.min()), int(table.year.max())
    longer = grid._replace(years=np.append(grid.years, grid.years[-1] + 1))
    out = {}
    for name, column in COLUMNS.items():
        listed = longer.counts(table[table[column] == 1]) > 0
        listed |= listed.transpose(0, 2, 1)
        ends = (grid.years < covered[1])[:, None, None]
        stands = np.where(ends, listed[:-1] & listed[1:], listed[:-1]).astype(np.float32)
        stands[~grid.within(covered)] = np.nan
        out[name] = stands
    return out


def without_excluded(atop: Frame) -> Frame:
    """The directed dyad-years of ATOP without the defence of the excluded treaties.

    A pair that had promised each other defence in the year before such a treaty did so by
    another one, and its promise stays.
    """
    low, high = np.sort(atop[["ccode1", "ccode2"]].to_numpy(), axis=1).T
    defence = atop.defense.to_numpy(copy=True)
    year = atop.year.to_numpy()
    for treaty in EXCLUDED:
        members = list(treaty.members)
        inside = np.isin(low, members) & np.isin(high, members)
        before = inside & (year == treaty.first - 1) & (defence == 1)
        other = set(zip(low[before], high[before], strict=True))
        bound = inside & (year >= treaty.first) & (year <= treaty.last)
        bound[bound] = [pair not in other for pair in zip(low[bound], high[bound], strict=True)]
        defence[bound] = 0
    return atop.assign(defense=defence)
