"""Shares of variance on grids, by hand."""

import numpy as np
import pytest

from westphalia.experiments.sensitivity.anova import anova
from westphalia.world.problems import UserError

#: Two levels by three: rows 0, 2, 4 and 2, 4, 12.
LEVELS = np.array([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
VALUES = np.array([0.0, 2.0, 4.0, 2.0, 4.0, 12.0])


def grid(*shape):
    return np.array(list(np.ndindex(*shape)))


def test_two_by_three_with_interaction_by_hand():
    # Mean 4. Squared distances: 16 + 4 + 0 + 4 + 0 + 64 = 88, variance 88/6.
    # Means of rows 2 and 6: variance 4. Means of columns 1, 3, 8: (9 + 1 + 16)/3 = 26/3.
    # Interaction: 88/6 - 4 - 26/3 = 2.
    found = anova(LEVELS, VALUES)
    variance = 88 / 6
    assert found.variance == pytest.approx(variance)
    assert found.first[:, 0] == pytest.approx(np.array([4, 26 / 3]) / variance)
    assert found.total[:, 0] == pytest.approx(np.array([6, 26 / 3 + 2]) / variance)
    assert np.isnan(found.first[:, 1:]).all()
    assert found.rows == 6


def test_the_order_of_points_does_not_matter():
    order = np.random.default_rng(1).permutation(6)
    found, usual = anova(LEVELS[order], VALUES[order]), anova(LEVELS, VALUES)
    assert found.first[:, 0].tolist() == usual.first[:, 0].tolist()


def test_effects_that_add_up_have_first_equal_to_total_and_sum_to_one():
    levels = grid(3, 2, 4)
    found = anova(levels, np.array([0, 5, 1])[levels[:, 0]] + 2.0 * levels[:, 2])
    assert found.total[:, 0] == pytest.approx(found.first[:, 0])
    assert found.first[:, 0].sum() == pytest.approx(1)
    assert found.first[1, 0] == pytest.approx(0)


def test_a_pure_interaction_has_nothing_alone():
    levels = grid(2, 2)
    found = anova(levels, (levels[:, 0] == levels[:, 1]).astype(float))
    assert found.first[:, 0] == pytest.approx([0, 0])
    assert found.total[:, 0] == pytest.approx([1, 1])


def noisy(levels, values, errors, seed):
    return values + errors * np.random.default_rng(seed).standard_normal(len(levels))


def test_noise_is_taken_off_on_average_and_intervals_hold_the_truth():
    levels = grid(3, 4, 2)
    values = np.array([0, 1, 3.0])[levels[:, 0]] + 0.5 * levels[:, 1] * levels[:, 2]
    errors = np.random.default_rng(0).uniform(0.3, 0.9, 24)
    exact, drawn, hits = anova(levels, values), [], np.zeros(6)
    truth = np.concatenate([exact.first[:, 0], exact.total[:, 0]])
    for seed in range(60):
        found = anova(levels, noisy(levels, values, errors, seed), errors, 100, seed)
        ends = np.concatenate([found.first, found.total])
        drawn.append(ends[:, 0])
        hits += (ends[:, 1] <= truth) & (truth <= ends[:, 2])
    assert np.mean(drawn, axis=0) == pytest.approx(truth, abs=0.03)
    assert (hits / 60 > 0.88).all()


def test_without_the_errors_noise_looks_like_interaction():
    levels, errors = grid(5, 5, 4), np.ones(100)
    values = noisy(levels, 2.0 * levels[:, 0], errors, seed=2)
    assert anova(levels, values).total[2, 0] > 0.07
    low, high = anova(levels, values, errors).total[2, 1:]
    assert low < 0 < high


def test_noise_that_leaves_no_variance_leaves_no_shares():
    found = anova(LEVELS, VALUES, np.full(6, 10.0), 20)
    assert found.variance < 0
    assert np.isnan(found.total).all()
    assert np.isnan(anova(LEVELS, np.full(6, 0.1)).first).all()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([0, 1, 2, 3, 4], "1 are missing"),
        ([0, 1, 2, 3, 4, 5, 5], "1 are there more than once"),
    ],
)
def test_grids_that_are_not_balanced_are_refused(rows, message):
    # Level 2 of the second factor is still there: cell (1, 2) is what is missing.
    with pytest.raises(UserError, match=message):
        anova(LEVELS[rows], VALUES[rows])


def test_cells_without_a_value_or_an_error_are_refused():
    gap = np.where(np.arange(6) == 3, np.nan, 1.0)
    with pytest.raises(UserError, match="1 of 6 combinations of the grid have no value"):
        anova(LEVELS, VALUES * gap)
    with pytest.raises(UserError, match="1 of 6 combinations of the grid have no standard error"):
        anova(LEVELS, VALUES, gap)
