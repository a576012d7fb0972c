"""The best demand and its risk of war: Fearon (1995), Powell (1996)."""

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
    made = bargaining.claim(a(0.55), a(0.4), a(0.05), a(0.3))
    assert made.demand == close(0.675)
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
    made = bargaining.claim(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == 0.0
    assert made.demand == close(0.55)


@EXACT
@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2, 0.299])
def test_fearon_risk_of_war_falls_with_the_challengers_cost(cost):
    made = bargaining.claim(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == close(0.5 * (1 - cost / 0.3))
    assert made.demand == close(0.55 + 0.5 * (0.3 - cost))


shares = st.floats(0.0, 1.0)
inner = st.floats(0.01, 0.99)
costs = st.floats(0.001, 3.0)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, shares, costs, costs)
def test_a_claim_is_a_share_and_its_risk_a_chance(chance, share, cost, top):
    made = bargaining.claim(*f32(chance, share, cost, top))
    assert chance - 1e-6 <= made.demand <= 1.0
    assert 0.0 <= made.war <= 1.0
    # a credible claim is worth more than what one has
    assert made.credible == 0.0 or made.gain > -1e-6
    seen = bargaining.expected_claim(*f32(chance, share, top, top, 0.1))
    assert 0.0 <= seen.credible <= 1.0
    assert 0.0 <= seen.war <= 1.0
