"""A user's case file: read, checked, and its problems named with their lines."""

import re
import subprocess
import sys

import numpy as np
import pytest

from cases.files import SMALL, case_of, facts_of, problems, write
from westphalia.cases import load_case, load_facts
from westphalia.world.problems import UserError


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
        ("resources: 2, ", "", 13, "resources: required field is missing"),
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


def test_broken_yaml_has_its_line(tmp_path):
    assert "small.yaml:7: not valid YAML" in problems(tmp_path, ("{made: invented}", "{made: ]"))
    twice = "small.yaml:4: title: title is given twice, as Three states in line 3 and as"
    assert twice in problems(tmp_path, ("summary:", "title:"))
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"schema: 1\nname: caf\xe9\n")
    with pytest.raises(UserError, match=r"latin.yaml:2: not UTF-8"):
        load_case(path)


def test_loading_needs_no_simulator():
    code = "import sys, westphalia.cases; assert not {'jax', 'pandas'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_case_is_printed_in_a_line():
    case = case_of("europe-1890")
    assert repr(case) == "<Case europe-1890: 13 states, 1891-1914>"
    assert repr(facts_of("europe-1890")).startswith("<Facts 1891-1914: ")
    assert "<b>" in case._repr_html_()
    assert len(case._repr_html_()) < 3000
