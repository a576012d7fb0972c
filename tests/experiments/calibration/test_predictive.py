"""Posterior predictive checks and targets that pull apart."""

import numpy as np
import pytest

from westphalia.experiments.calibration.predictive import check, pulls
from westphalia.experiments.calibration.targets import Aims


def test_p_is_that_of_drawn_replications():
    rng = np.random.default_rng(0)
    values = rng.normal([0.0, 1.0], [1.0, 0.5], (4000, 2))
    aims = Aims(np.array([0.0, 3.0]), np.array([1.0, 1.0]))
    found = check(values, aims)
    replications = values + aims.sd * rng.normal(size=values.shape)
    below = (replications < aims.value).mean(0)
    assert found.p == pytest.approx(2.0 * np.minimum(below, 1.0 - below), abs=0.03)
    assert found.distance == pytest.approx([0.0, 2.0 / 1.25**0.5], abs=0.05)


def test_targets_that_pull_apart_are_seen():
    x = np.random.default_rng(0).uniform(-3.0, 3.0, (2000, 1))
    aims = Aims(np.zeros(3), np.ones(3))
    found = pulls(np.concatenate([x + 2.0, x - 2.0, np.full_like(x, 0.5)], 1), aims)
    assert found.both[0, 1] == 0
    assert found.lift[0, 1] == 0.0
    assert found.correlation[0, 1] == pytest.approx(1.0)
    assert np.isnan(found.correlation[0, 2])
    assert found.lift[0, 2] == pytest.approx(1.0)
    assert found.met.tolist() == np.diag(found.both).tolist()
    assert found.points == 2000


def test_independent_targets_are_met_together_as_often_as_by_chance():
    values = np.random.default_rng(1).normal(0.0, 2.0, (5000, 2))
    values[0, 0] = np.nan
    found = pulls(values, Aims(np.zeros(2), np.ones(2)))
    assert found.points == 4999
    assert found.lift[0, 1] == pytest.approx(1.0, abs=0.05)


def test_no_points_pull_nowhere():
    found = pulls(np.empty((0, 2)), Aims(np.zeros(2), np.ones(2)))
    assert found.points == 0
    assert np.isnan(found.lift).all()
