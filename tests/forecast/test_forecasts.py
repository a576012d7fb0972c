"""Scores of decisions by hand and against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.chances import two
from westphalia.measures.scoring import FLOOR, auc, brier, calibration, log_score
from westphalia.world.problems import UserError


@st.composite
def forecasts(draw, most=4):
    """Chances, many of them tied or certain, and what happened."""
    n, k = draw(st.integers(1, 60)), draw(st.integers(2, most))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    chances = rng.multinomial(draw(st.integers(1, 6)), np.ones(k) / k, n).astype(float)
    return chances / chances.sum(1, keepdims=True), rng.integers(0, k, n)


def test_scores_by_hand():
    chances, outcome = np.array([[0.5, 0.3, 0.2], [0.0, 0.0, 1.0]]), np.array([1, 2])
    assert log_score(chances, outcome) == pytest.approx([np.log(0.3), 0.0])
    assert brier(chances, outcome) == pytest.approx([(0.25 + 0.49 + 0.04) / 2, 0.0])


def test_brier_of_two_outcomes_is_the_squared_miss():
    p, y = np.array([0.1, 0.7, 1.0]), np.array([0, 1, 0])
    assert brier(two(p), y) == pytest.approx((p - y) ** 2)


def test_what_was_held_impossible_costs_much_but_not_everything():
    assert log_score(two([0.0]), np.array([1])) == pytest.approx([np.log(FLOOR)])
    assert log_score(two([0.0]), np.array([0])) == pytest.approx([0.0])


@given(forecasts())
def test_scores_keep_their_bounds_and_know_no_names(drawn):
    chances, outcome = drawn
    new = np.random.default_rng(0).permutation(chances.shape[1])
    for rule, low, high in ((log_score, np.log(FLOOR), 0.0), (brier, 0.0, 1.0)):
        score = rule(chances, outcome)
        assert ((score >= low - 1e-12) & (score <= high + 1e-12)).all()
        renamed = rule(chances[:, np.argsort(new)], new[outcome])
        assert renamed == pytest.approx(score)


@given(st.lists(st.floats(0.05, 0.95), min_size=2, max_size=4), st.integers(0, 10**6))
def test_both_rules_are_proper(raw, seed):
    """Nobody gains by saying other chances than the true ones."""
    truth = np.array(raw) / sum(raw)
    said = np.random.default_rng(seed).dirichlet(np.ones(len(truth)))
    every = np.arange(len(truth))

    def expected(rule, p):
        return truth @ rule(np.tile(p, (len(truth), 1)), every)

    assert expected(log_score, truth) >= expected(log_score, said) - 1e-12
    assert expected(brier, truth) <= expected(brier, said) + 1e-12


def test_a_forecast_that_is_none_is_refused_with_all_its_faults():
    chances = np.array([[0.5, 0.5], [np.nan, 1.0], [1.5, -0.5], [0.5, 0.6], [1.0, 0.0]])
    with pytest.raises(UserError) as error:
        log_score(chances, np.array([0, 0, 0, 0, 2]))
    message = str(error.value)
    for fault in ("number 1", "number 2", "number 3", "number 4", "missing", "add to 1", "none of"):
        assert fault in message
    with pytest.raises(UserError, match="shape"):
        brier(np.ones(3), np.zeros(3, int))
    with pytest.raises(UserError, match="shape"):
        brier(two([0.5, 0.5]), np.zeros(3, int))


def test_auc_by_hand():
    """Two that happened, three that did not: 5 pairs won and 1 tied, of 6."""
    found = auc(two([0.9, 0.4, 0.4, 0.2, 0.1]), np.array([1, 1, 0, 0, 0]))
    assert len(found) == 1
    assert found[0].value == pytest.approx(5.5 / 6)


@given(forecasts())
def test_auc_is_the_share_of_pairs_won(drawn):
    chances, outcome = drawn
    for k, found in enumerate(auc(chances, outcome), 1):
        yes, no = chances[outcome == k, k], chances[outcome != k, k]
        if not len(yes) or not len(no):
            assert np.isnan(found.value)
            continue
        ahead = yes[:, None] - no
        assert found.value == pytest.approx(((ahead > 0) + 0.5 * (ahead == 0)).mean())
        assert np.isnan(found.low) == (min(len(yes), len(no)) < 2)


@given(forecasts(most=2))
def test_auc_cares_for_order_alone(drawn):
    chances, outcome = drawn
    bent = two(np.sqrt(chances[:, 1]))
    turned = chances[:, ::-1]
    assert auc(bent, outcome)[0] == pytest.approx(auc(chances, outcome)[0], nan_ok=True)
    if 0 < outcome.sum() < len(outcome):
        assert auc(turned, outcome)[0].value == pytest.approx(1 - auc(chances, outcome)[0].value)


def test_a_forecast_that_never_differs_ranks_nothing():
    found = auc(np.tile([0.7, 0.2, 0.1], (9, 1)), np.arange(9) % 3)
    assert [x.value for x in found] == [0.5, 0.5]


def test_delong_against_its_definition():
    """var = var(V10)/m + var(V01)/n, each decision's share of pairs won, pair by pair."""
    rng = np.random.default_rng(2)
    y = (rng.random(80) < 0.3).astype(int)
    p = np.clip(np.round(rng.random(80) * 0.6 + 0.3 * y, 1), 0, 1)
    yes, no = p[y == 1][:, None], p[y == 0]
    kernel = (yes > no) + 0.5 * (yes == no)
    error = np.sqrt(kernel.mean(1).var(ddof=1) / len(yes) + kernel.mean(0).var(ddof=1) / len(no))
    found = auc(two(p), y)[0]
    assert found.low == pytest.approx(found.value - 1.959964 * error)
    assert found.high == pytest.approx(min(found.value + 1.959964 * error, 1.0))


