"""Quarrels whose strengths and propensities tests give by themselves."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
from conftest import PLAIN_FORMS, anything

from westphalia.mechanisms import contest, propensity
from westphalia.mechanisms.prospects import ground
from westphalia.world.terms import public_types

N, RUNS = 4, 3


def a_quarrel(seed=1, contest="ratio", crisis="ultimatum", **parameters):
    """Worlds in which nobody errs, and the strengths that meet in them."""
    scene = anything(N, RUNS, seed, misjudgement=0.0, **parameters)
    scene = scene._replace(
        p=replace(scene.p, forms=PLAIN_FORMS._replace(contest=contest, crisis=crisis))
    )
    rng = np.random.default_rng(seed)
    arriving, met = (jnp.asarray(rng.uniform(0.2, 1.0, (N, N, RUNS)), float) for _ in range(2))
    return scene, arriving, met


@jax.jit
def propensities_of(scene, arriving, met, mods=None):
    """How likely either type is to challenge each target, from the strengths that meet."""
    world, _, p, usual = scene
    mods = mods or usual
    about, steps = (
        ground(world, arriving, met, p, mods),
        propensity.slopes(world, arriving, met, p, mods),
    )
    odds = contest.log_odds(arriving, met, p)
    prior = propensity.attention(world, p, mods)
    return propensity.propensities(
        world, about, odds, steps, public_types(p.greed), prior, p, mods
    )[0]
