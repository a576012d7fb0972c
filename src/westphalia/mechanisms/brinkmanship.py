"""A crisis in three moves: a challenge, an answer, and standing firm or backing down.

A challenger that is resisted may still back down, at an audience cost (Fearon 1994). Its demand and
the target's answer rest on how likely others hold it to stand firm (Schultz 1998; Signorino 1999).
Where it always would, this is Fearon's (1995) take-it-or-leave-it demand; where it chooses without
noise and backing down is free, it fights iff W - c > x (Powell 1996).

Signs: G = W - x, what fighting wins over the settled share; m what is gained by fighting before
power shifts (`prospects.now_or_later`); c_bar the largest cost the target may have; p_F the chance
of standing firm as others judge it; a and y the audience costs of backing down and of conceding.
All in pies, as bargaining is (see `bargaining`).
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.mechanisms.contest import chance
from westphalia.mechanisms.prospects import Ground, effort, now_or_later, weakened, won
from westphalia.world.parameters import Parameters
from westphalia.world.state import PerDyad, World, flip
from westphalia.world.terms import Terms, Weights, weighted_sum

Value = Float[Array, "..."]
#: Private costs of war, mean 1, that stand for U[0, 2] to those who do not know them (the two nodes
#: of Gauss and Legendre).
COSTS = (1.0 - 3.0**-0.5, 1.0 + 3.0**-0.5)
#: Least chance of standing firm that a target reckons with.
LEAST = 1e-6
#: Largest exponent of a choice between standing firm and backing down.
MOST = 40.0
#: Largest u/T of a demand. Beyond it two roundings of one number may differ by an exponent that
#: overflows: what a dead state is worth is out of all proportion to its scale.
FARTHEST = 1e4


class Offer(NamedTuple):
    """The demand that others expect of i against j, and its reception. [i, j], in pies.

    `more`: d, what is demanded beyond the settled share. `resisted`: chance that the target
    resists. `firm`: p_F, chance that i then stands firm. `conceding`: y, the target's shame.
    """

    more: PerDyad
    resisted: PerDyad
    firm: PerDyad
    conceding: PerDyad


def demanded(
    gap: Value,
    top: Value,
    firm: Value,
    shame: Value,
    conceding: Value,
    most: Value,
    sooner: Value | float = 0.0,
) -> Value:
    """The demand beyond the settled share that is best against a target of unknown cost, in pies.

    d = p_F (G + m / 2 + c_bar / 4) - [(1 - p_F) a + y] / 2, between 0 and what is left: the maximum
    of (1 - Pr) d + Pr [p_F (G + m - c) - (1 - p_F) a] for a challenger of the mean cost,
    c = c_bar / 2.
    It is never less than p_F G - y, which every target grants. With p_F = 1 and y = 0,
    x* = W + (c_bar - c) / 2 (Fearon 1995).

    Args:
        gap: G. top: c_bar. firm: p_F. shame: a. conceding: y. most: 1 - x. sooner: m.
    """
    best = firm * (gap + 0.5 * sooner + 0.25 * top) - 0.5 * ((1.0 - firm) * shame + conceding)
    granted = firm * gap - conceding
    return within(jnp.where(best > granted, best, granted), 0.0, most)


def within(value: Value, least: Value | float, most: Value | float) -> Value:
    """A value held within bounds, with a derivative that does not rest on its last bits.

    That of `jnp.clip` and `jnp.maximum` asks whether the result equals the argument, which, where
    compiled code computes the argument twice, it may not: then it is 0.
    """
    return jnp.where(value < least, least, jnp.where(value > most, most, value))


def room(more: Value, gap: Value, firm: Value, conceding: Value) -> Value:
    """The largest cost of war with which the target resists, (d + y) / p_F - G, in pies.

    It concedes where d + y < p_F (G + c): resisting leads to war only if the challenger is firm.
    """
    return (more + conceding) / jnp.where(firm > LEAST, firm, LEAST) - gap


def offer(world: World, ground: Ground, odds: PerDyad, firm: PerDyad, p: Parameters) -> Offer:
    """The demand of i on j as others expect it. [i, j]

    Args:
        odds: log odds as they are judged. firm: p_F, over the types that i may be of.
    """
    gap, top = chance(odds) - world.stake, ground.target_top
    shame = ground.ashamed / jnp.maximum(ground.share, 1e-9)
    conceding = p.yielding * flip(shame)
    sooner = now_or_later(odds, ground, p)
    more = demanded(gap, top, firm, shame, conceding, 1.0 - world.stake, sooner)
    resisted = within(room(more, gap, firm, conceding) / top, 0.0, 1.0)
    return Offer(more, resisted, firm, conceding)


def standing_firm(
    world: World, ground: Ground, odds: PerDyad, cost: Array | float, p: Parameters
) -> Terms:
    """Terms of a limited war over what is demanded, against backing down. [i, j]

    V (W - x + m) - c C - X (1 - W + loss_v W) - trade - breach + A s, V and C by the usual terms.

    Args:
        odds: log odds as the decider judges them. cost: its cost of war, mean 1.
    """
    win = chance(odds)
    gap = win - world.stake + now_or_later(odds, ground, p)
    gains = won(gap, world, ground)
    return {
        **gains,
        "consumption": gains["consumption"] - cost * ground.cost - ground.trade,
        "survival": -weakened(win, ground, p),
        "identity": -world.identity * (ground.share_of_target * gap + flip(ground.cost)),
        "obligation": -ground.breach,
        "audience": ground.ashamed + jnp.zeros_like(odds),
    }


def chance_firm(worth: Value, ground: Ground, temperature: Array | float) -> Value:
    """Chance of standing firm, by what it is worth against backing down, utils. [i, j]

    1 / (1 + e^(-U / (T_f s))): in a smaller quarrel smaller things decide.
    """
    return jax.nn.sigmoid(within(worth / (temperature * ground.scale), -MOST, MOST))


class Risk(NamedTuple):
    """How a demand may end, by the challenger's own chance of standing firm. [i, j]

    `granted`: conceded without war. `backed`: the challenger backs down. `war`: stood firm, or
    slipped; the three add to 1.
    """

    granted: Value
    backed: Value
    war: Value


def risk(made: Offer, firm: Value, ground: Ground) -> Risk:
    """How a demand may end. `firm`: the challenger's own chance of standing firm."""
    calm, chosen = 1.0 - ground.slip, made.resisted * firm
    granted = (1.0 - made.resisted) * calm
    backed = made.resisted * (1.0 - firm) * calm
    return Risk(granted, backed, chosen + (1.0 - chosen) * ground.slip)


