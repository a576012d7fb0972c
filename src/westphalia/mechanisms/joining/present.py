"""Joining, weighed by what this war alone changes (Walt 1987)."""

import jax.numpy as jnp

from westphalia.mechanisms.joining.fronts import (
    Front,
    Offered,
    Sides,
    Strengths,
    allowed,
    by_option,
    conquest,
    help_lost,
    kinship,
    obligation,
    odds_of,
)
from westphalia.mechanisms.threat import Assessment
from westphalia.mechanisms.war_cost import UNLIMITED, limited_war_cost, of_aims
from westphalia.world.indexing import column, entry
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World
from westphalia.world.terms import TypedTerms


def options(
    world: World,
    assessment: Assessment,
    helped: PerDyad,
    front: Front,
    side: Sides,
    p: Parameters,
    mods: Modules,
    joined: Strengths | None = None,
) -> Offered:
    """Terms of staying out, joining the target or joining the attacker, for each third state.

    Survival on the target's side is (p0 - pT) G + the ally's help that its defeat would cost,
    with p0, pT, pA the attacker's chance of victory without k and with k on either side, and
    G = H l_ka [(1 + take/R_a)^eps - e^(-eps loss)] the fall of k's survival when the attacker
    grows by its conquest rather than being beaten ("who is next?"). Joiners of the attacker
    take only what they themselves dispute with the target (Schweller 1994); joiners of the
    target take nothing. Both reckon with the cost of a total war whatever the aims (modelling
    choice): who joins does not decide how far a war goes. They pay by its aims (`war.fight`).
    [n, 3, runs]

    Args:
        joined: strength already joined to (attacker, target) when states decide in turn; the
            pledges of allies are then no longer assumed.
    """
    a, t = front.attacker, front.target
    pledged = (side.pledged * side.thirds).sum(0) - side.pledged
    more_attack, more_defence = (0.0, pledged) if joined is None else joined
    alone, resisted, helped_on = odds_of(
        side, side.attack + more_attack, side.defend + more_defence, assessment.bias, p
    )
    steep = jnp.minimum(column(assessment.by_attack, a), 4.0)
    land, take = conquest(world, front, p, mods)
    grown = jnp.exp(steep * jnp.log1p(take / jnp.maximum(entry(world.resources, a), 1e-6)))
    beaten = jnp.exp(-steep * p.defeat_loss)
    next_victim = p.horizon * column(assessment.threat, a) * (grown - beaten)
    lost_help = help_lost(helped, front, side, p, mods)
    felt = kinship(world, front, take)
    own_r = jnp.maximum(world.resources, 1e-6)
    own_dispute = (1.0 - column(world.stake, t)) * column(assessment.ground.pie, t)
    part = side.as_attacker / jnp.maximum(side.as_attacker + side.attack, 1e-9)
    spoils = (alone + helped_on) * (own_dispute + land * part * (alone + helped_on) ** 2)
    zero = jnp.zeros_like(own_r)
    paid = price(world, front, p)
    terms: TypedTerms = {
        "consumption": by_option(
            zero,
            -paid - column(assessment.ground.trade, a),
            spoils / own_r - paid - column(assessment.ground.trade, t),
        ),
        "power": by_option(zero, zero, spoils / own_r),
        "greed": by_option(zero, zero, spoils),
        "survival": by_option(
            zero,
            resisted * (next_victim + lost_help),
            -helped_on * (next_victim + lost_help),
        ),
        "identity": by_option(zero, resisted * felt, -helped_on * felt),
        "obligation": obligation(side, p),
        "effort": -by_option(
            zero,
            p.join_effort * p.crisis_cost + zero,
            p.join_attacker_effort * p.crisis_cost + zero,
        ),
    }
    return Offered(terms, allowed(side, mods))


def price(world: World, front: Front, p: Parameters) -> PerState:
    """What fighting costs who joins, a share of its resources: 2 jc c, as in a total war. [n]"""
    cost = limited_war_cost(world, front.attacker, front.target, p)
    return of_aims(p.join_cost * cost, UNLIMITED) / jnp.maximum(world.resources, 1e-6)
