"""The steps of a year that nobody decides on: shocks and lessons before, consequences after."""

from functools import reduce
from operator import or_

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array

from westphalia.decisions.context import Given, Rules, Year
from westphalia.mechanisms import (
    aftermath,
    growth,
    learning,
    reach,
    record,
    response,
    salience,
    threat,
)
from westphalia.mechanisms.critiques import leaders, nonstate
from westphalia.mechanisms.pledges import balancing_expected
from westphalia.world.agreements import RECORDED
from westphalia.world.once import once
from westphalia.world.state import PerDyad, World, living_pairs


def shocks(year: Year, given: Given, rules: Rules) -> Year:
    """Growth, turnover of types and leaders, reopened issues."""
    world, p, draw = year.world, given.p, given.streams
    n = world.arms.shape[0]
    world = growth.turn_types(world, *draw.two("types/turn", n), p)
    world = leaders.succeed(
        world,
        draw.uniform("leaders/turn", n),
        draw.normal("leaders/character", 2, n),
        p,
        given.mods,
    )
    world = growth.grow(
        world, draw.normal("growth/noise", n), draw.normal("growth/shock", n), given.growth, p
    )
    world = reach.reaching(world, p)
    world = salience.open_and_fade(world, *draw.lots("issues", n), p, given.mods)
    return year._replace(world=world)


def learn(year: Year, given: Given, rules: Rules) -> Year:
    """Beliefs after last year's acts, fear after attacks, and the year's assessment."""
    world = learning.observe(year.world, given.agents, given.p, given.mods)
    n = world.arms.shape[0]
    attack = given.streams.uniform("nonstate/attack", n)
    blame = given.streams.uniform("nonstate/blame", n, n)

    def struck(now: World) -> World:
        return nonstate.strike(now, attack, blame, given.p, given.mods)

    world = lax.cond(jnp.any(jnp.asarray(given.mods.nonstate) > 0), struck, lambda now: now, world)
    assessment = once(
        lambda: threat.assess(world, given.agents, given.p, given.mods), given.streams.year
    )
    answer = response.respond(world, assessment, balancing_expected(world), given.p, given.mods)
    world = world._replace(threat=assessment.threat)
    return year._replace(world=world, assessment=assessment, answer=answer)


def consequences(year: Year, given: Given, rules: Rules) -> Year:
    """What the year leaves: settlements, identities, what third parties did, power rescaled."""
    fought, opened = year.fought, year.opened
    lot = given.streams.shared("issues/settled", year.n)
    world = aftermath.settle(fought, opened, lot, given.p, given.mods)
    told = record.drawn(world, given.p, given.mods)
    foreseen = year.assessment.crisis * jnp.exp(-told)  # the record left aside, as it was counted
    world = record.kept(world, opened.demanded + opened.attacked, foreseen, given.p, given.mods)
    fighting = (fought.roles > 0).astype(world.arms.dtype)
    world = learning.identify(world, fighting, given.agents, given.p, given.mods)
    everyone = jnp.ones_like(world.arms)
    world = learning.expect(
        world, fought.joined * everyone, fought.abstained * everyone, given.p, given.mods
    )
    others = living_pairs(world)
    seen = {
        "resources": world.resources,
        "arms": world.arms,
        "burden": world.burden,
        "posture": world.posture,
        "alive": world.alive.astype(jnp.bool_),
        "threatened": year.assessment.threat.sum(1),
        "threat": year.assessment.threat,
        "suspected": (world.belief * others).sum(0) / jnp.maximum(others.sum(0), 1.0),
        "result": fought.result.astype(jnp.int8),
        "pact": world.pact > 0,
        "war": fought.roles.astype(jnp.uint8),
        "crisis": opened.outcome.astype(jnp.uint8),
        "agreements": _bits(world, year.kept),
        "joining": fought.motives.astype(jnp.uint8),
        "size": fought.size,
    }
    year = year.detailing(
        rules,
        belief=world.belief,
        greedy=world.greedy,
        caution=given.agents.survival[:, None]
        * year.answer.pressure
        / jnp.maximum(given.agents.consumption[:, None], 1e-9),
        volunteers=jnp.stack([fought.joined, fought.abstained]),
    )
    return year._replace(world=growth.normalise(world), record={**year.record, **seen})


def _bits(world: World, kept: PerDyad) -> Array:
    """Agreements in force, and those kept, as bits, see `world.agreements`. [n, n, runs] uint8"""
    flags = [a.in_force(world).astype(jnp.uint8) * jnp.uint8(a.bit) for a in RECORDED]
    keeping = [kept.astype(jnp.uint8) * jnp.uint8(a.kept) for a in RECORDED if a.kept]
    return reduce(or_, [*flags, *keeping])
