"""Who joins a war of others, and on which side."""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, Int

from westphalia.mechanisms import contest, pledges
from westphalia.mechanisms.threat import Assessment
from westphalia.mechanisms.war_cost import TOTAL, limited_war_cost
from westphalia.world.indexing import column, entry, one_hot, row
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World
from westphalia.world.terms import Options, TypedTerms

#: What a third state does about a war, in the order of its options.
JOIN = ("out", "target", "attacker")


class Front(NamedTuple):
    """The two principals of one war per run. Indices are [runs]; flags 0 or 1."""

    attacker: Int[Array, "runs"]
    target: Int[Array, "runs"]
    total: Float[Array, "runs"]


#: Strength that has joined the attacker and the target before a state decides. [n, runs] each
Strengths = tuple[PerState, PerState]


class Sides(NamedTuple):
    """What a war looks like from each third state k, [n, runs], and the sides' own strength."""

    thirds: PerState
    with_target: PerState
    with_attacker: PerState
    as_attacker: PerState
    as_defender: PerState
    pledged: PerState
    attack: Float[Array, "runs"]
    defend: Float[Array, "runs"]


def sides(world: World, front: Front, p: Parameters, mods: Modules) -> Sides:
    """Strengths that meet at the target, and each third state's ties to the principals."""
    a, t = front.attacker, front.target
    n = world.arms.shape[0]
    attack = contest.offence(world.arms, world.posture, p)
    defend = contest.defence(world.arms, world.posture, p)
    arrives = column(world.delivery, t)
    withdrawn = mods.withdrawals * entry(row(world.withdrawal, a), t)
    edge = 1.0 + p.surprise * entry(arrives, a) * (1.0 - withdrawn)
    own = pledges.own_strength(world, defend, p)
    with_attacker = (row(world.pact, a) > 0).astype(attack.dtype)
    depth = row(world.pact, t)
    return Sides(
        thirds=world.alive * (1.0 - one_hot(a, n)) * (1.0 - one_hot(t, n)),
        with_target=(depth > 0).astype(attack.dtype),
        with_attacker=with_attacker,
        as_attacker=arrives * attack,
        as_defender=arrives * defend,
        pledged=p.reliability * depth * arrives * defend * (1.0 - with_attacker),
        attack=entry(arrives * attack, a) * edge,
        defend=entry(own, t),
    )


