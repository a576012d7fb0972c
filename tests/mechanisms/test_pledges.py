"""Pledges: what a promise of help is worth, and what an attacker meets."""

import dataclasses

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close
from simulation.worlds import MANY
from traces import among, pair

from mechanisms.assessments import each_run, pairs_of
from mechanisms.wars import by_forms
from westphalia.mechanisms import alignment, pledges

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
inner = st.floats(0.01, 0.99)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, st.floats(0.0, 3.0), st.floats(0.01, 5.0), st.floats(0.0, 5.0))
def test_a_pledge_never_hurts_and_is_never_worth_more_than_the_threat(danger, steep, met, brings):
    exposure, steep_, met_, brings_ = f32(danger, steep, met, brings)
    worth = alignment.covered(exposure, steep_, met_, brings_, f32(0.0)[0])
    assert -1e-6 <= worth <= danger + 1e-5
    twice = alignment.covered(exposure, steep_, met_, 2 * brings_, f32(0.0)[0])
    assert worth - 1e-6 <= twice <= 2 * worth + 1e-6


@given(
    steep=st.floats(-3.0, 3.0), brings=st.floats(1e-6, 10.0), met=st.floats(1e-3, 10.0),
)  # fmt: skip
def test_what_a_pledge_is_worth_has_the_sign_of_its_effect_and_a_bound(steep, brings, met):
    def worth(h):
        return float(alignment.covered(*map(jnp.float32, (1.0, steep, met, h, 0.0))))

    assert -1.0 <= worth(brings) <= 1.0
    assert worth(brings) * steep >= 0.0
    assert abs(worth(2.0 * brings)) >= abs(worth(brings))
    assert worth(1e-5 * met) == pytest.approx(1e-5 * steep, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize("n", [2, 10, 11, 12, 20])
def test_sums_over_third_states_are_the_same_at_once_and_in_blocks(n):
    a, b = np.random.default_rng(n).normal(size=(2, n, n, 3)).astype(np.float32)
    found = pledges.over_third(lambda x, y: x[:, None] * y[None, :], jnp.asarray(a), jnp.asarray(b))
    np.testing.assert_allclose(found, np.einsum("kir,kjr->ijr", a, b), atol=1e-5)


# The strength an attacker meets


def met_by_hand(w, q, defend, rho, depth, i, j):
    """What i meets at j: j's own arms, the unarmed, its allies, and those whom i threatens."""
    n = len(defend)
    strength = defend[j] + q.unarmed_resistance * w.resources[j] / q.depreciation
    for k in range(n):
        if k in (i, j) or w.pact[k, i] > 0:
            continue
        arrives = w.delivery[k, j] * defend[k]
        if w.pact[k, j] > 0:
            strength += q.reliability * w.pact[k, j] * arrives
        else:
            worry = w.threat[k, i] / w.threat[k].sum()
            strength += depth * q.volunteers * rho[i] * worry * arrives
    return strength


@EXACT
@pytest.mark.parametrize("depth", [0.0, 1.0])
@pytest.mark.parametrize("n", [3, 5])
def test_what_an_attacker_meets_is_that_of_loops_over_third_states(n, depth):
    world, _, p, _ = anything(n, 3, 4)
    rng = np.random.default_rng(n)
    defend = jnp.asarray(rng.uniform(0.1, 1.0, (n, 3)), float)
    rho = jnp.asarray(rng.uniform(0.0, 1.0, (n, 3)), float)
    found = pledges.defended(world, defend, rho, depth, p)
    for run, w, q in each_run(3, world, p):
        for i, j in pairs_of(n):
            hand = met_by_hand(w, q, np.asarray(defend)[:, run], rho[:, run], depth, i, j)
            assert found[i, j, run] == close(hand)


@EXACT
def test_who_has_no_friends_meets_an_attacker_alone():
    world, _, p, _ = anything(4, 3, 5)
    world = world._replace(pact=jnp.zeros_like(world.pact))
    defend = jnp.full((4, 3), 0.4)
    found = pledges.defended(world, defend, jnp.ones((4, 3)), 0.0, p)
    own = pledges.own_strength(world, defend, p)
    assert found == close(np.broadcast_to(own[None], found.shape))
    assert (own > defend).all()  # even the unarmed resist
    none = pledges.own_strength(
        world, defend, dataclasses.replace(p, unarmed_resistance=jnp.asarray(0.0))
    )
    assert none == close(defend)


def test_a_pledge_counts_against_all_but_the_helpers_own_allies():
    base = equals(4).having(threat=0.0)
    allied = among(base, "pact", pair(2, 1, 1.0))
    both = among(allied, "pact", pair(2, 0, 1.0))
    defend = jnp.ones((4, 1))
    rho = jnp.zeros((4, 1))
    alone, helped, torn = (
        pledges.defended(s.world, defend, rho, 1.0, s.p)[:, 1, 0] for s in (base, allied, both)
    )
    assert helped[0] > alone[0]
    assert torn[0] == alone[0]  # 2 is the attacker's ally too
    assert torn[3] == helped[3] == helped[0]
    assert helped[2] == alone[2]  # nobody is helped against the helper itself


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.floats(0.25, 4.0))
def test_help_scales_with_arms_and_never_hurts(seed, scale):
    world, _, p, _ = anything(3, 2, seed)
    rng = np.random.default_rng(seed)
    defend, rho = (jnp.asarray(rng.uniform(0.1, 1.0, (3, 2)), jnp.float32) for _ in range(2))
    met = pledges.defended(world, defend, rho, 1.0, p)
    assert met.dtype == jnp.float32
    assert (met >= pledges.own_strength(world, defend, p)[None] * (1.0 - 1e-6)).all()
    larger = world._replace(resources=scale * world.resources)
    assert pledges.defended(larger, scale * defend, rho, 1.0, p) == close(scale * met, rel=1e-5)


@EXACT
def test_expected_balancing_is_the_mean_of_a_beta():
    scene = equals(2).having(joined=[[3.0], [0.5]], abstained=[[1.0], [4.5]])
    rho = np.asarray(pledges.balancing_expected(scene.world))[:, 0]
    assert rho.tolist() == close([0.75, 0.1])
    draws = np.random.default_rng(0).beta([3.0, 0.5], [1.0, 4.5], (200_000, 2))
    assert rho == pytest.approx(draws.mean(0), abs=0.003)


# Bases


def test_an_ally_with_bases_arrives_with_more_the_deeper_the_pact():
    scene = by_forms(anything(4, 3, 9, bases=0.5), pacts="binding")
    loose = by_forms(scene)
    for delivery, depth, found in ((0.4, 1.0, 0.7), (0.4, 0.5, 0.55), (1.0, 1.0, 1.0)):
        given = jnp.asarray(delivery), jnp.asarray(depth)
        assert pledges.based(*given, scene.p) == pytest.approx(found)
        assert pledges.based(*given, loose.p) == pytest.approx(delivery)
    world, defend = scene.world, jnp.ones((4, 3))
    more, less = (pledges.pledge(world, defend, s.p) for s in (scene, loose))
    allied = np.asarray(world.pact) > 0
    assert (np.asarray(more)[allied] > np.asarray(less)[allied]).all()
    assert not np.asarray(more)[~allied].any()
