"""The built-in cases hold the figures they should, and a broken case file says what is wrong."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from westphalia.cases import Case, Facts, case_names, load_case, load_facts
from westphalia.cases.load import BURDEN_ANCHOR, haversine, split_facts
from westphalia.world.problems import UserError
from westphalia.world.start import DYAD_FIELDS, STATE_FIELDS

ROOT = Path(__file__).resolve().parent.parent

SMALL = """\
schema: 1
name: small
title: Three states
summary: A case for tests.
start: 1900
end: 1902
sources: {made: invented}
inputs:
  states:
    year: 1900
    sources: {lat: made, lon: made, resources: made, arms_share: made, openness: made}
    rows:
      - {id: AAA, ccode: 1, name: A, capital: A, lat: 0, lon: 0, resources: 2, arms_share: 1}
      - {id: BBB, ccode: 2, name: B, capital: B, lat: 0, lon: 10, resources: 1, arms_share: 1}
      - {id: "NO", ccode: 3, name: N, capital: N, lat: 0, lon: 20, resources: 1, openness: 0.5}
  dyads:
    sources: {border: made, pact: made, stake: made, belief: made}
    rows:
      - {pair: [AAA, BBB], border: land, stake: 0.3, belief: [0.1, 0.2]}
      - {pair: [BBB, NO], pact: {obligations: [consultation], since: 1890}}
facts:
  - {kind: war, name: W, side_a: [AAA], side_b: [BBB], entered: {AAA: 1901, BBB: 1901},
     left: {AAA: 1901, BBB: 1901}, source: made}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, *changes: tuple[str, str], load=load_case) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(UserError) as caught:
        load(write(folder, text))
    return str(caught.value)


def same_start(one, two) -> bool:
    fields = [*STATE_FIELDS, *DYAD_FIELDS]
    if one.growth is not None:
        fields.append("growth")
    return (
        (one.growth is None) == (two.growth is None)
        and one.labels == two.labels
        and all(np.array_equal(getattr(one, f), getattr(two, f), equal_nan=True) for f in fields)
    )


BUILT_IN = ("cold-war-1947", "europe-1890", "europe-1930", "iraq-1990", "napoleon-1803")
#: Those whose figures come from data; napoleon-1803 is coded by hand and knows less.
FROM_DATA = BUILT_IN[:-1]


@cache
def case_of(name: str) -> Case:
    return load_case(name)


@cache
def facts_of(name: str) -> Facts:
    return load_facts(name)


@pytest.fixture(scope="module", params=BUILT_IN)
def name(request):
    return request.param


# The built-in cases


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


# Facts


