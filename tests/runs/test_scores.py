"""Scores of forecasts, by hand."""

import numpy as np
import pytest

from westphalia.measures.tallies import GROUPS
from westphalia.runs.scores import Forecast, difference
from westphalia.runs.scores import score as scored


def forecast(counts, runs, happened, counted=None):
    counts, happened = np.asarray(counts, float), np.asarray(happened, bool)
    counted = np.ones_like(happened) if counted is None else np.asarray(counted, bool)
    return Forecast(counts, np.asarray(runs), happened, counted)


def test_a_share_of_runs_is_scored_by_brier_and_never_certain_in_the_log_score():
    one = forecast([[3.0, 0.0]], [4], [True, False])
    assert scored(one, "brier").total == pytest.approx([0.0625, 0.0])
    assert scored(one, "log").total == pytest.approx([np.log(3.5 / 5), np.log(1 - 0.5 / 5)])


def test_a_score_is_the_mean_over_what_is_counted():
    two_groups = [[[2.0, 0.0, 1.0]], [[1.0, 0.0, 1.0]]]  # groups, years, pairs
    f = forecast(two_groups, [2, 2], [[True, False, False]], [[True, True, False]])
    s = scored(f, "brier")
    assert s.value == pytest.approx((0.0625 + 0.0) / 2)
    # without group 0: p = 1/2, 0; without group 1: p = 1, 0
    assert s.without == pytest.approx([0.25 / 2, 0.0])
    assert s.total == pytest.approx([0.0625, 0.0, 0.0])
    assert s.weight == pytest.approx([1, 1, 0])


def test_nothing_counted_is_missing_not_zero():
    s = scored(forecast([[1.0]], [2], [True], [False]), "brier")
    assert np.isnan(s.value)
    assert np.isnan(s.by_runs.low)
    assert np.isnan(s.by_pairs.low)


def test_equal_runs_have_no_spread_and_certain_forecasts_stay_finite():
    counts = np.full((GROUPS, 4), 10.0) * np.array([1, 0, 1, 0])
    f = forecast(counts, np.full(GROUPS, 10), [True, False, False, True])
    by_runs = scored(f, "brier").by_runs
    assert by_runs.high == pytest.approx(by_runs.low)
    assert np.isfinite(scored(f, "log").value)
    one, other = difference(scored(f, "brier"), scored(f, "brier"))
    assert one.includes_zero
    assert other.includes_zero
