"""The share of sampling noise."""

import numpy as np
import pytest

from westphalia.experiments.sensitivity.noise import noise_share


def test_the_share_by_hand():
    # Variance of 0, 2, 4 is 4; mean squared error (1 + 1 + 4) / 3 = 2.
    assert noise_share(np.array([0.0, 2.0, 4.0]), np.array([1.0, 1.0, 2.0])) == pytest.approx(0.5)


def test_points_without_a_value_or_an_error_do_not_count():
    values = np.array([0.0, 2.0, 4.0, np.nan, 90.0])
    errors = np.array([1.0, 1.0, 2.0, 1.0, np.nan])
    assert noise_share(values, errors) == pytest.approx(0.5)
    assert np.isnan(noise_share(values[3:], errors[3:]))


def test_it_is_what_more_runs_remove():
    rng = np.random.default_rng(3)
    truth, error = rng.normal(0.0, 2.0, 5000), 1.0
    seen = truth + error * rng.standard_normal(5000)
    assert noise_share(seen, np.full(5000, error)) == pytest.approx(0.2, abs=0.01)
    removed = 1 - truth.var() / seen.var()
    assert noise_share(seen, np.full(5000, error)) == pytest.approx(removed, abs=0.02)


def test_values_that_do_not_vary_have_no_share_without_noise():
    assert np.isnan(noise_share(np.ones(4), np.zeros(4)))
