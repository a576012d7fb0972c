"""Measures of a run: in its table, its JSON and its tables, of a new run and of a finished one."""

import json
from pathlib import Path

import pandas as pd
import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.measured import Stored
from westphalia.runs.manifest import digest, read_manifest

EXAMPLES = Path(__file__).parents[2] / "examples"
RUN = ["run", str(EXAMPLES / "three-powers.yaml"), "--theory", "defensive", "--no-baselines",
       "--runs", "20", "--json"]  # fmt: skip
OWN = f"{EXAMPLES / 'own_measure.py'}:OFFENSIVE_ARMS"


def run(capsys, *more):
    assert dispatch([*RUN, *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_run_has_the_measures_that_are_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    table = run(capsys, "--measure", "burden", "--measure", OWN)
    assert [found["measure"] for found in table["measures"]] == ["burden", "offensive arms"]
    e = wp.simulate(wp.load_case(EXAMPLES / "three-powers.yaml"), "defensive", runs=20)
    for found, which in zip(table["measures"], ("burden", OWN), strict=True):
        estimate = e.measure(which)
        assert found == estimate._asdict()
        assert estimate.low < estimate.value < estimate.high
    folder = Path(table["folder"])
    written = pd.read_parquet(folder / "tables" / "measures.parquet")
    assert written.to_dict("records") == table["measures"]

    again = run(capsys, "--measure", "survival", "--measure", "burden")  # the same run, finished
    assert again["folder"] == table["folder"]
    names = [found["measure"] for found in again["measures"]]
    assert names == ["offensive arms", "survival", "burden"]
    assert len(pd.read_parquet(folder / "tables" / "measures.parquet")) == 3
    assert run(capsys)["measures"] == again["measures"]
    assert dispatch([*RUN[:-1]]) == 0
    assert "offensive arms" in capsys.readouterr().out


def test_the_file_of_a_users_own_measure_is_kept_in_the_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "mine.py"
    original = Path(OWN.rpartition(":")[0]).read_bytes()
    own.write_bytes(original)
    text = f"{own}:OFFENSIVE_ARMS"
    table = run(capsys, "--measure", "burden", "--measure", text, "--out", "first")
    rows = read_manifest(tmp_path / "first")["measures"]
    assert rows[0] == {"name": "burden", "text": "burden", "files": {}}
    ((name, sha),) = rows[1]["files"].items()
    assert rows[1]["text"] == f"{name}:OFFENSIVE_ARMS"
    kept = tmp_path / "first" / name
    assert kept.read_bytes() == original
    assert sha == digest(original)

    own.write_text("raise SystemExit('run unasked')\n", encoding="utf-8")
    kept_measure = f"first/{name}:OFFENSIVE_ARMS"
    loaded = wp.load("first")
    assert loaded.measure(kept_measure)._asdict() == table["measures"][1]
    again = run(capsys, "--measure", kept_measure)  # a run folder of its own, then once more
    assert again["measures"] == table["measures"][1:]
    run(capsys, "--measure", "survival")
    folder = Path(again["folder"])
    assert [row["name"] for row in read_manifest(folder)["measures"]] == [
        "offensive arms", "survival"
    ]  # fmt: skip
    assert (folder / name).read_bytes() == original
    own.unlink()
    kept.write_text("raise SystemExit('run unasked')\n", encoding="utf-8")
    assert wp.load("first").spec.runs == 20


def test_an_unknown_measure_costs_no_simulation(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert dispatch([*RUN, "--measure", "burdens", "--measure", "allys"]) == 2
    error = capsys.readouterr().err
    assert "Did you mean burden" in error
    assert "Did you mean allies" in error
    assert not list(tmp_path.iterdir())


def test_a_record_that_a_run_does_not_store_is_named(tmp_path):
    with pytest.raises(wp.UserError, match="no record called 'volunteers'"):
        Stored(tmp_path / "results.nc", 0, slice(0, 1))["volunteers"]


def test_measures_are_listed_with_unit_and_meaning(capsys):
    assert dispatch(["measures"]) == 0
    out = capsys.readouterr().out
    for text in ("burden", "% of resources", "wars per state-year", "COW"):
        assert text in out
