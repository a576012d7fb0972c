"""`westphalia concepts`, from the command line to the table."""

import json

import pytest

from westphalia.cli import dispatch

COMMAND = pytest.mark.xdist_group(name="experiments")


@COMMAND
def test_one_concept_from_end_to_end(capsys):
    assert dispatch(["concepts", "hotlines", "6", "--runs", "16"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "32. hotlines hotlines between capitals, against none" in told
    assert "ordinary worlds (module hotlines off)" in told
    assert "inert: the whole interval" in told
    assert "16 runs of each world, seed 1" in told
    assert "6. power is relative: A unit of measurement" in told


@COMMAND
def test_the_same_as_json(capsys):
    assert dispatch(["concepts", "32", "--runs", "16", "--seed", "2", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["runs"], data["seed"]) == (16, 2)
    assert {row["name"] for row in data["rows"]} == {"inspections", "hotlines", "withdrawals"}
    assert sum(data["counts"].values()) == len(data["rows"])
    for row in data["rows"]:
        assert row["claim"] == 32
        assert {"value", "low", "high"} == set(row["difference"])
        assert row["least"] > 0


def test_the_list(capsys):
    assert dispatch(["concepts", "--list"]) == 0
    told = capsys.readouterr().out
    assert "preventive war" in told
    assert "B. Strategies for survival" in told


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["spirl"], "Did you mean spiral"),
        (["spiral", "--runs", "7"], "give an even number"),
        (["spiral", "--seed", "-1"], "seed = -1"),
    ],
)
def test_mistakes_are_told_before_anything_runs(args, says, capsys):
    assert dispatch(["concepts", *args]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