def test_facts_do_not_reach_the_start(name, tmp_path):
    case = case_of(name)
    inputs, facts = split_facts(case.text.decode())
    assert facts.strip()
    assert "kind:" not in inputs
    poison = inputs + "facts:\n  - {kind: pact, states: [[[, from: !!python/object *nowhere\n"
    for text in (inputs, poison, inputs + "facts: 1\n"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        assert same_start(load_case(path).start, case.start)
    assert not hasattr(case, "facts")


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


def pact_years(name: str, a: str, b: str, **options) -> list[int]:
    facts = facts_of(name)
    matrix = facts.pact_matrix(facts.years, **options)
    assert (matrix == matrix.transpose(0, 2, 1)).all()
    i, j = facts.labels.index(a), facts.labels.index(b)
    return [year for year, there in zip(facts.years, matrix[:, i, j], strict=True) if there]


@pytest.mark.parametrize(
    ("case", "a", "b", "obligations", "first", "last"),
    [
        ("europe-1890", "FRN", "RUS", ["defence"], 1893, 1914),
        ("europe-1890", "FRN", "RUS", ["consultation"], 1891, 1914),
        ("europe-1890", "GMY", "AUH", ["defence"], 1891, 1914),
        ("europe-1890", "UKG", "JPN", ["defence"], 1902, 1914),
        ("europe-1890", "FRN", "ITA", ["neutrality"], 1902, 1914),
        ("europe-1890", "UKG", "FRN", ["consultation"], 1907, 1914),
        ("europe-1930", "FRN", "POL", ["defence"], 1931, 1939),
        ("europe-1930", "FRN", "CZE", ["defence"], 1931, 1938),
        ("europe-1930", "FRN", "RUS", ["defence"], 1935, 1939),
        ("europe-1930", "CZE", "RUS", ["defence"], 1935, 1938),
        ("europe-1930", "GMY", "POL", ["nonaggression"], 1934, 1939),
        ("europe-1930", "GMY", "RUS", ["nonaggression"], 1939, 1941),
        ("europe-1930", "GMY", "ITA", ["defence"], 1939, 1941),
        ("europe-1930", "UKG", "POL", ["defence"], 1939, 1939),
        ("napoleon-1803", "UKG", "RUS", ["defence"], 1812, 1815),
        ("napoleon-1803", "FRN", "RUS", ["defence"], 1807, 1812),
        ("napoleon-1803", "FRN", "AUH", ["consultation"], 1815, 1815),
        ("napoleon-1803", "FRN", "SPN", ["defence"], 1803, 1808),
        ("napoleon-1803", "AUH", "BAV", ["defence"], 1813, 1815),
        ("cold-war-1947", "USA", "UKG", ["defence"], 1949, 1991),
        ("cold-war-1947", "USA", "TUR", ["defence"], 1951, 1991),
        ("cold-war-1947", "RUS", "HUN", ["consultation"], 1955, 1991),
        ("cold-war-1947", "RUS", "CHN", ["defence"], 1948, 1980),
        ("cold-war-1947", "RUS", "YUG", ["defence"], 1948, 1949),
        ("cold-war-1947", "UKG", "RUS", ["defence"], 1948, 1955),
        ("cold-war-1947", "USA", "RUS", ["nonaggression"], 1975, 1991),
        ("iraq-1990", "USA", "GMY", ["defence"], 1990, 2003),
        ("iraq-1990", "USA", "ISR", ["defence"], 1990, 1991),
        ("iraq-1990", "SAU", "KUW", ["defence"], 2000, 2003),
    ],
)
def test_pacts_have_their_years(case, a, b, obligations, first, last):
    years = pact_years(case, a, b, obligations=obligations)
    assert years[-(last - first + 1) :] == list(range(first, last + 1))
    assert first - 1 not in years


def test_multilateral_treaties_that_tie_rivals_are_not_promises_of_help():
    for state in ("KUW", "SAU", "SYR", "EGY", "JOR"):
        assert pact_years("iraq-1990", "IRQ", state) == []
        assert pact_years("iraq-1990", "IRQ", state, obligations=["nonaggression"])
    assert pact_years("cold-war-1947", "USA", "RUS") == [], "Laos 1962"
    assert pact_years("cold-war-1947", "USA", "CHN") == []


def test_locarno_and_nyon_are_not_promises_of_help():
    assert pact_years("europe-1930", "UKG", "GMY") == []
    assert pact_years("europe-1930", "FRN", "GMY", obligations=["defence"]) == []
    assert pact_years("europe-1930", "UKG", "RUS", obligations=["defence"]) == [1941]
    assert pact_years("europe-1930", "UKG", "FRN", obligations=["defence"]) == [1939, 1940]


def test_dead_states_are_unknown_and_not_unallied():
    facts = facts_of("europe-1930")
    known = facts.known([1938, 1939, 1940])
    i, j = facts.labels.index("CZE"), facts.labels.index("FRN")
    assert known[:, i, j].tolist() == [True, True, False]
    assert not known[:, i, i].any()
    assert not facts.known([1930, 1942]).any()
    with pytest.raises(ValueError, match="1942 is outside"):
        facts.pact_matrix([1942])


def test_1914_has_its_sides():
    facts = facts_of("europe-1890")
    (war,) = (w for w in facts.wars if w.name == "World War I")
    assert set(war.side_b) == {"GMY", "AUH", "TUR"}
    assert war.initiators == ("AUH",)
    assert {s for s in war.side_a if war.entered[s] == 1914} == {
        "YUG", "RUS", "FRN", "BEL", "UKG", "JPN",
    }  # fmt: skip
    assert [war.entered[s] for s in ("ITA", "ROM", "USA", "GRC")] == [1915, 1916, 1917, 1917]
    fought = facts.war_dyads([1913, 1914])
    at = facts.labels.index
    assert fought[:, at("GMY"), at("FRN")].tolist() == [False, True]
    assert fought[1, at("JPN"), at("GMY")]
    assert not fought[1, at("GMY"), at("ITA")]
    assert not fought[1, at("GMY"), at("AUH")]


@pytest.mark.parametrize(
    ("case", "name", "year", "side_a", "side_b", "initiators"),
    [
        ("napoleon-1803", "Third Coalition", 1805, "UKG AUH RUS SWD SIC", "FRN SPN BAV", "AUH"),
        ("napoleon-1803", "Fourth Coalition", 1806, "GMY RUS UKG SWD", "FRN BAV", "GMY"),
        ("napoleon-1803", "Fifth Coalition", 1809, "AUH UKG", "FRN BAV", "AUH"),
        ("napoleon-1803", "Invasion of Russia", 1812, "FRN AUH GMY BAV", "RUS", "FRN"),
        (
            "napoleon-1803",
            "Sixth Coalition",
            1813,
            "RUS GMY UKG SWD AUH BAV SPN POR",
            "FRN",
            "AUH",
        ),
        ("napoleon-1803", "Seventh Coalition", 1815, "FRN", "UKG GMY AUH RUS BAV", "FRN"),
        ("cold-war-1947", "Korean", 1950, "USA UKG TUR FRN GRC", "CHN", "PRK"),
        ("cold-war-1947", "Soviet Invasion of Hungary", 1956, "RUS", "HUN", "RUS"),
        ("iraq-1990", "Gulf War", 1990, "KUW USA UKG FRN EGY SYR SAU", "IRQ", "IRQ"),
        ("iraq-1990", "Invasion of Iraq", 2003, "USA UKG", "IRQ", "USA UKG AUL"),
    ],
)
def test_wars_have_their_sides(case, name, year, side_a, side_b, initiators):
    (war,) = (w for w in facts_of(case).wars if w.name == name)
    sides = (" ".join(war.side_a), " ".join(war.side_b), " ".join(war.initiators))
    assert (war.year, *sides) == (year, side_a, side_b, initiators)


def fought(case: str, a: str, b: str) -> list[int]:
    facts = facts_of(case)
    i, j = facts.labels.index(a), facts.labels.index(b)
    there = facts.war_dyads(facts.years)[:, i, j]
    return [year for year, at_war in zip(facts.years, there, strict=True) if at_war]


def test_who_fought_whom_and_when():
    assert fought("napoleon-1803", "FRN", "UKG") == list(range(1803, 1816))
    assert fought("napoleon-1803", "FRN", "GMY") == [1806, 1807, 1813, 1814, 1815]
    assert fought("napoleon-1803", "FRN", "AUH") == [1805, 1809, 1813, 1814, 1815]
    assert fought("napoleon-1803", "FRN", "RUS") == [1805, 1806, 1807, 1812, 1813, 1814]
    assert fought("napoleon-1803", "FRN", "BAV") == [1813, 1814, 1815], "it changed sides"
    assert fought("napoleon-1803", "FRN", "SPN") == list(range(1808, 1815))
    assert fought("iraq-1990", "IRQ", "KUW") == [1990, 1991]
    assert fought("iraq-1990", "IRQ", "USA") == [1991, 2003]
    assert fought("iraq-1990", "IRQ", "FRN") == [1991]
    assert fought("cold-war-1947", "USA", "RUS") == []
    assert not facts_of("cold-war-1947").deaths, "Russia goes on where the Soviet Union ends"
    assert not facts_of("iraq-1990").deaths


@pytest.mark.parametrize(
    ("case", "year", "states", "word"),
    [
        ("napoleon-1803", 1805, {"GMY"}, "Third Coalition"),
        ("napoleon-1803", 1813, {"AUH"}, "spring"),
        ("cold-war-1947", 1950, {"RUS"}, "Korean"),
        ("cold-war-1947", 1989, {"RUS"}, "no force"),
        ("iraq-1990", 1991, {"ISR"}, "Gulf War"),
        ("iraq-1990", 2003, {"FRN", "GMY", "TUR"}, "invasion of IRQ"),
    ],
)
def test_who_stayed_out(case, year, states, word):
    found = [f for f in facts_of(case).abstentions if f.year == year and word in f.event]
    assert any(set(f.states) == states for f in found)


def test_the_agreements_that_ended_the_cold_war():
    deals = facts_of("cold-war-1947").deals
    years = {deal.what.partition(",")[0].partition(":")[0]: deal.year for deal in deals}
    assert years["SALT I and ABM Treaty"] == 1972
    assert years["Helsinki Final Act"] == 1975
    assert years["Stockholm Document"] == 1986
    assert years["INF Treaty"] == 1987
    assert years["CFE Treaty"] == 1990
    assert years["START Treaty"] == 1991
    (step,) = (deal for deal in deals if deal.year == 1988)
    assert step.states == ["RUS"], "a one-sided step has one state"
    (inf,) = (deal for deal in deals if deal.year == 1987)
    assert "8 December: 2,692 missiles destroyed (846 USA, 1,846 RUS)" in inf.what
    assert {deal.year for deal in deals if deal.checked} == {1975}


def test_opposite_sides_of_a_world_war_need_not_fight():
    facts = facts_of("europe-1930")
    at, fought = facts.labels.index, facts.war_dyads([1941])[0]
    assert fought[at("JPN"), at("USA")]
    assert fought[at("GMY"), at("RUS")]
    assert not fought[at("JPN"), at("RUS")]
    assert not fought[at("BUL"), at("RUS")]


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


def test_abstentions_name_who_stayed_out_and_unchecked_facts_say_so():
    facts = facts_of("europe-1930")
    munich = [f for f in facts.abstentions if "Munich" in f.event]
    assert munich
    assert "FRN" in munich[0].states
    assert munich[0].checked
    assert facts.deals
    assert not any(deal.checked for deal in facts.deals)


# A user's file


def test_a_users_file_loads_and_what_is_left_out_is_nan(tmp_path):
    case = load_case(write(tmp_path, SMALL))
    start = case.start
    assert start.labels == ("AAA", "BBB", "NO"), "Norway is no boolean"
    assert np.isnan(start.openness[:2]).all()
    assert start.openness[2] == 0.5
    assert np.isnan(start.arms[2])
    assert np.isnan(start.burden[2])
    assert start.growth is None
    assert start.stake[0, 1] == 0.3
    assert start.stake[1, 0] == 0.7
    assert start.belief[0, 1] == 0.1
    assert start.belief[1, 0] == 0.2
    assert start.pact[1, 2] == 0.4
    assert start.pact_age[2, 1] == 10
    assert np.isnan(start.trade[0, 1])
    assert start.pact[0, 1] == 0
    assert len(case.sha256) == 64
    assert case.text.decode() == SMALL
    assert load_facts(case.path).wars[0].opponents(1901) == [("AAA", "BBB")]


def test_an_unknown_case_names_the_nearest():
    with pytest.raises(UserError, match=r"Did you mean.*europe-1890"):
        load_case("europe-1980")
    with pytest.raises(UserError, match="no case file"):
        load_case("nowhere.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("openness: 0.5", "openness: 1.7", 15, r"rows\[2\].openness: 1.7.*accepted: 0 to 1"),
        ("openness: 0.5", "opennes: 0.5", 15, "no field called 'opennes'.*mean openness"),
        ("openness: 0.5", "openness: yes", 15, "'yes'.*accepted: 0 to 1"),
        ("resources: 2,", "resources: 0,", 13, "accepted: above 0"),
        ("resources: 2, ", "", 13, "resources: this field is required"),
        ("ccode: 2", "ccode: 1", 14, "1 is the ccode of two states"),
        ("id: BBB", "id: AAA", 14, "AAA is the id of two states"),
        ("end: 1902", "end: 1900", 6, "must be later than start"),
        ("[BBB, NO]", "[BBB, NOR]", 20, "no state called 'NOR'.*mean NO"),
        ("[BBB, NO]", "[BBB, AAA]", 20, "BBB-AAA already has row 0"),
        ("[BBB, NO]", "[BBB, BBB]", 20, "BBB is paired with itself"),
        ("since: 1890", "since: 1901", 20, "1901 is later than the start"),
        ("    year: 1900", "    year: 1905", 10, "1905 is later than the start"),
        ("border: land", "border: lend", 19, "'lend'.*accepted: land, water_12"),
        ("[consultation]", "[consult]", 20, "accepted: defence.*consultation"),
        ("pact: made", "pact: maid", 17, "no source called 'maid'.*mean made"),
        (", openness: made", "", 15, "no source; add `openness: KEY`"),
        ("resources: 2", "resources: .nan", 13, "finite"),
        ("schema: 1", "schema: 2", 1, "accepted: 1"),
    ],
)
def test_a_problem_has_its_line_and_the_way_out(tmp_path, old, new, line, says):
    message = problems(tmp_path, (old, new))
    assert re.search(rf"small\.yaml:{line}: .*{says}", message), message


