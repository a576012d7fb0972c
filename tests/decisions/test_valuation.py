"""From terms to chances: each state by its own theory, and quantal response."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals
from hypothesis import given
from hypothesis import strategies as st
from limits import close
from simulation.worlds import MANY

from westphalia.decisions import valuation
from westphalia.theories import defensive, liberal, offensive, weighted_sum
from westphalia.world.problems import UserError

ONE = jnp.ones((1, 1))


def chances(options, temperature=1.0, allowed=None):
    """Chances of one state's options."""
    value = jnp.asarray(options, jnp.float32)[None, :, None]
    there = jnp.ones_like(value) if allowed is None else jnp.asarray(allowed, float)[None, :, None]
    return np.asarray(valuation.quantal(value, there, temperature * ONE[:, None]))[0, :, 0]


def test_chances_are_logistic_in_the_difference_of_value():
    low, high = chances([0.0, 0.3], temperature=0.1)
    assert np.log(high / low) == pytest.approx(3.0, rel=1e-5)
    yes = valuation.yes(jnp.full((1, 1, 1), 0.3), 0.1 * ONE[:, None])
    assert float(yes[0, 0, 0]) == pytest.approx(high, rel=1e-6)


@MANY
@given(st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=6), st.floats(0.05, 5.0))
def test_chances_add_up_follow_the_order_of_values_and_do_not_know_their_zero(options, temperature):
    found = chances(options, temperature)
    assert found.sum() == pytest.approx(1.0, abs=1e-5)
    ranked = found[np.argsort(options, kind="stable")]
    assert (np.diff(ranked) >= -1e-6).all()
    assert chances([v + 2.0 for v in options], temperature) == pytest.approx(found, abs=1e-5)


def test_an_option_that_is_not_there_is_never_chosen_and_leaves_the_odds_of_others():
    there = chances([0.0, 9.0, 0.5], allowed=[1, 0, 1])
    assert there[1] == 0.0
    assert there[2] / there[0] == pytest.approx(np.exp(0.5), rel=1e-5)


def test_the_temperature_runs_from_the_best_option_to_chance():
    assert chances([0.0, 1.0], temperature=1e-3).tolist() == [0.0, 1.0]
    assert chances([0.0, 1.0], temperature=1e6) == pytest.approx([0.5, 0.5], abs=1e-6)


def test_each_state_values_options_by_its_own_theory():
    scene = equals(3, (defensive, offensive, liberal))
    wants = valuation.weights(scene.agents, scene.p.greed * scene.world.greedy)
    terms = {"power": jnp.full((3, 2, 1), 0.1), "effort": jnp.full((3, 2, 1), -0.03)}

    def power_alone(terms, wants):
        return 2.0 * terms["power"]

    owner = jnp.asarray([0.0, 1.0, 0.0])
    found = valuation.worth(terms, wants, (weighted_sum, power_alone), owner)[:, 0, 0]
    assert found[1] == pytest.approx(0.2)
    for i in (0, 2):
        assert found[i] == pytest.approx(0.1 * float(scene.agents.power[i, 0]) - 0.03, rel=1e-5)


def test_a_greedy_state_alone_weighs_what_it_takes():
    scene = equals(2).having(greedy=[[1.0], [0.0]])
    wants = valuation.weights(scene.agents, scene.p.greed * scene.world.greedy)
    worth = weighted_sum({"greed": jnp.ones((2, 1, 1))}, wants)[:, 0, 0]
    assert worth.tolist() == close([float(scene.p.greed), 0.0])


def test_a_mistake_in_a_theory_is_the_theorys_with_its_place():
    def broken(terms, wants):
        return terms["glory"]

    wants = valuation.weights(equals(2).agents, jnp.zeros((2, 1)))
    with pytest.raises(
        UserError, match=r"test_valuation\.py:\d+: the value function broken.*glory"
    ):
        valuation.worth({"power": jnp.ones((2, 1, 1))}, wants, (broken,), jnp.zeros(2))


def test_habit_replaces_the_chances_of_those_who_have_it():
    by_value = jnp.asarray([[0.2, 0.8], [0.4, 0.6]])[:, :, None]
    usual = jnp.asarray([[0.5, 0.5], [0.9, 0.1]])[:, :, None]
    found = valuation.habitual(by_value, jnp.asarray([[0.0], [1.0]]), usual)
    assert found[:, :, 0].tolist() == close([[0.2, 0.8], [0.9, 0.1]])
