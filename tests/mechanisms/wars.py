"""Wars made by hand, for the tests of joining, war and what wars leave."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import PLAIN_FORMS, anything
from traces import B, C

from mechanisms.assessments import assessment
from westphalia.mechanisms import joining, war

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")

#: States and runs.
N, RUNS = 4, 6


def front_of(runs=1):
    one = jnp.ones(runs)
    return joining.Front((one * B).astype(int), (one * C).astype(int), 0.0 * one)


def by_forms(scene, **forms):
    """The scene under other forms of some processes, the simplest of the rest."""
    return scene._replace(p=replace(scene.p, forms=PLAIN_FORMS._replace(**forms)))


def a_war(seed=1, total=None, mods=None, runs=RUNS, forms=None, **parameters):
    """Worlds, an assessment, and a war of 0 against 1 in every run, total in every other."""
    scene = by_forms(anything(N, runs, seed, modules=mods, **parameters), **(forms or {}))
    seen = assessment(N, runs, seed + 1)
    aims = np.arange(runs) % 2 if total is None else np.full(runs, total)
    front = joining.Front(jnp.zeros(runs, int), jnp.ones(runs, int), jnp.asarray(aims, float))
    helped = jnp.asarray(np.random.default_rng(seed).uniform(0.0, 0.2, (N, N, runs)), float)
    return scene, seen, helped, front, joining.sides(scene.world, front, scene.p, scene.mods)


def strengths(w, q):
    """Offence and defence of every state."""

    def fit(role):
        return (1.0 - q.distinguishability) + q.distinguishability * role

    return w.arms * fit(w.posture), w.arms * fit(1.0 - w.posture)


def account_of(world, runs):
    """A year in which no war was fought yet."""
    state, pair = jnp.zeros((N, runs)), jnp.zeros((N, N, runs))
    return war.Fought(world, state, pair, pair, state[0], state[0], pair, state, state, pair)
