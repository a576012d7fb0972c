"""War: who joins which side, who wins, and what it leaves behind.

Wars of a year are fought one after another, in random order; a loop runs as long as any run has
a war left, so there is no upper bound on their number.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, Int, Shaped

from westphalia.mechanisms import contest, pledges
from westphalia.mechanisms.crisis import Opened
from westphalia.mechanisms.threat import Assessment
from westphalia.mechanisms.war_cost import TOTAL, cost_to, unit_cost
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip, living_pairs
from westphalia.world.terms import Options, TypedTerms

#: Roles in a war, as recorded: `fought[i, j]` is the role in which i fought j this year.
ROLES = ("none", "initiator", "joined attacker", "target", "joined target")
JOIN = ("out", "target", "attacker")
WINNERS_LOSS = 1.0 / 3.0  # arms the winner loses, of what the loser loses


class Front(NamedTuple):
    """The two principals of one war per run. Indices are [runs]; flags 0 or 1."""

    attacker: Int[Array, "runs"]
    target: Int[Array, "runs"]
    total: Float[Array, "runs"]


#: Strength that has joined the attacker and the target before a state decides. [n, runs] each
Strengths = tuple[PerState, PerState]


class Fought(NamedTuple):
    """Running account of a year's wars.

    `pending`: wars not yet fought, by attacker. `roles`: [i, j] code of `ROLES`. `taken`:
    [i, j] 1 where i won all that the pair disputed. `joined`, `abstained`: third parties,
    weighted by how much the attacker threatened them. `motives`: [k, i] why k joined, or stayed
    out of, the war that i began, as the caller's `choose` puts it. `result`: wars won less lost.
    """

    world: World
    pending: PerState
    roles: PerDyad
    taken: PerDyad
    joined: Float[Array, "runs"]
    abstained: Float[Array, "runs"]
    motives: PerDyad
    result: PerState


class Sides(NamedTuple):
    """What a war looks like from each third state k, [n, runs], and the sides' own strength."""

    thirds: PerState
    to_target: PerState
    with_target: PerState
    with_attacker: PerState
    as_attacker: PerState
    as_defender: PerState
    pledged: PerState
    attack: Float[Array, "runs"]
    defend: Float[Array, "runs"]


def row(matrix: Shaped[Array, "n n #runs"], index: Int[Array, "runs"]) -> Shaped[Array, "n runs"]:
    """matrix[index, :] per run. [n, runs]"""
    return jnp.take_along_axis(matrix, index[None, None, :], 0)[0]


def column(
    matrix: Shaped[Array, "n n #runs"], index: Int[Array, "runs"]
) -> Shaped[Array, "n runs"]:
    """matrix[:, index] per run. [n, runs]"""
    return jnp.take_along_axis(matrix, index[None, None, :], 1)[:, 0]


def entry(vector: Shaped[Array, "n #runs"], index: Int[Array, "runs"]) -> Shaped[Array, "runs"]:
    """vector[index] per run. [runs]"""
    return jnp.take_along_axis(vector, index[None, :], 0)[0]


def one_hot(index: Int[Array, "runs"], n: int) -> PerState:
    """1 at the index of each run. [n, runs]"""
    return (jnp.arange(n)[:, None] == index[None, :]).astype(jnp.result_type(float))


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
        to_target=arrives,
        with_target=(depth > 0).astype(attack.dtype),
        with_attacker=with_attacker,
        as_attacker=arrives * attack,
        as_defender=arrives * defend,
        pledged=p.reliability * depth * arrives * defend * (1.0 - with_attacker),
        attack=entry(arrives * attack, a) * edge,
        defend=entry(own, t),
    )


def limited_war_cost(world: World, front: Front, p: Parameters) -> PerState:
    """Mean cost to each state of taking part in a war, were it a limited one. [n, runs]"""
    a, t = front.attacker, front.target
    unit = unit_cost(entry(world.nuclear, a), entry(world.nuclear, t), p)
    smaller = jnp.minimum(entry(world.resources, a), entry(world.resources, t))
    return cost_to(unit, smaller, world.resources)


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
    cost = limited_war_cost(world, front, p)
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
    claim = (1.0 - column(world.stake, t)) * pie
    part = side.as_attacker / jnp.maximum(side.as_attacker + side.attack, 1e-9)
    spoils = (alone + helped_on) * (claim + land * part * (alone + helped_on) ** 2)
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


class Draws(NamedTuple):
    """Uniform numbers of a year's wars, by attacker: when it is fought, whether it is decided,
    who wins, whether a conquest is kept. [n, runs]"""

    priority: PerState
    decisive: PerState
    outcome: PerState
    annex: PerState


