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
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World

#: Roles in a war, as recorded: `fought[i, j]` is the role in which i fought j this year.
ROLES = ("none", "initiator", "joined attacker", "target", "joined target")
#: Share of its resources that no war takes from a belligerent (modelling choice).
LEFT = 0.2


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
    their arms, the others the share `victors_loss` of that. Belligerents pay the cost of war, a
    share of the smallest of themselves and the principals. The victor in a limited war takes all
    the pair disputed. A total victory annexes with chance annex W^2, and the land, less waste, is
    divided by strength.
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
    arms = world.arms * (1.0 - p.defeat_loss * (lost_a + lost_t + p.victors_loss * held))
    principal = active * (is_a + is_t) + p.join_cost * (joins_a + joins_t)
    price = of_aims(limited_war_cost(world, a, t, p), front.total)
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
    roles = jnp.where(roles > 0, roles, new)
    gains = (team_a * victory)[:, None] * is_t[None, :] + (is_t * repelled)[:, None] * is_a[None, :]
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
