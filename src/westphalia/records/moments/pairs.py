"""Disputes of the pairs that matter, in all of the system: those that touch, or with a great power.

Politically relevant pairs, as in Maoz & Russett (1993).
"""

from functools import lru_cache

import numpy as np

from westphalia.measures.moments import MOMENTS
from westphalia.records.compile.grid import Frame, Source
from westphalia.records.figures.spells import LAST_MEANS, great_powers, members, yearly
from westphalia.records.moments.great_powers import decades, dispute_pairs
from westphalia.records.moments.past import DECADES, Past, Value, by_decades

#: The polity2 from which on a state is a democracy, and the class of a common land border.
_DEMOCRACY, _LAND = 6, 1
_KEYS = ["ccode1", "ccode2", "year"]


@lru_cache(maxsize=2)
def relevant_pairs(tables: Source) -> Frame:
    """Pair-years from 1816 to 2010 that are politically relevant, smaller code first.

    `ccode1, ccode2, year, great` (how many of the two are), `land` (a common land border),
    `democracies` (both, NaN unknown), `dispute`, `decade`. Contiguous: by land or across no more
    than 400 miles of water (Stinnett et al. 2002).
    """
    states = members(tables, LAST_MEANS)
    table = states.merge(states, on="year", suffixes=("1", "2"))
    table = table[table.ccode1 < table.ccode2]
    touch = tables.table("contiguity")
    touch = touch[touch.conttype > 0]
    near = yearly(touch, ["ccode1", "ccode2"], LAST_MEANS).assign(near=True)
    land = yearly(touch[touch.conttype == _LAND], ["ccode1", "ccode2"], LAST_MEANS)
    table = table.merge(near, on=_KEYS, how="left").merge(
        land.assign(land=True), on=_KEYS, how="left"
    )
    great = great_powers(tables, LAST_MEANS).assign(great=1)
    regime = tables.table("regime")[["ccode", "year", "polity2"]]
    for k in "12":
        of_one = {"ccode": f"ccode{k}", "great": f"great{k}", "polity2": f"polity{k}"}
        table = table.merge(great.rename(columns=of_one), on=[f"ccode{k}", "year"], how="left")
        table = table.merge(regime.rename(columns=of_one), on=[f"ccode{k}", "year"], how="left")
    table["great"] = table.great1.fillna(0) + table.great2.fillna(0)
    table = table[table.near.notna() | (table.great > 0)]
    found = dispute_pairs(tables)
    low, high = found[["ccode1", "ccode2"]].min(axis=1), found[["ccode1", "ccode2"]].max(axis=1)
    found = found.assign(ccode1=low, ccode2=high, dispute=True)[[*_KEYS, "dispute"]]
    table = table.merge(found.drop_duplicates(), on=_KEYS, how="left")
    worse = table[["polity1", "polity2"]].min(axis=1, skipna=False)
    return table[[*_KEYS, "great"]].assign(
        land=table.land.notna(),
        democracies=np.where(worse.isna(), np.nan, worse >= _DEMOCRACY),
        dispute=table.dispute.notna(),
        decade=decades(table.year.to_numpy()),
    )


def _counts(table: Frame, *kinds: np.ndarray) -> np.ndarray:
    """Disputes and pair-years of each kind of pair, by decade. [2 kinds, decades]"""
    _, decade = np.unique(table.decade, return_inverse=True)
    dispute = table.dispute.to_numpy()
    return np.stack(
        [np.bincount(decade, w).astype(float) for kind in kinds for w in (dispute & kind, kind)]
    )


def onsets(tables: Source, first: int, last: int) -> Value:
    """Pair-years with a dispute, of relevant pairs."""
    table = _in(relevant_pairs(tables), first, last)
    parts = _counts(table, np.ones(len(table), bool))
    return by_decades(MOMENTS["disputes of relevant pairs"], parts)


def at_borders(tables: Source, first: int, last: int) -> Value:
    """Rate of disputes of great powers with a common land border against that of others."""
    table = _in(relevant_pairs(tables), first, last)
    table = table[table.great == 2]
    land = table.land.to_numpy()
    return by_decades(MOMENTS["contiguity"], _counts(table, land, ~land))


def of_democracies(tables: Source, first: int, last: int) -> Value:
    """Rate of disputes of two democracies against that of others, of pairs with a great power."""
    table = _in(relevant_pairs(tables), first, last)
    table = table[(table.great > 0) & table.democracies.notna()]
    both = table.democracies.to_numpy(bool)
    parts = _counts(table, both, ~both)
    return by_decades(MOMENTS["joint democracy"], parts)


def _in(table: Frame, first: int, last: int) -> Frame:
    return table[table.year.between(first, last)]


def wars_of_any(tables: Source, first: int, last: int) -> Value:
    """Disputes of any two states that come to a war between them."""
    found = _in(dispute_pairs(tables), first, last)
    _, decade = np.unique(decades(found.year.to_numpy()), return_inverse=True)
    war = found.war.to_numpy()
    parts = np.stack([np.bincount(decade, w).astype(float) for w in (war, np.ones(len(war)))])
    return by_decades(MOMENTS["war given any dispute"], parts)


_NEEDS = ("mid_gml", "contiguity", "states", "major_powers")
_RELEVANT = "pairs that are contiguous (up to 400 miles of water) or of which one is a great power"
PAIRS = (
    Past("disputes of relevant pairs", _RELEVANT, DECADES, _NEEDS, onsets,
         "In a random world every state is a great power, and so every pair is relevant."),
    Past("war given any dispute", "pairs of states", DECADES, ("mid_gml",),
         wars_of_any, "War: both come to hostility 5."),
    Past("contiguity", "pairs of great powers", DECADES, _NEEDS, at_borders,
         "Neighbours: a common land border. The simulated world has no borders; neighbours there "
         "are pairs between which no other state lies."),
    Past("joint democracy", "pairs of which one is a great power", DECADES,
         ("regime", *_NEEDS),
         of_democracies, "Democracy: polity2 of 6 or more, as openness of 0.8 or more."),
)  # fmt: skip
