"""The built-in panel of the great powers against known history."""

import subprocess
import sys
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from places import ROOT

from records.panels import Invented, war
from westphalia.cases.load import BURDEN_ANCHOR, DEPRECIATION, SEA_CROSSING, haversine
from westphalia.records.builtin import (
    GREAT_POWERS,
    compact,
    expand,
    great_power_tables,
    great_powers,
)
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.columns import TABLES
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.panel import Coding, Panel


def spells(panel: Panel, values: np.ndarray, a: str, b: str) -> list[tuple[int, int]]:
    """First and last years of the spells in which a pair's figure is above zero."""
    on = np.concatenate([[0], values[:, panel.labels.index(a), panel.labels.index(b)] > 0, [0]])
    change = np.diff(on.astype(int))
    start = int(panel.years[0])
    begun, ended = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    return [(start + int(i), start + int(j) - 1) for i, j in zip(begun, ended, strict=True)]


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


def test_the_compact_form_loses_nothing():
    for tables in (great_power_tables(), compile_tables(Invented(), 1900, 1906, codes=(1, 2, 3))):
        again = expand(compact(tables))
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(again, name), getattr(tables, name))
        assert (again.years, again.covered) == (tables.years, tables.covered)


def test_the_built_in_panel_is_the_compiled_one(raw, panel):
    compiled = build_panel(compile_tables(raw, codes=GREAT_POWERS), relevant_all=True)
    for name in (f.name for f in fields(Panel)):
        ours, theirs = getattr(panel, name), getattr(compiled, name)
        if isinstance(ours, np.ndarray):
            np.testing.assert_array_equal(ours, theirs, err_msg=name)
        else:
            assert repr(ours) == repr(theirs)


def test_the_built_in_files_are_what_the_tool_writes(raw):
    command = [sys.executable, ROOT / "tools/compile_panel.py", "--data", raw.path, "--check"]
    subprocess.run(command, check=True, capture_output=True)
