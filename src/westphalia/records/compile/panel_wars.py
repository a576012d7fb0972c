"""The wars of a panel: who began them on whom, who joined, who fought, and since when is peace."""

from typing import Any

import numpy as np

from westphalia.records.compile.grid import Grid
from westphalia.records.panel import UNKNOWN, War
from westphalia.records.tables import Tables


def wars_of(tables: Tables, grid: Grid, member: np.ndarray) -> tuple[War, ...]:
    """Wars with a principal of the panel on each side, in order of their beginning.

    The attacker is the strongest of the states that began the war; the target is the strongest of
    those of the panel that were the first on the other side, if they entered in the year in which
    the war began: in a panel without Serbia and Poland, the world wars begin between the great
    powers that met first. Who changed sides joined the first one. Only members at the end of the
    year before could join or stay out.
    """
    mine = tables.wars[tables.wars.ccode.isin(grid.codes)].drop_duplicates(["war", "ccode"])
    power = _power(tables)
    start = int(grid.years[0])
    out = []
    for _, group in mine.groupby("war", sort=False):
        parts = list(group.itertuples())
        year = _year(parts[0].began)
        principals = _principals(parts, year, power)
        if principals is None or not start <= year <= grid.years[-1]:
            continue
        place = dict(zip(group.ccode, grid.place(group.ccode).tolist(), strict=True))
        pair = [place[part.ccode] for part in principals]
        before = member[year - start - 1] if year > start else np.zeros(grid.n, bool)
        third = tuple(k for k in np.flatnonzero(before).tolist() if k not in pair)
        sides = {place[part.ccode]: part.side for part in parts}
        joined = [tuple(k for k in third if sides.get(k) == part.side) for part in principals]
        war = War(
            name=str(parts[0].name),
            year=year - start,
            ended=min(_year(parts[0].ended), int(grid.years[-1])) - start,
            attacker=pair[0],
            target=pair[1],
            with_attacker=joined[0],
            with_target=joined[1],
            third=third,
            total=np.nan,  # no data set says how far the attacker meant to go
            won={1: 1, 2: -1}.get(principals[0].outcome, 0),
        )
        out.append(war)
    return tuple(out)


def _principals(parts: list[Any], year: int, power: dict) -> tuple[Any, Any] | None:
    """Attacker and target among the parts in a war, or None if a side has none."""

    def strongest(some: list[Any]) -> Any:
        return max(some, key=lambda part: (_strength(power, part.ccode, year), -part.ccode))

    began = [part for part in parts if part.initiator == 1]
    if not began:
        return None
    attacker = strongest(began)
    others = [part for part in parts if part.side != attacker.side]
    first = min((part.entered for part in others), default="")
    if not first or _year(first) != year:
        return None
    return attacker, strongest([part for part in others if part.entered == first])


def _power(tables: Tables) -> dict[tuple[int, int], float]:
    """Sum of the shares of resources and arms, by state and year; only where both are known."""
    rows = tables.states[["ccode", "year", "material", "arms"]].dropna()
    total = (rows.material + rows.arms).tolist()
    return dict(zip(zip(rows.ccode, rows.year, strict=True), total, strict=True))


def _strength(power: dict[tuple[int, int], float], code: int, year: int) -> float:
    """Strength at the end of the year before; of a new state, of the year; unknown comes last."""
    return power.get((code, year - 1), power.get((code, year), -np.inf))


def attacks(tables: Tables, grid: Grid) -> np.ndarray:
    """1 if i began a war on j, who was in it from its first day; -1 unknown. [T, n, n] int8"""
    out = np.zeros((len(grid.years), grid.n, grid.n), np.int8)
    mine = tables.wars[tables.wars.ccode.isin(grid.codes)]
    opening = mine[(mine.initiator == 1) | (mine.entered == mine.began)]
    pairs = opening[opening.initiator == 1].merge(opening, on="war", suffixes=("", "_other"))
    pairs = pairs[pairs.side != pairs.side_other]
    t = pairs.began.str[:4].astype(int).to_numpy() - grid.years[0]
    i, j = grid.place(pairs.ccode), grid.place(pairs.ccode_other)
    there = (t >= 0) & (t < len(grid.years))
    out[t[there], i[there], j[there]] = 1
    out[~grid.within(tables.covered["cow_wars"])] = UNKNOWN
    return out


def _year(day: str) -> int:
    return int(day[:4])
