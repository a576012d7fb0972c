"""Numbers and forms that a user sets: how they are named, and what is refused."""

import json
from dataclasses import replace

import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.runs.folder import open_run
from westphalia.runs.options import spec_from_options
from westphalia.runs.parse import read_spec
from westphalia.runs.settings import full_name, numbers_of, ranges_of, settings_of
from westphalia.runs.write import spec_text
from westphalia.theories import NUMBERS, THEORIES, defensive, liberal, offensive
from westphalia.world.parameters import Forms, Parameters
from westphalia.world.problems import UserError

QUICK = ["--theory", "offensive", "--no-baselines", "--runs", "3", "--years", "2"]


def plan(*set_, form=(), theories=("offensive", "defensive")):
    return spec_from_options(
        "europe-1890", theories, 3, 2, 1, set_, None, None, False, baselines=False, form=form
    )


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ("beta", "defence_advantage"),
        ("defence_advantage", "defence_advantage"),
        ("offensive.worst_case", "offensive.worst_case"),
        ("offensive.omega", "offensive.worst_case"),
        ("*.survival", "*.survival"),
        (" base-rate.prior ", "base-rate.prior"),
    ],
)
def test_numbers_of_both_kinds_have_names_and_symbols(given, full):
    assert full_name(given) == full


@pytest.mark.parametrize("name", [*NUMBERS, *(row.symbol for row in NUMBERS.values())])
def test_an_unqualified_number_of_a_theory_says_what_to_write(name):
    with pytest.raises(UserError, match=rf"write THEORY\.{name}, with offensive or liberal"):
        full_name(name, [offensive, liberal])


def test_all_problems_are_told_at_once_with_the_nearest_names():
    texts = ["betta=1", "offensive.worst_cas=.9", "liberal.prior=.2", "worst_case=.5", "beta=x"]
    texts += ["offensive.power=-1", "m=1", "decisiveness=1", "accident"]
    with pytest.raises(UserError) as error:
        settings_of(texts, [offensive, defensive], ["contest=diference"])
    lines = str(error.value).splitlines()
    for part in (
        "Did you mean beta",
        "'offensive.worst_cas'. Did you mean worst_case",
        "no theory called 'liberal' in this run",
        "write THEORY.worst_case",
        "'x' is not a number",
        "offensive.power = -1 is outside its range, 0 to 100",
        "decisiveness is set twice",
        "--set accident: it has no '='",
        "Did you mean difference",
    ):
        assert sum(part in line for line in lines) == 1, part
    assert len(lines) == 9


def test_what_is_set_reaches_the_world_and_that_theory_alone():
    settings = settings_of(["beta=1.2", "offensive.omega=0.9"], THEORIES.values())
    assert settings.parameters == Parameters(defence_advantage=1.2)
    moved = settings.apply((offensive, defensive, offensive))
    assert moved[0] is moved[2]
    assert moved[0].expects.worst_case.value == 0.9
    assert moved[1] is defensive
    all_moved = settings_of({"*.prior": 0.3, "liberal.prior": 0.1}).apply(THEORIES.values())
    assert [t.expects.prior.value for t in all_moved] == [0.3, 0.3, 0.1, 0.3]


def test_what_is_set_of_every_theory_is_recorded_of_each():
    found = settings_of({"*.prior": 0.3, "liberal.prior": 0.1}, [offensive, liberal]).numbers
    assert found == {"offensive.prior": 0.3, "liberal.prior": 0.1}
    made = plan("*.prior=0.3")
    assert made.numbers == {"offensive.prior": 0.3, "defensive.prior": 0.3}
    # a plan records nothing of theories that are not in it
    assert replace(made, lines=made.lines[:1]).numbers == {"offensive.prior": 0.3}


def test_a_mapping_and_texts_are_one():
    texts = numbers_of(["beta=1.2", "offensive.power=0.4"])
    assert texts == numbers_of({"defence_advantage": 1.2, "offensive.w_P": 0.4})
    assert ranges_of(["offensive.omega=0.2:0.4"]) == {"offensive.worst_case": (0.2, 0.4)}


def test_settings_go_on_top_of_a_base():
    base = settings_of(["beta=1.2"], forms={"contest": "difference"}).parameters
    later = settings_of(["m=1.1"], base=base).parameters
    assert (later.defence_advantage, later.decisiveness) == (1.2, 1.1)
    assert later.forms.contest == "difference"


def test_a_scenario_says_again_what_was_set(tmp_path):
    made = plan("beta=1.1", "offensive.worst_case=0.9", form=["contest=difference"])
    file = tmp_path / "scenario.yaml"
    file.write_text(spec_text(made), encoding="utf-8")
    again = read_spec(file)
    assert again.numbers == {"offensive.worst_case": 0.9}
    assert again.parameters == made.parameters
    assert [line.theories for line in again.lines] == [line.theories for line in made.lines]


@pytest.mark.slow
def test_a_run_folder_gives_the_same_numbers_again(tmp_path, capsys):
    args = [
        "--set",
        "offensive.worst_case=0.9",
        "--set",
        "beta=1.1",
        "--form",
        "contest=difference",
    ]
    assert dispatch(["run", "europe-1890", *QUICK, *args, "--out", str(tmp_path / "run")]) == 0
    written = json.loads((tmp_path / "run" / "manifest.json").read_text())["resolved"]
    assert written["numbers"] == {"offensive.worst_case": 0.9}
    assert written["forms"] == Forms(contest="difference")._asdict()
    again = open_run(tmp_path / "run").spec
    assert again.lines[0].theories[0].expects.worst_case.value == 0.9
    assert again.parameters.forms.contest == "difference"
    assert dispatch(["cite", str(tmp_path / "run")]) == 0
    cited = capsys.readouterr().out
    assert "Hirshleifer" in cited
    assert "Tullock" not in cited


@pytest.mark.slow
def test_setting_a_number_to_what_it_is_changes_nothing_and_another_does():
    def burdens(**parameters):
        case = wp.load_case("iraq-1990")
        found = wp.simulate(case, "offensive", runs=20, years=5, set=parameters, workers=1)
        return found.records["burden"]

    usual = burdens()
    assert (burdens(**{"offensive.worst_case": 0.7}) == usual).all()
    assert (burdens(**{"offensive.survival": 2.0}) != usual).any()
