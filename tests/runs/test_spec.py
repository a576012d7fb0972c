"""Scenario files: what is run, as YAML, there and back; mistakes told with their place."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from westphalia.cases.load import DATA
from westphalia.cli import dispatch
from westphalia.page.html import read_view
from westphalia.report.run import write_inputs
from westphalia.runs.arguments import spec_from_arguments
from westphalia.runs.manifest import spec_hash
from westphalia.runs.options import spec_from_options
from westphalia.runs.parse import is_scenario, read_spec, spec_from_data
from westphalia.runs.switches import MODULES
from westphalia.runs.write import spec_data, spec_text
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.dataset import VARIABLES
from westphalia.world.parameters import ABOUT, DEFAULTS
from westphalia.world.problems import UserError

EXAMPLE = {"case": "iraq-1990", "theories": ["defensive"], "runs": 10, "baselines": False}


def written(folder, text):
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@settings(max_examples=25, deadline=None)
@given(
    case=st.sampled_from(["europe-1890", "napoleon-1803"]),
    theories=st.lists(st.sampled_from(["defensive", "offensive", "random"]), unique=True),
    baselines=st.booleans(),
    runs=st.integers(1, 1000),
    seed=st.integers(0, 2**32 - 1),
    years=st.integers(1, 30),
    serial=st.booleans(),
    moved=st.lists(st.sampled_from(sorted(ABOUT)), unique=True, max_size=5),
    worst=st.none() | st.floats(0.0, 1.0),
    forms=st.sampled_from([{}, {"contest": "difference"}, {"contest": "ratio"}]),
    modules=st.dictionaries(st.sampled_from(MODULES), st.booleans(), max_size=4),
    record=st.none() | st.lists(st.sampled_from(sorted(VARIABLES)), min_size=1, unique=True),
)
def test_a_plan_comes_back_from_its_file(
    tmp_path_factory,
    case,
    theories,
    baselines,
    runs,
    seed,
    years,
    serial,
    moved,
    worst,
    forms,
    modules,
    record,
):
    data = {
        "case": case, "theories": theories, "baselines": baselines, "runs": runs, "seed": seed,
        "years": years, "serial": serial, "modules": modules, "record": record,
        "parameters": {k: (DEFAULTS[k] + ABOUT[k].high) / 2 for k in moved},
    }  # fmt: skip
    data["forms"] = forms
    if worst is not None:
        data["parameters"] |= {"*.worst_case": worst}
    spec = spec_from_data(data)
    file = written(tmp_path_factory.mktemp("s"), spec_text(spec))
    again = read_spec(file)
    assert spec_hash(again) == spec_hash(spec)
    assert spec_data(again) == spec_data(spec)
    assert spec_data(spec_from_data(spec_data(spec))) == spec_data(spec)


def test_a_mix_of_theories_comes_back(tmp_path):
    plan = spec_from_options(
        "europe-1890", ["GMY=offensive,*=defensive"], 5, 3, 1, ["beta=1.2"], ["hotlines"], None,
        False, False,
    )  # fmt: skip
    again = read_spec(written(tmp_path, spec_text(plan)))
    assert spec_hash(again) == spec_hash(plan)
    assert not spec_data(plan)["baselines"]
    mix = {"GMY": "offensive", "*": "defensive"}
    same = spec_from_data({**spec_data(plan), "theories": [mix]})
    assert spec_hash(same) == spec_hash(plan)


def test_run_takes_a_scenario(tmp_path, capsys):
    file = written(tmp_path, spec_text(spec_from_data(EXAMPLE)))
    assert is_scenario(file)
    assert dispatch(["run", str(file), "--out", str(tmp_path / "a"), "--json"]) == 0
    assert (tmp_path / "a" / "report.html").is_file()
    assert dispatch(["run", str(file), "--runs", "20"]) == 2
    assert "define the whole run" in capsys.readouterr().err


def test_a_case_beside_the_scenario(tmp_path):
    text = (DATA / "iraq-1990.yaml").read_text(encoding="utf-8")
    text = text.replace("name: iraq-1990", "name: mine")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    plan = read_spec(written(tmp_path, "scenario: 1\ncase: mine.yaml\nruns: 5\n"))
    assert plan.case.name == "mine"
    assert spec_data(plan)["case"] == "case.yaml"  # as it is called in a run folder


def test_a_report_of_own_files_has_a_scenario_that_runs_in_its_folder(tmp_path):
    own = tmp_path / "own.py"
    shutil.copyfile(ROOT / "examples" / "own_theory.py", own)
    case = ROOT / "examples" / "three-powers.yaml"
    args = ["--theory", f"{own}:anxious", "--runs", "4", "--out", str(tmp_path / "run")]
    assert dispatch(["run", str(case), *args]) == 0
    view = read_view(tmp_path / "run" / "report.html")
    assert str(tmp_path) not in view["scenario"] + view["command"]
    plan = read_spec(written(tmp_path / "run", view["scenario"]))
    assert (plan.case.name, plan.lines[0].label) == ("three-powers", "anxious")
    assert (
        dispatch(["run", str(tmp_path / "run" / "scenario.yaml"), "--out", str(tmp_path / "b")])
        == 0
    )
    one, two = (tmp_path / k / "results.nc" for k in ("run", "b"))
    assert one.read_bytes() == two.read_bytes()


def test_a_theory_beside_the_scenario_is_found_again_in_the_run_folder(tmp_path):
    shutil.copyfile(ROOT / "examples" / "own_theory.py", tmp_path / "own.py")
    text = "scenario: 1\nrandom_world: 3\ntheories: [own.py:anxious]\nyears: 2\nruns: 3\n"
    spec = read_spec(written(tmp_path, text))
    (tmp_path / "run").mkdir()
    write_inputs(spec, tmp_path / "run")
    there = spec_hash(spec)
    (tmp_path / "own.py").unlink()
    again = read_spec(tmp_path / "run" / "scenario.yaml")
    assert again.lines[0].theories[0].name == "anxious"
    assert spec_hash(again) == there


def test_a_case_is_no_scenario(tmp_path):
    assert not is_scenario(DATA / "iraq-1990.yaml")
    assert not is_scenario("europe-1890")
    assert not is_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("scenario: 1\n", ":1: case: required field is missing; built-in cases: cold-war"),
        ("scenario: 1\ncase: europe-1890\nrun: 5\n", ":3: run: There is no field called 'run'."),
        ("scenario: 2\ncase: europe-1890\n", ":1: scenario: 2 is not an accepted value"),
        ("scenario: 1\ncase: europe-1980\n", ":2: case: There is no case called 'europe-1980'."),
        ("scenario: 1\ncase: other.yaml\n", ":2: case: There is no case file"),
        ("scenario: 1\ncase: europe-1890\nparameters: {beta: .nan}\n", "is not a finite number"),
        ("scenario: 1\ncase: [\n", "not valid YAML"),
        ("scenario: 1\n- x\n", "not valid YAML"),
        ("scenario: 1\nrandom_world: 8\n", "years: a random world has no last year"),
        ("scenario: 1\nrandom_world: 1\nyears: 5\n", "random_world.n: 1 is outside its range"),
        ("scenario: 1\nrandom_world: 8\ncase: europe-1890\n", "the file also names a case"),
    ],
)
def test_mistakes_name_the_file_and_the_field(tmp_path, text, told):
    file = written(tmp_path, text)
    with pytest.raises(UserError, match=r"scenario\.yaml") as error:
        read_spec(file)
    assert told in str(error.value)


WRONG = """\
scenario: 1
case: europe-1890
sede: 3
years: many
runs: 0
theories:
  - offensve
  - GMX=offensive,*=defensive
