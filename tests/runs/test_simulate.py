"""Runs are simulated only where everything they need is known."""

from dataclasses import replace

import numpy as np
import pytest

import westphalia as wp
from westphalia.experiments.condition import Condition
from westphalia.runs.arguments import spec_from_arguments
from westphalia.runs.simulate import simulate_line
from westphalia.simulation.begin import MOST_NAMED

CASE = wp.load_case("iraq-1990")


def case_with(**figures):
    """The case with figures of its start changed: by field, (place, value)."""
    start = {}
    for name, (place, value) in figures.items():
        start[name] = getattr(CASE.start, name).copy()
        start[name][place] = value
    return replace(CASE, start=replace(CASE.start, **start))


def first_records(case):
    spec = spec_from_arguments(case, "defensive", runs=1, years=1)
    return next(simulate_line(spec, spec.lines[0]))


def test_a_figure_that_nothing_fills_in_is_an_error_before_the_simulation():
    one, other, third = CASE.start.labels[:3]
    case = case_with(distance=((0, 1), np.nan), resources=(2, np.nan))
    with pytest.raises(wp.UserError) as error:
        first_records(case)
    assert str(error.value).splitlines() == [
        f"Unknown resources of {third}: give a number.",
        f"Unknown distance of {one}-{other}: give a number.",
    ]


def test_of_many_unknown_figures_some_are_named():
    n = len(CASE.start.labels)
    with pytest.raises(wp.UserError, match=f"and {n * n - MOST_NAMED} more: give a number"):
        first_records(case_with(distance=(slice(None), np.nan)))


def test_figures_that_are_filled_in_may_be_unknown():
    case = case_with(arms=(0, np.nan), posture=(0, np.nan), stake=((0, 1), np.nan))
    assert np.isfinite(first_records(case)["arms"]).all()


def test_what_a_condition_gives_stands_in_for_what_the_case_lacks(monkeypatch):
    monkeypatch.setattr(
        "westphalia.experiments.condition.load_case",
        lambda name: case_with(distance=(slice(None), np.nan)),
    )
    with pytest.raises(wp.UserError, match="Unknown distance of"):
        _ = Condition(2, case=CASE.name).program
    assert Condition(2, case=CASE.name, given={"distance": 1.0}).program.n == len(CASE.start.labels)
