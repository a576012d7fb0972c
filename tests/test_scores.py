"""Scores by hand on tiny examples, tallies against brute force, intervals that cover."""

import numpy as np
import pytest

from westphalia.measures.intervals import jackknife, paired_share, resampled, share, shares
from westphalia.measures.tallies import GROUPS, Tally, pairs
from westphalia.runs.scores import Forecast, brier, difference, log_score, rank_correlation
from westphalia.runs.scores import score as scored


def forecast(counts, runs, happened, counted=None):
    counts, happened = np.asarray(counts, float), np.asarray(happened, bool)
    counted = np.ones_like(happened) if counted is None else np.asarray(counted, bool)
    return Forecast(counts, np.asarray(runs), happened, counted)


def test_brier_and_log_score_by_hand():
    count, happened = np.array([3.0, 0.0]), np.array([True, False])
    assert brier(count, 4, happened) == pytest.approx([0.0625, 0.0])
    assert log_score(count, 4, happened) == pytest.approx([np.log(3.5 / 5), np.log(1 - 0.5 / 5)])


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
    assert scored(f, "brier").by_runs.half == pytest.approx(0)
    assert np.isfinite(scored(f, "log").value)
    one, other = difference(scored(f, "brier"), scored(f, "brier"))
    assert one.includes_zero
    assert other.includes_zero


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.random.default_rng(0).normal(size=GROUPS)
    without = (x.sum() - x) / (GROUPS - 1)
    error = x.std(ddof=1) / GROUPS**0.5
    assert jackknife(x.mean(), without).half == pytest.approx(2.0096 * error, rel=1e-3)


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
    assert nothing.half > 0


def test_the_bootstrap_resamples_whole_pairs():
    total, weight = np.array([0.0, 24.0, 0.0, 24.0]), np.full(4, 24.0)
    interval = resampled(total, weight)
    assert interval.value == 0.5
    assert interval.low == 0.0
    assert interval.high == 1.0


def test_rank_correlation_leaves_out_what_is_missing():
    real = np.array([1.0, 2.0, 3.0, np.nan])
    simulated = np.array([[10.0, 20.0, 30.0, -5.0], [3.0, 2.0, 1.0, 9.0]])
    assert rank_correlation(simulated, real) == pytest.approx([1.0, -1.0])


def records(runs: int, n: int = 4, years: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    upper = rng.random((years, n, n, runs)) < 0.2
    pact = upper | np.swapaxes(upper, 1, 2)
    attack = np.triu(np.ones((n, n)), 1)[None, :, :, None] * (rng.random((years, n, n, runs)) < 0.1)
    war = (attack + 3 * np.swapaxes(attack, 1, 2)).astype(np.uint8)
    alive = rng.random((years, n, runs)) < 0.95
    arms = rng.random((years, n, runs)).astype(np.float32) * alive
    return {
        "pact": pact,
        "war": war,
        "alive": alive,
        "arms": arms,
        "burden": arms,
        "resources": arms,
    }


def tally_in_chunks(data: dict[str, np.ndarray], width: int) -> Tally:
    tally = Tally(4, 5, [0, 1, 2], np.eye(4, dtype=bool))
    runs = data["alive"].shape[-1]
    for first in range(0, runs, width):
        tally.add({k: v[..., first : first + width] for k, v in data.items()}, first)
    return tally


def test_tallies_are_those_of_brute_force():
    data = records(130)
    tally = tally_in_chunks(data, 64)
    rows, columns = pairs(4)
    pact = data["pact"][:, rows, columns]
    fought = data["war"][:, rows, columns] > 0
    assert tally.count == 130
    assert (tally["runs"] == [3] * 30 + [2] * 20).all()
    assert (tally["pact"].sum(0) == pact.sum(-1)).all()
    assert (tally["pact"][7] == pact[..., 7::50].sum(-1)).all()
    assert (tally["fought"].sum((0, 1)) == fought.any(0).sum(-1)).all()
    great = fought[:, [0, 1, 3]].any(1)  # pairs 0-1, 0-2, 1-2
    assert tally["great_war"].sum() == great.any(0).sum()
    first = great.argmax(0)
    assert tally["great_war"].sum(0)[2] == (great.any(0) & (first == 2)).sum()
    began = [
        any(data["war"][first[r], 0, j, r] == 1 for j in range(1, 4)) and great[:, r].any()
        for r in range(130)
    ]
    assert tally["starters"].sum(0)[0] <= sum(began)


def test_tallies_do_not_depend_on_the_chunks():
    data = records(130)
    one, other = tally_in_chunks(data, 64), tally_in_chunks(data, 37)
    for name in one.sums:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-6)
