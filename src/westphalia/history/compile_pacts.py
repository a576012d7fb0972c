"""Promises between states at the end of a year, from the Alliance Treaty Obligations (ATOP)."""

from typing import NamedTuple

import numpy as np

from westphalia.history.compile_columns import OBLIGATIONS
from westphalia.history.compile_grid import Frame, Grid, Source
from westphalia.world.problems import UserError

#: The columns of ATOP in the order of `OBLIGATIONS`.
COLUMNS = dict(zip(OBLIGATIONS, ("defense", "offense", "neutral", "nonagg", "consul"), strict=True))


class Excluded(NamedTuple):
    """A treaty whose defence clause is no promise of help against a common rival."""

    name: str
    begun: int
    members: frozenset[int]


#: Locarno binds rivals to each other, Nyon covers pirate submarines only: their defence does not
#: count unless another treaty of the pair has one. By number in ATOP.
EXCLUDED = {
    2130: Excluded("Locarno", 1925, frozenset({200, 211, 220, 255, 325})),
    2420: Excluded("Nyon", 1937, frozenset({200, 220, 345, 350, 355, 360, 365, 640, 651})),
}
NEVER = 2100


def pacts(folder: Source, grid: Grid) -> dict[str, np.ndarray]:
    """Whether each obligation, owed either way, stands at the end of the year. [T, n, n] float32

    ATOP lists a year if a treaty was in force for any day of it, the year in which it ended too.
    So an obligation stands at the end of a year if it is listed in that year and in the next: what
    is listed once came and went within the year, and the last year listed is the one it ended in.
    In the last year of all that ATOP covers, what is listed stands. NaN where it covers nothing.
    """
    table = without_excluded(folder.table("atop"), folder.table("atop_members"))
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


def without_excluded(atop: Frame, members: Frame) -> Frame:
    """The directed dyad-years of ATOP without the defence of the excluded treaties.

    Raises UserError if a treaty of that number is not the one it is taken for.
    """
    members = members.assign(yrexit=members.yrexit.where(members.yrexit > 0, NEVER))
    _check(members)
    low, high = np.sort(atop[["ccode1", "ccode2"]].to_numpy(), axis=1).T
    defence = atop.defense.to_numpy(copy=True)
    year = atop.year.to_numpy()
    for number, treaty in EXCLUDED.items():
        codes = sorted(treaty.members)
        for a, b in [(a, b) for a in codes for b in codes if a < b]:
            bound = _years(members[members.atopid == number], a, b)
            others = members[(members.defense == 1) & ~members.atopid.isin(list(EXCLUDED))]
            for _, treaty_rows in others[others.member.isin([a, b])].groupby("atopid"):
                bound -= _years(treaty_rows, a, b)
            defence[(low == a) & (high == b) & np.isin(year, list(bound))] = 0
    return atop.assign(defense=defence)


def _years(treaty: Frame, a: int, b: int) -> set[int]:
    """Years in which both were members of a treaty."""
    years = [
        {
            year
            for first, last in treaty.loc[treaty.member == code, ["yrent", "yrexit"]].to_numpy()
            for year in range(int(first), min(int(last), NEVER) + 1)
        }
        for code in (a, b)
    ]
    return years[0] & years[1]


def _check(members: Frame) -> None:
    wrong = []
    for number, treaty in EXCLUDED.items():
        rows = members[members.atopid == number]
        same = set(rows.member) == treaty.members and (rows.yrent == treaty.begun).all()
        if not same or not (rows.defense == 1).all():
            wrong.append(f"{number} is not {treaty.name} ({treaty.begun})")
    if wrong:
        raise UserError(
            f"Members of ATOP treaties: {'; '.join(wrong)}. Use the members of ATOP 4.01, or a "
            "release that numbers its treaties alike."
        )
