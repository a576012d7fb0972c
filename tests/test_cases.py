"""The built-in cases hold the figures they should, and a broken case file says what is wrong."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from westphalia.cases import case_names, load_case, load_facts
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
    fields = (*STATE_FIELDS, *DYAD_FIELDS, "growth")
    return one.labels == two.labels and all(
        np.array_equal(getattr(one, f), getattr(two, f), equal_nan=True) for f in fields
    )


@pytest.fixture(scope="module", params=["europe-1890", "europe-1930"])
def name(request):
    return request.param


# The built-in cases


def test_both_cases_are_built_in():
    assert {"europe-1890", "europe-1930"} <= set(case_names())


def test_a_start_is_complete_where_it_must_be_and_symmetric(name):
    case = load_case(name)
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
    assert (start.peace_years[off] >= 0).all()
    assert (start.distance.diagonal() == 0).all()
    assert (start.pact.diagonal() == 0).all()
    assert np.isnan(start.belief).all()
    assert np.isnan(start.stake).all()


def test_mean_burden_is_the_anchor_and_arms_keep_their_ratios(name):
    start = load_case(name).start
    mean = (start.burden * start.resources).sum() / start.resources.sum()
    assert mean == pytest.approx(BURDEN_ANCHOR, rel=0.02)
    np.testing.assert_allclose(0.1 * start.arms / start.resources, start.burden, rtol=1e-9)


def test_exogenous_growth_covers_the_window_and_is_relative(name):
    case = load_case(name)
    growth = case.start.growth
    assert growth.shape == (case.last_year - case.start.year, case.start.n)
    assert np.isfinite(growth).all()
    assert np.abs(growth).max() < 0.1
    np.testing.assert_allclose(growth.mean(axis=1), 0, atol=1e-4)


def test_the_war_does_not_leak_into_growth():
    start = load_case("europe-1930").start
    np.testing.assert_array_equal(start.growth[-3:], np.tile(start.growth[-4], (3, 1)))


def test_pacts_at_the_start():
    start = load_case("europe-1890").start
    at = start.labels.index
    assert start.pact[at("GMY"), at("AUH")] == 1
    assert start.pact_age[at("GMY"), at("AUH")] == 1890 - 1879
    assert start.pact[at("GMY"), at("RUS")] == 0, "reinsurance lapsed in 1890"
    assert start.pact[at("FRN"), at("RUS")] == 0
    start = load_case("europe-1930").start
    at = start.labels.index
    assert start.pact[at("FRN"), at("POL")] == 1
    assert start.pact_age[at("FRN"), at("POL")] == 1930 - 1921
    assert start.pact[at("UKG"), at("GMY")] == 0
    assert start.pact[at("FRN"), at("GMY")] == 0


def test_distances_follow_borders_and_seas():
    assert haversine(51.5074, -0.1278, 48.8589, 2.32) == pytest.approx(342, abs=2)
    case = load_case("europe-1890")
    at, distance = case.start.labels.index, case.start.distance

    def km(a, b):
        return haversine(*case.capitals[a], *case.capitals[b]) / 1000

    assert distance[at("FRN"), at("GMY")] == pytest.approx(km("FRN", "GMY") / 2)
    assert distance[at("UKG"), at("FRN")] == pytest.approx(km("UKG", "FRN")), "24 miles or less"
    assert distance[at("UKG"), at("GMY")] == pytest.approx(km("UKG", "GMY") + 0.3)
    assert distance[at("USA"), at("JPN")] == pytest.approx(km("USA", "JPN") + 0.3)
    assert distance[at("FRN"), at("RUS")] == pytest.approx(km("FRN", "RUS")), "by land"


def test_capitals_and_great_powers_are_those_of_the_year():
    old, new = load_case("europe-1890"), load_case("europe-1930")
    assert old.capitals["TUR"][1] < 30 < new.capitals["TUR"][1], "Constantinople, then Ankara"
    assert old.capitals["RUS"][1] < 31 < new.capitals["RUS"][1], "Saint Petersburg, then Moscow"
    assert set(old.great_powers) == {"GMY", "AUH", "ITA", "RUS", "FRN", "UKG"}
    assert set(new.great_powers) == {"GMY", "ITA", "RUS", "FRN", "UKG", "USA", "JPN"}


# Facts


def test_facts_do_not_reach_the_start(name, tmp_path):
    case = load_case(name)
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
    facts, start = load_facts(name), load_case(name).start.year
    years = [f.from_ for f in (*facts.pacts, *facts.no_pacts)]
    years += [f.year for f in (*facts.wars, *facts.abstentions, *facts.deals, *facts.deaths)]
    years += [year for fact in facts.arms for year in fact.values]
    assert min(years) > start


def pact_years(name: str, a: str, b: str, **options) -> list[int]:
    facts = load_facts(name)
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
    ],
)
def test_pacts_have_the_years_of_the_data(case, a, b, obligations, first, last):
    assert pact_years(case, a, b, obligations=obligations) == list(range(first, last + 1))


def test_locarno_and_nyon_are_not_promises_of_help():
    assert pact_years("europe-1930", "UKG", "GMY") == []
    assert pact_years("europe-1930", "FRN", "GMY", obligations=["defence"]) == []
    assert pact_years("europe-1930", "UKG", "RUS", obligations=["defence"]) == [1941]
    assert pact_years("europe-1930", "UKG", "FRN", obligations=["defence"]) == [1939, 1940]


def test_dead_states_are_unknown_and_not_unallied():
    facts = load_facts("europe-1930")
    known = facts.known([1938, 1939, 1940])
    i, j = facts.labels.index("CZE"), facts.labels.index("FRN")
    assert known[:, i, j].tolist() == [True, True, False]
    assert not known[:, i, i].any()
    assert not facts.known([1930, 1942]).any()
    with pytest.raises(ValueError, match="1942 is outside"):
        facts.pact_matrix([1942])


def test_1914_has_its_sides():
    facts = load_facts("europe-1890")
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


def test_opposite_sides_of_a_world_war_need_not_fight():
    facts = load_facts("europe-1930")
    at, fought = facts.labels.index, facts.war_dyads([1941])[0]
    assert fought[at("JPN"), at("USA")]
    assert fought[at("GMY"), at("RUS")]
    assert not fought[at("JPN"), at("RUS")]
    assert not fought[at("BUL"), at("RUS")]


def test_arms_are_the_figures_of_the_data_and_never_cross_the_currency():
    arms = load_facts("europe-1890").arms_series()
    milex = arms.milex / 1000
    assert milex.loc[[1908, 1912, 1913], "GMY"].round(1).tolist() == [57.9, 63.9, 88.4]
    assert milex.loc[[1908, 1912, 1913], "RUS"].round(1).tolist() == [58.9, 73.5, 85.4]
    assert arms.milper.loc[[1912, 1913], "GMY"].tolist() == [716, 859]
    assert np.isnan(arms.milex.loc[1914, "TUR"]), "missing is not zero"
    assert arms.growth("milex").loc[1914].isna().all()
    assert arms.growth("milper").loc[1914].notna().all()
    milex = load_facts("europe-1930").arms_series().milex / 1000
    assert milex.loc[[1933, 1935, 1936, 1938], "GMY"].round().tolist() == [452, 1608, 2333, 7415]


def test_abstentions_name_who_stayed_out_and_unchecked_facts_say_so():
    facts = load_facts("europe-1930")
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
    data = os.environ.get("WESTPHALIA_DATA")
    if not data:
        pytest.skip("WESTPHALIA_DATA does not name a folder with the raw files")
    command = [sys.executable, ROOT / "tools/compile_cases.py", "--data", data, "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("europe-1890", "europe-1930"):
        assert (tmp_path / f"{name}.yaml").read_bytes() == load_case(name).text


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
