"""Regions of the cube: their share, and points all over them."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from scipy.special import gamma

from westphalia.experiments.calibration.region import find_region, spread


def ball(radius, centre=0.5):
    """Depth of a ball, with the cut-off 1 at its surface."""
    return lambda points, limit: np.linalg.norm(points - centre, axis=1) / radius


def volume(k, radius):
    return np.pi ** (k / 2.0) / gamma(k / 2.0 + 1.0) * radius**k


@pytest.mark.parametrize(("k", "radius"), [(2, 0.4), (3, 0.1), (8, 0.3), (8, 0.15)])
def test_the_share_of_a_ball_is_within_its_interval(k, radius):
    true = volume(k, radius)
    nowhere = np.full((1, k), 0.9)
    found = [find_region(ball(radius), 1.0, nowhere, seed).share for seed in range(20)]
    assert sum(share.low <= true <= share.high for share in found) >= 17
    assert np.mean([share.value for share in found]) == pytest.approx(true, rel=0.3)


def test_points_are_uniform_over_a_small_region():
    region = find_region(ball(0.1), 1.0, np.full((1, 6), 0.9), 1, 2000)
    inside = ball(0.1)(region.points, np.inf)
    assert len(region.points) == 2000
    assert inside.max() <= 1.0
    assert (inside**6).mean() == pytest.approx(0.5, abs=0.03)


def test_two_separate_regions_are_both_found():
    def two(points, limit):
        return np.minimum(ball(0.07, 0.2)(points, limit), ball(0.07, 0.8)(points, limit))

    region = find_region(two, 1.0, np.full((1, 4), 0.5), 1)
    assert 0.25 < (region.points[:, 0] < 0.5).mean() < 0.75
    assert region.share.low <= 2.0 * volume(4, 0.07) <= region.share.high


def test_where_nothing_is_left_the_nearest_point_is_told():
    def never(points, limit):
        return 4.0 + ball(1.0, 0.3)(points, limit)

    region = find_region(never, 3.0, np.full((1, 4), 0.9), 1)
    assert region.points.shape == (0, 4)
    assert region.share.value == 0.0
    assert region.share.high < 1e-4
    assert region.nearest == pytest.approx(0.3, abs=0.05)
    assert region.least == pytest.approx(4.0, abs=0.05)


def test_a_known_point_saves_a_region_that_no_level_leads_to():
    def needle(points, limit):
        return np.where(np.abs(points - 0.777).max(1) < 1e-3, 0.0, 5.0)

    region = find_region(needle, 3.0, np.full((1, 4), 0.777), 1)
    assert len(region.points)
    assert region.points == pytest.approx(0.777, abs=1e-3)


def test_a_choice_is_spread_out():
    points = np.random.default_rng(0).random((400, 3))
    chosen = spread(points, 50)
    assert len(chosen) == 50
    assert pdist(chosen).min() > 2.0 * pdist(points[:50]).min()
    assert len(spread(points[:0], 50)) == 0
