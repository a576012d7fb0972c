"""`westphalia moments`, from the command line to the table."""

import json

import pandas as pd
import pytest

from westphalia.cli import dispatch
from westphalia.measures.moments import MOMENTS

FEW = ["--states", "6", "--runs", "20", "--years", "8"]


def test_every_moment_has_a_verdict_and_the_table_is_written(tmp_path, capsys):
    path = tmp_path / "moments.csv"
    assert dispatch(["moments", *FEW, "--json", "--out", str(path)]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (found["world"], found["runs"], found["settled"]) == ("random-6", 20, 50)
    assert {row["moment"] for row in found["rows"]} == set(MOMENTS)
    verdicts = {"inside", "outside", "at the edge", "unknown"}
    assert {row["verdict"] for row in found["rows"]} <= verdicts
    assert len(pd.read_csv(path)) == len(found["rows"])
    assert str(path) in err


def test_the_table_for_people(capsys):
    assert dispatch(["moments", *FEW]) == 0
    out = capsys.readouterr().out
    assert "history 1816-1945" in out
    assert "Gibler" in out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["eurpoe-1890"], "Did you mean europe-1890"),
        (["europe-1890", "--states", "5"], "leave out --states"),
        (["--theory", "defensiv"], "defensive"),
        (["--out", "{here}"], "exists and is not overwritten"),
    ],
)
def test_mistakes_are_told_before_anything_runs(args, said, tmp_path, capsys):
    assert dispatch(["moments", *(arg.format(here=tmp_path) for arg in args)]) == 2
    assert said in capsys.readouterr().err
