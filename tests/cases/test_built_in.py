"""The built-in cases: complete where they must be, and as the data sets say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from places import ROOT

from cases.files import BUILT_IN, FROM_DATA, case_of, facts_of
from westphalia.cases import case_names
from westphalia.cases.load import BURDEN_ANCHOR, haversine, split_facts


def test_five_cases_are_built_in():
    assert case_names() == sorted(BUILT_IN)


@pytest.mark.parametrize(
    ("case", "first", "last", "states"),
    [
        ("napoleon-1803", 1803, 1815, "FRN UKG AUH GMY RUS SPN TUR SWD BAV POR SIC"),
        (
            "cold-war-1947",
            1948,
            1991,
            "USA RUS UKG FRN POL CZE HUN ROM BUL YUG ITA GRC TUR CHN",
        ),
        ("iraq-1990", 1990, 2003, "USA IRQ KUW SAU IRN SYR EGY JOR ISR TUR UKG FRN GMY RUS"),
    ],
)
def test_windows_and_states(case, first, last, states):
    loaded = case_of(case)
    assert (loaded.first_year, loaded.last_year) == (first, last)
    assert " ".join(loaded.start.labels) == states


def test_a_start_is_complete_where_it_must_be_and_symmetric(name):
    case = case_of(name)
    start = case.start
    assert case.first_year == start.year + 1
    assert np.isfinite(start.resources).all()
    assert (start.resources > 0).all()
    assert np.isfinite(start.arms).all()
    assert np.isfinite(start.openness).all()
    for field in ("distance", "pact", "pact_age", "peace_years", "trade", "institutions"):
        matrix = getattr(start, field)
        np.testing.assert_array_equal(matrix, matrix.T)
    off = ~np.eye(start.n, dtype=bool)
    assert (start.distance[off] > 0).all()
    known = ~np.isnan(start.peace_years)
    assert (start.peace_years[known] >= 0).all()
    assert known[off].all() == (name in FROM_DATA)
    assert (start.distance.diagonal() == 0).all()
    assert (start.pact.diagonal() == 0).all()
    assert np.isnan(start.belief).all()
    assert np.isnan(start.stake).all()


def test_mean_burden_is_the_anchor_and_arms_keep_their_ratios(name):
    start = case_of(name).start
    mean = (start.burden * start.resources).sum() / start.resources.sum()
    assert mean == pytest.approx(BURDEN_ANCHOR, rel=0.02)
    np.testing.assert_allclose(0.1 * start.arms / start.resources, start.burden, rtol=1e-9)


@pytest.mark.parametrize("case", ["cold-war-1947", "europe-1890", "europe-1930"])
def test_exogenous_growth_covers_the_window_and_is_relative(case):
    case = case_of(case)
    growth = case.start.growth
    assert growth.shape == (case.last_year - case.start.year, case.start.n)
    assert np.isfinite(growth).all()
    assert np.abs(growth).max() < 0.1
    np.testing.assert_allclose(growth.mean(axis=1), 0, atol=1e-4)


def test_the_war_does_not_leak_into_growth():
    start = case_of("europe-1930").start
    np.testing.assert_array_equal(start.growth[-3:], np.tile(start.growth[-4], (3, 1)))
    start = case_of("cold-war-1947").start
    np.testing.assert_array_equal(start.growth[-1], start.growth[-2])
    for case in ("iraq-1990", "napoleon-1803"):
        assert case_of(case).start.growth is None, "war in the first simulated year"


def test_pacts_at_the_start():
    start = case_of("europe-1890").start
    at = start.labels.index
    assert start.pact[at("GMY"), at("AUH")] == 1
    assert start.pact_age[at("GMY"), at("AUH")] == 1890 - 1879
    assert start.pact[at("GMY"), at("RUS")] == 0, "reinsurance lapsed in 1890"
    assert start.pact[at("FRN"), at("RUS")] == 0
    start = case_of("europe-1930").start
    at = start.labels.index
    assert start.pact[at("FRN"), at("POL")] == 1
    assert start.pact_age[at("FRN"), at("POL")] == 1930 - 1921
    assert start.pact[at("UKG"), at("GMY")] == 0
    assert start.pact[at("FRN"), at("GMY")] == 0


def test_pacts_at_the_start_of_the_later_cases():
    start = case_of("iraq-1990").start
    at = start.labels.index
    assert start.pact[at("USA"), at("GMY")] == 1
    assert start.pact_age[at("UKG"), at("FRN")] == 1989 - 1947
    for state in ("KUW", "SAU", "SYR", "EGY", "JOR"):
        assert start.pact[at("IRQ"), at(state)] == 0, "the Arab League is no promise of help"
    start = case_of("cold-war-1947").start
    at = start.labels.index
    assert start.pact[at("RUS"), at("CHN")] == 1
    assert start.pact[at("RUS"), at("UKG")] == 1
    assert (start.pact[at("USA")] == 0).all(), "two years before NATO"
    start = case_of("napoleon-1803").start
    at = start.labels.index
    assert start.pact_age[at("FRN"), at("SPN")] == 1802 - 1796
    assert start.pact[at("UKG")].sum() == 2, "TUR and POR"


@pytest.mark.parametrize(
    ("case", "armed"),
    [("cold-war-1947", {"USA"}), ("iraq-1990", {"USA", "RUS", "UKG", "FRN", "ISR"})],
)
def test_nuclear_powers_are_those_of_the_start(case, armed):
    start = case_of(case).start
    assert {s for s, n in zip(start.labels, start.nuclear, strict=True) if n == 1} == armed
    assert np.isin(start.nuclear, (0, 1)).all()
    assert np.isnan(case_of("europe-1890").start.nuclear).all()


def test_distances_follow_borders_and_seas():
    assert haversine(51.5074, -0.1278, 48.8589, 2.32) == pytest.approx(342, abs=2)
    case = case_of("europe-1890")
    at, distance = case.start.labels.index, case.start.distance

    def km(a, b):
        return haversine(*case.capitals[a], *case.capitals[b]) / 1000

    assert distance[at("FRN"), at("GMY")] == pytest.approx(km("FRN", "GMY") / 2)
    assert distance[at("UKG"), at("FRN")] == pytest.approx(km("UKG", "FRN")), "24 miles or less"
    assert distance[at("UKG"), at("GMY")] == pytest.approx(km("UKG", "GMY") + 0.3)
    assert distance[at("USA"), at("JPN")] == pytest.approx(km("USA", "JPN") + 0.3)
    assert distance[at("FRN"), at("RUS")] == pytest.approx(km("FRN", "RUS")), "by land"


def test_capitals_and_great_powers_are_those_of_the_year():
    old, new = case_of("europe-1890"), case_of("europe-1930")
    assert old.capitals["TUR"][1] < 30 < new.capitals["TUR"][1], "Constantinople, then Ankara"
    assert old.capitals["RUS"][1] < 31 < new.capitals["RUS"][1], "Saint Petersburg, then Moscow"
    assert set(old.great_powers) == {"GMY", "AUH", "ITA", "RUS", "FRN", "UKG"}
    assert set(new.great_powers) == {"GMY", "ITA", "RUS", "FRN", "UKG", "USA", "JPN"}
    powers = {name: set(case_of(name).great_powers) for name in BUILT_IN}
    assert powers["napoleon-1803"] == {"FRN", "UKG", "AUH", "GMY", "RUS", "SPN"}
    assert powers["cold-war-1947"] == powers["iraq-1990"] == {"USA", "RUS", "UKG", "FRN"}
    capitals = case_of("cold-war-1947").capitals
    assert capitals["CHN"] == pytest.approx((32.06, 118.8), abs=0.01), "Nanjing"
    assert case_of("iraq-1990").capitals["GMY"][1] < 8, "Bonn"
    assert case_of("napoleon-1803").capitals["POR"][0] > 38, "Lisbon, not Rio"


def test_every_fact_is_later_than_the_start(name):
    facts, start = facts_of(name), case_of(name).start.year
    years = [f.from_ for f in (*facts.pacts, *facts.no_pacts)]
    years += [f.year for f in (*facts.wars, *facts.abstentions, *facts.deals, *facts.deaths)]
    years += [year for fact in facts.arms for year in fact.values]
    assert min(years) > start
    assert max(f.to for f in (*facts.pacts, *facts.no_pacts)) <= facts.last_year


def test_nothing_in_the_inputs_is_later_than_the_start(name):
    case = case_of(name)
    inputs, _ = split_facts(case.text.decode())
    inputs = inputs[inputs.index("\ninputs:") :].partition("  judgements:")[0]
    years = [int(year) for year in re.findall(r"(?<![.\w])(1[4-9]\d\d|20\d\d)\b", inputs)]
    assert max(years) == case.start.year


def test_what_no_data_set_confirms_is_marked(name):
    facts = facts_of(name)
    entries = [*facts.pacts, *facts.no_pacts, *facts.abstentions, *facts.deals, *facts.deaths]
    for fact in entries:
        sources = {fact.source} if isinstance(fact.source, str) else set(fact.source)
        assert fact.checked == ("memory" not in sources), fact
    assert all(war.checked == (name in FROM_DATA) for war in facts.wars)
    if name == "napoleon-1803":
        assert {f.from_ for f in facts.pacts if f.checked} == {1815}, "ATOP begins"
        assert not any(fact.checked for fact in (*facts.abstentions, *facts.deals))


def test_arms_are_the_figures_of_the_data_and_never_cross_the_currency():
    arms = facts_of("europe-1890").arms_series()
    milex = arms.milex / 1000
    assert milex.loc[[1908, 1912, 1913], "GMY"].round(1).tolist() == [57.9, 63.9, 88.4]
    assert milex.loc[[1908, 1912, 1913], "RUS"].round(1).tolist() == [58.9, 73.5, 85.4]
    assert arms.milper.loc[[1912, 1913], "GMY"].tolist() == [716, 859]
    assert np.isnan(arms.milex.loc[1914, "TUR"]), "missing is not zero"
    assert arms.growth("milex").loc[1914].isna().all()
    assert arms.growth("milper").loc[1914].notna().all()
    milex = facts_of("europe-1930").arms_series().milex / 1000
    assert milex.loc[[1933, 1935, 1936, 1938], "GMY"].round().tolist() == [452, 1608, 2333, 7415]


def test_arms_of_the_later_cases_do_not_cross_a_change_of_source():
    arms = facts_of("cold-war-1947").arms_series()
    milex = arms.milex / 1e6
    assert milex.loc[[1950, 1953, 1960], "USA"].round(1).tolist() == [14.6, 49.6, 45.4]
    assert milex.loc[[1950, 1953, 1988], "RUS"].round(1).tolist() == [15.5, 25.5, 317.9]
    assert arms.breaks == (1989,)
    assert arms.growth("milex").loc[1989].isna().all()
    assert milex["POL"].first_valid_index() == 1951, "earlier figures are out of line"
    assert [milex["CHN"].first_valid_index(), milex["CHN"].last_valid_index()] == [1949, 1984]
    milex = facts_of("iraq-1990").arms_series().milex / 1e6
    assert milex.loc[[1991, 2000], "IRQ"].round(1).tolist() == [12.9, 1.4]
    assert milex["GMY"].notna().all(), "one state before and after unification"
    assert milex["RUS"].last_valid_index() == 1991
    assert facts_of("napoleon-1803").arms_series().milex.isna().all(axis=None)


def test_the_case_files_are_what_the_tool_writes(tmp_path):
    data = Path(os.environ.get("WESTPHALIA_DATA") or ROOT.parent / "shared" / "data")
    if not data.is_dir():
        pytest.skip(f"no raw files in {data}; WESTPHALIA_DATA names another folder")
    command = [sys.executable, ROOT / "tools/compile_cases.py", "--data", data, "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    for name in BUILT_IN:
        assert (tmp_path / f"{name}.yaml").read_bytes() == case_of(name).text
