"""Estimators against textbook examples, scipy and definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln

from westphalia.records.figures.estimators import (
    block_error,
    hazard,
    power_law,
    robust_sd,
    weibull_shape,
    winsorise,
    within_regression,
)


def test_a_hazard_is_ends_over_years_lived_in_the_ages():
    years, ended = np.array([0.5, 1.0, 3.0, 9.0]), np.array([True, True, True, False])
    assert hazard(years, ended, 0, 1) == pytest.approx(2 / 3.5)
    assert hazard(years, ended, 1, 5) == pytest.approx(1 / 6)


def test_the_weibull_shape_is_scipys_where_nothing_is_censored():
    years = stats.weibull_min.rvs(0.7, scale=10, size=300, random_state=1)
    shape, _, _ = stats.weibull_min.fit(years, floc=0)
    assert weibull_shape(years, np.ones(300, bool)) == pytest.approx(shape, rel=1e-3)


def test_the_weibull_shape_maximises_the_likelihood_with_censoring():
    full = stats.weibull_min.rvs(1.3, scale=10, size=200, random_state=2)
    years, ended = np.minimum(full, 8.0), full <= 8.0

    def likelihood(k: float) -> float:
        scale = (np.sum(years**k) / ended.sum()) ** (1 / k)
        law = stats.weibull_min(k, scale=scale)
        return law.logpdf(years[ended]).sum() + law.logsf(years[~ended]).sum()

    best = weibull_shape(years, ended)
    assert likelihood(best) > max(likelihood(best - 0.01), likelihood(best + 0.01))


def test_the_power_law_of_exact_quantiles_above_a_flat_bulk():
    n, alpha, least = 200, 2.5, 100.0
    tail = least * (1 - np.arange(n) / n) ** (-1 / (alpha - 1))
    found = power_law(np.concatenate([np.linspace(1, 99, 300), tail]))
    expected = 1 + (alpha - 1) * n / (n * np.log(n) - gammaln(n + 1))
    assert (found.least, found.n) == (least, n)
    assert found.exponent == pytest.approx(expected, rel=1e-12)
    assert found.error == pytest.approx((expected - 1) / np.sqrt(n))


@given(st.integers(0, 10_000))
def test_within_is_least_squares_with_a_dummy_for_each_group(seed):
    rng = np.random.default_rng(seed)
    unit, year = rng.integers(0, 6, 60), rng.integers(0, 5, 60)  # unbalanced
    x = rng.normal(size=(60, 2)) + unit[:, None]
    y = x @ [0.5, -1.0] + 2.0 * unit - year + rng.normal(size=60)
    kinds = [np.unique(kind, return_inverse=True)[1] for kind in (unit, year)]
    dummies = np.column_stack([np.eye(kind.max() + 1)[kind] for kind in kinds])
    slope = np.linalg.lstsq(np.column_stack([x, dummies]), y, rcond=None)[0][:2]
    found = within_regression(y, x, (unit, year), unit)
    assert found.slope == pytest.approx(slope, abs=1e-7)
    rest = x - dummies @ np.linalg.lstsq(dummies, x, rcond=None)[0]
    left = y - dummies @ np.linalg.lstsq(dummies, y, rcond=None)[0] - rest @ slope
    meat = sum(
        np.outer(s, s) for u in np.unique(unit) for s in [rest[unit == u].T @ left[unit == u]]
    )
    bread, g = np.linalg.inv(rest.T @ rest), len(np.unique(unit))
    errors = np.sqrt(np.diag(bread @ meat @ bread * g / (g - 1)))
    assert found.error == pytest.approx(errors, rel=1e-5)


def test_the_bootstrap_of_blocks_is_the_same_each_time_and_right_for_two():
    block = np.repeat([181, 182], 50)
    hit, chosen = block == 182, np.ones(100, bool)
    error = block_error(block, hit, chosen)
    assert error == block_error(block, hit, chosen)
    assert error == pytest.approx(np.sqrt(1 / 8), abs=0.01)  # 0, 1/2, 1 in 1/4, 1/2, 1/4 of draws


def test_cases_that_are_not_chosen_do_not_move_the_share():
    block = np.array([1, 1, 2, 2])
    assert block_error(block, np.array([1, 0, 1, 0]) > 0, np.array([1, 0, 1, 0]) > 0) == 0.0


def test_extremes_are_drawn_in_and_tails_do_not_count():
    x = np.arange(101.0)
    assert winsorise(x, 0.1).tolist() == np.clip(x, 10, 90).tolist()
    assert robust_sd(np.array([1.0, 2, 3, 4, 1000])) == pytest.approx(1.4826, rel=1e-5)
