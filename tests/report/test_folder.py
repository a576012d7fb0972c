"""Run folders: complete or absent, and never overwritten."""

import json
from pathlib import Path

import pytest

from westphalia.cli import dispatch
from westphalia.runs.folder import open_run
from westphalia.runs.writing import discard_unfinished, writing
from westphalia.world.problems import UserError


def test_the_folder_holds_what_it_should(folder):
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"case.yaml", "manifest.json", "results.nc", "tables/table.json"} <= names
    assert {"figures/pacts.png", "figures/scores.png", "figures/great_power_war.png"} <= names
    assert {"tables/dyad_years.parquet", "tables/scores.parquet"} <= names
    assert not list(folder.parent.glob(".*unfinished*"))


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
    assert "already exists" in again.err
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
        open_run(tmp_path / "none")
    with pytest.raises(UserError, match=r"manifest\.json"):
        open_run(tmp_path)
