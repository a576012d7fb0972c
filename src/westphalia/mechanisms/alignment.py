"""Alignment: who wants a pact of help with whom (external balancing).

A pact forms with mutual consent and ends when either leaves. Nothing here knows who is strong:
a pact is worth the threats it covers and the restraint it puts on the partner, less autonomy,
entrapment and the cost of the treaty.
"""

from collections.abc import Callable

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array

from westphalia.mechanisms import pledges
from westphalia.mechanisms.contest import TINY
from westphalia.mechanisms.threat import Assessment, exposure
from westphalia.mechanisms.war_cost import allys_war_cost
from westphalia.world.indexing import turns
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip, living_pairs
from westphalia.world.terms import Options, TypedTerms


def covered(exposed: Array, steep: Array, met: Array, brings: Array, allied: Array) -> Array:
    """What a pledge of strength h is worth against one attacker, as a change of ln S.

    H l/(1 - l) eps h/(D + |eps| h) for a new pledge, and its mirror image for one that D contains
    already (`allied`): l falls with what the attacker meets as 1/(1 + eps h/D), which is exact to
    first order, bounded, and exact throughout where eps = 1. Where more defence provokes, eps < 0,
    what is lost is bounded alike. Elementwise.

    Args:
        exposed: H l / (1 - l). steep: eps. met: D. brings: h.
    """
    grow = jnp.abs(steep) * (1.0 - allied) - allied
    return exposed * steep * brings / jnp.maximum(met + grow * brings, TINY)


def helps(world: World, assessment: Assessment, p: Parameters) -> PerDyad:
    """Value to i of every partner k's pledge against all j, unweighted. [i, k]

    k's pledge counts against j only if j is not k's ally.
    """
    depth = jnp.where(world.pact > 0, world.pact, 1.0)
    brings = flip(p.reliability * depth * world.delivery * assessment.defend[:, None])
    allied = (world.pact > 0).astype(brings.dtype)
    exposed = flip(exposure(assessment.threat, p))  # [j, i]
    steep, met = flip(-assessment.by_defence), assessment.met  # [j, i]
    free = flip(pledges.others(world))  # [j, k]

    def against(free: PerState, exposed: PerState, steep: PerState, met: PerState) -> PerDyad:
        useful = brings * free[None, :]
        return covered(exposed[:, None], steep[:, None], met[:, None], useful, allied)

    return pledges.over_third(against, free, exposed, steep, met)


def options(
    world: World, assessment: Assessment, helped: PerDyad, p: Parameters, mods: Modules
) -> Options:
    """Terms of a pact with each other state against none. [i, k]

    survival: help against others; restraint: H l phi (1 - B) against the partner itself, with l
    as it would be unallied; autonomy: -aut 2 M_k/(M_i + M_k); entrapment: -ent r 4 c_w H sum_{j
    != i} l_kj (Snyder 1984); identity: I_ik times what i's pledge is worth to k; effort: the cost
    of the treaty; obligation: what leaving an existing pact would cost.
    """
    allied = (world.pact > 0).astype(helped.dtype)
    bound = p.restraint * (1.0 - world.belief)
    free_threat = assessment.threat / jnp.maximum(1.0 - allied * bound, 1e-3)
    restrained = p.horizon * free_threat * bound
    arms_k, arms_i = world.arms[None, :], world.arms[:, None]
    wars_of = (assessment.threat.sum(1)[None, :] - flip(assessment.threat)) * p.horizon
    cost = allys_war_cost(p)
    terms: TypedTerms = {
        "survival": helped,
        "restraint": restrained,
        "autonomy": -p.autonomy_cost * 2.0 * arms_k / (arms_i + arms_k + 1e-9),
        "entrapment": -p.entrapment * p.reliability * cost * wars_of,
        "identity": world.identity * flip(helped),
        "effort": -p.treaty_cost * jnp.ones_like(helped),
        "obligation": p.abrogation * allied,
    }
    return Options(terms, living_pairs(world))


def agree(allied: PerDyad, wants: PerDyad, meets: PerDyad) -> PerDyad:
    """Who is allied after reviews: where a pair meets, both must want it. Symmetric, 0 or 1."""
    return jnp.where(meets > 0, wants * flip(wants), allied)


def resolve(world: World, allied: PerDyad, p: Parameters) -> World:
    """Depth and age of pacts, given who is allied now. A kept pact gains depth."""
    now = allied * living_pairs(world)
    kept = now * (world.pact > 0)
    deeper = world.pact + p.deepening * (1.0 - world.pact)
    depth = kept * deeper + (now - kept) * FIRST_DEPTH
    return world._replace(pact=depth, pact_age=kept * (world.pact_age + 1.0))


def reviewed(
    world: World, assessment: Assessment, rho: PerState, p: Parameters, mods: Modules
) -> Assessment:
    """The assessment after pacts changed: what is met anew, threats by their elasticity.

    l' = l (D/D')^eps. Used between turns when states act one after another.
    """
    met = pledges.defended(world, assessment.defend, rho, mods.response, p)
    ratio = jnp.log(flip(assessment.met) + 1e-9) - jnp.log(flip(met) + 1e-9)
    threat = jnp.minimum(assessment.threat * jnp.exp(-assessment.by_defence * ratio), 0.999)
    return assessment._replace(met=met, threat=threat)


def planned(pact: PerDyad) -> PerDyad:
    """Depth of a pact if there is to be one: as it is, or that of a new one. [i, j]"""
    return jnp.where(pact > 0, pact, FIRST_DEPTH)


def in_turn(
    world: World,
    meets: PerDyad,
    order: PerState,
    wants: Callable[[World], PerDyad],
) -> PerDyad:
    """Who is allied when states review one after another, each seeing the pacts made so far.

    A pair is reviewed when the first of the two acts. `order`: random numbers, [n]; `wants`:
    consent of every state in a given world. The order of acting can matter (Axtell 2001).
    """
    place = turns(order)
    first = jnp.minimum(place[:, None], place[None, :])

    def turn(k: Array, state: World) -> World:
        now = (state.pact > 0).astype(order.dtype)
        then = agree(now, wants(state), meets * (first == k))
        depth = planned(state.pact) * then
        return state._replace(pact=depth)

    return (lax.fori_loop(0, order.shape[0], turn, world).pact > 0).astype(order.dtype)


#: Depth of a new pact (1 = fully planned help); it deepens while kept.
FIRST_DEPTH = 0.5
