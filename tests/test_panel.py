"""Tables and panels: the built-in great powers, small invented folders, the raw data if there."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.cases.load import BURDEN_ANCHOR, DEPRECIATION, SEA_CROSSING, haversine
from westphalia.records.builtin import (
    GREAT_POWERS,
    compact,
    expand,
    great_power_tables,
    great_powers,
)
from westphalia.records.compile.columns import DYADS, EVENTS, TABLES
from westphalia.records.compile.grid import Grid
from westphalia.records.compile.pacts import EXCLUDED, without_excluded
from westphalia.records.compile.panel import growth, panel_of
from westphalia.records.compile.peace import fought_and_peace
from westphalia.records.compile.tables import tables_of
from westphalia.records.folder import open_folder
from westphalia.records.panel import Coding, Panel
from westphalia.records.tables import columns_told, dyad_years, write_tables
from westphalia.world.problems import UserError

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def panel() -> Panel:
    return great_powers()


@pytest.fixture(scope="module")
def raw():
    path = Path(os.environ.get("WESTPHALIA_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip("WESTPHALIA_DATA does not name a folder with the raw files")
    return open_folder(path)


def spells(panel: Panel, values: np.ndarray, a: str, b: str) -> list[tuple[int, int]]:
    """First and last years of the spells in which a pair's figure is above zero."""
    on = np.concatenate([[0], values[:, panel.labels.index(a), panel.labels.index(b)] > 0, [0]])
    change = np.diff(on.astype(int))
    start = int(panel.years[0])
    begun, ended = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    return [(start + int(i), start + int(j) - 1) for i, j in zip(begun, ended, strict=True)]


def war(panel: Panel, name: str) -> dict[str, object]:
    """Who did what in a war, in words."""
    found = next(w for w in panel.wars if w.name == name)
    names = dict(enumerate(panel.labels))
    joined = {*found.with_attacker, *found.with_target}
    return {
        "years": (int(panel.years[found.year]), int(panel.years[found.ended])),
        "attacker": names[found.attacker],
        "target": names[found.target],
        "with_attacker": {names[k] for k in found.with_attacker},
        "with_target": {names[k] for k in found.with_target},
        "out": {names[k] for k in found.third if k not in joined},
        "won": found.won,
    }


# The great powers


def test_who_was_in_the_system(panel):
    at = dict(zip(panel.labels, panel.member.T, strict=True))
    years = {name: panel.years[here] for name, here in at.items()}
    assert panel.labels == ("USA", "UKG", "FRN", "GMY", "AUH", "ITA", "RUS", "CHN", "JPN")
    assert panel.codes == GREAT_POWERS
    for name in ("USA", "UKG", "ITA", "RUS"):
        assert len(years[name]) == 201
    assert set(range(1816, 2017)) - set(years["FRN"]) == {1942, 1943}  # freed in August 1944
    assert set(range(1816, 2017)) - set(years["GMY"]) == set(range(1945, 1990))
    assert (years["AUH"][0], years["AUH"][-1]) == (1816, 1917)
    assert years["CHN"][0] == 1860
    assert set(range(1860, 2017)) - set(years["JPN"]) == set(range(1945, 1952))


def test_who_was_a_great_power(panel):
    major = {
        name: set(panel.years[great > 0])
        for name, great in zip(panel.labels, panel.major.T, strict=True)
    }
    assert (min(major["USA"]), min(major["JPN"]), min(major["CHN"])) == (1898, 1895, 1950)
    assert set(range(1816, 2017)) - major["FRN"] == set(range(1940, 1945))
    assert max(major["ITA"]) == 1942
    assert 1920 not in major["RUS"]
    assert 1920 not in major["GMY"]


