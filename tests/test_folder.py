"""Run folders: complete or absent, never overwritten, and the same numbers again."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.folder import discard_unfinished, existing_run, writing
from westphalia.report.manifest import plan_hash, plan_of, read_manifest
from westphalia.report.results import read_runs
from westphalia.runs.plan import plan_from
from westphalia.simulation.dataset import VARIABLES
from westphalia.world.problems import UserError

ROOT = Path(__file__).resolve().parent.parent
RUNS = 70
OWN = f"{ROOT / 'examples' / 'own_theory.py'}:anxious"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A run of a built-in theory, a user's theory and a mix."""
    target = tmp_path_factory.mktemp("runs") / "run"
    mix = "GMY=offensive,*=defensive"
    theories = ["--theory", "defensive", "--theory", OWN, "--theory", mix]
    args = ["run", "europe-1890", *theories, "--no-baselines", "--runs", str(RUNS)]
    assert dispatch([*args, "--seed", "5", "--set", "beta=1.2", "--out", str(target)]) == 0
    return target


@pytest.fixture(scope="module")
def alone() -> "wp.Experiment":
    case = wp.load_case("europe-1890")
    return wp.simulate(
        case, wp.theories.defensive, runs=20, seed=5, parameters={"beta": 1.2}, workers=1
    )


def test_the_folder_holds_what_it_should(folder):
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"case.yaml", "manifest.json", "results.nc", "tables/table.json"} <= names
    assert {"figures/pacts.png", "figures/scores.png", "figures/great_power_war.png"} <= names
    assert {"tables/dyad_years.parquet", "tables/scores.parquet"} <= names
    assert not list(folder.parent.glob(".*unfinished*"))


def test_results_are_those_of_a_run_alone(folder, alone):
    """Run 17 is run 17, whatever the number of runs, of theories beside it, of workers."""
    stored = read_runs(folder / "results.nc", 0, slice(0, 20), list(VARIABLES))
    for name, values in stored.items():
        np.testing.assert_array_equal(values, alone.records[name], err_msg=name)


def test_xarray_reads_the_results(folder, alone):
    with xr.open_dataset(folder / "results.nc") as data:
        assert dict(data.sizes) == {"theory": 3, "run": RUNS, "year": 24, "state": 13, "other": 13}
        assert list(data.theory.values) == ["defensive", "anxious", "GMY=offensive,*=defensive"]
        assert data.pact.dtype == bool
        for variable in data.data_vars.values():
            assert variable.attrs["units"]
            assert variable.attrs["long_name"]
            assert variable.attrs["source"]
        one = data.sel(theory="defensive", run=17, year=1900, state="GMY")
        same = alone.dataset.sel(run=17, year=1900, state="GMY")
        assert one.burden == same.burden
        assert (one.war == same.war).all()
    assert alone.dataset.burden.dims == ("run", "year", "state")
    assert alone.dataset.pact.dims == ("run", "year", "state", "other")
    assert alone.dataset.burden.attrs["units"]


def test_tables_have_cow_codes_and_shares(folder):
    frame = pd.read_parquet(folder / "tables" / "dyad_years.parquet")
    assert {"ccode1", "ccode2", "year", "pact", "pact_low", "pact_history"} <= set(frame.columns)
    assert frame.pact.between(0, 1).all()
    assert (frame.pact_low <= frame.pact).all()
    assert len(frame) == 3 * 24 * 78


def test_the_manifest_says_what_was_run(folder):
    written = read_manifest(folder)
    assert written["plan"]["seed"] == 5
    assert written["plan"]["parameters"]["defence_advantage"] == 1.2
    assert written["plan"]["theories"][2]["states"]["GMY"] == "offensive"
    assert {"python", "jax", "numpy", "westphalia"} <= set(written["versions"])
    assert len(written["plan"]["case"]["sha256"]) == 64


def test_the_plan_comes_back_from_the_folder(folder):
    plan = plan_of(folder)
    assert plan_hash(plan) == read_manifest(folder)["hash"]
    assert [t.name for t in plan.lines[2].theories[:2]] == ["offensive", "defensive"]
    assert plan.lines[1].theories[0].title == "Anxious states"


