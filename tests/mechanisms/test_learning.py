"""Learning about others: Bayes' rule, and what acts teach."""

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
    inference,
    learning,
    response,
)
from westphalia.mechanisms.suspicion import identity
from westphalia.theories import THEORIES

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
def test_kydd_bayes():
    assert inference.bayes(a(0.3), jnp.log(a(0.9) / 0.3)) == close(0.5625)


@EXACT
@pytest.mark.parametrize("belief", [0.01, 0.3, 0.99])
def test_kydd_what_both_types_do_alike_says_nothing(belief):
    assert inference.bayes(a(belief), jnp.log(a(0.7) / 0.7)) == close(belief)
    assert response.shift(a(belief), jnp.log(a(0.7) / 0.7)) == pytest.approx(0.0, abs=1e-15)


@EXACT
def test_kydd_the_expected_belief_is_todays(anything):
    """Beliefs are a martingale: what is expected to be learned is nothing."""
    belief, gamma_g, gamma_s = np.random.default_rng(0).uniform(0.02, 0.98, (3, 500))
    chance = belief * gamma_g + (1 - belief) * gamma_s
    seen = inference.bayes(a(belief), jnp.log(a(gamma_g / gamma_s)))
    unseen = inference.bayes(a(belief), jnp.log(a((1 - gamma_g) / (1 - gamma_s))))
    assert chance * seen + (1 - chance) * unseen == close(belief)


inner = st.floats(0.01, 0.99)
evidence = st.floats(-30.0, 30.0)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, evidence, evidence)
def test_evidence_adds_up_and_is_weighed_in_the_right_direction(belief, one, other):
    b, x, y = f32(belief, one / 4, other / 4)
    after = inference.bayes(b, x)
    assert 0.0 <= after <= 1.0
    assert abs(inference.bayes(after, y) - inference.bayes(b, x + y)) < 1e-3
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
