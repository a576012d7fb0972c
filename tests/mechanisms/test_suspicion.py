"""What suspicion follows: rules of belief, each state by that of its own theory."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
from conftest import anything, equals
from limits import close

from mechanisms.assessments import each_run
from westphalia.mechanisms import learning, suspicion
from westphalia.mechanisms.suspicion import Expected
from westphalia.theories import THEORIES
from westphalia.theories.numbers import exactly

N, RUNS = 4, 3


def learn(belief):
    """Evidence that halves the distance to certainty."""
    return 0.5 + 0.5 * (belief + jnp.zeros((N, N, RUNS)))


def expected(prior=0.2, assurance=0.9, identification=0.25):
    return Expected(*(jnp.full((N, 1, 1), x) for x in (prior, assurance, identification)))


def test_a_constant_prior_is_the_same_of_everyone():
    world = anything(N, RUNS, 1).world
    assert suspicion.constant_prior(world, expected(), learn) == close(np.full((N, N, RUNS), 0.6))


def test_openness_of_both_and_institutions_lower_a_prior_before_the_evidence():
    world = anything(N, RUNS, 1).world
    found = suspicion.assured_prior(world, expected(), learn)
    for run, w in each_run(RUNS, world):
        for i, j in np.ndindex(N, N):
            left = (1.0 - w.openness[i] * w.openness[j]) * (1.0 - w.institutions[i, j])
            prior = 0.2 * (1.0 - 0.9 * (1.0 - left))
            assert found[i, j, run] == close(0.5 + 0.5 * prior)


def test_full_assurance_is_the_rule_of_its_source_and_none_a_constant_prior():
    world = anything(N, RUNS, 2).world._replace(institutions=jnp.ones((N, N, RUNS)))
    assert suspicion.assured_prior(world, expected(assurance=1.0), learn) == close(
        np.full((N, N, RUNS), 0.5)
    )
    none = suspicion.assured_prior(world, expected(assurance=0.0), learn)
    assert none == close(suspicion.constant_prior(world, expected(), learn))


def test_enemies_are_suspected_and_friends_are_not_as_far_as_identity_is_followed():
    world = anything(N, RUNS, 3).world
    found = suspicion.identity(world, expected(), learn)
    for i, j, run in np.ndindex(N, N, RUNS):
        enemy = 0.5 * (1.0 - float(world.identity[i, j, run]))
        assert found[i, j, run] == close(0.75 * 0.6 + 0.25 * enemy)
    for sure, friend in ((1.0, -1.0), (0.0, 1.0)):
        same = world._replace(identity=jnp.full((N, N, RUNS), friend))
        found = suspicion.identity(same, expected(identification=1.0), learn)
        assert found == close(np.full((N, N, RUNS), sure))


def test_each_state_suspects_by_the_rule_of_its_own_theory():
    """In one world of all theories every state believes as it would in a world of its own."""
    mixed = equals(4, tuple(THEORIES.values())).having(openness=0.6, evidence=0.4, identity=-0.3)
    together = learning.observe(*mixed).belief
    for k, theory in enumerate(THEORIES.values()):
        alone = mixed._replace(agents=equals(4, theory).agents)
        np.testing.assert_array_equal(together[k], learning.observe(*alone).belief[k])
        first = learning.first_belief(*alone)[k]
        np.testing.assert_array_equal(learning.first_belief(*mixed)[k], first)


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


def test_a_first_belief_follows_identity_no_further_than_every_later_one():
    """Followed a little, identity moves the first belief a little, not all the way."""
    defensive = THEORIES["defensive"]
    own = replace(
        defensive,
        name="a little",
        expects=replace(defensive.expects, suspicion=suspicion.identity),
        learns=replace(defensive.learns, identification=exactly(0.05)),
    )
    scene, plain = (equals(3, t).having(identity=-0.8) for t in (own, defensive))
    alone = learning.first_belief(*plain)
    assert learning.first_belief(*scene) == close(0.95 * np.asarray(alone) + 0.05 * 0.9)
