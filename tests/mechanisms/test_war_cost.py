"""What a war costs: the floor between nuclear powers, and the smallest of those who pay."""

import jax.numpy as jnp
import pytest
from conftest import equals

from westphalia.mechanisms import war_cost


def test_only_between_two_nuclear_powers_does_a_war_have_a_floor_of_cost():
    p = equals(2, war_cost=0.04, nuclear_cost=0.4).p
    one, other = jnp.asarray([0.0, 1.0, 0.0, 1.0]), jnp.asarray([0.0, 0.0, 1.0, 1.0])
    assert war_cost.unit_cost(one, other, p).tolist() == pytest.approx([0.04, 0.04, 0.04, 0.4])
    dear = equals(2, war_cost=0.2, nuclear_cost=0.15).p  # a floor never makes a war cheaper
    assert war_cost.unit_cost(one, other, dear).tolist() == pytest.approx([0.2] * 4)


def test_nobody_pays_more_than_the_smallest_at_war_would():
    own = jnp.asarray([0.2, 1.0, 3.0])
    paid = war_cost.cost_to(jnp.full(3, 0.1), jnp.full(3, 1.0), own)
    assert paid.tolist() == pytest.approx([0.02, 0.1, 0.1])


def test_a_total_war_costs_twice_as_much():
    cost = jnp.asarray([0.01, 0.03])
    assert war_cost.of_aims(cost, jnp.asarray([0.0, 1.0])).tolist() == [cost[0], 2.0 * cost[1]]
    assert war_cost.of_aims(cost, war_cost.UNLIMITED).tolist() == (2.0 * cost).tolist()


def test_an_allys_war_costs_more_than_a_war_of_ones_own_choice():
    p = equals(2, war_cost=0.04).p
    assert float(war_cost.allys_war_cost(p)) == pytest.approx(0.16)
    assert war_cost.ALLYS_WAR > war_cost.TOTAL > 1.0
