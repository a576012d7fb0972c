"""How likely a theory holds every decision of every year, given what was hidden.

Years are put on the axis of runs, a block at a time, and go through the same functions as a
simulated year (`simulation.choices`). What a state alone knows is integrated out: its type stays
open (every chance is given for both), its cost of war, its errors and the unsettled shares of
quarrels are averaged over draws that are the same whatever the parameters.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from westphalia.history import turns
from westphalia.history.feed import Feed
from westphalia.history.panel import Panel
from westphalia.history.path import TYPES, Hidden, world_of
from westphalia.mechanisms import alignment, pledges, response, threat, war
from westphalia.simulation import choices
from westphalia.simulation.frame import Given, Rules
from westphalia.world.state import World, living_pairs

#: Smallest chance whose logarithm is taken.
TINY = 1e-30


class Told(NamedTuple):
    """Chances of a year's decisions; the last axis is the years. Types: secure, greedy.

    `consents`: that i wants the pact with j at a review, [n, n, years]. `arms`: over the options
    of arming, [types, n, options, years]. `disputes`: that i challenges j, [types, n, n, years].
    `did`: log-probability of all that i did about disputes, [types, n, years].
    """

    consents: Float[Array, "n n years"]
    arms: Float[Array, "types n options years"]
    disputes: Float[Array, "types n n years"]
    did: Float[Array, "types n years"]


class Fronts(NamedTuple):
    """The wars of a panel, as replay needs them. `step`: in which entry of the feed each began.

    `attacker`, `target`: positions; `total`: 1 aims unlimited, 0 limited, a half where unknown;
    `beside`, `against`: 1 for those who joined the attacker and the target.
    """

    step: Int[Array, "wars"]
    attacker: Int[Array, "wars"]
    target: Int[Array, "wars"]
    total: Float[Array, "wars"]
    beside: Float[Array, "wars n"]
    against: Float[Array, "wars n"]


def fronts(panel: Panel) -> Fronts:
    """The wars that begin after the panel's first year."""
    wars = panel.wars
    total = np.array([w.total for w in wars], float)
    beside, against = np.zeros((2, len(wars), panel.n), np.float32)
    for k, w in enumerate(wars):
        beside[k, list(w.with_attacker)] = 1.0
        against[k, list(w.with_target)] = 1.0
    return Fronts(
        np.array([w.year - 1 for w in wars], np.int32),
        np.array([w.attacker for w in wars], np.int32),
        np.array([w.target for w in wars], np.int32),
        np.where(np.isnan(total), 0.5, total).astype(np.float32),
        beside,
        against,
    )


def typed(world: World, kind: float) -> World:
    """The same world, every state being of one type."""
    return world._replace(greedy=jnp.full_like(world.greedy, kind))


def seen_in(world: World, given: Given) -> tuple[World, threat.Assessment, response.Response]:
    """The assessment of a year after its lessons, as in a simulated year."""
    seen = threat.assess(world, given.mind, given.p, given.mods)
    rho = pledges.balancing_expected(world)
    answer = response.respond(world, seen, rho, given.p, given.mods)
    return world._replace(threat=seen.threat), seen, answer


