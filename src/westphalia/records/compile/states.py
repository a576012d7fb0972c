"""State-years: who was in the system, with which means, regime and weapons."""

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Frame, Grid, Source, last_year_end, round_significant
from westphalia.world.parameters import DEFAULTS

RESOURCES = ("irst", "pec", "upop", "tpop")
CONDITIONS = ("milex", "milper")
#: Log points; a choice of arming is a step of the burden, and half of it tells it from none.
HALF_STEP = DEFAULTS["burden_step"] / 2
FOREVER = 9999
#: Years in which states were nuclear-armed at the end, {ccode: (first, last)}: from the first test
#: of an explosive. Israel and South Africa announced none. They are held to have had weapons from
#: about 1967 (Israel) and from about 1979 until they were taken apart in 1990 (South Africa:
#: Liberman 2001, International Security 26(2)); neither year was confirmed in a data set. Weapons
#: left behind in Belarus, Kazakhstan and Ukraine stayed under Russian control and do not count.
NUCLEAR = {
    2: (1945, FOREVER),
    200: (1952, FOREVER),
    220: (1960, FOREVER),
    365: (1949, FOREVER),
    560: (1979, 1989),
    666: (1967, FOREVER),
    710: (1964, FOREVER),
    731: (2006, FOREVER),
    750: (1974, FOREVER),
    770: (1998, FOREVER),
}


def state_years(folder: Source, grid: Grid) -> Frame:
    """A row for each state of the grid that is in the system at the end of a year, as `STATES`."""
    states = folder.table("states")
    since = membership(states, grid)
    t, i = np.nonzero(~np.isnan(since))
    code, year = grid.codes[i], grid.years[t]
    columns = {
        "ccode": code,
        "label": states.drop_duplicates("ccode").set_index("ccode").stateabb.loc[code].to_numpy(),
        "year": year,
        "since": since[t, i],
        "major": active_states(folder.table("major_powers"), grid)[t, i].astype(int),
        "nuclear": _nuclear(code, year),
    }
    for name, table in (
        (("material", "arms", "soldiers", "arming"), power(folder.table("nmc"))),
        (("gdp",), _gdp(folder)),
        (("polyarchy", "polity2"), _regime(folder)),
    ):
        columns |= {column: grid.of_states(table, column)[t, i] for column in name}
    return pd.DataFrame(columns).sort_values(["ccode", "year"])


def membership(states: Frame, grid: Grid) -> np.ndarray:
    """Year in which each state entered the system, NaN if not in it at a year's end. [T, n]"""
    out = np.full((len(grid.years), grid.n), np.nan)
    entered = states.start.astype(str).str[:4].astype(int)
    for i, first, last in zip(
        grid.place(states.ccode), entered, last_year_end(states), strict=True
    ):
        if i >= 0:
            out[grid.spell(first, last), i] = first
    return out


def active_states(spells: Frame, grid: Grid) -> np.ndarray:
    """Whether a spell of the state runs at the end of each year. [T, n] bool"""
    return ~np.isnan(membership(spells, grid))


def power(nmc: Frame) -> Frame:
    """Shares of resources and arms, soldiers per head and arming, by state and year.

    A share is the mean over the components that are known for the state, each a share of the sum
    over all states for which it is known. Soldiers per head can only be compared where there are
    soldiers in both of two consecutive years; elsewhere arming is missing.
    """
    nmc = nmc.sort_values(["ccode", "year"], ignore_index=True)
    soldiers = nmc.milper / nmc.tpop
    log = np.log(soldiers.where(soldiers > 0))
    consecutive = (nmc.ccode == nmc.ccode.shift()) & (nmc.year == nmc.year.shift() + 1)
    change = log.diff().where(consecutive)
    step = np.sign(change).where(change.abs() >= HALF_STEP, 0.0).where(change.notna())
    return pd.DataFrame(
        {
            "ccode": nmc.ccode,
            "year": nmc.year,
            "material": round_significant(_share(nmc, RESOURCES), 5),
            "arms": round_significant(_share(nmc, CONDITIONS), 5),
            "soldiers": round_significant(soldiers, 4),
            "arming": step,
        }
    )


def _share(nmc: Frame, components: tuple[str, ...]) -> pd.Series:
    known = nmc[list(components)]
    return (known / known.groupby(nmc.year).transform("sum")).mean(axis=1)


def _gdp(folder: Source) -> Frame:
    if not folder.has("gdp_pop"):
        return pd.DataFrame({"ccode": [], "year": [], "gdp": []}, dtype=int)
    table = folder.table("gdp_pop")
    return table[["ccode", "year"]].assign(gdp=round_significant(table.pwtrgdp, 5))


def _regime(folder: Source) -> Frame:
    names = {"polyarchy": "v2x_polyarchy", "polity2": "polity2"}
    if not folder.has("regime"):
        return pd.DataFrame({"ccode": [], "year": [], **{name: [] for name in names}}, dtype=int)
    table = folder.table("regime")
    return table[["ccode", "year"]].assign(**{name: table[raw] for name, raw in names.items()})


def _nuclear(code: np.ndarray, year: np.ndarray) -> np.ndarray:
    never = (FOREVER, 0)
    first, last = np.array([NUCLEAR.get(c, never) for c in code.tolist()]).reshape(-1, 2).T
    return ((first <= year) & (year <= last)).astype(int)