def demand_terms(
    world: World,
    ground: Ground,
    odds: PerDyad,
    made: Offer,
    firm: Value,
    cost: Array | float,
    p: Parameters,
) -> tuple[Terms, Value]:
    """Terms of challenging each target with a demand, and the risk of war. [i, j]

    (1 - Pr) V d + Pr [p_F U_war - (1 - p_F) A s] - c0 s, and a settled crisis may slip into war.

    Args:
        made: what is demanded and how it is received. firm: the challenger's own chance of
            standing firm. cost: its cost of war, mean 1.
    """
    win = chance(odds)
    ends = risk(made, firm, ground)
    fought = win - world.stake + now_or_later(odds, ground, p)
    gain = ends.granted * made.more + ends.war * fought
    gains = won(gain, world, ground)
    terms = {
        "effort": effort(1.0, ground),
        "audience": -ground.ashamed * ends.backed,
        "obligation": -ground.breach * ends.war - ground.law,
        "prestige": jnp.broadcast_to(ground.prestige[:, None], odds.shape),
        **gains,
        "consumption": gains["consumption"] - (cost * ground.cost + ground.trade) * ends.war,
        "survival": -weakened(win, ground, p) * ends.war,
        "identity": -world.identity
        * (ground.share_of_target * gain + ends.war * flip(ground.cost)),
    }
    return terms, ends.war


class Expected(NamedTuple):
    """What others expect of i's demand on j if i is greedy, or secure. [types, i, j]

    `worth`: ln of the mean over costs of e^(U / (T_c s)). `war`: risk of war of those who demand.
    `firm`: chance of standing firm.
    """

    worth: Value
    war: Value
    firm: Value


def expected_of_types(
    world: World,
    ground: Ground,
    odds: PerDyad,
    types: Weights,
    p: Parameters,
    costs: tuple[float, ...] = COSTS,
) -> tuple[Expected, Offer]:
    """What others expect of a greedy and of a secure state's demand, and the demand. [i, j]

    Others know neither type nor cost; the demand and its reception are the same for both types, so
    that they give nothing away: p_F = B_ji p_F(greedy) + (1 - B_ji) p_F(secure).

    Args:
        odds: log odds as i judges them. types: public weights of both (`terms.public_types`).
            costs: private costs of war, mean 1, that are taken as equally likely.
    """
    cost = jnp.asarray(costs, odds.dtype).reshape(-1, 1, 1, 1, 1)  # before types and pairs
    fight = weighted_sum(standing_firm(world, ground, odds, cost, p), types)
    firm = chance_firm(fight, ground, p.temperature_fight)
    greedy, secure = mean = firm.mean(0)
    held = flip(world.belief)
    made = offer(world, ground, odds, held * greedy + (1.0 - held) * secure, p)
    terms, war = demand_terms(world, ground, odds, made, firm, cost, p)
    worth = weighted_sum(terms, types) / (p.temperature_crisis * ground.scale)
    worth = within(worth, -FARTHEST, FARTHEST)
    most = lax.stop_gradient(worth.max(0))
    likely = jnp.exp(worth - most)
    expected = most + jnp.log(likely.mean(0))
    return Expected(expected, (likely * war).sum(0) / likely.sum(0), mean), made
