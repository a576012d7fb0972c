"""The verb `data`."""

import json

import pandas as pd
import pytest
from report.history.commands import error

from westphalia.cli import dispatch
from westphalia.records.folder import remembered_folder
from westphalia.report.records.data import NEEDED

pytestmark = pytest.mark.usefixtures("own_place")


def test_data_tells_what_is_built_in(capsys):
    assert dispatch(["data"]) == 0
    text = capsys.readouterr().out
    assert "Built in: the great powers, 1816-2016" in text
    assert "none; name one with" in text
    assert dispatch(["data", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["built_in"]["states"]) == 9
    assert found["folder"] is None


def test_check_has_exit_code_1_where_there_are_problems(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "states.csv").write_text("stateabb,ccode,styear\n", encoding="utf-8")
    assert dispatch(["data", "check", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"] > 0


def test_a_folder_that_lacks_data_is_not_remembered(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    text = error(capsys, "data", "use", str(folder))
    for key in (*NEEDED, "mid_gml"):
        assert f"{key}: " in text
    assert remembered_folder() is None


def test_tables_of_the_built_in_panel(tmp_path, capsys):
    out = tmp_path / "tables"
    args = ["data", "tables", str(out), "--format", "csv", "--from", "1900", "--to", "1920"]
    assert dispatch(args) == 0
    listed = capsys.readouterr().out.split()
    assert sorted(listed) == sorted(str(path) for path in out.iterdir())
    states = pd.read_csv(out / "state_years.csv")
    assert (states.year.min(), states.year.max()) == (1900, 1920)
    assert "is not overwritten" in error(capsys, *args)