def test_all_problems_are_told_at_once(tmp_path):
    message = problems(
        tmp_path,
        ("openness: 0.5", "openness: 7"),
        ("[BBB, NO]", "[BBB, NOR]"),
        ("end: 1902", "end: 1800"),
        ("ccode: 2", "ccode: two"),
    )
    assert "has 4 problems" in message
    assert [int(x) for x in re.findall(r"small\.yaml:(\d+):", message)] == [6, 14, 15, 20]


def test_growth_is_the_only_input_later_than_the_start(tmp_path):
    block = "  exogenous: {growth: {source: made, values: {AAA: {1901: 0.1, %s: 0.1}}}}\nfacts:"
    text = SMALL.replace("facts:", block % 1902)
    growth = load_case(write(tmp_path, text)).start.growth
    assert growth[:, 0].tolist() == [0.1, 0.1]
    assert np.isnan(growth[:, 1:]).all()
    message = problems(tmp_path, ("facts:", block % 1903))
    assert "growth runs from 1901 to 1902, not 1903" in message


def test_a_judgement_is_checked_like_the_field_it_fills(tmp_path):
    row = (
        "  judgements: [{state: AAA, field: capture, value: %s, source: made, why: guess}]\nfacts:"
    )
    case = load_case(write(tmp_path, SMALL.replace("facts:", row % 0.8)))
    assert case.start.capture[0] == 0.8
    assert "accepted: 0 to 1" in problems(tmp_path, ("facts:", row % 3))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("side_b: [BBB]", "side_b: [BBC]", r":22: .*no state called 'BBC'.*mean BBB"),
        ("AAA: 1901, BBB: 1901},", "AAA: 1901},", r":22: .*entered: needs one year"),
        ("kind: war", "kind: warr", r":22: .*'warr'"),
        ("source: made}\n", "source: maid}\n", r":23: .*no source called 'maid'"),
        ("name: W,", "nam: W,", r":22: .*no field called 'nam'.*mean name"),
    ],
)
def test_a_broken_fact_has_its_line_too(tmp_path, old, new, says):
    assert load_case(write(tmp_path, SMALL.replace(old, new)))
    assert re.search(says, problems(tmp_path, (old, new), load=load_facts))


