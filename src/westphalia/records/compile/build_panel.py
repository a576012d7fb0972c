"""A panel from tables: one coding of each thing, as arrays."""

from collections.abc import Sequence

import numpy as np

from westphalia.cases.load import anchored_arms
from westphalia.records.compile.columns import OBLIGATIONS, TABLES
from westphalia.records.compile.disputes import CODINGS
from westphalia.records.compile.grid import Grid
from westphalia.records.compile.panel_wars import attacks, wars_of
from westphalia.records.compile.peace import fought_and_peace
from westphalia.records.panel import UNKNOWN, Coding, Panel
from westphalia.records.tables import Tables
from westphalia.world.problems import UserError, unknown

#: The codings that are used unless others are named.
USUAL = Coding()
#: Codings of resources; each has a column of its name.
RESOURCES = ("material", "gdp")
#: Years over which growth is averaged.
GROWTH_YEARS = 5
#: Joint memberships that count as G = 1: about the most any pair shares in the data (106).
JOINT_MEMBERSHIPS_AT_ONE = 100


def build_panel(
    tables: Tables,
    coding: Coding = USUAL,
    first: int | None = None,
    last: int | None = None,
    codes: Sequence[int] | None = None,
    relevant_all: bool = False,
) -> Panel:
    """The panel of all states of the tables or of some (COW numbers), in one coding.

    A state is a member at the end of a year if it is in the system and its resources and arms are
    known. Arms are scaled so that the members' burden, weighted by resources, has the same mean
    each year (`cases.load.anchored_arms`): the balance of arms is the data's, their level is not.
    `relevant_all` scores all pairs, not only neighbours and those with a great power. Raises
    UserError for codings, states and years that the tables do not have.
    """
    _check(tables, coding, codes, first, last)
    grid = Grid(
        np.unique(tables.states.ccode) if codes is None else np.array(list(codes)),
        np.arange(tables.years[0], tables.years[1] + 1),
    )
    states = _states(tables, grid, coding)
    pairs = _pairs(tables, grid, coding)
    majors = states["major"] > 0
    near = (pairs["contiguous"] > 0) | majors[:, :, None] | majors[:, None, :]
    relevant = pairs.pop("both") & (relevant_all | near)
    span = slice(
        0 if first is None else first - tables.years[0],
        None if last is None else last + 1 - tables.years[0],
    )
    cut = {name: value[span] for name, value in {**states, **pairs}.items()}
    years = grid.years[span]
    names = tables.states.drop_duplicates("ccode").set_index("ccode").label
    return Panel(
        labels=tuple(names.loc[grid.codes]),
        codes=tuple(int(code) for code in grid.codes),
        years=years,
        relevant=relevant[span].astype(np.int8),
        wars=wars_of(tables, grid._replace(years=years), cut["member"]),
        covered=_coverage(tables, coding),
        coding=coding,
        sources=_sources(coding),
        **cut,
    )


def _states(tables: Tables, grid: Grid, coding: Coding) -> dict[str, np.ndarray]:
    """The figures of each state. [T, n]"""

    def column(name: str) -> np.ndarray:
        return grid.of_states(tables.states, name)

    resources, arms = column(coding.resources), column("arms")
    member = (resources > 0) & np.isfinite(arms)
    resources = np.where(member, resources, np.nan)
    stock, burden = np.full(arms.shape, np.nan), np.full(arms.shape, np.nan)
    for t, here in enumerate(member):
        stock[t, here], burden[t, here] = anchored_arms(resources[t, here], arms[t, here])
    polyarchy, polity = column("polyarchy"), column("polity2")
    return {
        "member": member,
        "resources": resources,
        "growth": growth(resources),
        "arms": stock,
        "burden": burden,
        "arming": column("arming"),
        "openness": np.where(np.isnan(polyarchy), (polity + 10) / 20, polyarchy),
        "nuclear": np.nan_to_num(column("nuclear")).astype(np.int8),
        "major": np.nan_to_num(column("major")).astype(np.int8),
    }


def growth(resources: np.ndarray) -> np.ndarray:
    """Mean growth of resources, log points a year, less the members' mean growth. [T, n]

    Over the last five years up to and including each, as far back as they are known without a
    gap; NaN where not even the year itself is.
    """
    step = np.full(resources.shape, np.nan)
    step[1:] = np.diff(np.log(resources), axis=0)
    known = np.isfinite(step)
    mean = np.where(known, step, 0).sum(1) / np.maximum(known.sum(1), 1)
    relative = np.where(known, step - mean[:, None], 0.0)
    before = np.concatenate([np.zeros_like(step[:1]), np.cumsum(relative, axis=0)])
    states = np.arange(len(resources.T))
    length = np.zeros(len(states), int)
    out = np.full(step.shape, np.nan)
    for t, here in enumerate(known):
        length = np.where(here, np.minimum(length + 1, GROWTH_YEARS), 0)
        total = before[t + 1] - before[t + 1 - length, states]
        out[t, here] = total[here] / length[here]
    return out


