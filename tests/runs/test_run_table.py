"""The table of a run: typed rows to data and back, and to a data frame."""

import json

import numpy as np
import pytest

from westphalia.cases import load_facts
from westphalia.measures.estimate import Estimate
from westphalia.measures.intervals import Interval
from westphalia.measures.tallies import Tally
from westphalia.runs.as_json import as_data, from_data, to_json
from westphalia.runs.history import great_indices
from westphalia.runs.options import spec_from_options
from westphalia.runs.run_table import RunTable, ScoreRow, StateChance
from westphalia.runs.scores import SHOWN
from westphalia.runs.summary import summarise

RUNS = 20


@pytest.fixture(scope="module")
def plan():
    theories = ["defensive", "no-change"]
    return spec_from_options("iraq-1990", theories, RUNS, None, 1, None, None, None, False, False)


def made_up(plan, seed):
    """A tally of records drawn at random."""
    rng, n, years = np.random.default_rng(seed), len(plan.labels), plan.years
    half = np.triu(rng.random((years, RUNS, n, n)) < 0.1, 1)
    pact = np.moveaxis(half | half.swapaxes(2, 3), 1, 3)
    war = np.moveaxis(half + 3 * half.swapaxes(2, 3), 1, 3).astype(np.uint8)
    state = (years, n, RUNS)
    records = {"pact": pact, "war": war, "alive": np.ones(state, bool)}
    records |= {name: rng.random(state) for name in ("arms", "burden", "resources")}
    tally = Tally(n, years, great_indices(plan.case), np.nan_to_num(plan.case.start.pact) > 0)
    tally.add(records, 0)
    return tally


@pytest.fixture(scope="module")
def table(plan):
    tallies = {line.label: made_up(plan, k) for k, line in enumerate(plan.lines)}
    measures = (Estimate("defensive", "burden", "%", 3.0, 2.5, float("nan")),)
    return summarise(plan, tallies, load_facts(plan.case.path), measures)


def test_a_table_that_was_written_is_read_again(table):
    written = to_json(table.data())
    again = RunTable.from_data(json.loads(written))
    assert to_json(again.data()) == written
    assert isinstance(again.theories[0].great_power_war.by_year[0], Interval)
    assert np.isnan(again.measures[0].high)


def test_without_facts_nothing_is_scored(plan):
    tallies = {line.label: made_up(plan, k) for k, line in enumerate(plan.lines)}
    table = summarise(plan, tallies, None)
    assert table.history is None
    assert {row.scores for row in table.theories} == {None}
    assert table.comparisons == ()
    assert RunTable.from_data(json.loads(to_json(table.data()))) == table


def test_every_number_is_a_row_of_the_data_frame(table):
    frame = table.to_dataframe().set_index(["theory", "number"])
    row = table.theories[1]
    assert frame.loc[("no-change", "wars log"), "value"] == row.scores["wars log"].value
    chance = frame.loc[("no-change", "great-power war")]
    assert tuple(chance) == tuple(row.great_power_war.probability)
    assert frame.loc[("defensive", "burden"), "low"] == 2.5
    assert len(frame) == 2 * (1 + len(row.scores) + len(row.arms_growth)) + 1


def test_the_scores_that_are_shown_are_in_the_table_and_verdicts_rest_on_some(table):
    names = [score.name for score in SHOWN]
    assert set(names) < set(table.theories[0].scores)
    assert len(set(names)) == len(names)
    assert {c.score for c in table.comparisons} == {score.name for score in SHOWN if score.verdict}
    better = {score.rule: score.more_is_better for score in SHOWN}
    assert better == {"brier": False, "log": True}


def test_typed_rows_are_data_and_back():
    rows = {"a": StateChance("GMY", Interval(0.5, 0.25, 1.0))}
    data = as_data(rows)
    assert data == {"a": {"state": "GMY", "probability": {"value": 0.5, "low": 0.25, "high": 1.0}}}
    assert from_data(StateChance, data["a"]) == rows["a"]


@pytest.mark.parametrize("broken", [{"value": 1.0}, {"value": "x"}, []])
def test_data_of_another_kind_are_refused(broken):
    with pytest.raises(ValueError, match="not a ScoreRow"):
        from_data(ScoreRow, broken)
