"""Joining, weighed by the wars that may follow and by who else will help (Diekmann 1985)."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import contest
from westphalia.mechanisms.flows import felt
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
    protection,
)
from westphalia.mechanisms.joining.next_victim import (
    Danger,
    danger,
    goodwill,
    survival_at_issue,
)
from westphalia.mechanisms.threat import Assessment
from westphalia.mechanisms.war_cost import limited_war_cost, of_aims
from westphalia.world.indexing import column, entry
from westphalia.world.once import once
from westphalia.world.parameters import BRINKMANSHIP, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World
from westphalia.world.terms import TypedTerms, public_weights, weighted_sum


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

    As `given_others` has them, with those who have joined; if states decide at once, with those
    whom each expects. A state's help is needed the less, the more the others bring: two rounds
    of quantal response as the public judges it, from nobody joining, and the mean of both times
    hp is expected, without k itself (volunteer's dilemma; Diekmann 1985). [n, 3, runs]

    Args:
        joined: strength that has joined (attacker, target) when states decide in turn.
    """
    duel = judged(side, assessment.bias, p)
    found = once(lambda: danger(world, assessment, front, duel, p, mods), world.alive.max())
    nobody = jnp.zeros_like(world.resources)

    def given(others: Strengths) -> Offered:
        return given_others(world, assessment, helped, front, side, found, others, p, mods)

    alone = given((nobody, nobody))
    unaided = jnp.asarray(alone.terms["survival"])[:, 1]
    if joined is not None:
        return given(joined)._replace(unaided=unaided)
    heat, looks = noise(world, front, p), attention(world, front)

    def chances(offered: Offered) -> Float[Array, "n 3 runs"]:
        return public_chances(offered, heat, looks)

    first = chances(alone)
    second = chances(given(expected(first, side, p)))
    coming = expected(0.5 * (first + second), side, p)
    return given(coming)._replace(unaided=unaided)


def noise(world: World, front: Front, p: Parameters) -> PerState:
    """The noise of joining, Tj s_k: in smaller wars smaller things decide, utils. [n, runs]"""
    return p.temperature_join * scale(world, front, p)


def attention(world: World, front: Front) -> Float[Array, "n 3 runs"]:
    """Log prior of joining either side, ln of the nearer principal's delivery at k; 0 for staying
    out: who is far from a war seldom looks at it (Matejka & McKay 2015). [n, 3, runs]"""
    near = jnp.maximum(column(world.delivery, front.attacker), column(world.delivery, front.target))
    looks = jnp.log(jnp.maximum(near, LEAST_NEAR))
    return by_option(jnp.zeros_like(looks), looks, looks)


def public_chances(
    offered: Offered, heat: PerState, looks: Float[Array, "n 3 runs"]
) -> Float[Array, "n 3 runs"]:
    """Chances of the options as others see them, of a secure state with common wants. [n, 3, runs]

    P = e^(u/T + looks) / sum e^(u/T + looks) over what is allowed (McKelvey & Palfrey 1995).

    Args:
        heat: see `noise`. looks: see `attention`.
    """
    value = weighted_sum(offered.terms, public_weights(0.0)) / heat[:, None] + looks
    return jax.nn.softmax(jnp.where(offered.allowed > 0, value, -jnp.inf), axis=1)


def judged(side: Sides, bias: PerState, p: Parameters) -> PerState:
    """The attacker's chance of victory in a duel with the target, as each state judges it. [n]"""
    return contest.chance(contest.log_odds(side.attack, side.defend, p) + bias)


def expected(chances: Float[Array, "n 3 runs"], side: Sides, p: Parameters) -> Strengths:
    """Strength that each third state expects others to bring to (attacker, target), in arms. [n]

    hp sum_{m not k} P_m(side) strength_m.
    """
    attack = chances[:, 2] * side.thirds * side.as_attacker
    defend = chances[:, 1] * side.thirds * side.as_defender
    return p.hope * (attack.sum(0) - attack), p.hope * (defend.sum(0) - defend)


def price(world: World, front: Front, p: Parameters, mods: Modules) -> PerState:
    """What fighting costs who joins, a share of its resources: jc c Y_land (1 + total). [n, runs]

    The fall of its resources is felt until the pull to the mean has made it good.
    """
    cost = limited_war_cost(world, front.attacker, front.target, p)
    yearly = of_aims(p.join_cost * cost, front.total) / jnp.maximum(world.resources, 1e-6)
    return yearly * felt(p, mods).land