def _pairs(tables: Tables, grid: Grid, coding: Coding) -> dict[str, np.ndarray]:
    """The figures of each pair, and whether both are in the system. [T, n, n]"""

    def column(name: str) -> np.ndarray:
        return grid.of_pairs(tables.dyads, name)

    since = grid.of_states(tables.states, "since")
    both = np.isfinite(since)[:, :, None] & np.isfinite(since)[:, None, :]
    both[:, np.arange(grid.n), np.arange(grid.n)] = False
    fought, peace = fought_and_peace(tables.fights, tables.covered["cow_wars"], grid, since)
    distance = column("distance")
    distance[:, np.arange(grid.n), np.arange(grid.n)] = 0.0
    return {
        "both": both,
        "distance": distance,
        "contiguous": (np.nan_to_num(column("border")) > 0).astype(np.int8),
        "pact": _pact(tables, grid, coding),
        "dispute": _disputes(tables, grid, coding),
        "attack": attacks(tables, grid),
        "fought": fought,
        "rival": column("rival"),
        "trade": column("trade"),
        "institutions": np.minimum(column("institutions") / JOINT_MEMBERSHIPS_AT_ONE, 1.0),
        "peace_years": peace,
    }


def _pact(tables: Tables, grid: Grid, coding: Coding) -> np.ndarray:
    """1 if any of the obligations stands; who is not in the system has none. [T, n, n] int8"""
    held = np.zeros((len(grid.years), grid.n, grid.n), np.int8)
    for name in coding.obligations:
        held |= grid.of_pairs(tables.dyads, name) > 0
    held[~grid.within(tables.covered["atop"])] = UNKNOWN
    return held


def _disputes(tables: Tables, grid: Grid, coding: Coding) -> np.ndarray:
    """Number of disputes that i began against j. [T, n, n] int16"""
    count = grid.counts(tables.disputes[tables.disputes.coding == coding.disputes])
    count[~grid.within(tables.covered[coding.disputes])] = UNKNOWN
    return count


def _coverage(tables: Tables, coding: Coding) -> dict[str, tuple[int, int]]:
    begun, known = tables.covered["nmc"]
    return {
        "pact": tables.covered["atop"],
        "dispute": tables.covered[coding.disputes],
        "war": tables.covered["cow_wars"],
        "arms": (begun + 1, known),  # what was done takes a year before to compare with
    }


def _sources(coding: Coding) -> tuple[str, ...]:
    """Keys of the sources of all that a panel holds, in the order of the columns."""
    unused = {"gml": "cow_mid", "cow": "gml"}[coding.disputes]
    keys = [
        source
        for columns in TABLES.values()
        for name, column in columns.items()
        for source in column.sources
        if source != unused and (name != "gdp" or coding.resources == "gdp")
    ]
    return tuple(dict.fromkeys(keys))


def _check(
    tables: Tables,
    coding: Coding,
    codes: Sequence[int] | None,
    first: int | None,
    last: int | None,
) -> None:
    """Complain about what the tables do not have."""
    if not coding.obligations:
        raise UserError(
            f"A coding of pacts needs at least one obligation: {', '.join(OBLIGATIONS)}."
        )
    for name in coding.obligations:
        if name not in OBLIGATIONS:
            raise unknown("obligation", name, OBLIGATIONS)
    if coding.disputes not in CODINGS:
        raise unknown("coding of disputes", coding.disputes, CODINGS)
    if coding.disputes not in tables.covered:
        key = CODINGS[coding.disputes][0]
        raise UserError(
            f"The data hold no disputes in the coding '{coding.disputes}'. Add the data set "
            f"'{key}', or choose another coding."
        )
    if coding.resources not in RESOURCES:
        raise unknown("coding of resources", coding.resources, RESOURCES)
    if tables.states[coding.resources].isna().all():
        raise UserError(
            f"The data hold no resources in the coding '{coding.resources}'. Add the data set "
            "'gdp_pop', or choose the coding 'material'."
        )
    there = set(tables.states.ccode)
    missing = [code for code in codes or () if code not in there]
    if missing:
        raise unknown("state in the tables", str(missing[0]), map(str, sorted(there)))
    a, b = tables.years
    if not a <= (a if first is None else first) < (b if last is None else last) <= b:
        raise UserError(
            f"No panel can be made from {first} to {last}: the tables cover {a}-{b}. "
            "Choose a first and a later last year in that range."
        )
