"""The posterior of a likelihood that is a parabola; draws of real ones are in test_estimate."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.replay import posterior
from westphalia.world.problems import UserError

SHAPE, TOP = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([0.5, -1.0])


class Parabola:
    """ln P = -(z - top)' shape (z - top) / 2."""

    spans = SimpleNamespace(names=("a", "b"), values=np.exp)

    def __init__(self, shape: np.ndarray = SHAPE) -> None:
        self.shape = shape

    def __call__(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        slope = -self.shape @ (z - TOP)
        return 0.5 * float((z - TOP) @ slope), slope

    def single(self) -> "Parabola":
        return self


def test_the_mode_weighs_a_parabola_against_the_prior():
    mode, information = posterior.mode(Parabola())
    np.testing.assert_allclose(mode, np.linalg.solve(SHAPE + np.eye(2), SHAPE @ TOP), atol=2e-3)
    np.testing.assert_allclose(information, SHAPE + np.eye(2), rtol=1e-6)


def test_the_prior_is_the_standard_normal():
    z = np.array([1.0, 2.0])
    value, slope = posterior.log_posterior(Parabola(), z)
    likelihood, own = Parabola()(z)
    assert value == pytest.approx(likelihood - 2.5)
    np.testing.assert_allclose(slope, own - z)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [SHAPE, 0.0 * SHAPE, 100.0 * SHAPE])
def test_draws_are_those_of_the_normal_that_a_parabola_and_the_prior_make(shape):
    """Where the history says nothing, of the prior."""
    pytest.importorskip("nutpie")
    found = posterior.sample(Parabola(shape), draws=4000, chains=2, seed=4, cores=1)
    information = shape + np.eye(2)
    mean, covariance = np.linalg.solve(information, shape @ TOP), np.linalg.inv(information)
    np.testing.assert_allclose(found.mode, mean, atol=2e-3)
    z, error = found.z.reshape(-1, 2), np.sqrt(np.diag(covariance) / found.ess)
    assert found.divergent == 0
    assert (found.rhat < 1.01).all()
    assert (np.abs(z.mean(axis=0) - mean) < 4.0 * error).all()
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    np.testing.assert_allclose(np.cov(z.T) / scale, covariance / scale, atol=0.1)
    np.testing.assert_allclose(found.draws, np.exp(found.z))


def test_a_seed_repeats_its_draws_and_another_gives_others():
    pytest.importorskip("nutpie")
    found, again, other = (
        posterior.sample(Parabola(), draws=60, chains=2, seed=seed, cores=1) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(found.z, again.z)
    assert not np.array_equal(found.z, other.z)
    assert not np.array_equal(found.z[0], found.z[1])


@pytest.mark.parametrize("name", ["nutpie", "arviz"])
def test_without_the_sampler_the_error_says_what_to_install(name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UserError, match=rf"needs {name}.*pip install 'westphalia\[bayes\]'"):
        posterior.require_sampler()
