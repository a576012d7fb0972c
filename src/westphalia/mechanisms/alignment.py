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
from westphalia.mechanisms.contest import TINY, chance
from westphalia.mechanisms.flows import felt
from westphalia.mechanisms.threat import THREAT_MAX, Assessment, exposure
from westphalia.mechanisms.war_cost import allys_war_cost, cost_to, of_aims, unit_cost
from westphalia.world.indexing import turns
from westphalia.world.parameters import BINDING, Parameters
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
    brings = flip(brought(world, assessment, p))
    allied = (world.pact > 0).astype(brings.dtype)
    exposed = flip(exposure(assessment.looming, p))  # [j, i]
    steep, met = flip(-assessment.by_defence), assessment.met  # [j, i]
    free = flip(pledges.others(world))  # [j, k]

    def against(free: PerState, exposed: PerState, steep: PerState, met: PerState) -> PerDyad:
        useful = brings * free[None, :]
        return covered(exposed[:, None], steep[:, None], met[:, None], useful, allied)

    return pledges.over_third(against, free, exposed, steep, met)


def brought(world: World, assessment: Assessment, p: Parameters) -> PerDyad:
    """What i would bring to k in a pact: at the depth that it has, else fully planned. [i, k]

    rhat A lambda_ik E^D_i, in units of arms, lambda as `pledges.based` has it.
    """
    depth = jnp.where(world.pact > 0, world.pact, 1.0)
    arrives = pledges.based(world.delivery, depth, p)
    return p.reliability * depth * arrives * assessment.defend[:, None]


def allys_wars(world: World, assessment: Assessment, p: Parameters, mods: Modules) -> PerDyad:
    """What i expects to pay a year for the wars of an ally k, as a share of R_i. [i, k]

    sum over j that are not i's allies of f_kj rhat jc cw 1.5 Y_land min(R_j, R_k, R_i) / R_i, the
    price that who joins a war would pay (`joining.price`), total as often as not. f_kj =
    l_kj / W_jk is the chance of an attack on k, as it stands.
    """
    free = flip(pledges.others(world))  # [j, i]
    win = chance(assessment.odds - assessment.bias[:, None])  # [j, k]
    attack = flip(assessment.looming) / jnp.maximum(win, WIN_MIN)
    r = jnp.maximum(world.resources, 1e-6)
    smaller = jnp.minimum(r[:, None], r[None, :])
    priced = attack * unit_cost(world.nuclear[:, None], world.nuclear[None, :], p)

    def of_attacker(free: PerState, priced: PerState, smaller: PerState) -> PerDyad:
        return free[:, None] * cost_to(priced[None, :], smaller[None, :], r[:, None])

    costs = pledges.over_third(of_attacker, free, priced, smaller)
    joins = p.reliability * p.join_cost * felt(p, mods).land
    return of_aims(joins * costs, EITHER_AIMS) / r[:, None]


def options(
    world: World, assessment: Assessment, helped: PerDyad, p: Parameters, mods: Modules
) -> Options:
    """Terms of a pact with each other state against none. [i, k]

    survival: help against others; restraint: H l phi (1 - B) against the partner itself, with l
    as it would be unallied; autonomy: -aut 2 M_k/(M_i + M_k); entrapment: -ent r 4 c_w H sum_{j
    != i} l_kj (Snyder 1984); identity: I_ik times what i's pledge is worth to k; effort: the cost
    of the treaty; obligation: what leaving an existing pact would cost.

    Binding pacts also cost c_f to make, leaving one costs abro (1 - e^(-(age + 1)/t_p)) (Leeds &
    Savun 2007), and entrapment is -ent times a year's share in k's wars (`allys_wars`). Danger is
    that over the issues that may arise (`Assessment.looming`).
    """
    allied = (world.pact > 0).astype(helped.dtype)
    bound = p.restraint * (1.0 - world.belief)
    free_threat = assessment.looming / jnp.maximum(1.0 - allied * bound, 1e-3)
    restrained = p.horizon * free_threat * bound
    arms_k, arms_i = world.arms[None, :], world.arms[:, None]
    if p.forms.pacts == BINDING:
        burden = allys_wars(world, assessment, p, mods)
        effort = -p.treaty_cost - p.formation * (1.0 - allied)
        exit_cost = p.abrogation * allied
        exit_cost *= 1.0 - jnp.exp(-(world.pact_age + 1.0) / p.commitment_years)
    else:
        wars_of = (assessment.looming.sum(1)[None, :] - flip(assessment.looming)) * p.horizon
        burden = p.reliability * allys_war_cost(p) * wars_of
        effort = -p.treaty_cost * jnp.ones_like(helped)
        exit_cost = p.abrogation * allied
    terms: TypedTerms = {
        "survival": helped,
        "restraint": restrained,
        "autonomy": -p.autonomy_cost * 2.0 * arms_k / (arms_i + arms_k + 1e-9),
        "entrapment": -p.entrapment * burden,
        "identity": world.identity * flip(helped),
        "effort": effort,
        "obligation": exit_cost,
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

    l' = l (D/D')^eps, and so what looms. Used between turns when states act one after another.
    """
    met = pledges.defended(world, assessment.defend, rho, mods.response, p)
    ratio = jnp.log(flip(assessment.met) + 1e-9) - jnp.log(flip(met) + 1e-9)
    factor = jnp.exp(-assessment.by_defence * ratio)
    threat, looming = (
        jnp.minimum(danger * factor, THREAT_MAX)
        for danger in (assessment.threat, assessment.looming)
    )
    return assessment._replace(met=met, threat=threat, looming=looming)


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


#: An ally's war is as likely total as limited.
EITHER_AIMS = 0.5
#: Chance of victory from which an attack is told by a threat, at least: l = f W.
WIN_MIN = 0.05
#: Depth of a new pact (1 = fully planned help); it deepens while kept.
FIRST_DEPTH = 0.5
