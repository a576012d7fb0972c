"""Python's arguments: worlds and theories by name or as objects; what is wrong is a sentence."""

import numpy as np
import pytest

import westphalia as wp
from westphalia.runs.arguments import changes_from_arguments, spec_from_arguments
from westphalia.runs.change import changes_between, with_changes
from westphalia.runs.manifest import spec_hash

CASES = "cold-war-1947, europe-1890, europe-1930, iraq-1990, napoleon-1803"
WRONG = [
    ({"seed": None}, "seed: None is not a whole number; accepted: 0 to 4294967295."),
    ({"seed": -1}, "seed: -1 is outside its range; accepted: 0 to 4294967295."),
    ({"runs": "x"}, "runs: 'x' is not a whole number; accepted: 1 to 1000000."),
    ({"runs": 2.5}, "runs: 2.5 is not a whole number; accepted: 1 to 1000000."),
    ({"runs": 0}, "runs: 0 is outside its range; accepted: 1 to 1000000."),
    ({"years": True}, "years: True is not a whole number; accepted: 1 to 1000."),
    ({"serial": "yes"}, "serial: 'yes' is not true or false."),
    (
        {"case": "europe-1980"},
        "case: There is no case called 'europe-1980'. Did you mean europe-1930 or europe-1890 or "
        "napoleon-1803?",
    ),
    ({"case": 8}, "case: 8 is not a case; a world of 8 random states is RandomWorld(8)."),
    (
        {"case": None},
        f"case: None is not a case: give the name of a built-in case ({CASES}) or the path of a "
        ".yaml file.",
    ),
    (
        {"case": wp.RandomWorld(1)},
        "case: RandomWorld.n: 1 is outside its range; accepted: 2 to 100.",
    ),
    (
        {"theories": "defnsive"},
        "theories: There is no theory called 'defnsive'. Did you mean defensive or offensive?",
    ),
    (
        {"theories": 5},
        "theories: 5 is not a theory: give a name (defensive, offensive, liberal, constructivist), "
        "a file as path/to/file.py:NAME, or a Theory.",
    ),
    (
        {"theories": {"GMX": "offensive", "*": "defensive"}},
        "theories: There is no state called 'GMX'. Did you mean GMY?",
    ),
    (
        {"theories": ["defensive", "liberal"]},
        "theories: 2 theories for 13 states: give one, one per state, or a mapping such as "
        '{"GMY": "offensive", "*": "defensive"}.',
    ),
    ({"set": {"beta": "high"}}, "set: 'high' is not a number."),
    ({"set": 5}, "set: 5 is not a mapping of names to values."),
    ({"off": 5}, 'off: 5 is not a list of names; write off=["hotlines"].'),
    (
        {"off": "hotlines", "on": ["hotlines"]},
        "off, on: Module hotlines is switched both off and on; keep one of the two.",
    ),
    ({"record": ["pax"]}, "record: There is no quantity called 'pax'. Did you mean pact?"),
    ({"record": []}, "record: [] has too few entries; give at least 1."),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_a_wrong_argument_is_told_in_a_sentence(wrong, told):
    arguments = {"case": "europe-1890", "theories": "defensive", **wrong}
    with pytest.raises(wp.UserError) as error:
        wp.simulate(**arguments)
    assert str(error.value) == told


def test_all_arguments_are_told_at_once():
    with pytest.raises(wp.UserError) as error:
        wp.simulate("europ", "x", runs=0, seed=-1, set={"y": 1}, off=["z"])
    places = [line.partition(":")[0] for line in str(error.value).splitlines()]
    assert places == ["off, on", "runs", "seed", "case", "theories", "set"]


def test_a_case_by_name_as_a_case_and_numbers_of_numpy_are_the_same():
    one = spec_from_arguments("iraq-1990", "defensive", {"beta": 1.1}, runs=7, seed=3)
    other = spec_from_arguments(
        wp.load_case("iraq-1990"),
        wp.theories.defensive,
        wp.Parameters(defence_advantage=1.1),
        runs=np.int64(7),
        seed=np.uint32(3),
    )
    assert spec_hash(one) == spec_hash(other)


def test_changes_are_checked_alike():
    spec = spec_from_arguments("iraq-1990", {"IRQ": "offensive", "*": "defensive"})
    numbers = {"beta": 1, "offensive.worst_case": 0.5}
    found = changes_from_arguments(spec, numbers, "caps", None, {"contest": "difference"})
    after = with_changes(spec, found)
    assert after.values == {"defence_advantage": 1.0, "offensive.worst_case": 0.5}
    assert after.modules.caps == 0
    assert after.parameters.forms.contest == "difference"
    at = spec.labels.index("IRQ")
    assert after.lines[0].theories[at].numbers()["worst_case"].value == 0.5
    assert set(changes_between(spec, after)) >= {"caps off", "contest: ratio -> difference"}
    with pytest.raises(wp.UserError) as error:
        changes_from_arguments(
            spec, {"beta": 9, "liberal.worst_case": 0.5}, ["cap"], None, {"contest": "x"}
        )
    places = [line.partition(":")[0] for line in str(error.value).splitlines()]
    assert places == ["off, on", "set", "set", "forms"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: wp.score("x"), "x is not an experiment"),
        (lambda: wp.score([]), "an empty list is not an experiment"),
        (lambda: wp.counterfactual(5), "5 is not an experiment"),
        (lambda: wp.save(None, "x"), "None is not an experiment"),
        (lambda: wp.load(5), "5 is not a folder"),
        (lambda: wp.load("nowhere"), "There is no run folder nowhere"),
        (lambda: wp.cite(5), "5 cannot be cited"),
        (lambda: wp.run_claims("x"), "There is no claim x: claims are 1 to 44, or path/to/file.py"),
        (lambda: wp.run_claims([1.5]), "ids: [1.5] is not a list of claims"),
        (lambda: wp.run_claims(6, workers="proceses"), "Did you mean processes"),
        (lambda: wp.run_claims(99, draws=0), "There is no claim 99"),
        (lambda: wp.run_claims(6, forms={"contest": "diference"}), "Did you mean difference?"),
        (lambda: wp.run_claims(6, forms=3), "forms: 3 is not a mapping"),
        (lambda: wp.run_claims(6, set={"beta": "x"}), "defence_advantage = 'x' is not a number"),
        (lambda: wp.load_case(None), "None is not a case"),
    ],
)
def test_every_function_says_what_it_needs(call, told):
    with pytest.raises(wp.UserError) as error:
        call()
    assert told in str(error.value)
