"""The verb `export`, and `run --csv`."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from places import ROOT

from westphalia.cli import dispatch

RUN = ["run", str(ROOT / "examples" / "three-powers.yaml"), "--theory", "defensive",
       "--no-baselines", "--runs", "20"]  # fmt: skip


def error(capsys, *args) -> str:
    assert dispatch([*args]) == 2
    out = capsys.readouterr()
    assert "Traceback" not in out.err
    return " ".join(out.err.split())


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_writes_what_export_writes(place, capsys):
    assert dispatch([*RUN, "--csv", "--out", "mine"]) == 0
    assert "CSV: mine/csv (written)" in capsys.readouterr().out
    assert dispatch(["export", "mine", "--out", "elsewhere/tables"]) == 0
    assert capsys.readouterr().out == "CSV: elsewhere/tables (written)\n"
    made = contents(place / "mine" / "csv")
    assert made == contents(place / "elsewhere" / "tables")
    assert {"codebook.csv", "runs.csv", "state_years.csv"} <= set(made)
    assert len(pd.read_csv(place / "mine" / "csv" / "runs.csv")) == 20
    assert "csv exists and is not overwritten" in error(capsys, "export", "mine")


def test_the_same_run_again_gets_its_csv_once(place, capsys):
    assert dispatch([*RUN, "--json"]) == 0
    folder = Path(json.loads(capsys.readouterr().out)["folder"])
    assert not (folder / "csv").exists()
    assert dispatch([*RUN, "--csv", "--json"]) == 0
    out = capsys.readouterr()
    assert Path(json.loads(out.out)["folder"]) == folder
    assert "csv (written)" in out.err
    stamp = (folder / "csv" / "codebook.csv").stat().st_mtime_ns
    assert dispatch([*RUN, "--csv"]) == 0
    assert "csv (already exists" in capsys.readouterr().out
    assert (folder / "csv" / "codebook.csv").stat().st_mtime_ns == stamp
    told = error(capsys, *RUN, "--csv", "--measure", "burden")  # which the tables there lack
    assert "csv exists and is not overwritten" in told
    added = folder / "tables" / "measures.parquet"
    assert not added.exists()
    assert dispatch([*RUN, "--measure", "burden"]) == 0
    assert pq.read_schema(added).field("value").metadata[b"meaning"] == b"value over all runs"


def test_what_is_no_run_folder_is_told(place, capsys):
    assert "There is no run folder nowhere." in error(capsys, "export", "nowhere")
    assert "manifest.json is missing" in error(capsys, "export", str(place))
    assert not (place / "csv").exists()


def test_csv_may_stand_beside_a_scenario(place, capsys):
    assert dispatch([*RUN, "--out", "first"]) == 0
    scenario = ["run", "first/scenario.yaml"]
    assert dispatch([*scenario, "--csv", "--out", "second"]) == 0
    assert (place / "second" / "csv" / "runs.csv").is_file()
    told = error(capsys, *scenario, "--csv", "--seed", "7")
    assert "--measure, --out, --csv, --json and --workers" in told