parameters: {beta: 9, bta: 1}
modules:
  hotlines: true
  hotlines: false
  hotline: false
record: [burdens]
"""


def test_every_fault_is_told_at_once_with_its_line_and_the_way_out(tmp_path):
    file = written(tmp_path, WRONG)
    with pytest.raises(UserError) as error:
        read_spec(file)
    assert str(error.value).splitlines() == [
        f"{file} has 10 problems:",
        "  scenario.yaml:3: sede: There is no field called 'sede'. Did you mean seed or case?",
        "  scenario.yaml:4: years: 'many' is not a whole number; accepted: 1 to 1000.",
        "  scenario.yaml:5: runs: 0 is outside its range; accepted: 1 to 1000000.",
        "  scenario.yaml:7: theories[0]: There is no theory called 'offensve'. Did you mean "
        "offensive or defensive?",
        "  scenario.yaml:8: theories[1]: There is no state called 'GMX'. Did you mean GMY?",
        "  scenario.yaml:9: parameters.beta: defence_advantage = 9 is outside its range, 0.25 to "
        "4 ratio (plausible 0.92 to 1.08): true advantage of the defender.",
        "  scenario.yaml:9: parameters.bta: There is no parameter called 'bta'. Did you mean beta "
        "or Ta or tau?",
        "  scenario.yaml:12: modules.hotlines: hotlines is given twice, as true in line 11 and as "
        "false in line 12; keep one of the two lines.",
        "  scenario.yaml:13: modules.hotline: There is no module called 'hotline'. Did you mean "
        "hotlines?",
        "  scenario.yaml:14: record[0]: There is no quantity called 'burdens'. Did you mean "
        "burden or resources?",
    ]


def test_the_same_faults_on_the_page_have_their_field(tmp_path):
    data = {"case": "europe-1890", "runs": 0, "theories": ["own.py:x"], "parameters": {"beta": 9}}
    with pytest.raises(UserError) as error:
        spec_from_data(data)
    lines = str(error.value).splitlines()
    assert lines[0] == "runs: 0 is outside its range; accepted: 1 to 1000000."
    assert lines[1].startswith("theories[0]: There is no built-in theory called 'own.py:x'.")
    assert lines[2].startswith("parameters.beta: defence_advantage = 9 is outside its range")


@pytest.mark.parametrize("world", [RandomWorld(5), RandomWorld(12, side=3.0)])
def test_a_random_world_comes_back(world):
    spec = spec_from_arguments(world, "defensive", years=20, runs=5)
    again = spec_from_data(spec_data(spec))
    assert (again.world, again.years, again.labels) == (world, 20, spec.labels)
    assert spec.labels[:2] == ("S1", "S2")
    assert spec.calendar == list(range(1, 21))
    assert spec_hash(again) == spec_hash(spec)


def test_several_mistakes_are_told_at_once(tmp_path):
    text = "scenario: 1\ncase: europe-1890\ntheories: [defnsive]\nmodules: {hotline: false}\n"
    with pytest.raises(UserError) as error:
        read_spec(written(tmp_path, text))
    assert "defnsive" in str(error.value)
    assert "hotline" in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"case": "/etc/passwd.yaml"},
        {"case": str(DATA / "iraq-1990.yaml")},
        {"theories": ["own.py:mine"]},
        {"theories": ["IRQ=own.py:mine,*=defensive"]},
    ],
)
def test_without_a_folder_no_file_is_opened(changes, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text("raise SystemExit('this was run')", encoding="utf-8")
    with pytest.raises(UserError, match="built-in"):
        spec_from_data({**EXAMPLE, **changes})
    assert Path("own.py").is_file()
