"""Pair-years: how far apart, bound by what, rivals or partners."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from westphalia.cases.load import LAND_BORDER_FACTOR, SEA_CROSSING, haversine
from westphalia.records.compile.grid import Frame, Grid, Source, last_year_end
from westphalia.records.compile.pacts import pacts

LAND, OVERSEAS = 1, (4, 5)  # classes of contiguity: joined by land; more than 24 miles of water


#: Capitals of all states of the system, compiled by `tools/compile_panel.py`.
CAPITALS = Path(__file__).parents[1] / "data" / "world" / "capitals.csv"


def pair_years(folder: Source, world: Grid, member: np.ndarray, codes: np.ndarray) -> Frame:
    """A row for each pair of the codes, both in the system at the end of a year, as `DYADS`.

    `world` holds all states and `member` [T, n] which of them are in the system: two states may
    be joined over the land of others.
    """
    grid = world._replace(codes=codes)
    inside = world.place(pd.Series(codes))
    border = borders(folder.table("contiguity"), world)
    seats = folder.table("capitals") if folder.has("capitals") else known_capitals()
    distance = distances(seats, border, member, world, inside)
    here = member[:, inside]
    pairs = np.triu(here[:, :, None] & here[:, None, :], 1)
    t, i, j = np.nonzero(pairs)
    columns = {
        "ccode1": codes[i],
        "ccode2": codes[j],
        "year": world.years[t],
        "distance": np.round(distance[t, i, j], 3),
        "border": border[t, inside[i], inside[j]],
    }
    sources: tuple[Callable[[Source, Grid], dict[str, np.ndarray]], ...]
    sources = (pacts, _rivals, _trade, _institutions)
    for source in sources:
        columns |= {name: value[t, i, j] for name, value in source(folder, grid).items()}
    return pd.DataFrame(columns).sort_values(["ccode1", "ccode2", "year"])


def borders(contiguity: Frame, grid: Grid) -> np.ndarray:
    """Class of contiguity at the end of each year, 0 none, the closest one listed. [T, n, n] int8

    The days of the spells mean nothing: one that begins in a year stands at its end, one that
    ends in it does not, unless the file itself ends there.
    """
    out = np.zeros((len(grid.years), grid.n, grid.n), np.int8)
    first = contiguity.start.astype(str).str[:4].astype(int)
    rows = zip(
        grid.place(contiguity.ccode1),
        grid.place(contiguity.ccode2),
        contiguity.conttype.astype(int),
        first,
        last_year_end(contiguity),
        strict=True,
    )
    for i, j, kind, start, end in sorted(rows, key=lambda row: -row[2]):  # the closest at last
        if i >= 0 and j >= 0 and kind > 0:
            out[grid.spell(start, end), i, j] = out[grid.spell(start, end), j, i] = kind
    return out


def known_capitals() -> Frame:
    """Capitals with their coordinates and dates, for folders that hold none.

    The Correlates of War have no file of capitals; this one is compiled from the source named at
    its head.
    """
    return pd.read_csv(CAPITALS, comment="#")


def distances(
    capitals: Frame, border: np.ndarray, member: np.ndarray, world: Grid, inside: np.ndarray
) -> np.ndarray:
    """Effective distances between some states of the world, thousand km, as in cases. [T, m, m]

    Between the capitals at the end of the year, halved by a land border, more by sea: across more
    than 24 miles of water, or where neither a border nor a chain of land borders through states
    of the system joins the two. NaN where a capital is not known.
    """
    capitals = capitals[capitals.ccode.isin(world.codes[inside])].reset_index(drop=True)
    seat = _seats(capitals, world)[:, inside]
    km = _kilometres(capitals)
    mass = _landmasses(border, member)[:, inside]
    kind = border[:, inside[:, None], inside]
    out = km[seat[:, :, None], seat[:, None, :]] / 1000
    overseas = np.isin(kind, OVERSEAS) | ((kind == 0) & (mass[:, :, None] != mass[:, None, :]))
    overseas[:, np.arange(len(inside)), np.arange(len(inside))] = False
    return np.where(kind == LAND, out * LAND_BORDER_FACTOR, out + SEA_CROSSING * overseas)


def _seats(capitals: Frame, grid: Grid) -> np.ndarray:
    """Row of the capital of each state at the end of each year, -1 if none is known. [T, n]"""
    seat = np.full((len(grid.years), grid.n), -1)
    first = capitals.start.astype(str).str[:4].astype(int)
    for row, (i, start, end) in enumerate(
        zip(grid.place(capitals.ccode), first, last_year_end(capitals), strict=True)
    ):
        seat[grid.spell(start, end), i] = row
    return seat


def _kilometres(capitals: Frame) -> np.ndarray:
    """Great-circle distances between all rows; the last row and column, for none, are NaN."""
    places = list(zip(capitals.lat, capitals.lon, strict=True))
    km = np.full((len(places) + 1, len(places) + 1), np.nan)
    for i, a in enumerate(places):
        km[i, i] = 0.0
        for j in range(i):
            km[i, j] = km[j, i] = haversine(*a, *places[j])
    return km


def _landmasses(border: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Number of the landmass of each state, joined over land borders of states. [T, n]"""
    land = (border == LAND) & member[:, :, None] & member[:, None, :]
    return np.array([connected_components(csr_array(year), directed=False)[1] for year in land])


def _rivals(folder: Source, grid: Grid) -> dict[str, np.ndarray]:
    """Strategic rivals: the list is complete as far as it goes, whoever is not on it is none."""
    rival = np.full((len(grid.years), grid.n, grid.n), np.nan, np.float32)
    if folder.has("rivalries"):
        table = folder.table("rivalries")
        rival[grid.within((int(table.start.min()), int(table.end.max())))] = 0.0
        i, j = grid.place(table.ccode1), grid.place(table.ccode2)
        for a, b, first, last in zip(i, j, table.start, table.end, strict=True):
            if a >= 0 and b >= 0:
                rival[grid.spell(first, last), a, b] = rival[grid.spell(first, last), b, a] = 1.0
    return {"rival": rival}


def _trade(folder: Source, grid: Grid) -> dict[str, np.ndarray]:
    """1 where a flow is recorded, 0 where both are recorded as none; no row tells nothing."""
    if not folder.has("trade"):
        return {"trade": np.full((len(grid.years), grid.n, grid.n), np.nan, np.float32)}
    table = folder.table("trade")
    flows = table[["flow1", "flow2"]]
    known = (flows > 0).any(axis=1) | flows.notna().all(axis=1)
    table = table[["ccode1", "ccode2", "year"]].assign(trade=(flows > 0).any(axis=1))
    return {"trade": grid.of_pairs(table[known], "trade")}


def _institutions(folder: Source, grid: Grid) -> dict[str, np.ndarray]:
    """Number of joint memberships; no row is none or unknown."""
    if not folder.has("igo"):
        return {"institutions": np.full((len(grid.years), grid.n, grid.n), np.nan, np.float32)}
    return {"institutions": grid.of_pairs(folder.table("igo"), "dyadigos")}
