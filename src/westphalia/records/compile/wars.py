"""Wars between states: who took part from when to when, and who fought whom."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product

import pandas as pd

from westphalia.records.compile.grid import Frame, Source

#: Wars in which not all on opposite sides fought each other, and their names in the Interstate
#: War Data, which say who did.
WORLD_WARS = {106: "WorldWarI", 139: "WorldWarII"}
ONGOING = "9999-12-31"
ALWAYS = range(1816, 2100)
#: Pairs that the Interstate War Data miss: they give Russia's code to Germany as the target of
#: Japan in 1914.
OPPOSED_ANYWAY = {106: [frozenset({740, 255})]}


def parts(wars: Frame, last: int) -> Frame:
    """A row for each part in a war that began until `last`, in order of entry, as `WARS`."""
    entered, again = _date(wars, "Start", 1), _date(wars, "Start", 2)
    left = _date(wars, "End", 2).where(again.notna(), _date(wars, "End", 1)).fillna(ONGOING)
    table: Frame = pd.DataFrame(
        {
            "war": wars.WarNum,
            "name": wars.WarName,
            "began": entered.groupby(wars.WarNum).transform("min"),
            "ended": left.groupby(wars.WarNum).transform("max"),
            "ccode": wars.ccode,
            "side": wars.Side,
            "entered": entered,
            "left": left,
            "initiator": (wars.Initiator == 1).astype(int),
            "outcome": wars.Outcome,
        }
    )
    table = table[table.began.str[:4].astype(int) <= last]
    return table.sort_values(["began", "war", "entered", "ccode"])


def fights(folder: Source, last: int) -> Frame:
    """A row for each spell of war between two states of opposite sides, as `FIGHTS`.

    Who was on opposite sides on the same day fought; in the world wars only in the years in which
    the Interstate War Data pair the two, where they are there. A truce inside a smaller war is not
    an end.
    """
    iwd = folder.table("iwd") if folder.has("iwd") else None
    rows = []
    for number, war in _spells(folder.table("wars")).groupby("war"):
        paired = None
        if iwd is not None and number in WORLD_WARS:
            paired = opponents(iwd[iwd.larger_war_name == WORLD_WARS[number]])
            paired |= dict.fromkeys(OPPOSED_ANYWAY.get(number, ()), ALWAYS)
        for a, b in combinations(war.sort_values("ccode").itertuples(), 2):
            first, end = max(a.entered, b.entered), min(a.left, b.left)
            if a.side != b.side and first <= end:
                years = set(range(int(first[:4]), int(end[:4]) + 1))
                if paired is not None:
                    years &= set(paired.get(frozenset({a.ccode, b.ccode}), ()))
                rows += [(number, a.ccode, b.ccode, *run) for run in _runs(years)]
    columns = ["war", "ccode1", "ccode2", "first", "last"]
    table: Frame = pd.DataFrame(rows, columns=columns).drop_duplicates()
    return table[table["first"] <= last].sort_values(["first", "war", "ccode1", "ccode2"])


def opponents(iwd: Frame) -> dict[frozenset[int], Iterable[int]]:
    """Years in which each pair fought in some component of a world war."""
    against = [c for c in iwd if c.startswith("adv") and c.endswith("ccode")]
    beside = [c for c in iwd if c.startswith("ally") and c.endswith("ccode")]
    years = defaultdict(set)
    for _, row in iwd.iterrows():
        one = [row.init_ccode, *row[beside].dropna()]
        two = [row.target_ccode, *row[against].dropna()]
        for x, y in product(one, two):
            years[frozenset((int(x), int(y)))].add(int(row.year))
    return dict(years)


def _runs(years: set[int]) -> list[tuple[int, int]]:
    """First and last years of the unbroken runs of a set of years."""
    first = sorted(year for year in years if year - 1 not in years)
    last = sorted(year for year in years if year + 1 not in years)
    return list(zip(first, last, strict=True))


def _spells(wars: Frame) -> Frame:
    """Unbroken spells of each state in each war; only in the world wars are there two."""
    columns = {"war": wars.WarNum, "ccode": wars.ccode, "side": wars.Side}
    first, again = _date(wars, "Start", 1), _date(wars, "Start", 2)
    end, end_again = (_date(wars, "End", spell).fillna(ONGOING) for spell in (1, 2))
    broken = again.notna() & wars.WarNum.isin(WORLD_WARS)
    one = pd.DataFrame({**columns, "entered": first, "left": end_again.where(again.notna(), end)})
    one["left"] = one.left.where(~broken, end)
    two = pd.DataFrame({**columns, "entered": again, "left": end_again})[broken]
    return pd.concat([one, two])


def _date(wars: Frame, which: str, spell: int) -> pd.Series:
    """ISO dates of the first or second spell, missing where there is none; an unknown month or day
    is taken as the first.
    """
    year, month, day = (
        wars[f"{which}{part}{spell}"].fillna(-9).astype(int) for part in ("Year", "Month", "Day")
    )
    parts = zip(year, month.clip(lower=1), day.clip(lower=1), strict=True)
    text = [f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in parts]
    return pd.Series(text, wars.index, dtype=object).where(year > 0)