def test_nuclear_weapons(panel):
    armed = {
        name: int(panel.years[has > 0][0])
        for name, has in zip(panel.labels, panel.nuclear.T, strict=True)
        if has.any()
    }
    assert armed == {"USA": 1945, "UKG": 1952, "FRN": 1960, "RUS": 1949, "CHN": 1964}
    assert (np.diff(panel.nuclear.astype(int), axis=0) >= 0).all()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("FRN", "RUS", [(1893, 1916), (1935, 1938), (1944, 1954)]),
        ("GMY", "AUH", [(1816, 1847), (1850, 1865), (1879, 1917)]),
        ("GMY", "ITA", [(1882, 1914), (1939, 1942), (1990, 2016)]),
        ("UKG", "JPN", [(1902, 1920)]),
        ("FRN", "GMY", [(1990, 2016)]),  # Locarno is none
        ("USA", "UKG", [(1942, 1944), (1949, 2016)]),
        ("USA", "FRN", [(1944, 1944), (1949, 2016)]),
        ("USA", "ITA", [(1949, 2016)]),
        ("FRN", "ITA", [(1855, 1855), (1915, 1917), (1949, 2016)]),
        ("RUS", "CHN", [(1896, 1899), (1942, 1979)]),
        ("USA", "JPN", [(1952, 2016)]),
        ("UKG", "RUS", [(1816, 1821), (1915, 1916), (1941, 1954)]),  # Nyon is none
    ],
)
def test_pacts_of_help_at_the_end_of_the_year(panel, a, b, expected):
    assert spells(panel, panel.pact, a, b) == expected


def test_another_coding_of_pacts():
    ententes = great_powers(Coding(obligations=("consultation",)))
    assert (1907, 1917) in spells(ententes, ententes.pact, "UKG", "FRN")
    assert (1891, 1916) in spells(ententes, ententes.pact, "FRN", "RUS")
    assert spells(ententes, ententes.pact, "GMY", "RUS")[-2:] == [(1881, 1889), (1990, 2016)]


def test_the_world_wars(panel):
    assert war(panel, "World War I") == {
        "years": (1914, 1918),
        "attacker": "AUH",
        "target": "RUS",
        "with_attacker": {"GMY"},
        "with_target": {"UKG", "FRN", "ITA", "JPN", "USA"},
        "out": {"CHN"},
        "won": -1,
    }
    assert war(panel, "World War II") == {
        "years": (1939, 1945),
        "attacker": "GMY",
        "target": "UKG",
        "with_attacker": {"ITA", "JPN"},
        "with_target": {"FRN", "RUS", "USA", "CHN"},
        "out": set(),
        "won": -1,
    }


def test_a_war_that_a_third_state_joined(panel):
    assert war(panel, "Italian Unification") == {
        "years": (1859, 1859),
        "attacker": "AUH",
        "target": "ITA",
        "with_attacker": set(),
        "with_target": {"FRN"},
        "out": {"USA", "UKG", "GMY", "RUS"},
        "won": -1,
    }
    assert war(panel, "Russo-Japanese")["out"] == {"USA", "UKG", "FRN", "GMY", "AUH", "ITA", "CHN"}
    assert war(panel, "Boxer Rebellion")["with_attacker"] == {"USA", "FRN", "RUS", "JPN"}


def test_wars_are_in_order_and_their_states_are_apart(panel):
    assert [w.year for w in panel.wars] == sorted(w.year for w in panel.wars)
    for w in panel.wars:
        assert {*w.with_attacker, *w.with_target} <= set(w.third)
        assert not {w.attacker, w.target} & set(w.third)
        assert not set(w.with_attacker) & set(w.with_target)
        assert w.year <= w.ended
        assert panel.member[w.year - 1, list(w.third)].all()
        assert np.isnan(w.total)


