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

    spans = SimpleNamespace(names=("a", "b"))

    def __call__(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        slope = -SHAPE @ (z - TOP)
        return 0.5 * float((z - TOP) @ slope), slope


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


@pytest.mark.parametrize("name", ["nutpie", "arviz"])
def test_without_the_sampler_the_error_says_what_to_install(name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UserError, match=rf"needs {name}.*pip install 'westphalia\[bayes\]'"):
        posterior.require_sampler()
