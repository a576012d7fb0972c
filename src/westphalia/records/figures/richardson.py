"""Richardson's reaction: do arms answer the arms of the other, and tire of their own?

d log m_i(t) = k log m_j(t-1) - a log m_i(t-1) + effects, after Richardson (1960): k the reaction,
a the fatigue.
"""

from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Frame, Grid, Source
from westphalia.records.figures.burdens import changes
from westphalia.records.figures.estimators import Slopes, winsorise, within_regression
from westphalia.records.figures.figure import Figure, Reading, Result
from westphalia.records.figures.spells import (
    FIRST,
    LAST_MEANS,
    at_war,
    lacking_return,
    members,
    yearly,
)

_LAND = 1
#: Share of the changes at either end that are drawn in.
_EXTREME = 0.01
_PAIR = ["ccode1", "ccode2"]


class Model(NamedTuple):
    """`arms`: "milex" or "milper". `rivals`: strategic rivals, or land neighbours that are none.

    `pair_effects`: an effect for each directed pair beside those of the years.
    """

    arms: str
    rivals: bool
    pair_effects: bool


class Reactions(NamedTuple):
    """Directed pair-years of peace: positions of i, j and the year, and logarithms of arms. [N]

    `change`: of i's arms from the year before; `own`, `other`: arms of i and j the year before.
    """

    i: np.ndarray
    j: np.ndarray
    year: np.ndarray
    change: np.ndarray
    own: np.ndarray
    other: np.ndarray


def reactions(tables: Source, arms: str, rivals: bool) -> Reactions:
    """Pair-years in which both are in the system, and at peace in the year and the one before.

    Only where the arms of i in both years and of j in the year before are known and not 0.
    """
    nmc = tables.table("nmc")
    grid = Grid(np.unique(nmc.ccode), np.arange(FIRST, LAST_MEANS + 1))
    moved = changes(nmc, arms)
    change, own = grid.of_states(moved, "change"), grid.of_states(moved, "before")
    amount = grid.of_states(nmc, arms)
    other = np.full_like(own, np.nan)
    other[1:] = np.log(np.where(amount > 0, amount, np.nan))[:-1]
    peace = ~_flags(grid, at_war(tables))
    there = _flags(grid, members(tables, LAST_MEANS))
    there[1:] &= peace[1:] & peace[:-1]
    pairs = _rivals(tables) if rivals else _other_neighbours(tables)
    t, i, j = grid.locate(pairs)[1]
    kept = there[t, i] & there[t, j] & np.isfinite(change[t, i] + other[t, j])
    t, i, j = t[kept], i[kept], j[kept]
    return Reactions(i, j, t, change[t, i], own[t, i], other[t, j])


def _flags(grid: Grid, table: Frame) -> np.ndarray:
    """Whether there is a row of the state in the year. [T, n] bool"""
    return np.isfinite(grid.of_states(table.assign(there=1.0), "there"))


def _rivals(tables: Source) -> Frame:
    """Directed pair-years of strategic rivals."""
    return _both_ways(tables.table("rivalries"))


def _other_neighbours(tables: Source) -> Frame:
    """Directed pair-years of land neighbours that are not strategic rivals."""
    contiguity = tables.table("contiguity")
    near = _both_ways(contiguity[contiguity.conttype == _LAND])
    near = near.merge(_rivals(tables), on=[*_PAIR, "year"], how="left", indicator="rival")
    return near[near.rival == "left_only"]


def _both_ways(spells: Frame) -> Frame:
    table = yearly(spells, _PAIR, LAST_MEANS)
    turned = table.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    return pd.concat([table, turned], ignore_index=True).drop_duplicates(ignore_index=True)


@lru_cache(maxsize=16)
def estimate(tables: Source, model: Model, extreme: float = _EXTREME) -> tuple[Slopes, int]:
    """Slopes on the other's and the own arms with errors by pair, and the number of pair-years.

    The changes are winsorised at either end by the share `extreme`.
    """
    rows = reactions(tables, model.arms, model.rivals)
    low, high = np.minimum(rows.i, rows.j), np.maximum(rows.i, rows.j)
    size = max(int(high.max()) + 1, 1)
    effects = (rows.year, rows.i * size + rows.j) if model.pair_effects else (rows.year,)
    x = np.column_stack([rows.other, rows.own])
    change = winsorise(rows.change, extreme)
    return within_regression(change, x, effects, low * size + high), len(rows.i)


def reaction(tables: Source, model: Model) -> Result:
    """The reaction k to the other's arms."""
    slopes, n = estimate(tables, model)
    return Result(float(slopes.slope[0]), n, {"error": float(slopes.error[0])})


def fatigue(tables: Source, model: Model) -> Result:
    """The fatigue a of one's own arms."""
    slopes, n = estimate(tables, model)
    return Result(-float(slopes.slope[1]), n, {"error": float(slopes.error[1])})


_SAID = {"milex": "military spending (milex)", "milper": "soldiers (milper)"}
_WANTED = {
    "k": (reaction, "Reaction k to the other's arms", "with log arms of the other"),
    "a": (fatigue, "Fatigue a of the own arms", "with minus log arms of its own"),
}
_NEAR = (
    "Not reproduced. On the same rows as there, least squares as the definition there reads, "
    "without winsorising, gives the number beside. A hundred or two leaps of the source, up to a "
    "thousandfold in a year, carry it, so the number there must come from some bound on them that "
    "its definition does not name; none that was tried (fixed bounds, quantiles of several sets "
    "of rows, of changes and of levels, robust weights) gives all eight numbers there."
)


def _estimate_unbounded(tables: Source, model: Model, wanted: str) -> Result:
    slopes, n = estimate(tables, model, 0.0)
    k = ("k", "a").index(wanted)
    return Result(float((1, -1)[k] * slopes.slope[k]), n, {"error": float(slopes.error[k])})


def _figure(wanted: str, name: str, model: Model) -> Figure:
    compute, title, with_ = _WANTED[wanted]
    who = "strategic rivals" if model.rivals else "land neighbours that are not strategic rivals"
    effects = "each directed pair and each year" if model.pair_effects else "each year"
    needs = ("nmc", "states", "wars", "rivalries", *(() if model.rivals else ("contiguity",)))
    readings = [Reading(_NEAR, partial(_estimate_unbounded, model=model, wanted=wanted))]
    if not model.rivals:
        readings.insert(0, lacking_return(partial(compute, model=model)))
    return Figure(
        id=f"richardson_{wanted}_{name}",
        definition=(
            f"{title} (Richardson 1960) among {who}: how the change of log {_SAID[model.arms]} "
            f"from the year before goes {with_} in the year before, by least squares on both with "
            f"effects of {effects} (within transformation). Both are in the system on some day of "
            "the year and in no interstate war in it or the year before; years without known, "
            "positive arms are left out. The lowest and the highest 1% of the changes are drawn "
            "in to the quantiles there. Spread: standard error, clustered by pair."
        ),
        unit="directed pair-years",
        period=(FIRST, LAST_MEANS),
        needs=needs,
        compute=partial(compute, model=model),
        readings=tuple(readings),
    )


_MODELS = {
    "within": Model("milex", rivals=True, pair_effects=True),
    "pooled": Model("milex", rivals=True, pair_effects=False),
    "placebo": Model("milex", rivals=False, pair_effects=False),
    "milper": Model("milper", rivals=True, pair_effects=True),
}
RICHARDSON = tuple(
    _figure(wanted, name, model) for name, model in _MODELS.items() for wanted in _WANTED
)
