"""Bargaining: the best demand, its risk of war, and preventive war (Fearon 1995, Powell 1996)."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import a, close
from simulation.worlds import MANY

from westphalia.mechanisms import bargaining

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
def test_fearon_the_best_demand_and_its_risk_of_war():
    made = bargaining.best_demand(a(0.55), a(0.4), a(0.05), a(0.3))
    assert made.asked == close(0.675)
    assert made.war == pytest.approx(0.416667, abs=5e-7)
    # no other demand is worth more to the challenger, by brute force over demands
    demands = np.linspace(0.0, 1.0, 100_001)
    resisted = np.clip((demands - 0.55) / 0.3, 0.0, 1.0)
    worth = (1 - resisted) * (demands - 0.4) + resisted * (0.55 - 0.05 - 0.4)
    assert made.gain == close(worth.max())
    assert demands[worth.argmax()] == close(0.675)


@EXACT
@pytest.mark.parametrize("cost", [0.3, 0.35, 1.0])
def test_fearon_there_is_no_war_if_it_costs_the_challenger_as_much_as_anyone(cost):
    made = bargaining.best_demand(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == 0.0
    assert made.asked == close(0.55)


@EXACT
@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2, 0.299])
def test_fearon_risk_of_war_falls_with_the_challengers_cost(cost):
    made = bargaining.best_demand(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == close(0.5 * (1 - cost / 0.3))
    assert made.asked == close(0.55 + 0.5 * (0.3 - cost))


shares = st.floats(0.0, 1.0)
inner = st.floats(0.01, 0.99)
costs = st.floats(0.001, 3.0)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, shares, costs, costs)
def test_a_claim_is_a_share_and_its_risk_a_chance(chance, share, cost, top):
    made = bargaining.best_demand(*f32(chance, share, cost, top))
    assert chance - 1e-6 <= made.asked <= 1.0
    assert 0.0 <= made.war <= 1.0
    # a credible demand is worth more than what one has
    assert made.credible == 0.0 or made.gain > -1e-6
    seen = bargaining.expected_demand(*f32(chance, share, top, top, 0.1))
    assert 0.0 <= seen.credible <= 1.0
    assert 0.0 <= seen.war <= 1.0


@EXACT
@pytest.mark.parametrize(("win", "share"), [(0.5, 0.3), (0.7, 0.1), (0.4, 0.6)])
@pytest.mark.parametrize(("own_top", "error"), [(0.5, 0.0), (0.1, 0.0), (1e-9, 0.15)])
def test_others_expect_a_claim_as_often_as_it_pays(win, share, own_top, error):
    """By a grid over the challenger's cost, U[0, c_A], and its judgement, U[W - s, W + s]."""
    grid = (np.arange(400) + 0.5) / 400
    cost, judged = np.meshgrid(own_top * grid, win + error * (2.0 * grid - 1.0))
    pays = judged - cost > share
    seen = bargaining.expected_demand(a(win), a(share), a(own_top), a(0.6), a(error))
    assert seen.credible == pytest.approx(pays.mean(), abs=0.003)
    if pays.any():  # and it is the demand of the mean challenger for whom it pays
        usual = bargaining.best_demand(
            a(judged[pays].mean()), a(share), a(cost[pays].mean()), a(0.6)
        )
        assert seen.asked == pytest.approx(float(usual.asked), abs=0.003)
        assert seen.gain == pytest.approx(float(usual.gain), abs=0.003)


@EXACT
def test_others_expect_the_war_that_a_mistaken_demand_meets_in_truth():
    seen = bargaining.expected_demand(a(0.5), a(0.45), a(0.1), a(0.6), a(0.2))
    assert seen.war == close((seen.asked - 0.5) / 0.6)
    assert seen.war > bargaining.expected_demand(a(0.5), a(0.45), a(0.1), a(0.6), a(0.0)).war


@MANY
@given(shares, shares, costs, st.floats(0.05, 3.0), st.floats(0.0, 0.5))
def test_what_others_expect_of_a_claim_is_a_share_and_two_chances(chance, share, own, top, error):
    seen = bargaining.expected_demand(*f32(chance, share, own, top, error))
    for value in (seen.asked, seen.war, seen.credible):
        assert 0.0 <= value <= 1.0
        assert value.dtype == jnp.float32
    better = bargaining.expected_demand(*f32(min(chance + 0.1, 1.0), share, own, top, error))
    assert better.credible >= seen.credible - 1e-6
    richer = bargaining.expected_demand(*f32(chance, min(share + 0.1, 1.0), own, top, error))
    assert richer.credible <= seen.credible + 1e-6


@MANY
@given(shares, shares, costs, inner)
def test_preventive_war_gains_more_the_steeper_the_decline(now, later, cost, patience):
    gain = bargaining.preventive(*f32(now, later, cost, patience))
    steeper = bargaining.preventive(*f32(now, 0.5 * later, cost, patience))
    dearer = bargaining.preventive(*f32(now, later, cost + 0.5, patience))
    assert steeper >= gain >= dearer
    # nobody fights for fear of a tomorrow that is no worse than today
    same = bargaining.preventive(*f32(now, now, cost, patience))
    assert same <= 1e-6
