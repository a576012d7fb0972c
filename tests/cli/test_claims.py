"""The command `claims`: its folder, going on after an interrupt, and mistakes."""

import json
from zipfile import ZipFile

import pandas as pd
import pytest

from westphalia.cli import dispatch
from westphalia.experiments import run

COMMAND = pytest.mark.xdist_group(name="command")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two claims, small, with a map and without."""
    out = tmp_path_factory.mktemp("ledger") / "run"
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    return out


SIZE = ["--draws", "4", "--runs", "8"]


@COMMAND
def test_a_folder_holds_tables_figures_and_manifest(folder):
    table = pd.read_parquet(folder / "claims.parquet")
    assert list(table["id"]) == [6, 14]
    assert table.loc[0, "verdict"] == "holds"
    assert (folder / "figures" / "claim-06.png").stat().st_size > 5_000
    draws = pd.read_parquet(folder / "draws.parquet")
    assert (draws.groupby(["id", "part"]).size() == 4).all()
    assert len(pd.read_parquet(folder / "points.parquet")) == 4
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["ledger"]["design"]["seed"] == 1
    assert {"versions", "code_sha256", "command", "hash"} <= set(manifest)


@COMMAND
def test_the_same_command_reads_what_is_there(folder, capsys):
    before = (folder / "manifest.json").stat().st_mtime_ns
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(folder)]) == 0
    assert "already exists" in capsys.readouterr().out.replace("\n", " ")
    assert (folder / "manifest.json").stat().st_mtime_ns == before


@COMMAND
def test_another_ledger_does_not_overwrite_it(folder, capsys):
    assert dispatch(["claims", "6", *SIZE, "--seed", "2", "--out", str(folder)]) == 2
    assert "not overwritten" in " ".join(capsys.readouterr().err.split())


@COMMAND
def test_an_interrupted_ledger_goes_on_to_the_same_numbers(folder, tmp_path, monkeypatch):
    out = tmp_path / "again"
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    with ZipFile(out / "parts.zip") as packed:  # as they are before the end
        packed.extractall(out / "parts")
    (out / "parts.zip").unlink()
    parts = sorted((out / "parts").rglob("*.npz"))
    assert len(parts) == 4
    parts[0].unlink()
    (out / "manifest.json").unlink()  # as if it had been stopped before the end
    evaluate, made = run.evaluate, []
    monkeypatch.setattr(run, "evaluate", lambda *args: (made.append(1), evaluate(*args))[1])
    assert dispatch(["claims", "6", "14", *SIZE, "--out", str(out)]) == 0
    assert len(made) == 1
    assert (out / "parts.zip").read_bytes() == (folder / "parts.zip").read_bytes()
    for name in ("claims.parquet", "draws.parquet", "predictions.parquet"):
        assert (out / name).read_bytes() == (folder / name).read_bytes()


@COMMAND
def test_one_claim_is_told_in_full(folder, capsys):
    dispatch(["claims", "6", "14", *SIZE, "--out", str(folder)])
    told = " ".join(capsys.readouterr().out.split())
    for piece in ("treatment", "control", "predicted +", "Verdict:", "Could it fail?", "History:"):
        assert piece in told
    assert "Aggregate power" in told


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["99"], "There is no claim 99: claims are 1 to 44"),
        (["6", "--range", "nosuch=1:2"], "There is no parameter called 'nosuch'"),
        (["6", "--range", "beta=2:1"], "2 is above 1"),
        (["6", "--range", "beta"], "write it as name=low:high"),
        (["6", "--off", "armin"], "Did you mean arming"),
        (["6", "--set", "beta=99"], "outside its range"),
        (["6", "--seed", "-1"], "seed = -1"),
        (["6", "--form", "contest=diference"], "Did you mean difference?"),
        (["6", "--form", "contest"], "write it as process=form"),
    ],
)
def test_mistakes_are_told_with_the_fix(args, says, capsys, tmp_path):
    assert dispatch(["claims", *args, "--out", str(tmp_path / "x")]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "x").exists()


def test_several_mistakes_are_told_together(capsys, tmp_path):
    args = [
        "claims",
        "99",
        "--off",
        "nosuch",
        "--range",
        "nosuch=1:2",
        "--out",
        str(tmp_path / "x"),
    ]
    assert dispatch(args) == 2
    told = capsys.readouterr().err
    assert "claim 99" in told
    assert told.count("nosuch") >= 2


def test_a_parameter_may_be_held_and_a_module_switched_everywhere(tmp_path):
    out = tmp_path / "held"
    options = ["--set", "greed=0", "--off", "limited_war", "--off", "total_war"]
    options += ["--form", "contest=difference"]
    assert dispatch(["claims", "14", *SIZE, *options, "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["ledger"]["design"]["forms"] == {"contest": "difference"}
    points = pd.read_parquet(out / "points.parquet")
    assert "greed" not in points
    table = pd.read_parquet(out / "claims.parquet")
    assert table.loc[0, "verdict"] == "fails"  # nothing to fear, nothing to align against