def test_who_fought_whom(panel):
    def fought(a, b):
        return spells(panel, panel.fought, a, b)

    assert fought("FRN", "GMY") == [(1870, 1871), (1914, 1918), (1939, 1940), (1944, 1945)]
    assert fought("RUS", "JPN") == [(1904, 1905), (1938, 1939), (1945, 1945)]
    assert fought("USA", "AUH") == []  # at war, on opposite sides of 1917, and never met
    assert fought("UKG", "RUS") == [(1854, 1856)]
    assert fought("GMY", "JPN") == [(1914, 1918)]


def test_who_attacked_whom_on_the_first_day(panel):
    t, i, j = np.nonzero(panel.attack > 0)
    rows = {
        (int(panel.years[k]), panel.labels[a], panel.labels[b])
        for k, a, b in zip(t, i, j, strict=True)
    }
    assert {(1866, "GMY", "AUH"), (1870, "FRN", "GMY"), (1904, "JPN", "RUS")} <= rows
    assert (1859, "AUH", "ITA") in rows
    assert (1859, "AUH", "FRN") not in rows  # came in five days later
    assert not {(y, a, b) for y, a, b in rows if y in (1914, 1939, 1941)} - {(1939, "JPN", "RUS")}


def test_years_of_peace(panel):
    def peace(a, b, year):
        i, j = panel.labels.index(a), panel.labels.index(b)
        return panel.peace_years[year - 1816, i, j]

    assert peace("UKG", "FRN", 1913) == 1913 - 1816  # none since both are in the system
    assert peace("FRN", "GMY", 1913) == 1913 - 1871
    assert peace("FRN", "GMY", 1916) == 0
    assert peace("CHN", "JPN", 1893) == 1893 - 1860
    assert peace("GMY", "FRN", 1995) == 5  # Germany is back since 1990
    assert peace("USA", "RUS", 2007) == 2007 - 1816
    assert np.isnan(peace("USA", "RUS", 2008))  # no war is known of after 2007, and no peace


def test_disputes_in_two_codings(panel):
    cow = great_powers(Coding(disputes="cow"))
    assert (panel.dispute[:195].sum(), (panel.dispute > 0)[:195].sum()) == (312, 296)
    assert cow.dispute[:199].sum() == 346
    i, j = (panel.labels.index(name) for name in ("JPN", "RUS"))
    assert [panel.years[t] for t in np.flatnonzero(panel.dispute[:, i, j] > 0)] == [
        1897,
        1926,
        1934,
        1937,
    ]
    assert (panel.dispute[195:] == -1).all()
    assert (cow.dispute[199:] == -1).all()
    assert panel.covered["dispute"] == (1816, 2010)
    assert cow.covered["dispute"] == (1816, 2014)


def test_where_coverage_ends_all_is_unknown(panel):
    after = panel.years > 2007
    assert (panel.fought[after] == -1).all()
    assert (panel.attack[after] == -1).all()
    assert panel.covered["war"] == (1816, 2007)
    unknown = {"trade": (panel.years < 1870) | (panel.years > 2014), "institutions": after}
    unknown["institutions"] = panel.years > 2014
    for name, years in unknown.items():
        off = ~np.eye(panel.n, dtype=bool)
        assert np.isnan(getattr(panel, name)[years][:, off]).all()
        assert np.isfinite(getattr(panel, name)[~years][:, off]).any()
    assert (panel.pact >= 0).all()  # 1815-2018
    assert np.isnan(panel.arming[0]).all()
    assert np.isfinite(panel.arming[1]).any()


def test_trade_is_never_taken_as_none_for_want_of_a_row(panel):
    i, j = panel.labels.index("USA"), panel.labels.index("UKG")
    trade = panel.trade[:, i, j]
    assert (trade[(panel.years >= 1870) & (panel.years < 1914)] == 1).all()
    assert np.isnan(trade[panel.years == 1916]).all()


