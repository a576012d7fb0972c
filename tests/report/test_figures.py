"""Figures of a run: what they show, and that their drawing beside it is waited for."""

import json

import pytest

from westphalia.cases import load_facts
from westphalia.report.drawing import draw
from westphalia.report.figures import drawing_beside, shown
from westphalia.report.run import sum_up
from westphalia.runs.as_json import to_json
from westphalia.runs.options import spec_from_options
from westphalia.runs.simulate import simulate_spec
from westphalia.runs.summary import summarise

RUNS = 20


@pytest.fixture(scope="module")
def found():
    options = (["defensive"], RUNS, None, 1, None, None, None, False, True)
    spec = spec_from_options("europe-1890", *options)
    tallies, _ = sum_up(spec, simulate_spec(spec))
    facts = load_facts("europe-1890")
    table = summarise(spec, tallies, facts)
    return table, tallies, json.loads(to_json(shown(table, spec, tallies, facts)))


def test_figures_show_the_shares_of_runs_and_the_years_of_history(found):
    table, tallies, data = found
    assert data["lines"] == {row.theory: row.baseline for row in table.theories}
    pairs = {tuple(pair["states"]): pair for pair in data["pacts"]["pairs"]}
    assert pairs[("GMY", "AUH")]["history"] == list(range(1891, 1914 + 1))
    for pair in pairs.values():
        for label, chances in pair["chances"].items():
            assert len(chances) == len(data["pacts"]["years"])
            assert all(round(c * tallies[label].count, 6).is_integer() for c in chances)
    scores = data["scores"][0]["lines"]["defensive"]
    row = next(row for row in table.theories if row.theory == "defensive")
    assert scores["value"] == row.scores["alignments brier"].value
    assert scores["runs"][0] <= scores["value"] <= scores["runs"][1]


def test_what_is_drawn_beside_is_there_when_the_body_is_through(found, tmp_path):
    *_, data = found
    unknown = {"value": None, "runs": (None, None), "pairs": (None, None)}
    scores = [{**score, "lines": {**score["lines"], "random": unknown}} for score in data["scores"]]
    data = {**data, "scores": scores}
    draw(data, tmp_path / "here")
    with drawing_beside(tmp_path / "beside") as told:
        told(data)
    files = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert files == ["great_power_war.png", "pacts.png", "scores.png"]
    for name in files:
        assert (tmp_path / "beside" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_figures_that_cannot_be_drawn_are_told(found, tmp_path):
    *_, data = found
    with (
        pytest.raises(RuntimeError, match=r"could not be drawn:(?s:.*)FileNotFoundError"),
        drawing_beside(tmp_path / "no" / "such" / "folder") as told,
    ):
        told(data)


def test_nothing_is_drawn_where_the_body_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), drawing_beside(tmp_path / "beside"):
        1 / 0  # noqa: B018
    assert not (tmp_path / "beside").exists()
