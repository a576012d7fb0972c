"""Run folders of studies of history."""

from hashlib import sha256
from pathlib import Path

import pytest
from places import ROOT

from report.history.commands import error
from westphalia.cli import dispatch
from westphalia.records.builtin import DATA
from westphalia.runs.manifest import read_manifest

pytestmark = pytest.mark.usefixtures("own_place")


OWN = f"{ROOT / 'examples' / 'own_theory.py'}:anxious"


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_folder_is_whole_and_never_overwritten(tmp_path, drawn, capsys):
    args = ["tournament", "--theory", OWN, "--out", str(tmp_path / "run")]
    assert dispatch(args) == 0
    there = files(tmp_path / "run")
    expected = {"manifest.json", "tables/study.json", "figures/recovery-estimated.png"}
    expected |= {f"figures/{f}-{w}.png" for f in ("calibration", "differences")
                 for w in ("1914-1945", "rolling")}  # fmt: skip
    tables = ("cells", "auc", "pairs", "calibration", "estimates", "stacking", "robustness",
              "orders", "recovery")  # fmt: skip
    expected |= {f"tables/{t}.{ending}" for t in tables for ending in ("csv", "parquet")}
    assert expected <= there
    assert not list(tmp_path.glob(".*unfinished*"))
    before = {name: (tmp_path / "run" / name).read_bytes() for name in there}
    assert dispatch(args) == 0
    assert "nothing was recomputed" in capsys.readouterr().out
    assert "is not overwritten" in error(capsys, *args, "--seed", "2")
    assert before == {name: (tmp_path / "run" / name).read_bytes() for name in there}


def test_the_manifest_says_what_was_run_and_on_what(tmp_path, asked):
    args = ["replay", "--theory", OWN, "--from", "1900", "--set", "beta=1.2", "--seed", "7"]
    assert dispatch([*args, "--out", str(tmp_path / "run")]) == 0
    found = read_manifest(tmp_path / "run")
    assert {"westphalia", "hash", "date", "command", "versions", "platform", "code_sha256"} < {
        *found
    }
    study = found["study"]
    assert (study["study"], study["seed"], study["panel"]["first"]) == ("replay", 7, 1900)
    assert study["parameters"]["defence_advantage"] == 1.2
    sha = sha256((DATA / "wars.csv").read_bytes()).hexdigest()
    assert study["panel"]["inputs"]["wars.csv"] == sha
    ((name, digest),) = study["theories"][0]["files"].items()
    assert sha256((tmp_path / "run" / name).read_bytes()).hexdigest() == digest
    assert study["theories"][0]["spec"] == f"{name}:anxious"


def test_cite_prints_what_was_run_and_no_more(tmp_path, asked, capsys):
    assert dispatch(["replay", "--theory", "liberal", "--out", str(tmp_path / "r")]) == 0
    assert dispatch(["tournament", "--theory", "liberal", "--out", str(tmp_path / "t")]) == 0
    capsys.readouterr()
    assert dispatch(["cite", str(tmp_path / "r")]) == 0
    replay = capsys.readouterr().out
    assert dispatch(["cite", str(tmp_path / "t")]) == 0
    tournament = capsys.readouterr().out
    for key in ("westphalia", "brier1950", "bremer1992", "leeds2002", "moravcsik1997", "polity5"):
        assert f"{{{key}," in replay
    for key in ("mearsheimer2001", "fariss2022", "palmer2022", "hoffman2014", "wolpert1992"):
        assert f"{{{key}," not in replay
    assert "{wolpert1992," in tournament
    assert "@misc{nuclear" not in replay
