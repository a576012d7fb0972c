"""The facts of a case: later than its start, never in it, with their years and sides."""

import re

import pytest
from places import ROOT

from cases.files import SMALL, case_of, facts_of, problems, same_start, write
from westphalia.cases import load_case, load_facts
from westphalia.cases.load import split_facts
from westphalia.world.problems import UserError


def test_facts_do_not_reach_the_start(name, tmp_path):
    case = case_of(name)
    inputs, facts = split_facts(case.text.decode())
    assert facts.strip()
    assert "kind:" not in inputs
    for text in (inputs, inputs + "facts: []\n"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        assert same_start(load_case(path).start, case.start)
    assert not hasattr(case, "facts")


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


def test_abstentions_name_who_stayed_out_and_unchecked_facts_say_so():
    facts = facts_of("europe-1930")
    munich = [f for f in facts.abstentions if "Munich" in f.event]
    assert munich
    assert "FRN" in munich[0].states
    assert munich[0].checked
    assert facts.deals
    assert not any(deal.checked for deal in facts.deals)


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
    for load in (load_case, load_facts):
        assert re.search(says, problems(tmp_path, (old, new), load=load))


def test_a_war_begins_in_the_case_or_is_marked_as_under_way(tmp_path):
    earlier = ("entered: {AAA: 1901, BBB: 1901}", "entered: {AAA: 1808, BBB: 1901}")
    message = problems(tmp_path, earlier)
    assert message.splitlines()[1:] == [
        "  small.yaml:22: facts[0].entered.AAA: AAA enters in 1808, which is not after the start "
        "(1900); leave the war out, or mark one that is being fought at the start with "
        "`under_way: true`."
    ]
    marked = SMALL.replace(*earlier).replace("name: W,", "name: W, under_way: true,")
    assert load_case(write(tmp_path, marked)).first_year == 1901
    (war,) = load_facts(write(tmp_path, marked)).wars
    assert war.entered == {"AAA": 1808, "BBB": 1901}
    over = marked.replace("left: {AAA: 1901", "left: {AAA: 1899")
    with pytest.raises(UserError, match=r":23: .*AAA leaves in 1899, which is not after the start"):
        load_case(write(tmp_path, over))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("states: [NOR, SUD]", "states: [NOR, NOR]", "cannot be paired with itself"),
        ("initiator: [NOR]", "initiator: [NOX]", "NOX"),
        ("side_a: [NOR]", "side_a: []", "no state is listed on this side"),
    ],
)
def test_impossible_facts_are_named_with_their_line(tmp_path, old, new, said):
    text = (ROOT / "examples" / "three-powers.yaml").read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "case.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_facts(path)
    line = text[: text.index(old)].count("\n") + 1
    assert said in str(error.value)
    assert any(f"case.yaml:{n}" in str(error.value) for n in (line, line - 1))
