"""Estimation: the transformation, the gradient, the maximum, the posterior.

Histories are small, all of one size, so that one compiled gradient serves the whole file. Only
what a panel can record is on in them, and the likelihood is that of the model that made them.
"""

from functools import cache

import jax
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from replay.by_hand.panels import T
from westphalia.replay import estimate, posterior
from westphalia.replay.calibration import FOLLOWED, simulate_likelihoods
from westphalia.replay.estimate import EDGE, LIMIT, Likelihood, curvature, maximum, spans
from westphalia.replay.replay import Replay
from westphalia.replay.simulated import histories
from westphalia.replay.world_of_history import PARAMETERS, about
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import THEORIES, defensive
from westphalia.world.parameters import DEFAULTS

N, YEARS = 4, T
K = len(spans(defensive).names)


ZERO = np.zeros(K)


@cache
def likelihoods() -> tuple[Likelihood, ...]:
    """Of two histories made at the defaults."""
    setting = Setting(RandomWorld(N), (defensive,) * N, YEARS, 1, PARAMETERS, FOLLOWED)
    made = (histories(Program(setting), np.array([k]), whole=True)[0] for k in range(2))
    return tuple(Likelihood(Replay(panel), defensive, modules=FOLLOWED) for panel in made)


@cache
def estimates() -> tuple[estimate.Estimate, ...]:
    return tuple(maximum(one) for one in likelihoods())


def counting(years: range | list[int]) -> Likelihood:
    """The first history, of which some years count."""
    return Likelihood(likelihoods()[0].replay, defensive, list(years), modules=FOLLOWED)


