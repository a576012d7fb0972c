"""Relabelling the states relabels a year."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, streams_of
from hypothesis import given
from hypothesis import strategies as st

from simulation.worlds import (
    ALL_ON,
    FEW,
    MIXED,
    Relabelled,
    owner_of,
    relabelled,
    seeds,
    unknown_growth,
)
from westphalia.decisions import AGREEMENTS
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.standing import STANDING
from westphalia.decisions.valuation import weights
from westphalia.mechanisms import (
    alignment,
    arming,
    cooperation,
    crisis,
    learning,
    pledges,
    response,
    signals,
    threat,
)
from westphalia.mechanisms.forms import FORMS
from westphalia.simulation.year import step
from westphalia.theories import weighted_sum
from westphalia.world.parameters import BRINKMANSHIP
from westphalia.world.state import World


class Unordered:
    """Draws among targets without regard to their order: by the largest of chance over noise.

    `Draw` walks down a list of targets, so with the same numbers another order of the list is
    another draw. Quiet years are made rare, so that much happens.
    """

    def __init__(self, noise, order, n):
        places = jnp.concatenate([jnp.zeros(1, order.dtype), 1 + order, 1 + n + order])
        self.noise = noise[order][:, places]

    def pick(self, decision, chances, u, war=None):
        if decision != "challenge":
            return Draw().pick(decision, chances, u)
        score = jnp.log(chances) + self.noise
        score = score.at[:, 0].add(-3.0)
        return (score >= score.max(1, keepdims=True)).astype(chances.dtype)

    def consent(self, decision, chance, u):
        return Draw().consent(decision, chance, u)


@cache
def a_year(serial):
    """A compiled year of six states in any order, all modules on."""
    n = 6

    @jax.jit
    def one(scene, seed, order, noise):
        runs = scene.world.arms.shape[1]
        streams = streams_of(seed, runs)
        given_ = Given(
            scene.agents,
            owner_of(n),
            scene.p,
            scene.mods,
            Relabelled(streams, order, n),
            unknown_growth(scene),
        )
        rules = Rules(Unordered(noise, order, n), (weighted_sum,), serial=serial)
        return step(scene.world, given_, rules)

    return one


@pytest.mark.parametrize(
    ("serial", "form"), [(False, "ultimatum"), (True, "ultimatum"), (False, BRINKMANSHIP)]
)
def test_relabelling_the_states_relabels_a_year(serial, form):
    n, runs, wars, joins, pacts = 6, 16, 0, 0, 0

    @FEW
    @given(st.permutations(range(n)), seeds)
    def holds(order, seed):
        nonlocal wars, joins, pacts
        with jax.enable_x64(True):
            theories = tuple(MIXED[k % len(MIXED)] for k in range(n))
            scene = anything(n, runs, seed, theories, ALL_ON).with_forms(crisis=form)
            rng = np.random.default_rng(seed)
            noise = jnp.asarray(rng.gumbel(size=(n, 1 + 2 * n, runs)))
            same, other = jnp.arange(n), jnp.asarray(order)
            expected = relabelled(a_year(serial)(scene, seed, same, noise), other, n)
            moved = scene._replace(
                world=relabelled(scene.world, other, n), agents=relabelled(scene.agents, other, n)
            )
            found = a_year(serial)(moved, seed, other, noise)
            names = [*World._fields, *sorted(expected[1])]
            pairs = zip(names, jax.tree.leaves(expected), jax.tree.leaves(found), strict=True)
            for name, want, have in pairs:
                np.testing.assert_allclose(have, want, rtol=1e-8, atol=1e-10, err_msg=name)
            war = np.asarray(found[1]["war"])
            wars, joins = wars + (war == 1).sum(), joins + np.isin(war, (2, 4)).sum()
            pacts += np.asarray(found[1]["pact"]).sum()

    holds()
    assert wars > 20
    assert joins > 5
    assert pacts > 50


def crisis_by_pair(world, *args):
    """The terms of a crisis, by pair, that states relabelled have relabelled."""
    n, offered = world.arms.shape[0], crisis.options(world, *args)[0]
    parts = slice(1, 1 + n), slice(1 + n, 1 + 2 * n)
    return {k: [v[:, part] for part in parts] for k, v in offered.terms.items()}


def everything_seen(scene):
    """The assessment and the options of every decision of a year."""
    world, agents, p, mods = scene
    seen, n = threat.assess(world, agents, p, mods), world.arms.shape[0]
    rho = pledges.balancing_expected(world)
    answer = response.respond(world, seen, rho, p, mods)
    helped = alignment.helps(world, seen, p)
    none = jnp.zeros_like(world.belief)
    year = Year(world, {}, seen, answer)
    known = Given(
        agents, owner_of(n), p, mods, streams_of(1, none.shape[-1]), unknown_growth(scene)
    )
    stands = STANDING.weigh_knowing(
        year, none, jnp.ones_like(world.arms), known, Rules(Draw(), (weighted_sum,))
    )
    return {
        "seen": seen,
        "answer": answer,
        "pacts": alignment.options(world, seen, helped, p, mods),
        "arms": arming.options(world, seen, answer, agents, p, mods),
        "crisis": crisis_by_pair(
            *(world, seen, answer, weights(agents, p.greed * world.greedy), none),
            *(jnp.ones((n, none.shape[-1])), stands.chance, p, mods),
        ),
        "stands": stands,
        "agreements": [item.terms_of(year, known) for item in AGREEMENTS],
        "compliance": cooperation.compliance(world, seen, answer, p, mods),
        "signal": signals.options(world, seen, answer, p, mods),
        "beliefs": learning.observe(world, agents, p, mods),
        "reviewed": alignment.reviewed(world, seen, rho, p, mods),
    }


@pytest.mark.parametrize("form", FORMS["crisis"])
def test_relabelling_the_states_relabels_what_they_see_and_may_do(form):
    n = 4
    look = jax.jit(everything_seen)

    @FEW
    @given(st.permutations(range(n)), seeds)
    def holds(order, seed):
        with jax.enable_x64(True):
            scene = anything(n, 7, seed, MIXED, ALL_ON).with_forms(crisis=form)
            order = jnp.asarray(order)
            moved = scene._replace(
                world=relabelled(scene.world, order, n), agents=relabelled(scene.agents, order, n)
            )
            expected, found = relabelled(look(scene), order, n), look(moved)
            paths = jax.tree_util.tree_leaves_with_path(expected)
            for (path, want), have in zip(paths, jax.tree.leaves(found), strict=True):
                where = jax.tree_util.keystr(path)
                np.testing.assert_allclose(have, want, rtol=1e-9, atol=1e-10, err_msg=where)

    holds()