def test_calibration_by_hand():
    p, y = np.array([0.1, 0.1, 0.2, 0.8, 0.8, 0.8]), np.array([0, 0, 1, 1, 1, 0])
    something, same = calibration(two(p), y, bins=2)
    assert something.number.tolist() == [3, 3]
    assert something.chance == pytest.approx([0.4 / 3, 0.8])
    assert something.observed == pytest.approx([1 / 3, 2 / 3])
    assert something.reliability == pytest.approx(((0.2) ** 2 + (0.8 - 2 / 3) ** 2) / 2)
    assert something.resolution == pytest.approx((1 / 6) ** 2)
    assert something.uncertainty == pytest.approx(0.25)
    for one, other in zip(something, same, strict=True):
        assert one == pytest.approx(other)


@given(forecasts(), st.integers(1, 12))
def test_murphys_identity_is_exact(drawn, bins):
    chances, outcome = drawn
    curves = calibration(chances, outcome, bins)
    assert len(curves) == chances.shape[1]
    for k, curve in enumerate(curves):
        assert curve.binned == pytest.approx(
            curve.reliability - curve.resolution + curve.uncertainty, abs=1e-12
        )
        assert curve.number.sum() == len(outcome)
        assert (curve.number > 0).all()
        assert len(curve.number) <= bins
        assert (np.diff(curve.chance) > 0).all()
        assert ((curve.low <= curve.observed) & (curve.observed <= curve.high)).all()
        happened = outcome > 0 if k == 0 else outcome == k
        assert curve.number @ curve.observed == pytest.approx(happened.sum())


def test_few_chances_need_no_more_bins_and_lose_nothing():
    p, y = np.array([0.2] * 7 + [0.6] * 3), np.arange(10) % 2
    curve = calibration(two(p), y, bins=10)[0]
    assert curve.number.tolist() == [7, 3]
    assert curve.binned == pytest.approx(brier(two(p), y).mean())


def test_nothing_to_calibrate():
    curve = calibration(np.empty((0, 3)), np.empty(0, int))[2]
    assert len(curve.chance) == 0
    assert np.isnan(curve.reliability)
    with pytest.raises(UserError, match="at least 1 bin"):
        calibration(two([0.5]), np.array([1]), bins=0)
