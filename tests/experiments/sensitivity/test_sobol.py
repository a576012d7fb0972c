"""Sobol' designs and indices, against analytic values and against scipy."""

import numpy as np
import pytest
from scipy import stats

from tests.experiments.sensitivity.functions import (
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    ISHIGAMI_VARIANCE,
    ishigami,
)
from westphalia.experiments.sensitivity.sobol import saltelli_points, sobol_indices
from westphalia.world.problems import UserError


def test_each_block_takes_one_column_from_b():
    points = saltelli_points(8, 3, seed=1)
    assert points.shape == (40, 3)
    assert points.min() > 0
    assert points.max() < 1
    a, b, *swapped = points.reshape(5, 8, 3)
    for i, block in enumerate(swapped):
        assert (block[:, i] == b[:, i]).all()
        assert (np.delete(block, i, 1) == np.delete(a, i, 1)).all()


def test_every_column_has_a_point_in_each_eighth():
    a, b = saltelli_points(8, 3, seed=5)[:16].reshape(2, 8, 3)
    for half in (a, b):
        assert (np.sort((half * 8).astype(int), axis=0) == np.arange(8)[:, None]).all()


def test_seeds_give_other_points_and_the_same_seed_the_same():
    assert (saltelli_points(4, 2, seed=1) == saltelli_points(4, 2, seed=1)).all()
    assert (saltelli_points(4, 2, seed=1) != saltelli_points(4, 2, seed=2)).any()


@pytest.mark.parametrize(("n", "near"), [(100, "64 or 128"), (1, "2 or 4"), (0, "2 or 4")])
def test_rows_are_a_power_of_two(n, near):
    with pytest.raises(UserError, match=f"power of two.*take {near}"):
        saltelli_points(n, 3, seed=1)


def test_a_design_has_a_factor():
    with pytest.raises(UserError, match="at least one factor"):
        saltelli_points(8, 0, seed=1)


def test_indices_of_ishigami():
    found = sobol_indices(ishigami(saltelli_points(2**13, 3, seed=1)), 3)
    assert found.first[:, 0] == pytest.approx(ISHIGAMI_FIRST, abs=0.02)
    assert found.total[:, 0] == pytest.approx(ISHIGAMI_TOTAL, abs=0.005)
    assert found.variance == pytest.approx(ISHIGAMI_VARIANCE, rel=0.001)
    assert found.rows == 2**13
    for ends, exact in ((found.first, ISHIGAMI_FIRST), (found.total, ISHIGAMI_TOTAL)):
        assert ((ends[:, 1] < exact) & (exact < ends[:, 2])).all()


def test_indices_of_the_g_function():
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    points = saltelli_points(2**13, 8, seed=1)
    found = sobol_indices(np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1), 8, 100)
    alone = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + alone) - 1
    assert found.variance == pytest.approx(variance, rel=0.01)
    assert found.first[:, 0] == pytest.approx(alone / variance, abs=0.005)
    total = alone * np.prod(1 + alone) / (1 + alone) / variance
    assert found.total[:, 0] == pytest.approx(total, abs=0.005)


def test_estimates_are_those_of_scipy():
    values = ishigami(saltelli_points(64, 3, seed=2)).reshape(5, 64)
    blocks = {"f_A": values[:1], "f_B": values[1:2], "f_AB": values[2:, None]}
    other = stats.sobol_indices(func=blocks, n=64)
    found = sobol_indices(values.ravel(), 3, 10)
    assert found.first[:, 0] == pytest.approx(other.first_order)
    assert found.total[:, 0] == pytest.approx(other.total_order)


def test_a_level_added_to_all_values_changes_nothing():
    values = ishigami(saltelli_points(64, 3, seed=2))
    found, raised = sobol_indices(values, 3, 50), sobol_indices(1000 + values, 3, 50)
    assert raised.first == pytest.approx(found.first, abs=1e-6)
    assert raised.total == pytest.approx(found.total, abs=1e-6)


def independent_points(n, k, rng):
    """As `saltelli_points`, of independent rows, for which the bootstrap is made."""
    a, b = rng.random((2, n, k))
    return np.concatenate([a, b, *(np.where(np.arange(k) == i, b, a) for i in range(k))])


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    # x1 + 2 x2 + 2 x1 x2: V_1 = 4/12, V_2 = 9/12, V_12 = 4/144.
    parts = np.array([4 / 12, 9 / 12, 4 / 144])
    first, total = parts[:2] / parts.sum(), (parts[:2] + parts[2]) / parts.sum()
    rng, hits = np.random.default_rng(1), np.zeros(4)
    for _ in range(200):
        x = independent_points(64, 2, rng)
        found = sobol_indices(x[:, 0] + 2 * x[:, 1] + 2 * x[:, 0] * x[:, 1], 2, 200)
        ends = np.concatenate([found.first, found.total])
        hits += (ends[:, 1] <= (truth := np.concatenate([first, total]))) & (truth <= ends[:, 2])
    assert (hits / 200 > 0.88).all()
    assert (hits / 200 < 0.99).all()


def test_a_row_with_a_gap_is_left_out_of_all_blocks():
    points = saltelli_points(32, 3, seed=3)
    blocks = ishigami(points).reshape(5, 32)
    gaps = blocks.copy()
    gaps[0, 4] = gaps[3, 9] = np.nan
    found = sobol_indices(gaps.ravel(), 3)
    assert found.rows == 30
    without = sobol_indices(np.delete(blocks, [4, 9], axis=1).ravel(), 3)
    assert (found.first == without.first).all()
    assert (found.total == without.total).all()


def test_noise_adds_its_share_to_total_indices():
    rng = np.random.default_rng(0)
    values = saltelli_points(2**12, 2, seed=1)[:, 0] + rng.normal(0, 12**-0.5, 4 * 2**12)
    found = sobol_indices(values, 2, 50)
    assert found.first[:, 0] == pytest.approx([0.5, 0.0], abs=0.05)
    assert found.total[:, 0] == pytest.approx([1.0, 0.5], abs=0.05)


def test_an_estimate_near_zero_may_be_negative():
    # (x1 - 1/2)(x2 - 1/2) is interaction alone.
    designs = [saltelli_points(16, 2, seed) - 0.5 for seed in range(5)]
    found = np.array([sobol_indices(x.prod(1), 2, 50).first for x in designs])
    assert found[:, :, 0].min() < 0 < found[:, :, 0].max()


def test_values_that_do_not_vary_have_no_indices():
    found = sobol_indices(np.full(32, 0.1), 2, 10)
    assert found.variance == 0
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


def test_values_that_are_no_design_are_refused():
    with pytest.raises(UserError, match="31 values are no Sobol' design of 2 factors"):
        sobol_indices(np.zeros(31), 2)
    gaps = np.full((4, 8), np.nan)
    gaps[:, 3] = 1.0
    with pytest.raises(UserError, match="Only 1 of 8 rows"):
        sobol_indices(gaps.ravel(), 2)
