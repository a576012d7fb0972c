"""Draws from the posterior, against a posterior that is known."""

import numpy as np
import pytest

from experiments.calibration.toys import NOISE, rounds_of, schedule_of, simulate
from westphalia.experiments.calibration.posterior import draw, weigh
from westphalia.experiments.calibration.schedule import finish
from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import Round
from westphalia.world.problems import UserError

AIMS = Aims(np.array([0.5]), np.array([0.1]))


def uniform(n, seed=0, error=0.0):
    rng = np.random.default_rng(seed)
    points = rng.random((n, 1))
    values = points + error * rng.normal(size=(n, 1))
    return Round(points, np.zeros(n), values, np.full((n, 1), error))


def test_the_posterior_is_that_of_the_targets_error_and_the_sampling_error():
    found = draw([uniform(20_000, error=0.05)], AIMS, 4000, 1)
    assert found.points.mean() == pytest.approx(0.5, abs=0.005)
    assert found.points.std() == pytest.approx(np.hypot(0.1, 0.05), rel=0.04)


def test_points_that_were_drawn_more_densely_weigh_less():
    made = uniform(20_000)
    denser = made.points[:, 0] ** 0.5
    bent = made._replace(
        points=denser[:, None], values=denser[:, None], log_density=np.log(2.0 * denser)
    )
    found = draw([bent], AIMS, 4000, 1)
    assert found.points.mean() == pytest.approx(0.5, abs=0.005)
    assert found.points.std() == pytest.approx(0.1, rel=0.04)


def test_a_point_without_a_value_weighs_nothing():
    made = uniform(100)
    made.values[::2] = np.nan
    assert (weigh(made, AIMS)[::2] == 0.0).all()
    found = draw([made, uniform(100, 1)], AIMS, 50, 1)
    assert np.isfinite(found.values).all()
    assert found.missing == pytest.approx(0.25)
    made.values[:] = np.nan
    with pytest.raises(UserError, match="leave out targets that have no occasion"):
        draw([made], AIMS, 50, 1)


def test_generations_count_by_their_effective_points():
    good, bad = uniform(2000), uniform(2000, 1)
    bad.values[5:] = 5.0
    found = draw([good, bad], AIMS, 500, 1)
    assert found.effective[0] > 100.0 * found.effective[1]
    assert np.isin(found.points, bad.points).mean() < 0.02
    assert found.distinct > 300


def line(points):
    return points @ np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]).T


def test_draws_of_a_whole_calibration_are_those_of_the_known_posterior():
    sd = np.full(3, 0.05)
    schedule = schedule_of(line(np.full((1, 3), 0.5))[0], sd, particles=600, draws=1000)
    rng = np.random.default_rng(1)
    found = finish(schedule, rounds_of(schedule, lambda x: simulate(x, rng, line, sd)))
    matrix = line(np.eye(3)).T
    covariance = np.linalg.inv(matrix.T @ matrix) * (1.0 + NOISE**2) * sd[0] ** 2
    assert found.draws.effective.sum() > 500.0
    assert found.draws.points.mean(0) == pytest.approx(0.5, abs=0.02)
    assert found.draws.points.std(0) == pytest.approx(np.diag(covariance) ** 0.5, rel=0.12)
