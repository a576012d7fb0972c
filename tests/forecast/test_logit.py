"""The multinomial logit: exact small fits, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import softmax

from westphalia.forecast import logit
from westphalia.forecast.blocks import folds
from westphalia.forecast.logit import base_rate, spread
from westphalia.world.problems import UserError


def problem(seed: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Covariates of unlike units with gaps, and outcomes that depend on them."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(80, 3)) * [1, 100, 0.01] + [0, 5, 3]
    odds = (x - [0, 5, 3]) / [1, 100, 0.01] @ rng.normal(size=(3, classes))
    y = (odds + rng.gumbel(size=odds.shape)).argmax(1)
    x[rng.random((80, 3)) < 0.1] = np.nan
    return x, y


def test_where_covariates_do_not_vary_a_logit_is_the_base_rate():
    y = np.array([0, 0, 0, 1, 2, 2])
    for x in (np.ones((6, 1)), np.full((6, 2), np.nan)):
        assert logit.fit(x, y, 3).chances(x)[0] == pytest.approx([3 / 6, 1 / 6, 2 / 6])


def test_a_two_by_two_table_gives_its_shares():
    x = np.repeat([0.0, 0.0, 1.0, 1.0], [30, 10, 8, 24])
    y = np.repeat([0, 1, 0, 1], [30, 10, 8, 24])
    fitted = logit.fit(x[:, None], y, 2, ridge=1e-10)
    assert fitted.chances(np.array([[0.0], [1.0]]))[:, 1] == pytest.approx([10 / 40, 24 / 32])


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(3, 4))
def test_chances_do_not_depend_on_how_classes_are_numbered(seed, classes):
    x, y = problem(seed, classes)
    new = np.random.default_rng(seed).permutation(classes)
    for ridge in (logit.RIDGES[0], logit.RIDGES[-1]):
        plain = logit.fit(x, y, classes, ridge).chances(x)
        renumbered = logit.fit(x, new[y], classes, ridge).chances(x)
        assert renumbered[:, new] == pytest.approx(plain, abs=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4))
def test_no_other_slopes_give_more(seed, classes):
    """The maximum of log likelihood - ridge/2 sum B^2, found once more by a general search."""
    x, y = problem(seed, classes)
    seen, position = np.unique(y, return_inverse=True)
    fitted = logit.fit(x, y, classes)
    z = np.hstack([np.ones((len(x), 1)), fitted.filling.columns(x)])
    free = len(seen) if len(seen) > 2 else 1  # of two classes one log odds

    def chances(b: np.ndarray) -> np.ndarray:
        odds = z @ b.reshape(free, -1).T
        return softmax(odds if free > 1 else np.hstack([0 * odds, odds]), axis=1)

    def cost(b: np.ndarray) -> float:
        likelihood = np.log(chances(b)[np.arange(len(y)), position]).sum()
        return logit.RIDGES[0] / 2 * (b.reshape(free, -1)[:, 1:] ** 2).sum() - likelihood

    best = minimize(cost, np.zeros(free * z.shape[1]), tol=1e-9)
    found = spread(chances(best.x), seen, base_rate(y, classes))
    assert fitted.chances(x) == pytest.approx(found, abs=2e-4)
    if len(seen) == classes:  # the intercepts' part: mean chances are the shares
        assert fitted.chances(x).mean(0) == pytest.approx(np.bincount(y, minlength=classes) / 80)


def test_units_and_constants_do_not_matter():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(60, 2)), rng.integers(0, 3, 60)
    plain = logit.fit(x, y, 3).chances(x)
    other = np.column_stack([1e6 * x[:, 0] + 7, x[:, 1] / 1e6, np.full(60, 1880.0)])
    assert logit.fit(other, y, 3).chances(other) == pytest.approx(plain, abs=1e-9)


def test_separation_stays_finite_and_what_lies_beyond_is_not_extrapolated():
    x, y = np.arange(20.0)[:, None], np.repeat([0, 1], 10)
    fitted = logit.fit(x, y, 2)
    p = fitted.chances(x)
    assert ((p > 0) & (p < 1)).all()
    assert p[0, 0] > 0.9
    assert fitted.chances(np.array([[1e9]])) == pytest.approx(p[-1:])


def test_missing_covariates_are_taken_at_the_training_mean_with_an_indicator():
    """Those not known have their own rate; a gap never met in training is the mean."""
    x = np.array([0.0, 1.0] * 20 + [np.nan] * 20)
    y = np.array([0, 1] * 20 + [1] * 15 + [0] * 5)
    fitted = logit.fit(x[:, None], y, 2, ridge=1e-8)
    assert fitted.chances(np.array([[np.nan]]))[0, 1] == pytest.approx(15 / 20, abs=1e-4)
    full = logit.fit(x[:40, None], y[:40], 2)
    assert full.chances(np.array([[np.nan]])) == pytest.approx(full.chances(np.array([[0.5]])))
    nothing = logit.fit(np.full((4, 1), np.nan), np.array([0, 0, 0, 1]), 2)
    assert nothing.chances(np.array([[3.0]]))[0] == pytest.approx([0.75, 0.25])


def test_a_class_never_seen_keeps_its_smoothed_rate():
    x, y = np.arange(10.0)[:, None], np.array([0, 2] * 5)
    p = logit.fit(x, y, 4).chances(x)
    assert p[:, 1] == pytest.approx(0.5 / 12)
    assert p[:, 3] == pytest.approx(0.5 / 12)
    assert p.sum(1) == pytest.approx(1.0)
    assert base_rate(y, 4) == pytest.approx([5.5 / 12, 0.5 / 12, 5.5 / 12, 0.5 / 12])
    alone = logit.fit(x, np.zeros(10, int), 2).chances(x)
    assert alone == pytest.approx(np.tile([10.5 / 11, 0.5 / 11], (10, 1)))


def test_a_logit_refuses_what_it_cannot_read():
    with pytest.raises(UserError, match="row 1, column 0"):
        logit.fit(np.array([[0.0], [np.inf]]), np.array([0, 1]), 2)
    with pytest.raises(UserError, match="at least 1 row"):
        logit.fit(np.empty((0, 2)), np.empty(0, int), 2)
    fitted = logit.fit(np.arange(4.0)[:, None], np.array([0, 1, 0, 1]), 2)
    with pytest.raises(UserError, match="shape"):
        fitted.chances(np.ones((2, 3)))


def test_the_ridge_follows_what_the_decades_held_out_say():
    """Few decisions and pure noise want more ridge than the least, a strong effect the least."""
    rng = np.random.default_rng(1)
    x, block = rng.normal(size=(500, 8)), np.arange(500) % 10
    noise, strong = rng.integers(0, 2, 60), (rng.random(500) < 1 / (1 + np.exp(-3 * x[:, 0]))) * 1
    found = logit.best_ridge(x[:60], noise, 2, folds(block[:60]))
    assert found > min(logit.RIDGES)
    assert logit.best_ridge(x, strong, 2, folds(block)) == min(logit.RIDGES)
    assert logit.best_ridge(x, strong, 2, folds(0 * block)) == min(logit.RIDGES)
