"""Cooperation: Kydd (2005), Grieco (1988), Snidal (1991), arms control."""

import jax
import jax.numpy as jnp
import pytest
from limits import a, close, weights

from westphalia.mechanisms import (
    cooperation,
    response,
    threat,
)
from westphalia.theories import weighted_sum
from westphalia.world.parameters import Parameters

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


# Kydd (1997, 2005)


def complies(trust, detection=0.0, discount=0.9, payoffs=(3.0, 0.0, 2.0, 1.0)):
    return cooperation.comply(a(trust), *(a(v) for v in payoffs), a(detection), a(discount))


@EXACT
def test_kydd_trust_threshold():
    assert complies(0.5) == pytest.approx(0.0, abs=1e-12)
    assert complies(0.501) > 0 > complies(0.499)
    r, s, t, p = 4.0, -1.0, 3.5, 0.7
    threshold = (p - s) / (r - t + p - s)
    assert complies(threshold, payoffs=(r, s, t, p)) == pytest.approx(0.0, abs=1e-12)


# Relative gains: Grieco (1988), Snidal (1991)


def deal_value(own, partner, psi, consumption, resources=(1.0, 1.0), psi_all=None):
    """What a deal of `own` and `partner` billion is worth to the first of two states."""

    def matrix(value):
        return jnp.full((2, 2, 1), value)

    all_rivals = jnp.full((2, 1), psi if psi_all is None else psi_all)
    terms = cooperation.deal(
        matrix(own / resources[0]),
        matrix(partner / resources[1]),
        matrix(psi),
        all_rivals,
        matrix(0.0),
    )
    return weighted_sum(terms, weights(consumption=consumption))[0, 1, 0]


@EXACT
def test_grieco_five_against_fifteen_billion_flips_at_one_half():
    # k = Psi / w_C between equals
    assert deal_value(5.0, 15.0, psi=0.5, consumption=1.0) == pytest.approx(0.0, abs=1e-12)
    assert deal_value(5.0, 15.0, psi=0.5001, consumption=1.0) < 0.0
    assert deal_value(5.0, 15.0, psi=0.4999, consumption=1.0) > 0.0
    assert deal_value(5.0, 15.0, psi=1.0, consumption=2.0) == pytest.approx(0.0, abs=1e-12)


@EXACT
@pytest.mark.parametrize(("psi", "consumption"), [(0.3, 1.0), (0.8, 2.0)])
def test_grieco_utility_is_own_gain_less_k_times_the_gap(psi, consumption):
    k = psi / consumption
    for own, partner in ((5.0, 15.0), (1.0, 1.0), (4.0, 2.0)):
        value = deal_value(own, partner, psi, consumption)
        assert value / consumption == close(own - k * (partner - own))


@EXACT
def test_grieco_k_is_the_security_value_of_relative_power(equals):
    """Psi is minus the slope of ln S in ln M_j, for the survival that the model itself uses."""
    p = Parameters(horizon=14.0)
    base, eps = a([[[0.0], [0.02]], [[0.01], [0.0]]]), 0.7

    def log_survival(log_arms):
        return threat.log_survival(base * jnp.exp(eps * log_arms), p)[0, 0]

    psi = response.pressure(base, jnp.full((2, 2, 1), eps), p)
    assert psi[0, 1, 0] == close(-jax.grad(log_survival)(0.0))


@EXACT
@pytest.mark.parametrize("resources", [(2.0, 1.0), (1.0, 4.0)])
def test_grieco_between_unequals_k_grows_with_ones_own_size(resources):
    psi, consumption = 0.3, 1.5
    k = psi / consumption * resources[0] / resources[1]
    gained, lost = (
        deal_value(own, partner, psi, consumption, resources)
        for own, partner in ((1.0, 0.0), (0.0, 1.0))
    )
    # per billion of the partner, in billions of one's own consumption
    assert -lost * resources[0] / consumption == close(k)
    assert gained * resources[0] / consumption == close(1.0 + psi / consumption)


@EXACT
@pytest.mark.parametrize("n", [2, 3, 5, 17])
def test_snidal_relative_gains_matter_less_among_many(n):
    total = 0.6
    lost = deal_value(0.0, 1.0, psi=total / (n - 1), consumption=1.0, psi_all=total)
    assert -lost == close(total / (n - 1))
    # the same from the mechanism: n - 1 equal rivals, of the same danger taken together
    odds_each = a(0.01) / (n - 1)
    share = jnp.full((n, n, 1), odds_each / (1.0 + odds_each)) * (1.0 - jnp.eye(n))[:, :, None]
    psi = response.pressure(share, jnp.ones_like(share), Parameters(horizon=60.0))
    assert psi.sum(1)[0, 0] == close(total)
    assert psi[0, 1, 0] == close(total / (n - 1))


# Arms control


@EXACT
@pytest.mark.parametrize("detection", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("payoffs", [(3.0, 0.0, 5.0, 1.0), (1.0, -2.0, 1.5, 0.0)])
def test_arms_control_holds_iff_the_future_matters_enough(detection, payoffs):
    r, _, t, p = payoffs
    threshold = (t - r) / ((t - r) + detection * (r - p))
    at = complies(1.0, detection, threshold, payoffs)
    assert at == pytest.approx(0.0, abs=1e-12)
    assert complies(1.0, detection, threshold + 1e-6, payoffs) > 0
    assert complies(1.0, detection, threshold - 1e-6, payoffs) < 0
