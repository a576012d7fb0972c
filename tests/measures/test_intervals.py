"""Intervals: the jackknife, shares, pairs, the bootstrap."""

import numpy as np
import pytest

from westphalia.measures.intervals import jackknife, paired_share, resampled, share, shares
from westphalia.measures.tallies import GROUPS
from westphalia.runs.scores import Forecast
from westphalia.runs.scores import score as scored


def forecast(counts, runs, happened, counted=None):
    counts, happened = np.asarray(counts, float), np.asarray(happened, bool)
    counted = np.ones_like(happened) if counted is None else np.asarray(counted, bool)
    return Forecast(counts, np.asarray(runs), happened, counted)


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.random.default_rng(0).normal(size=GROUPS)
    without = (x.sum() - x) / (GROUPS - 1)
    error = x.std(ddof=1) / GROUPS**0.5
    value, low, high = jackknife(x.mean(), without)
    assert value - low == pytest.approx(2.0096 * error, rel=1e-3)
    assert high - value == pytest.approx(2.0096 * error, rel=1e-3)


def test_the_jackknife_covers_the_truth():
    rng, hits = np.random.default_rng(1), 0
    for _ in range(200):
        counts = rng.binomial(10, 0.3, GROUPS).astype(float)[:, None]
        interval = scored(forecast(counts, np.full(GROUPS, 10), [False]), "brier").by_runs
        hits += interval.low <= 0.09 <= interval.high
    assert 180 <= hits <= 200


def test_shares_have_intervals_at_the_ends():
    assert share(0, 500).low == 0.0
    assert 0 < share(0, 500).high < 0.01
    assert share(500, 500).high == 1.0
    value, low, high = shares(np.array([[0, 250]]), 500)
    assert (value[0, 1], low[0, 1], high[0, 1]) == share(250, 500)
    assert high[0, 0] == share(0, 500).high


def test_paired_shares_see_the_sign_and_never_claim_certainty():
    assert not paired_share(30, 2, 500).includes_zero
    assert paired_share(5, 5, 500).includes_zero
    nothing = paired_share(0, 0, 500)
    assert nothing.value == 0
    assert nothing.low < 0 < nothing.high


def test_the_bootstrap_resamples_whole_pairs():
    total, weight = np.array([0.0, 24.0, 0.0, 24.0]), np.full(4, 24.0)
    interval = resampled(total, weight)
    assert interval.value == 0.5
    assert interval.low == 0.0
    assert interval.high == 1.0