def test_a_changed_input_is_refused(folder, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    case = copy / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"case\.yaml was changed"):
        plan_of(copy)
    shutil.copyfile(folder / "case.yaml", case)
    own = next((copy / "theories").iterdir())
    own.write_text(own.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(UserError, match="was changed"):
        plan_of(copy)


def test_a_folder_is_never_overwritten(folder, capsys):
    before = (folder / "manifest.json").read_bytes()
    assert dispatch(["run", "europe-1890", "--out", str(folder)]) == 2
    assert "not overwritten" in capsys.readouterr().err
    assert (folder / "manifest.json").read_bytes() == before


def test_a_default_folder_that_is_there_is_shown_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    args = ["run", "europe-1890", "--theory", "defensive", "--no-baselines", "--runs", "10"]
    assert dispatch([*args, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["folder"].startswith("runs/europe-1890-")
    stamp = Path(first["folder"], "manifest.json").stat().st_mtime_ns
    assert dispatch([*args, "--json"]) == 0
    again = capsys.readouterr()
    assert json.loads(again.out) == first
    assert "there already" in again.err
    assert Path(first["folder"], "manifest.json").stat().st_mtime_ns == stamp
    Path(first["folder"], "results.nc").unlink()
    assert dispatch(args) == 2
    assert "not a complete run" in capsys.readouterr().err


def _fail_after_writing(folder: Path):
    (folder / "file").write_text("x")
    raise RuntimeError


def test_an_error_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), writing(tmp_path / "run") as half:
        _fail_after_writing(half)
    assert list(tmp_path.iterdir()) == []


def test_unfinished_folders_can_be_discarded(tmp_path):
    with pytest.raises(FileNotFoundError), writing(tmp_path / "run"):
        discard_unfinished()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_made_meanwhile_is_not_overwritten(tmp_path):
    target = tmp_path / "run"
    with pytest.raises(UserError, match="not overwritten"), writing(target):
        target.mkdir()
    assert list(target.iterdir()) == []


def test_what_is_no_run_folder_is_told(tmp_path):
    with pytest.raises(UserError, match="There is no run folder"):
        existing_run(tmp_path / "none")
    with pytest.raises(UserError, match=r"manifest\.json"):
        existing_run(tmp_path)


def test_facts_are_never_read_by_a_simulation(tmp_path):
    case = wp.load_case("europe-1890")
    text = case.text.decode("utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[: text.index("\nfacts:")] + "\n", encoding="utf-8")
    one = wp.simulate(case, "defensive", runs=8)
    other = wp.simulate(wp.load_case(bare), "defensive", runs=8)
    for name, values in one.records.items():
        np.testing.assert_array_equal(values, other.records[name])


def test_hash_tells_plans_apart():
    def of(**changes):
        options = dict.fromkeys(("set_", "off", "on")) | {"seed": 1, "runs": 9} | changes
        plan = plan_from(
            "europe-1890", ["liberal"], years=None, serial=False, baselines=False, **options
        )
        return plan_hash(plan)

    assert of() == of()
    others = [of(seed=2), of(runs=8), of(off=["caps"]), of(set_=["beta=1.1"])]
    assert len({of(), *others}) == 5


def test_experiments_are_scored_and_compared_from_python(alone):
    theories = wp.theories
    other = wp.simulate(
        alone.case, {"GMY": theories.offensive, "*": theories.defensive}, runs=20, seed=5
    )
    assert [t.name for t in other.line.theories[:2]] == ["offensive", "defensive"]
    table = wp.score([alone, other], wp.load_facts("europe-1890"))
    assert len(table["theories"]) == 2
    assert {c["score"] for c in table["comparisons"]} == {
        "alignments brier",
        "changes brier",
        "wars log",
    }
    with pytest.raises(UserError, match="same case"):
        wp.score([alone, wp.simulate(alone.case, "liberal", runs=10, seed=5)])


@pytest.mark.slow  # compiles another program
def test_serial_decisions_are_another_plan_and_other_numbers(alone):
    in_turn = wp.simulate(alone.case, "defensive", runs=20, seed=5, years=24, serial=True)
    assert (in_turn.records["pact"] != alone.records["pact"]).any()