def decide(now: Feed, hidden: Hidden, steps: Array, given: Given, rules: Rules, draws: int) -> Told:
    """The chances of the decisions of some years, which are on the last axis."""
    world, seen, answer = seen_in(world_of(now, hidden, given.p), given)
    if rules.serial:
        order = jax.vmap(lambda s: turns.ranks(s, world.arms.shape[0]), out_axes=-1)(steps)
        wants = turns.pacts(world, seen, now.allied, order, given, rules)
    else:
        helped = alignment.helps(world, seen, given.p)
        wants = choices.pacts(world, seen, helped, given, rules).chance
    arms = [choices.arms(typed(world, k), seen, answer, given, rules).chance for k in TYPES]
    done = (now.claimed + now.attacked) * living_pairs(world)
    noise = jax.vmap(lambda s: private(s, world.arms.shape[0], draws), out_axes=-1)(steps)
    begun = (done.sum(1) > 0).astype(done.dtype)

    def one(own: Private) -> tuple[Array, Array]:
        """Chances of disputes for one draw of what states alone know, by type."""
        known = world._replace(stake=drawn_stake(own, hidden, now))
        rows = []
        for kind in TYPES:
            made = choices.challenges(
                typed(known, kind),
                seen,
                answer,
                given.p.misjudgement * own.error,
                own.cost,
                given,
                rules,
            ).chance
            n = done.shape[0]
            each = made[:, 1 : n + 1] + made[:, n + 1 :]
            acted = (done * jnp.log(jnp.maximum(each, TINY))).sum(1)
            quiet = jnp.log(jnp.maximum(made[:, 0], TINY))
            rows.append((each, jnp.where(begun > 0, acted, quiet)))
        return tuple(jnp.stack(part) for part in zip(*rows, strict=True))

    each, did = jax.lax.map(jax.checkpoint(one), noise)
    return Told(
        consents=wants,
        arms=jnp.stack(arms),
        disputes=each.mean(0),
        did=jax.nn.logsumexp(did, axis=0) - jnp.log(float(draws)),
    )


class Private(NamedTuple):
    """What a state alone knows, or nobody recorded: errors of judgement (sd 1), cost of war
    (mean 1), and where a reopened share stands."""

    error: Array
    cost: Array
    stands: Array
    share: Array


def private(step: Array, n: int, draws: int) -> Private:
    """Draws for one year, half of them and their mirror images. [draws, ...]

    They depend on the year's position alone, so that parameters are compared on the same draws.
    """
    keys = jax.random.split(jax.random.fold_in(jax.random.key(SEED), step), 4)
    half = draws // 2
    error = jax.random.normal(keys[0], (half, n, n))
    cost = jax.random.uniform(keys[1], (half, n))
    stands = jnp.triu(jax.random.uniform(keys[2], (half, n, n)), 1)
    share = jnp.triu(jax.random.uniform(keys[3], (half, n, n)), 1)
    stands = stands + jnp.swapaxes(stands, 1, 2)
    share = share + jnp.tril(1.0 - jnp.swapaxes(share, 1, 2), -1)
    return Private(
        jnp.concatenate([error, -error]),
        2.0 * jnp.concatenate([cost, 1.0 - cost]),
        jnp.concatenate([stands, 1.0 - stands]),
        0.1 + 0.8 * jnp.concatenate([share, 1.0 - share]),
    )


def drawn_stake(own: Private, hidden: Hidden, now: Feed) -> Array:
    """The shares in one draw: as last settled if that still stands, else U(0.1, 0.9)."""
    drawn = jnp.where(own.stands < hidden.settled, hidden.stake, own.share)
    return jnp.where(jnp.isnan(now.stake), drawn, now.stake)


def join(
    now: Feed, hidden: Hidden, fought: Fronts, given: Given, rules: Rules
) -> Float[Array, "types n 3 wars"]:
    """Chances that third states stay out of wars or join a side; wars on the last axis."""
    front = war.Front(fought.attacker, fought.target, fought.total + 0.0 * hidden.joined[0])
    world, seen, _ = seen_in(world_of(now, hidden, given.p), given)
    helped = alignment.helps(world, seen, given.p)
    p, mods = given.p, given.mods
    side = war.sides(world, front, p, mods)

    def chances(so_far: tuple[Array, Array] | None) -> Array:
        offered = war.options(world, seen, helped, front, side, given.mind, p, mods, so_far)
        rows = [choices.joining(offered, typed(world, k), given, rules).chance for k in TYPES]
        return jnp.stack(rows)

    if not rules.serial:
        return chances(None)
    beside, against = fought.beside.T, fought.against.T
    order = jax.vmap(lambda s: turns.ranks(s, world.arms.shape[0]), out_axes=-1)(fought.step)
    each = [chances(turns.joined_before(side, beside, against, rank)) for rank in order]
    return sum(each[1:], each[0]) / len(each)


#: Seed of the draws of what states alone know.
SEED = 1816
