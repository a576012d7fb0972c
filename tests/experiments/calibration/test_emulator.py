"""Emulators: what they predict, and whether they know how well."""

import numpy as np
import pytest

from westphalia.experiments.calibration.emulator import fit
from westphalia.experiments.calibration.space import first_points


def smooth(points):
    return np.sin(3.0 * points[:, 0]) + points[:, 1] ** 2


def training(error, of=smooth, n=80, k=3):
    points = first_points(k, n, 1)
    noise = error * np.random.default_rng(0).normal(size=n)
    return points, of(points) + noise, np.full(n, error)


def test_a_smooth_function_is_predicted_and_the_errors_are_known():
    emulator = fit(*training(0.1), 1)
    points = np.random.default_rng(1).random((1000, 3))
    expected, variance = emulator.predict(points)
    errors = expected - smooth(points)
    assert errors.std() < 0.06
    assert (np.abs(errors) < 2.0 * variance**0.5).mean() > 0.85
    assert emulator.quality.q2 > 0.9
    assert emulator.quality.outside < 0.12


def test_sampling_variance_is_no_part_of_a_prediction():
    emulator = fit(*training(0.3), 1)
    _, variance = emulator.predict(np.full((1, 3), 0.5))
    assert variance[0] ** 0.5 < 0.15


def test_the_check_is_that_of_leaving_points_out_one_at_a_time():
    points, values, errors = training(0.1, n=30)
    emulator = fit(points, values, errors, 1)
    process = emulator.process
    x, y = process.X_train_, process.y_train_
    missed = []
    for k in range(30):
        rest = np.arange(30) != k
        kernel = process.kernel_(x[rest]) + np.diag(process.alpha[rest])
        weights = np.linalg.solve(kernel, y[rest])
        missed.append(y[k] - process.kernel_(x[[k]], x[rest])[0] @ weights)
    q2 = 1.0 - (np.array(missed) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    assert emulator.quality.q2 == pytest.approx(q2, rel=1e-6)


def test_a_function_that_never_changes_is_predicted_as_such():
    emulator = fit(*training(0.1, of=lambda x: np.full(len(x), 5.0)), 1)
    expected, variance = emulator.predict(np.random.default_rng(1).random((100, 3)))
    assert expected == pytest.approx(5.0, abs=0.1)
    assert variance.max() ** 0.5 < 0.1
    exact = fit(*training(0.0, of=lambda x: np.full(len(x), 5.0)), 1)
    assert exact.predict(np.full((1, 3), 0.5))[0] == pytest.approx(5.0)


def test_noise_that_was_not_told_is_a_nugget():
    points, values, errors = training(0.5)
    emulator = fit(points, values, 0.0 * errors, 1)
    assert emulator.predict(np.full((1, 3), 0.5))[1] ** 0.5 > 0.3
    assert emulator.quality.error > 0.3


def test_points_without_a_value_are_left_out():
    points, values, errors = training(0.1)
    values[::2] = np.nan
    errors[1] = np.nan
    assert fit(points, values, errors, 1).quality.points == 39
    values[:75] = np.nan
    assert fit(points, values, errors, 1) is None
