"""Traces a theorist can read: three states, some of their figures changed, and what they choose."""

import jax.numpy as jnp
import numpy as np
import pytest

from westphalia.decisions.valuation import quantal, weights, yes
from westphalia.mechanisms import alignment, arming, crisis
from westphalia.theories import THEORIES, weighted_sum
from westphalia.world.terms import of_own_type

A, B, C = 0, 1, 2

REALIST_OR_NOT = [pytest.param(t, id=name) for name, t in THEORIES.items()]


def among(scene, name, figures):
    """The scene with some entries of one of its figures changed: {(i, j): value}."""
    array = np.array(getattr(scene.world, name))
    for place, value in figures.items():
        array[place] = value
    return scene.having(**{name: array})


def pair(i, j, value):
    return {(i, j): value, (j, i): value}


def value_of(scene, terms):
    own = of_own_type(terms, scene.world.greedy)
    return weighted_sum(own, weights(scene.agents, scene.p.greed * scene.world.greedy))


def raises(scene, state):
    """The chance that a state raises its burden this year."""
    world, agents, p, mods = scene
    offered, _ = arming.options(world, scene.assessment(), scene.answer(), agents, p, mods)
    chances = quantal(value_of(scene, offered.terms), offered.allowed, p.temperature_arms)
    return float(chances[state, arming.OPTIONS.index("raise"), 0])


def wants_pact(scene, i, k):
    """The chance that i consents to a pact with k at a meeting."""
    world, _, p, mods = scene
    seen = scene.assessment()
    offered = alignment.options(world, seen, alignment.helps(world, seen, p), p, mods)
    return float(yes(value_of(scene, offered.terms), p.temperature_pact)[i, k, 0])


def challenges(scene):
    """The options of a crisis, judged without error at the mean cost of war: a quiet year, demands
    and total wars; and what demands promise."""
    world, agents, p, mods = scene
    n, runs = world.arms.shape
    none = jnp.zeros((n, n, runs))
    wants = weights(agents, p.greed * world.greedy)
    return crisis.options(
        *(world, scene.assessment(), scene.answer(), wants),
        *(none, jnp.ones((n, runs)), jnp.ones((n, n, runs)), p, mods),
    )
