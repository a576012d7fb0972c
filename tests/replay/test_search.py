"""The search for a maximum, its curvature and its errors, on plain functions."""

import numpy as np
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.replay import estimate
from westphalia.replay.estimate import climb, curvature


def test_a_search_keeps_the_best_point_it_saw():
    seen = []

    def kinked(z):
        seen.append(-np.abs(z - 0.7).sum())
        return seen[-1], -np.sign(z - 0.7)

    found = climb(kinked, np.array([-2.0, 3.0]))
    assert found.value == max(seen) > seen[0]
    assert found.value == -np.abs(found.z - 0.7).sum()
    assert found.calls == len(seen)


def test_a_search_ends_where_nothing_has_a_value():
    found = climb(lambda z: (np.nan, np.full_like(z, np.nan)), np.zeros(2))
    assert found.value == -np.inf


def test_errors_are_those_of_the_curvature():
    information = np.array([[4.0, 2.0, 0.0], [2.0, 5.0, 0.0], [0.0, 0.0, 0.0]])
    free = np.zeros(3, bool)
    error = estimate._errors(information, free)
    np.testing.assert_allclose(error[:2] ** 2, [5.0 / 16.0, 4.0 / 16.0])
    assert np.isnan(error[2])
    error = estimate._errors(information, np.array([False, True, False]))
    np.testing.assert_allclose(error[0], 0.5)
    assert np.isnan(error[1:]).all()


def test_the_curvature_of_a_parabola_is_exact():
    shape = np.array([[2.0, 0.5], [0.5, 1.0]])
    found = curvature(lambda z: (-0.5 * z @ shape @ z, -shape @ z), np.array([0.3, -2.0]))
    np.testing.assert_allclose(found, shape, rtol=1e-9)