def test_shares_of_the_world(panel):
    total = np.nansum(panel.resources, axis=1)
    assert ((total > 0.4) & (total < 1)).all()
    at = {name: panel.resources[:, k] for k, name in enumerate(panel.labels)}
    year = {y: y - 1816 for y in (1816, 1914, 1945, 2016)}
    assert at["UKG"][year[1816]] == pytest.approx(0.40, abs=0.01)
    assert at["USA"][year[1945]] > 0.35
    assert at["CHN"][year[2016]] > at["USA"][year[2016]]
    assert at["GMY"][year[1914]] > at["UKG"][year[1914]]


def test_arms_have_the_same_mean_burden_every_year(panel):
    arms, resources = np.nansum(panel.arms, axis=1), np.nansum(panel.resources, axis=1)
    np.testing.assert_allclose(DEPRECIATION * arms / resources, BURDEN_ANCHOR)
    known = panel.member
    assert ((panel.burden[known] >= 0.005) & (panel.burden[known] <= 0.3)).all()
    assert np.isnan(panel.burden[~known]).all()


def test_what_was_done_about_arms(panel):
    at = {name: panel.arming[:, k] for k, name in enumerate(panel.labels)}
    done = lambda name, year: at[name][year - 1816]  # noqa: E731
    assert done("GMY", 1913) == 1  # the army law of 1913: 716,000 to 859,000 men
    assert done("USA", 1919) == -1
    assert done("GMY", 1934) == 1
    assert np.isnan(done("FRN", 1944))  # nothing to compare it with
    assert set(np.unique(panel.arming[np.isfinite(panel.arming)])) == {-1.0, 0.0, 1.0}


def test_distances_are_those_of_the_cases(panel):
    def apart(a, b, year):
        return panel.distance[year - 1816, panel.labels.index(a), panel.labels.index(b)]

    london, paris, berlin = (51.50745, -0.12777), (48.85889, 2.32004), (52.51088, 13.39894)
    assert apart("UKG", "FRN", 1900) == pytest.approx(haversine(*london, *paris) / 1e3, abs=5e-4)
    assert apart("FRN", "GMY", 1900) == pytest.approx(haversine(*paris, *berlin) / 2e3, abs=5e-4)
    over = haversine(*london, *berlin) / 1e3 + SEA_CROSSING  # 400 miles of water
    assert apart("UKG", "GMY", 1900) == pytest.approx(over, abs=5e-4)
    assert apart("GMY", "RUS", 1936) == pytest.approx(1.608)  # no border, but land all the way
    assert apart("GMY", "RUS", 1940) == pytest.approx(0.804)  # over the body of Poland


@pytest.mark.parametrize(
    "name",
    ["pact", "distance", "contiguous", "relevant", "fought", "rival", "trade", "institutions"],
)
def test_what_two_states_share_is_the_same_for_both(panel, name):
    values = getattr(panel, name)
    np.testing.assert_array_equal(values, values.swapaxes(1, 2))


def test_a_state_has_nothing_with_itself(panel):
    for name in ("pact", "distance", "contiguous", "relevant", "attack", "fought", "dispute"):
        own = np.diagonal(getattr(panel, name), axis1=1, axis2=2)
        assert (own <= 0).all(), name


def test_part_of_the_years_is_a_cut(panel):
    part = great_powers(first=1900, last=1914)
    for name in (f.name for f in fields(Panel)):
        values = getattr(part, name)
        if isinstance(values, np.ndarray):
            np.testing.assert_array_equal(values, getattr(panel, name)[84:99])
    assert [w.name for w in part.wars] == [
        "Boxer Rebellion",
        "Sino-Russian",
        "Russo-Japanese",
        "World War I",
    ]
    assert part.wars[-1].ended == 14  # at most the last year of the panel