def scale(world: World, front: Front, p: Parameters) -> PerState:
    """How small the war is to each state, s = (min(R_a, R_t, R_k) / R_k)^kappa. [n, runs]

    1 where crises are ultimatums: there their costs go by no scale either.
    """
    if p.forms.crisis != BRINKMANSHIP:
        return jnp.ones_like(world.resources)
    principals = entry(world.resources, front.attacker), entry(world.resources, front.target)
    own = jnp.maximum(world.resources, 1e-6)
    smallest = jnp.minimum(jnp.maximum(jnp.minimum(*principals), 1e-6), own)
    return jnp.exp(p.smallness * (jnp.log(smallest) - jnp.log(own)))


def given_others(
    world: World,
    assessment: Assessment,
    helped: PerDyad,
    front: Front,
    side: Sides,
    found: Danger,
    others: Strengths,
    p: Parameters,
    mods: Modules,
) -> Offered:
    """Terms of the options, given the strength that others bring to the two sides. [n, 3, runs]

    With NV what survival has at issue in the war (`next_victim`), L = Y_arms (the ally's help that
    its defeat would cost) and p0, pT, pA the attacker's chance of victory without k and with k on
    either side:

        target    survival (p0 - pT)(NV + L), consumption (1 - stale)(1 - pT) part (1 - x_ka) pie_ka
        attacker  survival -(pA - p0)(NV + L) + goodwill (Walt 1987),
                  consumption (1 - stale) pA part [(1 - x_kt) pie_kt + pA^2 land Y_land]
        both      consumption - jc c Y_land (1 + total) - trade, effort - s c0 times fxT or fxA

    A joiner's own quarrel is with the principal that it fights, and it wins it as far as its part
    of its side's strength goes (Schweller 1994).
    """
    a, t = front.attacker, front.target
    attack, defend = side.attack + others[0], side.defend + others[1]
    alone, resisted, helped_on = odds_of(side, attack, defend, assessment.bias, p)
    left, won = alone - resisted, alone + helped_on
    years = felt(p, mods)
    at_issue = survival_at_issue(found, p, mods) + years.arms * help_lost(
        helped, front, side, p, mods
    )
    shelter = protection(entry(world.resources, a), world.resources, p)
    trusts = p.restraint * (1.0 - column(world.belief, a)) * (1.0 - side.with_attacker)
    spared = goodwill(found, won, shelter * trusts, p, mods)
    land, take = conquest(world, front, p, mods)
    felt_for = kinship(world, front, take)
    own_r = jnp.maximum(world.resources, 1e-6)
    decided = 1.0 - p.indecisive
    with_a, with_t = _part(side.as_attacker, attack), _part(side.as_defender, defend)
    pies = assessment.ground.pie
    regained = decided * (1.0 - left) * with_t * (1.0 - column(world.stake, a)) * column(pies, a)
    dispute = (1.0 - column(world.stake, t)) * column(pies, t)
    spoils = decided * won * with_a * (dispute + years.land * land * won**2)
    zero = jnp.zeros_like(own_r)
    paid, small = price(world, front, p, mods), scale(world, front, p)
    trade = assessment.ground.trade
    terms: TypedTerms = {
        "consumption": by_option(
            zero,
            regained / own_r - paid - column(trade, a),
            spoils / own_r - paid - column(trade, t),
        ),
        "power": by_option(zero, regained / own_r, spoils / own_r),
        "greed": by_option(zero, regained, spoils),
        "survival": by_option(zero, resisted * at_issue, spared - helped_on * at_issue),
        "identity": by_option(zero, resisted * felt_for, -helped_on * felt_for),
        "obligation": obligation(side, p),
        "effort": -by_option(
            zero,
            p.join_effort * p.crisis_cost * small,
            p.join_attacker_effort * p.crisis_cost * small,
        ),
    }
    return Offered(terms, allowed(side, mods))


#: Least delivery by which attention is weighed.
LEAST_NEAR = 1e-6


def _part(own: PerState, others: PerState) -> PerState:
    """A joiner's part of the strength of its side. [n, runs]"""
    return own / jnp.maximum(own + others, 1e-9)
