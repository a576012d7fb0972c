"""`westphalia calibrate`, from a file to draws that other commands take."""

import json

import numpy as np
import pandas as pd
import pytest
from experiments.calibration.made import DATA

from westphalia.cli import dispatch
from westphalia.report.calibration.table import too_noisy
from westphalia.report.columns import describe
from westphalia.runs.draws import read_draws
from westphalia.runs.write import text_of

pytestmark = pytest.mark.xdist_group(name="sweeps")


def file_with(folder, **changes):
    """The file of the small calibration with changes."""
    path = folder / "mine.yaml"
    path.write_text(text_of({"calibrate": 1, **DATA, **changes}))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("calibrate")
    assert dispatch(["calibrate", str(file_with(place)), "--out", str(place / "out")]) == 0
    return place / "out"


def test_the_draws_are_what_other_commands_take(folder, tmp_path):
    draws = read_draws(folder)
    assert draws.names == ("war_cost", "defence_advantage")
    assert draws.values.shape == (50, 2)
    text = pd.read_csv(folder / "tables/calibrated.csv")
    np.testing.assert_array_equal(text[list(draws.names)], draws.values)
    path = tmp_path / "sweep.yaml"
    data = {"sweep": 1, "random_world": 8, "years": 8, "runs": 2, "measures": ["burden"]}
    path.write_text(text_of(data))
    command = ["sweep", str(path), "--draws", str(folder), "--out", str(tmp_path / "out")]
    assert dispatch(command) == 0
    assert len(pd.read_parquet(tmp_path / "out/tables/sweep.parquet")) == 50


def test_every_column_of_every_table_is_described(folder):
    names = {path.stem for path in (folder / "tables").glob("*.parquet")}
    assert names == {"calibrated", "targets", "waves", "wave_targets", "conflicts", "simulated"}
    for name in names:
        table = pd.read_parquet(folder / f"tables/{name}.parquet")
        assert all(describe(name, column) is not None for column in table)
    simulated = pd.read_parquet(folder / "tables/simulated.parquet")
    assert len(simulated) == (25 + 40) * 2
    assert {path.name for path in (folder / "figures").iterdir()} == {"pairs.png", "targets.png"}


def test_it_is_told_whether_targets_are_met_and_where_draws_lie(folder, capsys):
    command = ["calibrate", str(file_with(folder.parent)), "--out", str(folder)]
    assert dispatch(command) == 0
    told = capsys.readouterr().out
    for part in ("burden", "Share of the ranges", "still plausible", "50 draws", "--draws"):
        assert part in told
    assert "already exists; nothing was recomputed" in told
    assert dispatch([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["draws"] == 50


def test_a_target_that_the_runs_measure_roughly_is_told():
    rows = pd.DataFrame(
        [{"target": "wars", "sd": 0.3, "error": 0.2}, {"target": "burden", "sd": 3.0, "error": 1}]
    )
    (said,) = too_noisy(rows, 100)
    assert "'wars' is measured roughly: with 100 runs" in said
    assert "About 400 runs would do" in said


def test_targets_that_contradict_each_other_are_named(tmp_path, capsys):
    two = [{**DATA["targets"][0], "value": value, "sd": 0.2} for value in (2.2, 5)]
    path = file_with(tmp_path, targets=two)
    assert dispatch(["calibrate", str(path), "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "No point of the ranges meets all targets" in told
    assert "There are no draws: change the ranges or the targets." in told
    assert not (tmp_path / "out/tables/calibrated.parquet").exists()


def test_a_file_that_is_not_there_is_told(tmp_path, capsys):
    assert dispatch(["calibrate", str(tmp_path / "none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
