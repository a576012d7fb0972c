"""How likely a theory holds every decision of every year, given what was hidden.

Years are put on the axis of runs, a block at a time, and go through the same functions as a
simulated year (`threat.assess`, the `decisions`). What nobody recorded is integrated out. A
state's type stays open: chances are given for both. The shares of quarrels, which states knew and
their threats depend on steeply, and what a state alone knows, its cost of war and its errors, are
averaged over draws that are the same whatever the parameters, each with an assessment of its own.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.joining import JOINING
from westphalia.decisions.valuation import yes
from westphalia.mechanisms import alignment, joining, pledges, response, threat
from westphalia.records.panel import Panel, War
from westphalia.replay import serial as turns
from westphalia.replay.feed import Feed
from westphalia.replay.hidden import TYPES, Hidden, world_of
from westphalia.world.state import World, flip, living_pairs

#: Smallest chance whose logarithm is taken.
TINY = 1e-30


class YearChances(NamedTuple):
    """Chances of a year's decisions; the last axis is the years. Types: secure, greedy.

    `agree`: that a pair that reviews its alignment wants a pact, both of them; `part`: that one
    of them does not, without cancellation; [n, n, years]. `arms`: over the options of arming,
    [types, n, options, years]. `disputes`: that i challenges j, [types, n, n, years]. `did`:
    log-probability of all that i did about disputes, [types, n, years].
    """

    agree: Float[Array, "n n years"]
    part: Float[Array, "n n years"]
    arms: Float[Array, "types n options years"]
    disputes: Float[Array, "types n n years"]
    did: Float[Array, "types n years"]


class Fronts(NamedTuple):
    """The wars of a panel, as replay needs them.

    `step`, `ended`: in which entry of the feed each began, and was over and its sides known;

    `attacker`, `target`: positions; `total`: 1 aims unlimited, 0 limited, a half where unknown;
    `beside`, `against`: 1 for those who joined the attacker and the target.
    """

    step: Int[Array, "wars"]
    ended: Int[Array, "wars"]
    attacker: Int[Array, "wars"]
    target: Int[Array, "wars"]
    total: Float[Array, "wars"]
    beside: Float[Array, "wars n"]
    against: Float[Array, "wars n"]


def fronts(panel: Panel) -> Fronts:
    """The wars of a panel, filled up with wars in which nothing counts to a round number, so that
    panels with more or fewer wars share one compiled program.
    """
    filler = War("", 1, 1, 0, min(1, panel.n - 1), (), (), (), 0.0, 0)
    wars = list(panel.wars)
    wars += [filler] * (max(ROUND, -(-len(wars) // ROUND) * ROUND) - len(wars))
    total = np.array([w.total for w in wars], float)
    beside, against = np.zeros((2, len(wars), panel.n), np.float32)
    for k, w in enumerate(wars):
        beside[k, list(w.with_attacker)] = 1.0
        against[k, list(w.with_target)] = 1.0
    columns: Any = (
        np.array([max(w.year - 1, 0) for w in wars], np.int32),
        np.array([max(w.ended - 1, 0) for w in wars], np.int32),
        np.array([w.attacker for w in wars], np.int32),
        np.array([w.target for w in wars], np.int32),
        np.where(np.isnan(total), 0.5, total).astype(np.float32),
        beside,
        against,
    )
    return Fronts(*columns)


def typed(world: World, kind: float) -> World:
    """The same world, every state being of one type."""
    return world._replace(greedy=jnp.full_like(world.greedy, kind))


def assess_in(world: World, given: Given) -> tuple[World, threat.Assessment, response.Response]:
    """The assessment of a year after its lessons, as in a simulated year."""
    assessment = threat.assess(world, given.agents, given.p, given.mods)
    rho = pledges.balancing_expected(world)
    answer = response.respond(world, assessment, rho, given.p, given.mods)
    return world._replace(threat=assessment.threat), assessment, answer


def decide(
    now: Feed, hidden: Hidden, steps: Array, given: Given, rules: Rules, draws: int
) -> YearChances:
    """The chances of the decisions of some years, which are on the last axis."""
    base, p = world_of(now, hidden, given.p), given.p
    n = base.arms.shape[0]
    done = (now.demanded + now.attacked) * living_pairs(base)
    begun = (done.sum(1) > 0).astype(done.dtype)
    order = jax.vmap(lambda s: turns.ranks(s, n), out_axes=-1)(steps) if rules.serial else None

    def one(own: Private) -> tuple[Array, ...]:
        """Chances for one draw of what nobody recorded."""
        known = base._replace(stake=drawn_stake(own, hidden, now))
        world, assessment, answer = assess_in(known, given)
        if order is None:
            helped = alignment.helps(world, assessment, p)
            wants, refuses = consent(world, assessment, helped, given, rules)
            agree, part = wants * flip(wants), refuses + wants * flip(refuses)
        else:
            agree, part = turns.pacts(world, assessment, now.allied, order, given, rules, consent)
        arms, each, did = [], [], []
        for kind in TYPES:
            self_known = typed(world, kind)
            year = Year(self_known, {}, assessment, answer)
            arms.append(ARMING.weigh(year, given, rules).chance)
            error = p.misjudgement * own.error
            made, _ = CHALLENGE.weigh_knowing(year, error, own.cost, given, rules)
            each.append(made.chance[:, 1 : n + 1] + made.chance[:, n + 1 :])
            acted = (done * jnp.log(jnp.maximum(each[-1], TINY))).sum(1)
            quiet = jnp.log(jnp.maximum(made.chance[:, 0], TINY))
            did.append(jnp.where(begun > 0, acted, quiet))
        return agree, part, jnp.stack(arms), jnp.stack(each), jnp.stack(did)

    noise = jax.vmap(lambda s: private(s, n, draws), out_axes=-1)(steps)
    *means, did = jax.lax.map(jax.checkpoint(one), noise)
    agree, part, arms, each = (value.mean(0) for value in means)
    return YearChances(
        agree, part, arms, each, jax.nn.logsumexp(did, axis=0) - jnp.log(float(draws))
    )


def consent(
    world: World, assessment: threat.Assessment, helped: Array, given: Given, rules: Rules
) -> tuple[Array, Array]:
    """The chance that i wants the pact with k, and that it does not. [i, k]

    Each from the value, for 1 - p loses all figures where p is near 1.
    """
    made = ALIGNMENT.weigh(Year(world, {}, assessment, helped=helped), given, rules)
    temperature = given.p.temperature_pact * world.leader_temperature[:, None]
    by_habit = given.agents.habit[:, None] > 0
    return made.chance, jnp.where(by_habit, 1.0 - made.chance, yes(-made.value, temperature))


class Private(NamedTuple):
    """What a state alone knows, or nobody recorded: errors of judgement (sd 1), cost of war
    (mean 1), and where a reopened share stands."""

    error: Array
    cost: Array
    stands: Array
    share: Array


def private(step: Array, n: int, draws: int) -> Private:
    """Draws for one year, half of them and their mirror images. [draws, ...]

    They depend on the year's position alone, so that parameters are compared on the same draws,
    and are drawn in single precision, so that both precisions have the same.
    """
    single = jnp.float32
    keys = jax.random.split(jax.random.fold_in(jax.random.key(SEED), step), 4)
    half = draws // 2
    error = jax.random.normal(keys[0], (half, n, n), single)
    cost = jax.random.uniform(keys[1], (half, n), single)
    stands = jnp.triu(jax.random.uniform(keys[2], (half, n, n), single), 1)
    share = jnp.triu(jax.random.uniform(keys[3], (half, n, n), single), 1)
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
    now: Feed, hidden: Hidden, fought: Fronts, given: Given, rules: Rules, draws: int
) -> Float[Array, "types n 3 wars"]:
    """Chances that third states stay out of wars or join a side; wars on the last axis."""
    front = joining.Front(fought.attacker, fought.target, fought.total + 0.0 * hidden.joined[0])
    base, p, mods = world_of(now, hidden, given.p), given.p, given.mods
    n = base.arms.shape[0]
    order = jax.vmap(lambda s: turns.ranks(s, n), out_axes=-1)(fought.step)

    def one(own: Private) -> Array:
        known = base._replace(stake=drawn_stake(own, hidden, now))
        world, assessment, _ = assess_in(known, given)
        helped = alignment.helps(world, assessment, p)
        side = joining.sides(world, front, p, mods)

        def chances(so_far: tuple[Array, Array] | None) -> Array:
            return jnp.stack([chance_of(typed(world, kind), so_far) for kind in TYPES])

        def chance_of(world: World, so_far: tuple[Array, Array] | None) -> Array:
            year = Year(world, {}, assessment, helped=helped)
            return JOINING.weigh_war(year, front, side, given, rules, so_far).chance

        if not rules.serial:
            return chances(None)
        beside, against = fought.beside.T, fought.against.T
        each = [chances(turns.joined_before(side, beside, against, rank)) for rank in order]
        return sum(each[1:], each[0]) / len(each)

    noise = jax.vmap(lambda s: private(s, n, draws), out_axes=-1)(fought.step)
    return jax.lax.map(jax.checkpoint(one), noise).mean(0)


#: Wars are filled up to a multiple of this number.
ROUND = 32
#: Seed of the draws of what states alone know.
SEED = 1816
