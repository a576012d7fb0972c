"""Indices of surrogates against analytic values, and draws against the process they come from."""

import numpy as np
import pytest
from scipy.stats import qmc

from tests.experiments.sensitivity.functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami
from westphalia.experiments.sensitivity.posterior import posterior_draws, surrogate_indices
from westphalia.experiments.sensitivity.surrogate import fit_surrogate


def of_ishigami(n, seed):
    x = qmc.LatinHypercube(3, rng=np.random.default_rng(seed)).random(n)
    return fit_surrogate(x, ishigami(x), np.zeros(n))


def test_indices_of_ishigami_from_three_hundred_points():
    surrogate = of_ishigami(300, seed=1)
    assert surrogate.usable
    found = surrogate_indices(surrogate, resamples=40)
    assert found.rows == 1024
    for ends, exact in ((found.first, ISHIGAMI_FIRST), (found.total, ISHIGAMI_TOTAL)):
        assert ends[:, 0] == pytest.approx(exact, abs=0.05)
        assert ((ends[:, 1] < exact) & (exact < ends[:, 2])).all()


def of_noisy_slopes(n):
    rng = np.random.default_rng(2)
    x = rng.random((n, 2))
    return fit_surrogate(x, x.sum(1) + 0.3 * rng.standard_normal(n), np.full(n, 0.3))


def test_fewer_points_make_wider_intervals_and_every_interval_holds_its_value():
    few, many = (surrogate_indices(of_noisy_slopes(n), 512, 60) for n in (20, 400))
    assert (np.ptp(few.total[:, 1:], axis=1) > 1.5 * np.ptp(many.total[:, 1:], axis=1)).all()
    for value, low, high in (*few.first, *few.total, *many.first, *many.total):
        assert low <= value <= high


def test_draws_have_the_mean_and_the_spread_of_the_process():
    rng = np.random.default_rng(3)
    x = rng.random((15, 2))
    y = 5 + 3 * np.sin(5 * x[:, 0]) + x[:, 1] + 0.2 * rng.standard_normal(15)
    surrogate = fit_surrogate(x, y, np.full(15, 0.2))
    at = rng.random((40, 2))
    drawn = posterior_draws(surrogate, at, 2000, rng)
    process = surrogate.process
    _, covariance = process.predict(at, return_cov=True)
    # scikit-learn's covariance holds the extra noise of a new value; draws are of the function.
    covariance = covariance - process.kernel_.k2.noise_level * np.eye(40)
    assert drawn.mean(1) == pytest.approx(surrogate.predict(at), abs=0.05 * y.std())
    spread = surrogate.scale * np.sqrt(np.diag(covariance))
    assert drawn.std(1) == pytest.approx(spread, rel=0.1)
