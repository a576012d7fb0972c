"""Learning about others: Bayes' rule, and what acts teach."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals
from hypothesis import given
from hypothesis import strategies as st
from limits import a, close
from simulation.worlds import MANY
from traces import REALIST_OR_NOT, A, B, C

from westphalia.mechanisms import (
    crisis,
    learning,
    response,
)
from westphalia.mechanisms.suspicion import Expected, assured_prior, constant_prior, identity
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import THEORIES

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
def test_kydd_bayes():
    assert learning.bayes(a(0.3), jnp.log(a(0.9) / 0.3)) == close(0.5625)


@EXACT
@pytest.mark.parametrize("belief", [0.01, 0.3, 0.99])
def test_kydd_what_both_types_do_alike_says_nothing(belief):
    assert learning.bayes(a(belief), jnp.log(a(0.7) / 0.7)) == close(belief)
    assert response.shift(a(belief), jnp.log(a(0.7) / 0.7)) == pytest.approx(0.0, abs=1e-15)


@EXACT
def test_kydd_the_expected_belief_is_todays(anything):
    """Beliefs are a martingale: what is expected to be learned is nothing."""
    belief, gamma_g, gamma_s = np.random.default_rng(0).uniform(0.02, 0.98, (3, 500))
    chance = belief * gamma_g + (1 - belief) * gamma_s
    seen = learning.bayes(a(belief), jnp.log(a(gamma_g / gamma_s)))
    unseen = learning.bayes(a(belief), jnp.log(a((1 - gamma_g) / (1 - gamma_s))))
    assert chance * seen + (1 - chance) * unseen == close(belief)


inner = st.floats(0.01, 0.99)
evidence = st.floats(-30.0, 30.0)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, evidence, evidence)
def test_evidence_adds_up_and_is_weighed_in_the_right_direction(belief, one, other):
    b, x, y = f32(belief, one / 4, other / 4)
    after = learning.bayes(b, x)
    assert 0.0 <= after <= 1.0
    assert abs(learning.bayes(after, y) - learning.bayes(b, x + y)) < 1e-3
    assert (after - b) * x >= -1e-6
    assert abs(response.shift(b, x) - (after - b)) < 1e-5


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_who_attacks_is_thought_greedy_and_who_keeps_quiet_is_not(theory):
    scene = equals(3, theory)
    seen = scene.assessment()
    none = jnp.zeros((3, 3, 1))
    a_attacks = none.at[A, B].set(1.0)
    said = crisis.evidence(seen, none, a_attacks)
    assert said[A, 0] > 0.0
    assert said[C, 0] < 0.0
    before = scene.world.belief[C, A, 0]
    after = learning.observe(*scene.having(evidence=said)).belief
    if theory.expects.suspicion is identity:
        assert after[C, A, 0] == pytest.approx(0.25)  # it looks at identity alone
    else:
        assert after[C, A, 0] > before
    if theory.learns.good_news.value == 0.0:
        drift = scene.world.belief * (1 - scene.p.type_turnover)
        drift += scene.p.type_turnover * theory.expects.prior.value
        assert after[A, C, 0] == pytest.approx(float(drift[A, C, 0]))  # deaf to good news
    elif theory.expects.suspicion is not identity:
        assert after[A, C, 0] < 0.25


def test_identity_follows_acts():
    scene = equals(3, THEORIES["constructivist"])
    fought = jnp.zeros((3, 3, 1)).at[A, B].set(1.0).at[B, A].set(1.0)
    after = learning.identify(scene.world, fought, scene.agents, scene.p, scene.mods).identity
    assert after[A, B, 0] < 0.5 < after[A, C, 0]
    believed = learning.observe(*scene._replace(world=scene.world._replace(identity=after))).belief
    assert believed[A, B, 0] > believed[A, C, 0]


def test_states_remember_whether_others_came_to_help():
    scene = equals(2)
    many, none = jnp.full((2, 1), 2.0), jnp.zeros((2, 1))
    for joined, abstained, sign in ((many, none, 1), (none, many, -1)):
        after = learning.expect(scene.world, joined, abstained, scene.p, scene.mods)
        rho = after.joined / (after.joined + after.abstained)
        before = scene.world.joined / (scene.world.joined + scene.world.abstained)
        assert (sign * (rho - before) > 0).all()


# Rules of suspicion


def test_each_state_suspects_by_the_rule_of_its_own_theory():
    """In one world of all theories every state believes as it would in a world of its own."""
    mixed = equals(4, tuple(THEORIES.values())).having(openness=0.6, evidence=0.4, identity=-0.3)
    together = learning.observe(*mixed).belief
    for k, theory in enumerate(THEORIES.values()):
        alone = mixed._replace(agents=equals(4, theory).agents)
        np.testing.assert_array_equal(together[k], learning.observe(*alone).belief[k])
        first = learning.first_belief(*alone)[k]
        np.testing.assert_array_equal(learning.first_belief(*mixed)[k], first)


def test_rules_are_those_of_their_sources():
    scene = equals(3, THEORIES["liberal"]).having(openness=0.5, institutions=0.2, identity=-0.4)
    expected = Expected(*(jnp.full((3, 1, 1), number) for number in (0.2, 1.0, 0.25)))

    def learn(belief):
        return belief + jnp.full((3, 3, 1), 0.1)

    pair = np.ones((3, 3, 1))
    at = (scene.world, expected, learn)
    np.testing.assert_allclose(constant_prior(*at) * pair, 0.3 * pair, rtol=1e-6)
    np.testing.assert_allclose(assured_prior(*at), (0.2 * 0.75 * 0.8 + 0.1) * pair, rtol=1e-6)
    np.testing.assert_allclose(identity(*at), (0.75 * 0.3 + 0.25 * 0.7) * pair, rtol=1e-6)


def test_a_rule_of_the_users_own_is_followed():
    """Half of what evidence says, half of what identity says; and nobody else's belief moves."""

    def half(world, expected, learn):
        return 0.5 * learn(expected.prior) + 0.25 * (1.0 - world.identity)

    defensive = THEORIES["defensive"]
    own = replace(defensive, name="half", expects=replace(defensive.expects, suspicion=half))
    scene = equals(3, (own, defensive, defensive)).having(evidence=1.0, identity=0.8)
    plain = equals(3, defensive).having(evidence=1.0, identity=0.8)
    found, usual = learning.observe(*scene).belief, learning.observe(*plain).belief
    np.testing.assert_array_equal(found[1:], usual[1:])
    np.testing.assert_allclose(found[0], 0.5 * usual[0] + 0.5 * 0.1, rtol=1e-5)


def test_minds_of_different_theories_can_lie_side_by_side():
    theories = list(THEORIES.values())
    made = [agents_of((t,) * 3, among=theories) for t in theories]
    assert len({jax.tree.structure(agents) for agents in made}) == 1
    assert [float(agents.suspicion.index[0, 0]) for agents in made] == [0.0, 0.0, 1.0, 2.0]