def test_the_other_coding_of_resources(panel):
    gdp = great_powers(Coding(resources="gdp"))
    assert "fariss_gdp" in gdp.sources
    assert "fariss_gdp" not in panel.sources
    usa, rus = panel.labels.index("USA"), panel.labels.index("RUS")
    assert gdp.resources[169, usa] / gdp.resources[169, rus] > 1.5  # 1985
    assert panel.resources[169, usa] / panel.resources[169, rus] < 1  # steel and energy
    assert (gdp.member <= panel.member).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"coding": Coding(obligations=("defense",))}, "'defense'.*Did you mean defence"),
        ({"coding": Coding(obligations=())}, "needs an obligation"),
        ({"coding": Coding(disputes="gmy")}, "Did you mean gml"),
        ({"coding": Coding(resources="gpd")}, "Did you mean gdp"),
        ({"first": 1800}, "from 1816 to 2016"),
        ({"first": 1900, "last": 1900}, "two years or more"),
        ({"last": 2017}, "from 1816 to 2016"),
    ],
)
def test_what_is_not_there_is_refused(asked, said):
    with pytest.raises(UserError, match=said):
        great_powers(**asked)


def test_a_state_that_is_not_there_is_refused():
    with pytest.raises(UserError, match="no state in the tables called '640'"):
        panel_of(great_power_tables(), codes=(2, 640))


# Growth and peace


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.floats(0.1, 10)), min_size=3, max_size=3),
        min_size=2,
        max_size=12,
    ),
    st.floats(0.5, 2),
)
def test_growth_is_relative(rows, unit):
    resources = np.array([[np.nan if v is None else v for v in row] for row in rows])
    found = growth(resources)
    np.testing.assert_allclose(growth(unit * resources), found, atol=1e-9)
    np.testing.assert_array_equal(np.isfinite(found[1:]), np.isfinite(np.diff(resources, axis=0)))
    assert np.isnan(found[0]).all()


def test_growth_looks_five_years_back_but_not_over_a_gap():
    trend = np.exp(np.outer(np.arange(9), [0.03, 0.01]))
    np.testing.assert_allclose(growth(trend)[1:], np.tile([0.01, -0.01], (8, 1)))
    jump = np.ones((9, 2))
    jump[2:, 0] = np.e
    assert growth(jump)[2:, 0] == pytest.approx([0.25, 1 / 6, 1 / 8, 0.1, 0.1, 0, 0])
    jump[4, 0] = np.nan
    assert np.isnan(growth(jump)[[4, 5], 0]).all()
    assert growth(jump)[6:, 0] == pytest.approx([0, 0, 0])


def test_peace_begins_when_a_war_ends():
    grid = Grid(np.array([1, 2]), np.arange(1900, 1908))
    since = np.full((8, 2), 1890.0)
    since[:, 1] = [np.nan, *[1901] * 7]
    rows = pd.DataFrame({"ccode1": [1], "ccode2": [2], "first": [1903], "last": [1904]})
    fought, peace = fought_and_peace(rows, (1900, 1906), grid, since)
    assert fought[:, 0, 1].tolist() == [0, 0, 0, 1, 1, 0, 0, -1]
    np.testing.assert_array_equal(peace[:, 1, 0], [np.nan, 0, 1, 0, 0, 1, 2, np.nan])


# Small invented folders


