"""Waves: what is ruled out, by which targets, and which emulators may."""

import numpy as np
import pytest

from experiments.calibration.toys import SD, mean, simulate
from westphalia.experiments.calibration.space import first_points
from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import (
    CUT,
    Round,
    depth,
    follow,
    implausibility,
)

TRUE = np.array([[0.4, 0.6, 0.5]])


@pytest.fixture(scope="module")
def aims():
    return Aims(mean(TRUE)[0], SD)


@pytest.fixture(scope="module")
def waves(aims):
    points = first_points(3, 60, 1)
    one = Round(points, np.zeros(60), *simulate(points, np.random.default_rng(0)))
    waves = follow([one], aims, 1)
    inside = np.random.default_rng(1).random((3000, 3))
    inside = inside[depth(waves, aims, inside) <= CUT][:60]
    two = Round(inside, np.zeros(60), *simulate(inside, np.random.default_rng(2)))
    return follow([one, two], aims, 1)


def test_the_truth_is_not_ruled_out_and_most_of_the_cube_is(waves, aims):
    assert depth(waves, aims, TRUE)[0] < CUT
    points = np.random.default_rng(3).random((2000, 3))
    assert 0.02 < (depth(waves, aims, points) <= CUT).mean() < 0.3


def test_implausibility_is_nearly_that_of_the_true_function(waves, aims):
    points = np.random.default_rng(3).random((2000, 3))
    true = (np.abs(mean(points) - aims.value) / SD).max(1) <= CUT
    assert ((depth(waves, aims, points) <= CUT) == true).mean() > 0.93


def test_depth_is_the_largest_implausibility_in_the_last_wave_reached(waves, aims):
    points = np.random.default_rng(4).random((500, 3))
    each = implausibility(waves, aims, points).max(1)
    deep = depth(waves, aims, points)
    assert np.where(deep >= 1000.0, deep - 1000.0, deep) == pytest.approx(each)
    assert ((deep <= CUT) == (each <= CUT)).all()
    early = implausibility(waves[:1], aims, points).max(1)
    assert ((deep >= 1000.0) == (early > CUT)).all()


def test_a_limit_changes_nothing_below_it(waves, aims):
    points = np.random.default_rng(4).random((500, 3))
    deep, quick = depth(waves, aims, points), depth(waves, aims, points, 5.0)
    assert ((deep <= 5.0) == (quick <= 5.0)).all()
    assert quick[deep <= 5.0] == pytest.approx(deep[deep <= 5.0])


def test_a_poor_emulator_rules_nothing_out_and_says_why(aims):
    points = first_points(3, 60, 1)
    values, errors = simulate(points, np.random.default_rng(0))
    values[:, 0] = np.where(np.sin(900.0 * points).prod(1) > 0.0, 10.0, -10.0)
    values[:, 1] = np.nan
    (wave,) = follow([Round(points, np.zeros(60), values, errors)], aims, 1)
    assert wave.used.tolist() == [False, False, True, True]
    assert "of the variance" in wave.flaws[0]
    assert wave.flaws[1] == "too few points had a value"
    each = implausibility([wave], aims, points)
    assert np.isnan(each[:, :2]).all()
    assert np.isfinite(each[:, 2:]).all()


def test_a_target_that_no_parameter_moves_counts_though_nothing_is_explained(aims):
    points = first_points(3, 60, 1)
    values, errors = simulate(points, np.random.default_rng(0))
    values[:, 0] = aims.value[0] + 10.0 * SD[0] + errors[:, 0] * np.sin(1e4 * points[:, 0])
    (wave,) = follow([Round(points, np.zeros(60), values, errors)], aims, 1)
    assert wave.emulators[0].quality.q2 < 0.5
    assert implausibility([wave], aims, points)[:, 0].min() > CUT
