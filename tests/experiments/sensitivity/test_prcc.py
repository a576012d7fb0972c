"""Partial rank correlations, against a computation by hand and what they should say."""

import numpy as np
import pytest

from westphalia.experiments.sensitivity.prcc import prcc
from westphalia.world.problems import UserError


def test_two_factors_by_hand():
    # Ranks of x1: 1 2 3 4 5 6, of x2: 2 1 4 3 6 5, of y: 1 3 2 5 4 6. With sum d^2 the
    # correlations 1 - 6 sum d^2 / (6 * 35) are 1 - 6*6/210 = 29/35 (x1, x2), 1 - 6*4/210 = 31/35
    # (x1, y) and 1 - 6*(1+4+4+4+4+1)/210 = 17/35 (x2, y).
    points = np.array([[10, 20], [20, 10], [30, 40], [40, 30], [50, 60], [60, 50]]) / 100
    values = np.array([1.0, 9.0, 4.0, 25.0, 16.0, 36.0])
    ab, ay, by = 29 / 35, 31 / 35, 17 / 35
    one = (ay - ab * by) / ((1 - ab**2) * (1 - by**2)) ** 0.5
    two = (by - ab * ay) / ((1 - ab**2) * (1 - ay**2)) ** 0.5
    found = prcc(points, values)
    assert found[:, 0] == pytest.approx([one, two])
    half = 1.959964 * ((1 + one**2 / 2) / (6 - 3 - 1)) ** 0.5
    assert np.arctanh(found[0, 1:]) == pytest.approx(
        [np.arctanh(one) - half, np.arctanh(one) + half]
    )


def test_monotone_relations_are_near_one_however_bent_and_nothing_covers_zero():
    x = np.random.default_rng(1).random((200, 3))
    found = prcc(x, np.exp(6 * x[:, 0]) * np.exp(-3 * x[:, 1]))
    assert found[0, 0] > 0.97
    assert found[1, 0] < -0.95
    assert found[2, 1] < 0 < found[2, 2]


def test_a_relation_without_noise_is_one_and_leaves_nothing_for_the_others():
    x = np.random.default_rng(2).random((50, 2))
    assert prcc(x, x[:, 0] ** 3)[0] == pytest.approx([1.0, 1.0, 1.0])
    assert prcc(x, x[:, 0] ** 3)[1, 0] == 0


def test_a_factor_does_not_get_the_credit_of_one_it_goes_with():
    rng = np.random.default_rng(3)
    one = rng.random(400)
    points = np.column_stack([one, one + 0.3 * rng.standard_normal(400)])
    found = prcc(points, one + 0.3 * rng.standard_normal(400))
    assert np.corrcoef(points[:, 1], one)[0, 1] > 0.6
    assert found[1, 1] < 0 < found[1, 2]


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    def draw(rng, n):
        x = rng.random((n, 4))
        return x, 2 * x[:, 0] + x[:, 1] + rng.standard_normal(n)

    truth = prcc(*draw(np.random.default_rng(4), 200_000))[:, 0]
    rng, hits = np.random.default_rng(5), np.zeros(4)
    for _ in range(400):
        found = prcc(*draw(rng, 40))
        hits += (found[:, 1] <= truth) & (truth <= found[:, 2])
    assert (hits / 400 > 0.92).all()
    assert (hits / 400 < 0.985).all()


def test_points_without_a_value_are_left_out():
    rng = np.random.default_rng(6)
    x, y = rng.random((30, 2)), rng.random(30)
    gaps = y.copy()
    gaps[[3, 8]] = np.nan
    assert (prcc(x, gaps) == prcc(np.delete(x, [3, 8], 0), np.delete(y, [3, 8]))).all()


def test_values_that_do_not_vary_have_no_correlation():
    assert np.isnan(prcc(np.random.default_rng(7).random((20, 2)), np.ones(20))).all()


def test_designs_that_cannot_tell_are_refused():
    x = np.random.default_rng(8).random((20, 3))
    with pytest.raises(UserError, match="need at least 6 points with values, and have 5"):
        prcc(x[:5], np.arange(5.0))
    with pytest.raises(UserError, match=r"^factor 2 has the same value"):
        prcc(np.column_stack([x[:, 0], np.ones(20)]), x[:, 1])
    with pytest.raises(UserError, match=r"^a, d follow from each other"):
        prcc(np.column_stack([x, x[:, 0] ** 2]), x[:, 1], list("abcd"))
