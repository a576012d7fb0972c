"""Resamples and the ends they give."""

import numpy as np
import pytest

from westphalia.experiments.sensitivity.bootstrap import weights, with_ends


def test_the_ends_leave_out_a_fortieth_of_the_draws_on_either_side():
    ends = with_ends(np.array([7.0]), np.arange(41.0)[:, None])
    assert ends == pytest.approx(np.array([[7.0, 1.0, 39.0]]))


def test_a_draw_without_a_number_leaves_no_interval():
    ends = with_ends(np.array([0.5, 0.5]), np.array([[0.1, 0.2], [np.nan, 0.3]]))
    assert np.isnan(ends).tolist() == [[False, True, True], [False, False, False]]


def test_resampled_means_vary_as_much_as_a_mean_does():
    values = np.random.default_rng(0).standard_normal(200)
    means = np.array([w @ values for w in weights(200, 2000, seed=1)])
    assert means.mean() == pytest.approx(values.mean(), abs=0.01)
    assert means.std() == pytest.approx(values.std() / 200**0.5, rel=0.06)
