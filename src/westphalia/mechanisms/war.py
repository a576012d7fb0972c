"""War: who wins, and what it does to arms, resources and survival.

Wars of a year are fought one after another, in random order; a loop runs as long as any run has
a war left, so there is no upper bound on their number.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.mechanisms import contest
from westphalia.mechanisms.crisis import Opened
from westphalia.mechanisms.joining import Choose, Front, Join, Sides, decide, sides
from westphalia.mechanisms.pledges import fear_shares
from westphalia.mechanisms.war_cost import limited_war_cost, of_aims
from westphalia.world.indexing import column, entry, one_hot
from westphalia.world.once import once
from westphalia.world.parameters import FUTURE, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip

#: Roles in a war, as recorded: `fought[i, j]` is the role in which i fought j this year.
ROLES = ("none", "initiator", "joined attacker", "target", "joined target")
#: Share of its resources that no war takes from a belligerent (modelling choice).
LEFT = 0.2
#: Largest size of a war before sizes are scaled to a mean of one, in smallest wars.
MOST = 100.0
#: How near to 1 the exponent of the tail may come, where the formula of its mean is 0 / 0.
NEAR_ONE = 1e-3


class Fought(NamedTuple):
    """Running account of a year's wars.

    `pending`: wars not yet fought, by attacker. `roles`: [i, j] code of `ROLES`, of several wars of
    a pair that between the two as principals, else the first. `taken`: [i, j] 1 where i won all
    that the pair disputed. `joined`, `abstained`: third parties, weighted by how much the attacker
    threatened them. `motives`: [k, i] why k joined, or stayed out of, the war that i began, as the
    caller's `choose` puts it. `result`: wars won less lost.
    `size`: of the war that i began, see `fight`. `joins`: [k, i] what k did about the war that i
    began, as its place in `JOIN`; 0 also where there was none.
    """

    world: World
    pending: PerState
    roles: PerDyad
    taken: PerDyad
    joined: Float[Array, "runs"]
    abstained: Float[Array, "runs"]
    motives: PerDyad
    result: PerState
    size: PerState
    joins: PerDyad


class Draws(NamedTuple):
    """Uniform numbers of a year's wars, by attacker: when it is fought, whether it is decided,
    who wins, whether a conquest is kept, how large it is. [n, runs]

    `annex` of a state that joined: whether it wins its own quarrel.
    """

    priority: PerState
    decisive: PerState
    outcome: PerState
    annex: PerState
    size: PerState


def size_of(draw: Float[Array, "..."], p: Parameters) -> Float[Array, "..."]:
    """Size of a war, min(u^-t, c) / mean, with t = 1 / alpha of a Pareto law capped at c.

    The mean of the capped law is [1 - t c^-((1 - t)/t)] / (1 - t); t = 0 makes all wars alike. The
    sizes of wars have a heavy tail (Clauset 2018); here it is imposed, it does not emerge.
    Elementwise.

    Args:
        draw: u, uniform in (0, 1).
    """
    tail = jnp.asarray(p.war_tail)
    tail = jnp.where(jnp.abs(tail - 1.0) < NEAR_ONE, 1.0 + NEAR_ONE, tail)
    most = jnp.log(MOST)
    beyond = jnp.exp(-most * (1.0 - tail) / jnp.maximum(tail, 1e-6))
    mean = (1.0 - tail * beyond) / (1.0 - tail)
    return jnp.exp(jnp.minimum(-tail * jnp.log(draw), most)) / mean


def by_part(brought: PerState, strength: Float[Array, "runs"], draw: PerState) -> PerState:
    """Which joiners of a side win their own quarrel if it wins, 0 or 1: each with the chance of its
    part of its side's strength. [n, runs]

    Args:
        brought: strength of each joiner, 0 for others. strength: of the whole side.
    """
    part = brought / jnp.maximum(strength, 1e-9)
    return (draw < part).astype(brought.dtype)


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
    their arms, the others the share `victors_loss` of that. Belligerents pay the cost of war, a
    share of the smallest of themselves and the principals times the size of the war. The victor in
    a limited war takes all the pair disputed. A total victory annexes with chance annex W^2, and
    the land, less waste, is divided by strength. A victorious attacker's joiners take all that they
    dispute with the target; where joining is weighed by the future, joiners of either side win what
    they dispute with its enemy with the chance of their part of its strength (`by_part`).

    The war is recorded with its size times the smaller principal times the sum of participations: 1
    for each principal, jc for who joins, less for who is smaller than both.
    """
    world, a, t = account.world, front.attacker, front.target
    n = world.arms.shape[0]
    is_a, is_t = one_hot(a, n), one_hot(t, n)
    choice, third = join.choice, side.thirds * active
    joins_t, joins_a = choice[:, 1] * third, choice[:, 2] * third
    team_a, team_t = is_a * active + joins_a, is_t * active + joins_t
    force = joins_a * side.as_attacker
    strength = side.attack + force.sum(0)
    force_t = joins_t * side.as_defender
    strength_t = side.defend + force_t.sum(0)
    win = contest.chance(contest.log_odds(strength, strength_t, p))
    decisive = active * (entry(draws.decisive, a) >= p.indecisive)
    victory = decisive * (entry(draws.outcome, a) < win)
    repelled = decisive - victory
    draw = active - decisive
    lost_a, lost_t = team_a * repelled, team_t * victory
    held = team_a * (victory + draw) + team_t * (repelled + draw)
    arms = world.arms * (1.0 - p.defeat_loss * (lost_a + lost_t + p.victors_loss * held))
    principal = active * (is_a + is_t) + p.join_cost * (joins_a + joins_t)
    size = size_of(entry(draws.size, a), p)
    price = of_aims(limited_war_cost(world, a, t, p), front.total) * size
    resources = jnp.maximum(world.resources - price * principal, LEFT * world.resources)
    # conquest
    taken_over = victory * front.total * mods.annexation
    annexed = taken_over * (entry(draws.annex, a) < p.annexation * win**2)
    share_of = (is_a * side.attack + force) / jnp.maximum(strength, 1e-9)
    land = entry(resources, t) * (1.0 - p.waste) * annexed
    resources = resources * (1.0 - is_t * annexed) + land * share_of
    alive = world.alive * (1.0 - is_t * annexed)
    roles = account.roles
    new = (
        team_a[:, None] * team_t[None, :] * (1.0 * is_a + 2.0 * (1.0 - is_a))[:, None]
        + team_t[:, None] * team_a[None, :] * (3.0 * is_t + 4.0 * (1.0 - is_t))[:, None]
    )
    # of several wars of a pair that between the two as principals is recorded, else the first
    principals = is_a[:, None] * is_t[None, :] + is_t[:, None] * is_a[None, :]
    between = roles * flip(roles) == ROLES.index("initiator") * ROLES.index("target")
    roles = jnp.where((roles > 0) & (between | (principals * new == 0)), roles, new)
    victors_a, victors_t = team_a, is_t * active
    if p.forms.joining == FUTURE:
        victors_a = is_a * active + by_part(force, strength, draws.annex)
        victors_t = is_t * active + by_part(force_t, strength_t, draws.annex)
    gains = (victors_a * victory)[:, None] * is_t[None, :]
    gains += (victors_t * repelled)[:, None] * is_a[None, :]
    smaller = jnp.minimum(entry(world.resources, a), entry(world.resources, t))
    part = principal * jnp.minimum(1.0, world.resources / jnp.maximum(smaller, 1e-6))
    weight = column(fear_shares(world.threat), a) * third
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
        size=account.size + is_a * active * size * smaller * part.sum(0),
        joins=account.joins + (joins_t + 2.0 * joins_a)[:, None] * is_a[None, :],
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
        size=none,
        joins=jnp.zeros_like(world.threat),
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
        join = once(lambda: decide(now, front, side, choose, order), now.alive.max())
        done = account._replace(
            pending=account.pending * (1.0 - one_hot(a, n) * (waiting.max(0) >= 0.0))
        )
        return fight(done, front, active, join, side, draws, p, mods)

    return lax.while_loop(more, one, first)