def options(
    world: World,
    assessment: Assessment,
    helped: PerDyad,
    front: Front,
    side: Sides,
    p: Parameters,
    mods: Modules,
    joined: Strengths | None = None,
) -> Options:
    """Terms of staying out, joining the target or joining the attacker, for each third state.

    Survival on the target's side is (p0 - pT) G + the ally's help that its defeat would cost,
    with p0, pT, pA the attacker's chance of victory without k and with k on either side, and
    G = H l_ka [(1 + take/R_a)^eps - e^(-eps loss)] the fall of k's survival when the attacker
    grows by its conquest rather than being beaten ("who is next?"). Joiners of the attacker
    take only what they themselves dispute with the target (Schweller 1994); joiners of the
    target take nothing. [n, 3, runs]

    Args:
        joined: strength already joined to (attacker, target) when states decide in turn; the
            pledges of allies are then no longer assumed.
    """
    a, t = front.attacker, front.target
    cost = limited_war_cost(world, a, t, p)
    pledged = (side.pledged * side.thirds).sum(0) - side.pledged
    more_attack, more_defence = (0.0, pledged) if joined is None else joined
    base_x, base_y = side.attack + more_attack, side.defend + more_defence

    def odds(with_x: PerState | float, with_y: PerState | float) -> PerState:
        """The attacker's chance as each third state judges it."""
        truth = contest.log_odds(base_x + with_x, base_y + with_y, p)
        return contest.chance(truth + assessment.bias)

    alone = odds(0.0, 0.0)
    resisted = alone - odds(0.0, side.as_defender)
    helped_on = odds(side.as_attacker, 0.0) - alone
    steep = jnp.minimum(column(assessment.by_attack, a), 4.0)
    pie = column(assessment.ground.pie, t)
    r_a, r_t = entry(world.resources, a), entry(world.resources, t)
    land = mods.annexation * p.annexation * (1.0 - p.waste) * r_t * front.total
    take = p.stake_size * jnp.minimum(r_a, r_t) + land
    grown = jnp.exp(steep * jnp.log1p(take / jnp.maximum(r_a, 1e-6)))
    beaten = jnp.exp(-steep * p.defeat_loss)
    next_victim = p.horizon * column(assessment.threat, a) * (grown - beaten)
    lost_help = (
        column(helped, t)
        * side.with_target
        * (p.defeat_loss + (1.0 - p.defeat_loss) * front.total * mods.annexation)
    )
    # welfare at issue for those one identifies with: what t would lose, what a would gain
    loss_t = jnp.minimum(take / jnp.maximum(r_t, 1e-6), 1.0)
    gain_a = take / jnp.maximum(r_a, 1e-6)
    felt = column(world.identity, t) * loss_t - column(world.identity, a) * gain_a
    own_r = jnp.maximum(world.resources, 1e-6)
    own_dispute = (1.0 - column(world.stake, t)) * pie
    part = side.as_attacker / jnp.maximum(side.as_attacker + side.attack, 1e-9)
    spoils = (alone + helped_on) * (own_dispute + land * part * (alone + helped_on) ** 2)
    # obligations: an ally of both owes neither
    owes = side.with_target * (1.0 - side.with_attacker)
    zero = jnp.zeros_like(own_r)
    law = p.enforcement * p.sanction
    paid = TOTAL * p.join_cost * cost / own_r
    terms: TypedTerms = {
        "consumption": jnp.stack(
            [
                zero,
                -paid - column(assessment.ground.trade, a),
                spoils / own_r - paid - column(assessment.ground.trade, t),
            ],
            axis=1,
        ),
        "power": jnp.stack([zero, zero, spoils / own_r], axis=1),
        "greed": jnp.stack([zero, zero, spoils], axis=1),
        "survival": jnp.stack(
            [
                zero,
                resisted * (next_victim + lost_help),
                -helped_on * (next_victim + lost_help),
            ],
            axis=1,
        ),
        "identity": jnp.stack(
            [
                zero,
                resisted * felt,
                -helped_on * felt,
            ],
            axis=1,
        ),
        "obligation": -jnp.stack(
            [
                p.breach * owes,
                p.breach * side.with_attacker,
                2.0 * p.breach * side.with_target + law,
            ],
            axis=1,
        ),
        "effort": -jnp.stack(
            [
                zero,
                p.join_effort * p.crisis_cost + zero,
                p.join_attacker_effort * p.crisis_cost + zero,
            ],
            axis=1,
        ),
    }
    may = side.thirds * mods.joining
    allowed = jnp.stack([jnp.ones_like(may), may, may], axis=1)
    return Options(terms, allowed)


class Join(NamedTuple):
    """What third states do about a war: the choice, one-hot over `JOIN`, and a code of why."""

    choice: Float[Array, "n 3 runs"]
    motive: PerState


#: What third states do about a war in a world, given its sides and the strength that has joined.
Choose = Callable[[World, Front, Sides, Strengths | None], Join]


def decide(world: World, front: Front, side: Sides, choose: Choose, order: PerState | None) -> Join:
    """Who joins, and why: all at once, or in turn by the random `order`."""
    if order is None:
        return choose(world, front, side, None)
    rank = (order[:, None] > order[None, :]).astype(order.dtype).sum(1)

    def turn(k: Array, so_far: Join) -> Join:
        on_x = (so_far.choice[:, 2] * side.as_attacker).sum(0) * jnp.ones_like(rank)
        on_y = (so_far.choice[:, 1] * side.as_defender).sum(0) * jnp.ones_like(rank)
        mine = rank == k
        now = choose(world, front, side, (on_x, on_y))
        return Join(
            jnp.where(mine[:, None], now.choice, so_far.choice),
            jnp.where(mine, now.motive, so_far.motive),
        )

    nobody = jnp.zeros((rank.shape[0], 3, rank.shape[1])).at[:, 0].set(1.0)
    return lax.fori_loop(0, rank.shape[0], turn, Join(nobody, jnp.zeros_like(rank)))
