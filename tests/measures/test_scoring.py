"""Scores of events and of decisions against closed forms, and against each other.

`tests/test_forecasts.py` holds those of forecasts of decisions.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from westphalia.measures.scoring import (
    brier,
    event_brier,
    event_log_score,
    log_score,
    rank_correlation,
)

chances = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=20).map(np.array)


def test_scores_of_events_by_hand():
    chance, happened = np.array([0.75, 0.2]), np.array([True, False])
    assert event_brier(chance, happened) == pytest.approx([0.0625, 0.04])
    assert event_log_score(chance, happened) == pytest.approx([np.log(0.75), np.log(0.8)])


def test_the_floor_of_the_log_score_can_be_another():
    chances, outcome = np.array([[1.0, 0.0], [0.4, 0.6]]), np.array([1, 1])
    assert log_score(chances, outcome, 1e-4) == pytest.approx(np.log([1e-4, 0.6]))


@given(chances, st.integers(0, 2**20 - 1))
def test_a_decision_with_two_outcomes_is_an_event(chance, bits):
    happened = np.array([bits >> k & 1 for k in range(len(chance))], bool)
    two, outcome = np.stack([1.0 - chance, chance], axis=1), happened.astype(int)
    assert brier(two, outcome) == pytest.approx(event_brier(chance, happened))
    assert log_score(two, outcome) == pytest.approx(event_log_score(chance, happened))


@given(chances)
def test_the_expected_score_is_best_for_the_truth(truth):
    """Of an event of chance p: E[Brier] = p (1 - p), E[log] = -entropy; no other chance wins."""
    yes, no = np.ones(len(truth), bool), np.zeros(len(truth), bool)

    def expected(rule, said):
        return truth * rule(said, yes) + (1.0 - truth) * rule(said, no)

    assert expected(event_brier, truth) == pytest.approx(truth * (1.0 - truth))
    entropy = -(truth * np.log(truth) + (1.0 - truth) * np.log(1.0 - truth))
    assert expected(event_log_score, truth) == pytest.approx(-entropy)
    other = (truth + 0.5) / 2.0
    assert (expected(event_brier, other) >= expected(event_brier, truth) - 1e-12).all()
    assert (expected(event_log_score, other) <= expected(event_log_score, truth) + 1e-12).all()


def test_rank_correlation_is_that_of_scipy_and_leaves_out_what_is_missing():
    simulated = np.random.default_rng(1).normal(size=(3, 12))
    real = np.random.default_rng(2).normal(size=12)
    expected = [spearmanr(row, real).statistic for row in simulated]
    assert rank_correlation(simulated, real) == pytest.approx(expected)
    some = np.array([[1.0, 2.0, 3.0, np.nan], [3.0, 2.0, 1.0, 9.0]])
    assert rank_correlation(some, np.array([10.0, 20.0, 30.0, np.nan])) == pytest.approx([1, -1])