class Invented:
    """Four states from 1900 to 1906, as the raw files would tell of them."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = {**_invented(), **tables}

    def has(self, key: str) -> bool:
        return key in self.tables

    def table(self, key: str) -> pd.DataFrame:
        return self.tables[key].copy()


def _rows(columns: str, *rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def _invented() -> dict[str, pd.DataFrame]:
    always = ("1900-01-01", "1906-12-31")
    return {
        "states": _rows(
            "ccode stateabb start end",
            (1, "AAA", *always),
            (2, "BBB", *always),
            (3, "CCC", "1902-05-01", "1904-06-30"),
            (4, "DDD", *always),
        ),
        "major_powers": _rows("ccode stateabb start end", (1, "AAA", *always)),
        "capitals": _rows(
            "ccode start end lat lon", *[(code, *always, 0.0, 10.0 * code) for code in (1, 2, 3, 4)]
        ),
        "contiguity": _rows(
            "ccode1 ccode2 conttype start end",
            (1, 2, 1, "1900-01-01", "1906-12-01"),
            (2, 3, 1, "1902-05-01", "1904-06-01"),
            (3, 4, 1, "1902-05-01", "1903-12-01"),
            (1, 4, 0, "1900-01-01", "1906-12-01"),
        ),
        "nmc": _rows(
            "ccode year milex milper irst pec tpop upop",
            *[
                (code, year, 10.0, 5.0 * code, 1.0, 1.0, 100.0, 10.0)
                for code in (1, 2, 3, 4)
                for year in range(1900, 1907)
                if code != 3 or 1902 <= year <= 1904
            ],
        ),
        "atop": _rows(
            "ccode1 ccode2 year defense offense neutral nonagg consul",
            *[(1, 2, year, 1, 0, 0, 0, 0) for year in (1901, 1902, 1903)],
            (2, 4, 1905, 0, 1, 0, 0, 0),
            (4, 2, 1906, 0, 1, 0, 0, 0),
            (1, 4, 1904, 1, 1, 1, 1, 1),
        ),
        "mid_gml": _rows(
            "dispnum ccode1 ccode2 year midonset sidea1 sidea2 hostlev1 hostlev2 orig1 orig2",
            (7, 1, 2, 1901, 1, 1, 0, 3, 1, 1, 1),
            (7, 2, 1, 1901, 1, 0, 1, 1, 3, 1, 1),
            (7, 1, 2, 1902, 0, 1, 0, 3, 1, 1, 1),
            (8, 4, 1, 1903, 1, 1, 0, 2, 4, 1, 0),
        ),
        "wars": _rows(
            "WarNum WarName ccode Side StartYear1 StartMonth1 StartDay1 EndYear1 EndMonth1 EndDay1 "
            "StartYear2 StartMonth2 StartDay2 EndYear2 EndMonth2 EndDay2 Initiator Outcome",
            (5, "First", 1, 1, 1903, 2, 1, 1904, 3, 1, *[-8] * 6, 1, 1),
            (5, "First", 2, 2, 1903, 2, 1, 1904, 3, 1, *[-8] * 6, 2, 2),
            (5, "First", 4, 2, 1903, 3, 1, 1903, 9, 1, *[-8] * 6, 2, 8),
            (5, "First", 4, 1, 1903, 10, 1, 1904, 3, 1, *[-8] * 6, 2, 1),
        ),
    }


def _pair(panel: Panel, name: str, a: int, b: int) -> list[float]:
    return getattr(panel, name)[:, panel.codes.index(a), panel.codes.index(b)].tolist()


def test_an_invented_folder():
    panel = panel_of(tables_of(Invented(), 1900, 1906))
    assert panel.labels == ("AAA", "BBB", "CCC", "DDD")
    assert panel.member[:, 2].tolist() == [False, False, True, True, False, False, False]
    assert _pair(panel, "pact", 1, 2) == [-1, 1, 1, 0, 0, 0, 0]  # listed 1901-3: over at its end
    assert _pair(panel, "pact", 4, 2) == [-1, 0, 0, 0, 0, 1, 1]  # the last year listed of all
    assert _pair(panel, "pact", 1, 4) == [-1, *[0] * 6]  # came and went within a year
    assert _pair(panel, "dispute", 1, 2) == [-1, 1, 0, 0, -1, -1, -1]
    assert _pair(panel, "dispute", 2, 1) == [-1, 0, 0, 0, -1, -1, -1]
    assert _pair(panel, "dispute", 4, 1)[1:4] == [0, 0, 0]  # joined a dispute, began none
    assert _pair(panel, "relevant", 1, 3) == [0, 0, 1, 1, 0, 0, 0]  # with a great power
    assert _pair(panel, "relevant", 2, 4) == [0] * 7
    assert _pair(panel, "relevant", 2, 3) == [0, 0, 1, 1, 0, 0, 0]
    assert _pair(panel, "attack", 1, 2) == [0, 0, 0, 1, 0, 0, 0]
    assert _pair(panel, "attack", 1, 4) == [0] * 7
    assert _pair(panel, "fought", 2, 4) == [0, 0, 0, 1, 1, 0, 0]  # after it changed sides
    assert _pair(panel, "fought", 1, 4) == [0, 0, 0, 1, 0, 0, 0]
    (only,) = panel.wars
    assert (only.attacker, only.target, only.with_target) == (0, 1, (3,))  # the first side counts
    assert only.third == (2, 3)


def test_land_joins_states_over_others():
    panel = panel_of(tables_of(Invented(), 1900, 1906), relevant_all=True)
    ten = haversine(0, 10, 0, 20) / 1000
    assert _pair(panel, "distance", 1, 2) == pytest.approx([ten / 2] * 7, abs=1e-3)
    thirty = haversine(0, 10, 0, 40) / 1000
    bridge = [0.3, 0.3, 0, 0.3, 0.3, 0.3, 0.3]  # the last border of CCC falls in December 1903
    assert _pair(panel, "distance", 1, 4) == pytest.approx([thirty + s for s in bridge], abs=1e-3)
    some = panel_of(tables_of(Invented(), 1900, 1906, codes=(1, 4)), relevant_all=True)
    assert _pair(some, "distance", 1, 4) == _pair(panel, "distance", 1, 4)


def test_what_a_folder_lacks_is_unknown():
    tables = tables_of(Invented(), 1900, 1906)
    panel = panel_of(tables, relevant_all=True)
    off = ~np.eye(panel.n, dtype=bool)
    for name in ("rival", "trade", "institutions"):
        assert np.isnan(getattr(panel, name)[:, off]).all()
    assert np.isnan(panel.openness).all()
    assert dyad_years(tables)[["cow_12", "cow_21"]].isna().all(axis=None)
    with pytest.raises(UserError, match=r"no disputes in the coding 'cow'.*mid_cow"):
        panel_of(tables, Coding(disputes="cow"))
    with pytest.raises(UserError, match=r"no resources in the coding 'gdp'.*gdp_pop"):
        panel_of(tables, Coding(resources="gdp"))


def test_a_missing_component_is_not_zero():
    nmc = _invented()["nmc"]
    nmc.loc[nmc.ccode == 4, ["milex", "irst"]] = np.nan
    states = tables_of(Invented(nmc=nmc), 1900, 1906).states
    row = states[(states.ccode == 4) & (states.year == 1900)].iloc[0]
    assert row.arms == pytest.approx(20 / 35, rel=1e-4)  # of the soldiers of three states
    assert row.material == pytest.approx(1 / 3, rel=1e-4)
    nmc.loc[nmc.ccode == 4, "milper"] = np.nan
    panel = panel_of(tables_of(Invented(nmc=nmc), 1900, 1906))
    assert not panel.member[:, 3].any()
    assert np.isnan(panel.resources[:, 3]).all()


def test_locarno_is_no_promise_of_help_but_an_older_treaty_stays():
    locarno = next(t for t in EXCLUDED if t.name == "Locarno")
    years = range(locarno.first - 1, locarno.last + 2)
    older = [(211, 220, year, 1) for year in years]  # bound before Locarno, and beside it
    only = [(220, 255, year, 1) for year in range(locarno.first, locarno.last + 1)]
    others = [(220, 290, year, 1) for year in years]  # no member of Locarno
    table = _rows("ccode1 ccode2 year defense", *older, *only, *others)
    kept = without_excluded(table)
    assert kept.groupby(["ccode1", "ccode2"]).defense.sum().to_dict() == {
        (211, 220): len(years),
        (220, 255): 0,
        (220, 290): len(years),
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": 1899}, "known for 1900-1906"),
        ({"last": 1907}, "known for 1900-1906"),
        ({"codes": (1, 5)}, "no state in the system called '5'"),
    ],
)
def test_tables_of_what_is_not_there(asked, said):
    with pytest.raises(UserError, match=said):
        tables_of(Invented(), **{"first": 1900, "last": 1906, **asked})


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_tables_are_written_with_their_columns(tmp_path, format):
    tables = tables_of(Invented(), 1900, 1906)
    paths = write_tables(tables, tmp_path / "out", format)
    assert [p.name for p in paths[:2]] == [f"state_years.{format}", f"dyad_years.{format}"]
    read = pd.read_parquet if format == "parquet" else pd.read_csv
    dyads = read(paths[1])
    assert list(dyads) == [*DYADS, *EVENTS]
    assert not dyads.duplicated(["ccode1", "ccode2", "year"]).any()
    row = dyads[(dyads.ccode1 == 1) & (dyads.ccode2 == 2)].set_index("year")
    assert row.fought.tolist() == [0, 0, 0, 1, 1, 0, 0]
    assert row.gml_12.loc[1901] == 1
    assert row.gml_12.isna().tolist() == [True, False, False, False, True, True, True]
    told = pd.read_csv(paths[-1])
    assert set(told.table) == {p.stem for p in paths[:-1]}
    with pytest.raises(UserError, match=r"Already there.*Nothing was written"):
        write_tables(tables, tmp_path / "out", format)
    with pytest.raises(UserError, match="format of tables called 'xlsx'"):
        write_tables(tables, tmp_path / "other", "xlsx")
    assert not (tmp_path / "other").exists()


def test_every_column_is_told():
    told = columns_told()
    assert (told.meaning.str.len() > 3).all()
    assert (told.unit.str.len() > 1).all()
    without = told[told.sources == ""]
    assert set(without.column) == {"year"}


def test_the_compact_form_loses_nothing():
    for tables in (great_power_tables(), tables_of(Invented(), 1900, 1906, codes=(1, 2, 3))):
        again = expand(compact(tables))
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(again, name), getattr(tables, name))
        assert (again.years, again.covered) == (tables.years, tables.covered)


# Raw data


def test_the_built_in_panel_is_the_compiled_one(raw, panel):
    compiled = panel_of(tables_of(raw, codes=GREAT_POWERS), relevant_all=True)
    for name in (f.name for f in fields(Panel)):
        ours, theirs = getattr(panel, name), getattr(compiled, name)
        if isinstance(ours, np.ndarray):
            np.testing.assert_array_equal(ours, theirs, err_msg=name)
        else:
            assert repr(ours) == repr(theirs)


def test_the_built_in_files_are_what_the_tool_writes(raw):
    command = [sys.executable, ROOT / "tools/compile_panel.py", "--data", raw.path, "--check"]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.slow
def test_all_states(raw, tmp_path):
    tables = tables_of(raw)
    everybody = panel_of(tables)
    assert (len(tables.states), len(tables.dyads)) == (15904, 953221)
    assert not tables.states.duplicated(["ccode", "year"]).any()
    assert (tables.dyads.ccode1 < tables.dyads.ccode2).all()
    great_war = war(everybody, "World War I")
    assert (great_war["attacker"], great_war["target"]) == ("AUH", "YUG")
    assert {"RUS", "FRN", "UKG", "BEL"} <= great_war["with_target"]
    assert {"GMY", "TUR", "BUL"} == great_war["with_attacker"]
    some = tables_of(raw, codes=GREAT_POWERS)
    rows = tables.dyads[tables.dyads[["ccode1", "ccode2"]].isin(GREAT_POWERS).all(axis=1)]
    pd.testing.assert_frame_equal(rows.reset_index(drop=True), some.dyads)
    assert len(pd.read_parquet(write_tables(tables, tmp_path)[1])) == 953221