def fight(
    account: Fought,
    front: Front,
    active: Float[Array, "runs"],
    join: Join,
    side: Sides,
    draws: Draws,
    p: Parameters,
    mods: Modules,
) -> Fought:
    """One war per run: the outcome and what it does to arms, resources, shares and survival.

    Victory with chance W of the joint strengths, unless indecisive. Losers lose a share of
    their arms, winners a third of that. Belligerents pay the cost of war, a share of the smallest
    of themselves and the principals. The victor in a
    limited war takes all the pair disputed. A total victory annexes with chance annex W^2, and
    the land, less waste, is divided by strength.
    """
    world, a, t = account.world, front.attacker, front.target
    n = world.arms.shape[0]
    is_a, is_t = one_hot(a, n), one_hot(t, n)
    choice, third = join.choice, side.thirds * active
    joins_t, joins_a = choice[:, 1] * third, choice[:, 2] * third
    team_a, team_t = is_a * active + joins_a, is_t * active + joins_t
    force = joins_a * side.as_attacker
    strength = side.attack + force.sum(0)
    win = contest.chance(
        contest.log_odds(strength, side.defend + (joins_t * side.as_defender).sum(0), p)
    )
    decisive = active * (entry(draws.decisive, a) >= p.indecisive)
    victory = decisive * (entry(draws.outcome, a) < win)
    repelled = decisive - victory
    draw = active - decisive
    lost_a, lost_t = team_a * repelled, team_t * victory
    held = team_a * (victory + draw) + team_t * (repelled + draw)
    arms = world.arms * (1.0 - p.defeat_loss * (lost_a + lost_t + WINNERS_LOSS * held))
    principal = active * (is_a + is_t) + p.join_cost * (joins_a + joins_t)
    price = limited_war_cost(world, front, p) * (1.0 + (TOTAL - 1.0) * front.total)
    resources = jnp.maximum(world.resources - price * principal, 0.2 * world.resources)
    # conquest
    taken_over = victory * front.total * mods.annexation
    annexed = taken_over * (entry(draws.annex, a) < p.annexation * win**2)
    claim_to = (is_a * side.attack + force) / jnp.maximum(strength, 1e-9)
    land = entry(resources, t) * (1.0 - p.waste) * annexed
    resources = resources * (1.0 - is_t * annexed) + land * claim_to
    alive = world.alive * (1.0 - is_t * annexed)
    roles = account.roles
    new = (
        team_a[:, None] * team_t[None, :] * (1.0 * is_a + 2.0 * (1.0 - is_a))[:, None]
        + team_t[:, None] * team_a[None, :] * (3.0 * is_t + 4.0 * (1.0 - is_t))[:, None]
    )
    roles = jnp.where(roles > 0, roles, new)
    gains = (team_a * victory)[:, None] * is_t[None, :] + (is_t * repelled)[:, None] * is_a[None, :]
    fear = world.threat / jnp.maximum(world.threat.sum(1, keepdims=True), 1e-9)
    weight = column(fear, a) * third
    why = (join.motive * third)[:, None] * is_a[None, :]
    result = account.result + team_a * (victory - repelled) + team_t * (repelled - victory)
    return Fought(
        world=world._replace(arms=arms * alive, resources=resources, alive=alive),
        pending=account.pending * (1.0 - is_a),
        roles=roles,
        taken=jnp.maximum(account.taken, gains),
        joined=account.joined + (weight * choice[:, 1]).sum(0),
        abstained=account.abstained + (weight * (1.0 - choice[:, 1])).sum(0),
        motives=jnp.where(why > 0, why, account.motives),
        result=result,
    )


def wage(
    world: World,
    opened: Opened,
    choose: Choose,
    order: PerState | None,
    draws: Draws,
    p: Parameters,
    mods: Modules,
) -> Fought:
    """All wars of the year, one after another in random order, each with its joiners."""
    n = world.arms.shape[0]
    targets = jnp.argmax(opened.war, axis=1)
    totals = opened.total.sum(1)
    none = jnp.zeros_like(world.arms)
    first = Fought(
        world=world,
        pending=opened.war.sum(1),
        roles=jnp.zeros_like(world.threat),
        taken=jnp.zeros_like(world.threat),
        joined=none[0],
        abstained=none[0],
        motives=jnp.zeros_like(world.threat),
        result=none,
    )

    def more(account: Fought) -> Array:
        return (account.pending > 0).any()

    def one(account: Fought) -> Fought:
        waiting = jnp.where(account.pending > 0, draws.priority, -1.0)
        a = jnp.argmax(waiting, axis=0)
        t = entry(targets, a)
        now = account.world
        both_live = entry(now.alive, a) * entry(now.alive, t)
        active = (waiting.max(0) >= 0.0) * both_live
        front = Front(a, t, entry(totals, a))
        side = sides(now, front, p, mods)
        join = decide(now, front, side, choose, order)
        done = account._replace(
            pending=account.pending * (1.0 - one_hot(a, n) * (waiting.max(0) >= 0.0))
        )
        return fight(done, front, active, join, side, draws, p, mods)

    return lax.while_loop(more, one, first)


def settle(fought: Fought, stake: PerDyad, p: Parameters) -> World:
    """The world after the year's wars: shares, pacts, trade and agreements between enemies."""
    world = fought.world
    enemies = (fought.roles > 0).astype(stake.dtype)
    peace = (1.0 - enemies) * living_pairs(world)
    net = fought.taken - flip(fought.taken)  # 0 where each beat the other this year
    settled = jnp.where(net > 0, 1.0, jnp.where(net < 0, 0.0, stake))
    ended = {a.variable: getattr(world, a.variable) * peace for a in AGREEMENTS if a.bit}
    return world._replace(
        **ended,
        stake=settled,
        pact=world.pact * peace,
        pact_age=world.pact_age * peace,
        institutions=world.institutions * (1.0 - 0.5 * enemies),
        peace_years=(world.peace_years + 1.0) * peace,
    )
