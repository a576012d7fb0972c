"""From what states may do to the chance that they do it: options, value, quantal response.

Simulation draws from these chances; replay asks them how likely history's choices were. Both
go through the same functions, so that a theory is scored by what it does.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import alignment, arming, crisis, threat
from westphalia.mechanisms.critiques import organisations
from westphalia.mechanisms.response import Response
from westphalia.mechanisms.terms import Options
from westphalia.simulation.frame import Given, Rules
from westphalia.simulation.values import Chances, habitual, quantal, weights, worth, yes
from westphalia.world.state import PerDyad, PerState, World


class Choice(NamedTuple):
    """A decision before it is made: the options, their value (utils) and chance, and which of
    them there are. All [n, options, runs]."""

    offered: Options
    value: Chances
    chance: Chances
    allowed: Chances


class Challenge(NamedTuple):
    """Whom to challenge: options, and value and chance over {quiet, claim on each, total war on
    each}, [n, 1 + 2 n, runs]."""

    offered: crisis.Challenges
    value: Chances
    chance: Chances


def valued(offered: Options, given: Given, world: World, rules: Rules) -> Array:
    """The value of the options to each state by its own theory. [n, options, runs]"""
    greed = given.p.greed * world.greedy
    return worth(offered.terms, weights(given.mind, greed), rules.values, given.owner)


def counting(offered: Options, given: Given, world: World, rules: Rules, *names: str) -> Array:
    """The value of the options counting some of their terms alone. [n, options, runs]"""
    part = {k: offered.terms[k] for k in names if k in offered.terms}
    some = part or {names[0]: jnp.zeros_like(offered.allowed)}
    return valued(Options(some, offered.allowed, offered.said), given, world, rules)


def pacts(
    world: World, seen: threat.Assessment, helped: PerDyad, given: Given, rules: Rules
) -> Choice:
    """Whether i wants a pact with k when the pair reviews its alignment. [i, k]"""
    mind, p = given.mind, given.p
    offered = alignment.options(world, seen, helped, p, given.mods)
    value = valued(offered, given, world, rules)
    usual = jnp.where(world.pact > 0, mind.h_keep[:, None], mind.h_form[:, None])
    heat = p.heat_pact * world.leader_heat[:, None]
    chance = habitual(yes(value, heat), mind.habit, usual) * offered.allowed
    return Choice(offered, value, chance, offered.allowed)


def arms(
    world: World, seen: threat.Assessment, answer: Response, given: Given, rules: Rules
) -> Choice:
    """Burden and posture: over hold, raise, cut, offence, defence, with the organisations' say."""
    mind, p, mods = given.mind, given.p, given.mods
    offered = arming.options(world, seen, answer, mind, p, mods)
    value = valued(offered, given, world, rules)
    heat = (p.heat_arms * world.leader_heat)[:, None]

    def by(*names: str) -> Array:
        return counting(offered, given, world, rules, *names)

    chance = organisations.compromise(
        quantal(value, offered.allowed, heat),
        quantal(by("consumption", "effort"), offered.allowed, heat),
        quantal(by("survival", "power", "opportunity", "effort"), offered.allowed, heat),
        p,
        mods,
    )
    moves = 2.0 * mind.h_posture + mind.h_raise + mind.h_cut
    usual = jnp.stack(
        [1.0 - moves, mind.h_raise, mind.h_cut, mind.h_posture, mind.h_posture], axis=1
    )
    chance = habitual(chance, mind.habit, usual)
    return Choice(offered, value, chance, offered.allowed * world.alive[:, None])


def challenges(
    world: World,
    seen: threat.Assessment,
    answer: Response,
    error: PerDyad,
    cost_draw: PerState,
    given: Given,
    rules: Rules,
) -> Challenge:
    """Whom to challenge, with limited or unlimited aims, or none.

    `error` of judgement (logit) and `cost_draw` (mean 1) are the challenger's own.
    """
    mind, p = given.mind, given.p
    n = world.arms.shape[0]
    offered = crisis.options(world, seen, answer, mind, error, cost_draw, p, given.mods)
    heat = (p.heat_crisis * world.leader_heat)[:, None]
    prior = threat.attention(world)[:, None]
    claim = valued(offered.claim, given, world, rules) + heat * prior
    total = valued(offered.total, given, world, rules) + heat * prior
    quiet = jnp.zeros_like(claim[:, :1])
    value = jnp.concatenate([quiet, claim, total], axis=1)
    on = [jnp.broadcast_to(part.allowed, claim.shape) for part in (offered.claim, offered.total)]
    allowed = jnp.concatenate([quiet + 1.0, *on], axis=1)
    each = 1.0 / jnp.maximum(world.alive.sum(0) - 1.0, 1.0)
    usual = jnp.concatenate(
        [
            quiet + (1.0 - mind.h_claim - mind.h_total)[:, None],
            mind.h_claim[:, None] * on[0] * each,
            mind.h_total[:, None] * on[1] * each,
        ],
        axis=1,
    )
    chance = habitual(quantal(value, allowed, heat), mind.habit, usual)
    assert chance.shape[1] == 1 + 2 * n
    return Challenge(offered, value, chance)


def joining(offered: Options, world: World, given: Given, rules: Rules) -> Choice:
    """Whether third states stay out of a war, join the target or join the attacker."""
    mind, p = given.mind, given.p
    value = valued(offered, given, world, rules)
    heat = (p.heat_join * world.leader_heat)[:, None]
    usual = jnp.stack(
        [1.0 - mind.h_target - mind.h_attacker, mind.h_target, mind.h_attacker], axis=1
    )
    chance = habitual(quantal(value, offered.allowed, heat), mind.habit, usual)
    chance = jnp.where(offered.allowed[:, 1:2] > 0, chance, _OUT)
    return Choice(offered, value, chance, offered.allowed)


_OUT: Float[Array, "1 3 1"] = jnp.array([1.0, 0.0, 0.0])[None, :, None]
