"""Surrogates: what they predict, and when they say that they should not be used."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import qmc

from tests.experiments.sensitivity.functions import ishigami
from westphalia.experiments.sensitivity.surrogate import MOST, Surrogate, fit_surrogate
from westphalia.world.problems import UserError


def scattered(n, k, seed):
    return qmc.LatinHypercube(k, rng=np.random.default_rng(seed)).random(n)


@cache
def of_bumps(n=60, noise=0.0, seed=1) -> Surrogate:
    """One of 3 + sin(4 x1) + x2^2 with some noise, the third factor doing nothing."""
    return fit_surrogate(*bumps(n, noise, seed))


def bumps(n, noise, seed):
    x = scattered(n, 3, seed)
    chance = np.random.default_rng(seed).standard_normal(n)
    chance /= chance.std()
    return x, 3 + np.sin(4 * x[:, 0]) + x[:, 1] ** 2 + noise * chance, np.full(n, noise)


def test_it_predicts_points_it_has_not_seen_in_the_unit_of_the_measure():
    x, y, _ = bumps(200, 0.0, seed=9)
    assert of_bumps().predict(x) == pytest.approx(y, abs=0.15)
    assert of_bumps().usable
    assert of_bumps().weakness == ""


def test_units_do_not_matter():
    x, y, errors = bumps(60, 0.1, seed=1)
    scaled = fit_surrogate(x, 1000 * y - 7, 1000 * errors)
    usual = of_bumps(60, 0.1)
    assert scaled.quality == pytest.approx(usual.quality, abs=1e-3)
    assert scaled.predict(x) == pytest.approx(1000 * usual.predict(x) - 7, rel=1e-3)


def test_its_quality_is_what_new_points_show():
    x, y, _ = bumps(1000, 0.3, seed=8)
    surrogate = of_bumps(150, 0.3)
    shown = 1 - np.mean((y - surrogate.predict(x)) ** 2) / y.var()
    assert surrogate.quality == pytest.approx(shown, abs=0.06)


def test_known_noise_bounds_what_is_attainable():
    surrogate = of_bumps(150, 0.4)
    _, y, _ = bumps(150, 0.4, seed=1)
    assert surrogate.attainable == pytest.approx(1 - 0.16 / y.var(ddof=1))
    assert surrogate.quality == pytest.approx(surrogate.attainable, abs=0.05)
    assert surrogate.quality < 0.8
    assert surrogate.usable


def test_points_with_large_errors_count_for_less():
    x = np.linspace(0, 1, 20)[:, None]
    y = x[:, 0] + np.where(np.arange(20) == 10, 3.0, 0.0)
    unsure = np.where(np.arange(20) == 10, 3.0, 0.01)
    assert fit_surrogate(x, y, unsure).predict(x[10:11]) == pytest.approx([x[10, 0]], abs=0.05)


@pytest.mark.parametrize(("n", "k"), [(40, 8), (150, 3)])
def test_pure_noise_is_not_usable_whether_it_is_known_as_noise_or_not(n, k):
    x, y = scattered(n, k, 2), np.random.default_rng(3).standard_normal(n)
    unknown = fit_surrogate(x, y, np.zeros(n))
    assert not unknown.usable
    assert unknown.quality < 0.3
    assert "more points" in unknown.weakness
    known = fit_surrogate(x, y, np.full(n, 0.95))
    assert not known.usable
    assert "more runs at each point" in known.weakness


def test_too_few_points_for_a_rugged_function_are_not_usable():
    x = scattered(25, 3, 4)
    surrogate = fit_surrogate(x, ishigami(x), np.zeros(25))
    assert not surrogate.usable
    assert "of 100% that is not sampling noise: simulate more points" in surrogate.weakness


def judged(quality, attainable):
    return of_bumps()._replace(quality=quality, attainable=attainable).usable


def test_what_is_usable():
    assert judged(0.81, 1.0)
    assert not judged(0.79, 1.0)
    assert judged(0.55, 0.6)
    assert not judged(0.5, 0.6)
    assert not judged(0.45, 0.45)


def test_missing_values_and_errors():
    x, y, errors = bumps(40, 0.1, seed=5)
    y[3], errors[7] = np.nan, np.nan
    surrogate = fit_surrogate(x, y, errors)
    assert len(surrogate.points) == 39
    filled = fit_surrogate(np.delete(x, 3, 0), np.delete(y, 3), np.full(39, 0.1))
    assert surrogate.predict(x) == pytest.approx(filled.predict(x))


def test_of_many_points_as_many_are_used_as_take_seconds():
    x = np.linspace(0, 1, MOST + 50)[:, None]
    surrogate = fit_surrogate(x, x[:, 0], np.zeros(len(x)))
    assert len(np.unique(surrogate.points)) == MOST


def test_points_that_cannot_make_a_surrogate_are_refused():
    x, y, errors = bumps(6, 0.0, seed=6)
    with pytest.raises(UserError, match=r"more points than the 6 with values.*30"):
        fit_surrogate(x, y, errors)
    with pytest.raises(UserError, match="The measure is 2 at every point"):
        fit_surrogate(scattered(20, 2, 7), np.full(20, 2.0), np.zeros(20))
