"""Elementary effects by hand."""

import numpy as np
import pytest

from tests.experiments.sensitivity.functions import linear
from westphalia.experiments.sensitivity.morris import morris_effects, morris_points
from westphalia.world.problems import UserError


def test_trajectories_move_one_factor_at_a_time_by_the_same_step():
    points = morris_points(50, 4, levels=6, seed=1)
    assert points.shape == (250, 4)
    steps = np.diff(points.reshape(50, 5, 4), axis=1)
    assert ((steps != 0).sum(1) == 1).all()
    assert ((steps != 0).sum(2) == 1).all()
    assert np.abs(steps).sum(1) == pytest.approx(3 / 5)
    assert np.unique((points * 5).round(9)).tolist() == [0, 1, 2, 3, 4, 5]


def test_levels_directions_and_orders_are_equally_likely():
    points = morris_points(3000, 3, levels=4, seed=2).reshape(3000, 4, 3)
    share = [np.bincount((points[:, 0, j] * 3).round().astype(int)) / 3000 for j in range(3)]
    assert np.array(share) == pytest.approx(np.full((3, 4), 0.25), abs=0.03)
    steps = np.diff(points, axis=1)
    assert (steps > 0).sum((0, 1)) / 3000 == pytest.approx(np.full(3, 0.5), abs=0.03)
    assert (steps != 0).sum(0) / 3000 == pytest.approx(np.full((3, 3), 1 / 3), abs=0.03)


def test_effects_of_a_linear_function_are_its_slopes():
    points = morris_points(10, 3, levels=4, seed=3)
    found = morris_effects(points, linear(points, (2.0, -3.0, 0.0)))
    assert found.mu == pytest.approx([2.0, -3.0, 0.0])
    assert found.mu_star == pytest.approx(np.array([[2.0] * 3, [3.0] * 3, [0.0] * 3]))
    assert found.sigma == pytest.approx(np.zeros(3), abs=1e-9)
    assert found.trajectories == 10


def test_effects_of_a_product_by_hand():
    # f = x1 x2. First (0,0) > (1,0) > (1,1): effects 0 and 1. Then (1,1) > (1,0) > (0,0): effects
    # of x2: (0-1)/(-1) = 1, of x1: (0-0)/(-1) = 0. Last (0,1) > (1,1) > (1,0): 1 and 1.
    points = np.array([[0, 0], [1, 0], [1, 1], [1, 1], [1, 0], [0, 0], [0, 1], [1, 1], [1, 0]])
    found = morris_effects(points, points[:, 0] * points[:, 1])
    assert found.mu == pytest.approx([1 / 3, 1.0])
    assert found.sigma == pytest.approx([3**-0.5, 0.0])
    assert found.mu_star[0, 1:].tolist() == [0.0, 1.0]


def test_ups_and_downs_cancel_in_mu_and_not_in_mu_star():
    # (x - 1/2)^2 on the levels 0, 1/3, 2/3, 1 with a step of 2/3: from 0 to 2/3 it falls from 1/4
    # to 1/36, an effect of -1/3; from 1/3 to 1 it rises by as much.
    points = morris_points(400, 1, levels=4, seed=4)
    found = morris_effects(points, (points[:, 0] - 0.5) ** 2)
    assert found.mu_star[0] == pytest.approx([1 / 3] * 3)
    assert found.mu == pytest.approx([0.0], abs=0.05)
    assert found.sigma == pytest.approx([1 / 3], abs=0.01)


def test_a_trajectory_with_a_gap_is_left_out():
    points = morris_points(6, 2, levels=4, seed=5)
    values = points[:, 0] * points[:, 1]
    gap = values.copy()
    gap[4] = np.nan
    found = morris_effects(points, gap)
    without = morris_effects(np.delete(points, [3, 4, 5], 0), np.delete(values, [3, 4, 5]))
    assert found.trajectories == 5
    assert all(np.array_equal(a, b) for a, b in zip(found, without, strict=True))


@pytest.mark.parametrize(
    ("asked", "message"),
    [((4, 2, 5), "even number of levels"), ((1, 2, 4), "two trajectories"), ((4, 0, 4), "factor")],
)
def test_designs_that_cannot_be_are_refused(asked, message):
    with pytest.raises(UserError, match=message):
        morris_points(*asked, seed=1)


def test_points_that_are_no_trajectories_are_refused():
    points = morris_points(4, 2, levels=4, seed=6)
    with pytest.raises(UserError, match="no trajectories of 2 factors"):
        morris_effects(points[:-1], np.zeros(11))
    with pytest.raises(UserError, match="exactly one factor changes"):
        morris_effects(points[np.roll(np.arange(12), 1)], np.zeros(12))
    with pytest.raises(UserError, match="Only 0 of 4 trajectories"):
        morris_effects(points, np.full(12, np.nan))