@pytest.mark.parametrize("name", THEORIES)
def test_zero_is_the_default_and_far_out_are_the_limits(name):
    where = spans(THEORIES[name])
    np.testing.assert_allclose(where.values(ZERO), where.default, rtol=1e-12)
    np.testing.assert_allclose(where.values(np.full(K, -50.0)), where.least, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(where.values(np.full(K, 50.0)), where.most, rtol=1e-9)
    for k, parameter in enumerate(estimate.OF_WORLD):
        row = about(parameter)
        assert where.default[k] == getattr(PARAMETERS, parameter) == row.default
        assert (where.least[k], where.most[k]) == (row.least, row.most)
    own = THEORIES[name].numbers()["survival"].value
    assert where.names[-1] == "survival"
    assert (where.default[-1], where.least[-1], where.most[-1]) == (own, own / 4.0, own * 4.0)


@given(z=st.lists(st.floats(-LIMIT, LIMIT), min_size=K, max_size=K).map(np.array))
def test_the_transformation_has_an_inverse_and_keeps_within_the_limits(z):
    where = spans(defensive)
    values = where.values(z)
    assert (values > where.least).all()
    assert (values < where.most).all()
    back = logit((values - where.least) / (where.most - where.least)) - where.centre
    np.testing.assert_allclose(back, z, atol=1e-8)
    assert (where.values(z + 0.1) > values).all()


def test_the_search_ends_beyond_what_counts_as_a_limit():
    assert EDGE > LIMIT


@pytest.mark.slow
def test_numbers_are_put_where_they_belong_and_nothing_else_moves():
    one = likelihoods()[0]
    z = np.linspace(-1.0, 1.0, K)
    p, agents = one.numbers(z)
    values = dict(zip(one.spans.names, one.spans.values(z), strict=True))
    for name in DEFAULTS:
        wanted = values.get(name, getattr(PARAMETERS, name))
        assert float(getattr(p, name)) == pytest.approx(wanted, rel=1e-6)
    np.testing.assert_allclose(agents.survival, values["survival"], rtol=1e-6)
    _, own = one.numbers(ZERO)
    for name in set(agents._fields) - {"survival", "suspicion"}:
        np.testing.assert_array_equal(getattr(agents, name), getattr(own, name))


@pytest.mark.slow
def test_the_likelihood_at_zero_is_that_of_the_replay():
    one = likelihoods()[0]
    found = one.replay.chances(defensive, modules=FOLLOWED)
    assert one(ZERO)[0] == pytest.approx(found.log_likelihood, rel=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_gradient_is_that_of_finite_differences(seed):
    one, step = likelihoods()[seed], 1e-5
    for z in (ZERO, np.random.default_rng(seed).normal(size=K)):
        _, slope = one(z)
        by_hand = [(one(z + d)[0] - one(z - d)[0]) / (2.0 * step) for d in step * np.eye(K)]
        np.testing.assert_allclose(slope, by_hand, rtol=1e-5, atol=1e-5)


@pytest.mark.slow
def test_only_the_years_given_count():
    whole = likelihoods()[0]
    years = whole.replay.panel.years
    z = np.full(K, 0.3)
    parts = [counting(years[:4]), counting(years[4:6]), counting(years[6:])]
    values, slopes = zip(*(part(z) for part in parts), strict=True)
    value, slope = whole(z)
    assert sum(values) == pytest.approx(value, rel=1e-9)
    np.testing.assert_allclose(np.sum(slopes, axis=0), slope, rtol=1e-7, atol=1e-9)
    assert all(v < 0.0 for v in values)
    nothing, flat = counting([])(z)
    assert (nothing, np.abs(flat).max()) == (0.0, 0.0)


@pytest.mark.slow
def test_single_precision_is_enough_for_a_sampler():
    for one in likelihoods():
        single = one.single()
        for z in (ZERO, np.linspace(-1.0, 1.0, K)):
            (value, slope), (less, rough) = one(z), single(z)
            assert less == pytest.approx(value, rel=1e-4)
            assert np.abs(rough - slope).max() <= 1e-3 * max(np.abs(slope).max(), 1.0)
    assert not single.double
    assert one.double


@pytest.mark.slow
def test_the_slope_at_the_truth_averages_zero():
    """E grad ln P(history | z) = 0 at the z that made the history (Bartlett's first identity).

    It fails if the replay's chances are not those with which the model decides. The scores are a
    martingale, heavy-tailed where a rare choice says much, hence the wide bound.
    """
    scores = np.array([one(z)[1] for z, one in simulate_likelihoods(defensive, 150, N, YEARS, 3)])
    error = scores.std(axis=0) / np.sqrt(len(scores))
    assert (np.abs(scores.mean(axis=0)) <= 4.0 * error).all()


@pytest.mark.slow
@pytest.mark.parametrize("k", range(2))
def test_the_maximum_is_one(k):
    one, best = likelihoods()[k], estimates()[k]
    assert best.log_likelihood == pytest.approx(one(best.z)[0], rel=1e-9)
    assert best.at_default == one(ZERO)[0]
    assert best.log_likelihood >= best.at_default
    rng = np.random.default_rng(k)
    for size in (0.03, 0.1, 0.3):
        for _ in range(8):
            beside = np.clip(best.z + size * rng.normal(size=K), -EDGE, EDGE)
            assert one(beside)[0] < best.log_likelihood + 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("k", range(2))
def test_no_other_start_finds_more(k):
    start = np.random.default_rng(100 + k).normal(size=K)
    other = maximum(likelihoods()[k], start)
    assert other.log_likelihood < estimates()[k].log_likelihood + 0.01
    assert other.at_default == estimates()[k].at_default


@pytest.mark.slow
def test_what_a_history_says_nothing_of_has_no_error_and_the_rest_has():
    """Nobody could join a war here, so that the noise of joining is flat. Where a history this
    short lets the likelihood curve upwards, nothing has an error."""
    told = 0
    for one, best in zip(likelihoods(), estimates(), strict=True):
        assert one.replay.decisions["joining"].size == 0
        assert np.isnan(best.error[best.names.index("temperature_join")])
        assert np.isnan(best.error[best.at_limit]).all()
        known = np.isfinite(best.error)
        told += known.sum()
        assert (best.error[known] > 0.0).all()
        assert (best.low[known] < best.values[known]).all()
        assert (best.values[known] < best.high[known]).all()
    assert told


@pytest.mark.slow
def test_more_years_narrow_the_posterior():
    """Information about the noise of arming, at the same point, over half and over all years."""
    at = likelihoods()[0].spans.names.index("temperature_arms")
    half, whole = 0.0, 0.0
    for one in likelihoods():
        first = Likelihood(one.replay, defensive, one.replay.panel.years[:5], modules=FOLLOWED)
        half += curvature(first, ZERO)[at, at]
        whole += curvature(one, ZERO)[at, at]
    assert 0.0 < half < whole


@pytest.mark.slow
def test_draws_of_a_real_posterior_mix_and_keep_within_the_limits():
    pytest.importorskip("nutpie")
    one = likelihoods()[0]
    found = posterior.sample(one, draws=60, chains=2, seed=1, cores=1)
    assert not np.array_equal(found.z[0], found.z[1])
    assert found.z.shape == found.draws.shape == (2, 60, K)
    assert found.names == one.spans.names
    assert (found.rhat < 1.3).all()  # of 60 draws; four seeds gave 1.05 to 1.18
    assert (found.ess > 10.0).all()
    assert found.gradients >= 120
    np.testing.assert_allclose(found.draws, one.spans.values(found.z))
    inside = (found.draws > one.spans.least) & (found.draws < one.spans.most)
    assert inside.all()


@pytest.mark.slow
def test_the_mode_weighs_the_prior():
    one = likelihoods()[0]
    z, information = posterior.mode(one)
    value, slope = posterior.log_posterior(one, z)
    assert value == pytest.approx(one(z)[0] - 0.5 * z @ z)
    assert value >= one(ZERO)[0]
    assert np.abs(slope).max() < 0.1
    np.testing.assert_allclose(information, curvature(one, z) + np.eye(K), atol=1e-3)


def test_precision_is_given_back():
    assert not jax.config.jax_enable_x64