def test_broken_yaml_has_its_line(tmp_path):
    assert "small.yaml:7: not valid YAML" in problems(tmp_path, ("{made: invented}", "{made: ]"))
    assert "small.yaml:4: not valid YAML" in problems(tmp_path, ("summary:", "title:"))
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"schema: 1\nname: caf\xe9\n")
    with pytest.raises(UserError, match=r"latin.yaml:2: not UTF-8"):
        load_case(path)


def test_loading_needs_no_simulator():
    code = "import sys, westphalia.cases; assert not {'jax', 'pandas'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_case_files_are_what_the_tool_writes(tmp_path):
    data = Path(os.environ.get("WESTPHALIA_DATA") or ROOT.parent / "shared" / "data")
    if not data.is_dir():
        pytest.skip(f"no raw files in {data}; WESTPHALIA_DATA names another folder")
    command = [sys.executable, ROOT / "tools/compile_cases.py", "--data", data, "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    for name in BUILT_IN:
        assert (tmp_path / f"{name}.yaml").read_bytes() == case_of(name).text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("states: [NOR, SUD]", "states: [NOR, NOR]", "cannot be paired with itself"),
        ("initiator: [NOR]", "initiator: [NOX]", "NOX"),
        ("side_a: [NOR]", "side_a: []", "nobody fights on this side"),
    ],
)
def test_impossible_facts_are_named_with_their_line(tmp_path, old, new, said):
    text = (Path(__file__).parents[1] / "examples" / "three-powers.yaml").read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "case.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_facts(path)
    line = text[: text.index(old)].count("\n") + 1
    assert said in str(error.value)
    assert any(f"case.yaml:{n}" in str(error.value) for n in (line, line - 1))
