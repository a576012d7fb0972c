import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from westphalia.cases.load import DATA
from westphalia.cli import dispatch
from westphalia.page.html import read_view
from westphalia.report.manifest import plan_hash
from westphalia.runs.plan import MODULES, plan_from
from westphalia.runs.scenario import (
    Scenario,
    is_scenario,
    plan_in,
    read_scenario,
    scenario_of,
    scenario_text,
)
from westphalia.world.parameters import ABOUT, DEFAULTS
from westphalia.world.problems import UserError

EXAMPLE = Scenario(case="iraq-1990", theories=["defensive"], runs=10, baselines=False)


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
    modules=st.dictionaries(st.sampled_from(MODULES), st.booleans(), max_size=4),
)
def test_a_plan_comes_back_from_its_file(
    tmp_path_factory, case, theories, baselines, runs, seed, years, serial, moved, modules
):
    scenario = Scenario(
        case=case, theories=theories, baselines=baselines, runs=runs, seed=seed, years=years,
        serial=serial, modules=modules,
        parameters={k: (DEFAULTS[k] + ABOUT[k].high) / 2 for k in moved},
    )  # fmt: skip
    plan = plan_in(scenario)
    file = written(tmp_path_factory.mktemp("s"), scenario_text(plan))
    assert plan_hash(read_scenario(file)) == plan_hash(plan)


def test_a_mix_of_theories_comes_back(tmp_path):
    plan = plan_from(
        "europe-1890", ["GMY=offensive,*=defensive"], 5, 3, 1, ["beta=1.2"], ["hotlines"], None,
        False, False,
    )  # fmt: skip
    again = read_scenario(written(tmp_path, scenario_text(plan)))
    assert plan_hash(again) == plan_hash(plan)
    assert not scenario_of(plan).baselines


def test_run_takes_a_scenario(tmp_path, capsys):
    file = written(tmp_path, scenario_text(plan_in(EXAMPLE)))
    assert is_scenario(file)
    assert dispatch(["run", str(file), "--out", str(tmp_path / "a"), "--json"]) == 0
    assert (tmp_path / "a" / "report.html").is_file()
    assert dispatch(["run", str(file), "--runs", "20"]) == 2
    assert "says itself what is run" in capsys.readouterr().err


def test_a_case_beside_the_scenario(tmp_path):
    text = (DATA / "iraq-1990.yaml").read_text(encoding="utf-8")
    text = text.replace("name: iraq-1990", "name: mine")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    plan = read_scenario(written(tmp_path, "scenario: 1\ncase: mine.yaml\nruns: 5\n"))
    assert plan.case.name == "mine"
    assert scenario_of(plan).case == "case.yaml"  # as it is called in a run folder


def test_a_report_of_own_files_has_a_scenario_that_runs_in_its_folder(tmp_path):
    own = tmp_path / "own.py"
    shutil.copyfile(ROOT / "examples" / "own_theory.py", own)
    case = ROOT / "examples" / "three-powers.yaml"
    args = ["--theory", f"{own}:anxious", "--runs", "4", "--out", str(tmp_path / "run")]
    assert dispatch(["run", str(case), *args]) == 0
    view = read_view(tmp_path / "run" / "report.html")
    assert str(tmp_path) not in view["scenario"] + view["command"]
    plan = read_scenario(written(tmp_path / "run", view["scenario"]))
    assert (plan.case.name, plan.lines[0].label) == ("three-powers", "anxious")
    assert (
        dispatch(["run", str(tmp_path / "run" / "scenario.yaml"), "--out", str(tmp_path / "b")])
        == 0
    )
    one, two = (tmp_path / k / "results.nc" for k in ("run", "b"))
    assert one.read_bytes() == two.read_bytes()


def test_a_case_is_no_scenario(tmp_path):
    assert not is_scenario(DATA / "iraq-1990.yaml")
    assert not is_scenario("europe-1890")
    assert not is_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("scenario: 1\n", "case: Field required"),
        ("scenario: 1\ncase: europe-1890\nrun: 5\n", "run: Extra inputs"),
        ("scenario: 1\ncase: europe-1890\nruns: 0\n", "runs: Input should be greater"),
        ("scenario: 1\ncase: europe-1890\nruns: yes\n", "runs: Input should be a valid integer"),
        ("scenario: 2\ncase: europe-1890\n", "scenario: Input should be 1"),
        ("scenario: 1\ncase: europe-1980\n", "europe-1890"),
        ("scenario: 1\ncase: other.yaml\n", "There is no case file"),
        ("scenario: 1\ncase: europe-1890\ntheories: [defnsive]\n", "Did you mean defensive"),
        ("scenario: 1\ncase: europe-1890\nparameters: {bta: 1}\n", "bta"),
        ("scenario: 1\ncase: europe-1890\nparameters: {beta: .nan}\n", "finite"),
        ("scenario: 1\ncase: europe-1890\nmodules: {hotline: false}\n", "hotlines"),
        ("scenario: 1\ncase: [\n", "cannot be read"),
        ("scenario: 1\n- x\n", "cannot be read"),
    ],
)
def test_mistakes_name_the_file_and_the_field(tmp_path, text, told):
    file = written(tmp_path, text)
    with pytest.raises(UserError, match=r"scenario\.yaml") as error:
        read_scenario(file)
    assert told in str(error.value)


def test_several_mistakes_are_told_at_once(tmp_path):
    text = "scenario: 1\ncase: europe-1890\ntheories: [defnsive]\nmodules: {hotline: false}\n"
    with pytest.raises(UserError) as error:
        read_scenario(written(tmp_path, text))
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
        plan_in(EXAMPLE.model_copy(update=changes))
    assert Path("own.py").is_file()
