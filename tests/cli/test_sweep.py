"""`westphalia sweep`, from a file to tables."""

import json

import numpy as np
import pandas as pd
import pytest
from experiments.sweeps.made import DATA

from westphalia.cli import dispatch
from westphalia.report.columns import describe
from westphalia.report.sweeps.folder import read_found
from westphalia.runs.write import text_of
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="sweeps")

OWN = """
import westphalia as wp

def ends(records):
    return records["arms"][-1].sum(0) WRONG, 1.0

ARMS = wp.Measure("arms", "units", ends)
"""


def file_with(folder, **changes):
    """The file of the small sweep with changes."""
    path = folder / "mine.yaml"
    path.write_text(text_of({"sweep": 1, **DATA, **changes}))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the small sweep, its single runs included."""
    place = tmp_path_factory.mktemp("sweep")
    command = ["sweep", str(file_with(place)), "--out", str(place / "out"), "--per-run"]
    assert dispatch(command) == 0
    return place / "out"


def test_the_tables_have_a_row_for_every_point_and_measure_and_for_every_run(folder):
    table = pd.read_parquet(folder / "tables/sweep.parquet")
    assert len(table) == 32 * 2
    assert list(table) == [
        "point", "theory", "hotlines", "war_cost", "defence_advantage", "measure", "unit", "value",
        "low", "high", "runs", "missing",
    ]  # fmt: skip
    runs = pd.read_parquet(folder / "tables/sweep_runs.parquet")
    assert len(runs) == 32 * 2 * 10
    sums = runs.groupby(["point", "measure"], sort=False)[["total", "weight"]].sum()
    np.testing.assert_allclose(sums["total"] / sums["weight"], table["value"])
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()


def test_csv_says_what_parquet_says_and_every_column_is_described(folder):
    for name in ("sweep", "sweep_runs"):
        table = pd.read_parquet(folder / f"tables/{name}.parquet")
        text = pd.read_csv(folder / f"tables/{name}.csv")
        pd.testing.assert_frame_equal(
            text, table.astype({"hotlines": int}), check_dtype=False, check_exact=True
        )
        assert all(describe(name, column) is not None for column in table)
    assert dispatch(["export", str(folder), "--out", str(folder / "elsewhere")]) == 0
    codebook = pd.read_csv(folder / "elsewhere/codebook.csv")
    of = codebook.set_index(["table", "column"]).loc[("sweep", "war_cost")]
    assert of["unit"] == "share of smaller R"


def test_a_figure_shows_each_measure(folder):
    assert {path.name for path in (folder / "figures").iterdir()} == {"burden.png", "wars.png"}


def test_a_complete_folder_is_read_and_another_sweep_refused(folder, tmp_path, capsys):
    before = (folder / "manifest.json").read_bytes()
    command = ["sweep", str(file_with(tmp_path)), "--out", str(folder), "--json"]
    assert dispatch(command) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["points"] == 32
    assert "already exists; nothing was recomputed" in told.err
    assert (folder / "manifest.json").read_bytes() == before
    assert dispatch(["sweep", str(file_with(tmp_path, seed=4)), "--out", str(folder)]) == 2
    assert "holds something else" in capsys.readouterr().err
    found = read_found(folder)
    assert (found.sweep.size, found.failed) == (32, ())
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(UserError, match="is not the folder of a sweep"):
        read_found(tmp_path)


def test_interrupted_work_goes_on_to_the_same_bytes(folder, tmp_path):
    command = ["sweep", str(file_with(tmp_path)), "--out", str(tmp_path / "out")]
    assert dispatch(command) == 0
    for name in ("manifest.json", "parts.zip", "tables/sweep.csv"):
        (tmp_path / "out" / name).unlink()
    assert dispatch(["work", str(tmp_path / "out"), "--share", "1/2", "--workers", "1"]) == 0
    assert dispatch([*command, "--per-run"]) == 0
    for name in ("sweep.csv", "sweep.parquet", "sweep_runs.csv"):
        one, other = (place / "tables" / name for place in (folder, tmp_path / "out"))
        assert one.read_bytes() == other.read_bytes()


def test_a_rehearsal_tells_what_it_would_take_and_writes_nothing(tmp_path, capsys):
    command = ["sweep", str(file_with(tmp_path)), "--dry-run"]
    assert dispatch(command) == 0
    told = capsys.readouterr().out
    assert "32 points, 320 runs in 4 pieces: 2,560 simulated years" in told
    assert "Memory: about" in told
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
    assert dispatch([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 320


def test_a_measure_that_always_fails_is_refused_before_anything_begins(tmp_path, capsys):
    (tmp_path / "own.py").write_text(OWN.replace("WRONG", "/ records['arm']"))
    path = file_with(tmp_path, measures=["own.py:ARMS"])
    assert dispatch(["sweep", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "own.py:5: Measure 'arms'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_runs_in_which_a_measure_fails_are_missing_and_told(tmp_path, capsys):
    wrong = "/ (records['arms'][-1, 0] < records['arms'][-1, 1])"
    (tmp_path / "own.py").write_text(OWN.replace("WRONG", wrong))
    path = file_with(tmp_path, measures=["own.py:ARMS", "wars"], factors={}, sample=None, runs=40)
    assert dispatch(["sweep", str(path), "--out", str(tmp_path / "out")]) == 0
    table = pd.read_parquet(tmp_path / "out/tables/sweep.parquet").set_index("measure")
    assert 0 < table.loc["arms", "missing"] < 40
    assert table.loc["arms", "runs"] + table.loc["arms", "missing"] == 40
    assert np.isfinite(table.loc["arms", "value"])
    assert table.loc["wars", "missing"] == 0
    assert "Warning: 'arms' could not be computed in" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_no_sweep_is_told(tmp_path, capsys):
    assert dispatch(["sweep", str(tmp_path / "none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "mine.yaml").write_text("scenario: 1\ncase: europe-1890\n")
    assert dispatch(["sweep", str(tmp_path / "mine.yaml")]) == 2
    assert "this file is for another command: westphalia run FILE" in capsys.readouterr().err
