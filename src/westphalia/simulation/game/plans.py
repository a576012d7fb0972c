"""The plans of a year: every decision that rests on its assessment, weighed before anybody acts.

So nothing of what others will do this year is in them. What a plan turns out to be worth when its
stage comes may differ a little, where others have acted before (a pact, after a costly signal).
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array

from westphalia.mechanisms import alignment, cooperation, crisis, signals
from westphalia.mechanisms.terms import ITEMS
from westphalia.simulation import choices, stages
from westphalia.simulation.choices import valued
from westphalia.simulation.frame import Given, Rules, Year
from westphalia.simulation.values import habitual, yes
from westphalia.world.state import World


class Weighed(NamedTuple):
    """One decision of the players' states: unweighted terms, value (utils) and chance of each
    option, and which there are. [players, options, minds]"""

    terms: dict[str, Array]
    value: Array
    chance: Array
    allowed: Array


def plans(year: Year, given: Given, rules: Rules) -> tuple[dict[str, Weighed], crisis.Challenges]:
    """Every decision that rests on the assessment, of every state, and what claims promise.

    [n, options, minds]; the options of a challenge are quiet, claims and total wars.
    """
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    n = world.arms.shape[0]
    out: dict[str, Weighed] = _agreements(year, given, rules)
    signal = signals.options(world, year.seen, year.answer, p, mods)
    value = valued(signal, given, world, rules)
    heat = (p.heat_deal * world.leader_heat)[:, None]
    sends = habitual(yes(value, heat), mind.habit, jnp.zeros_like(value)) * signal.allowed
    out["signal"] = _weighed(signal.terms, value, sends, signal.allowed)
    helped = alignment.helps(world, year.seen, p)
    pacts = choices.pacts(world, year.seen, helped, given, rules)
    reviewed = stages.reviews(given, n) * pacts.allowed
    out["align"] = _weighed(pacts.offered.terms, pacts.value, pacts.chance, reviewed)
    arms = choices.arms(world, year.seen, year.answer, given, rules)
    out["arm"] = _weighed(arms.offered.terms, arms.value, arms.chance, arms.allowed)
    error, cost = stages.judgement(given, n)
    made = choices.challenges(world, year.seen, year.answer, error, cost, given, rules)
    out["challenge"] = _challenge(made, world)
    return out, made.offered


def _agreements(year: Year, given: Given, rules: Rules) -> dict[str, Weighed]:
    """The item that each pair meets on, by item, and keeping the caps there are or may be."""
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    n = world.arms.shape[0]
    on_table = cooperation.agenda(world, given.streams.pair("cooperation/item", n)[0], p, mods)
    offered = cooperation.options(world, year.seen, year.answer, on_table, mind, p, mods)
    heat = p.heat_deal * world.leader_heat[:, None]
    out = {}
    for k in ITEMS:
        value = valued(offered[k], given, world, rules)
        accepts = habitual(yes(value, heat), mind.habit, mind.h_agree[:, None])
        out[k] = _weighed(offered[k].terms, value, accepts, on_table[k])
    proposed = on_table["cap"] * world.burden[:, None] * jnp.exp(-p.cap_depth)
    cap = jnp.where(world.cap > 0, world.cap, proposed)
    value = cooperation.compliance(world._replace(cap=cap), year.seen, year.answer, mind, p)
    keeps = habitual(yes(value, heat), mind.habit, jnp.ones_like(value))
    out["comply"] = _weighed({}, value, keeps, (cap > 0) * mods.caps)
    return out


def _challenge(made: choices.Challenge, world: World) -> Weighed:
    """A quiet year, claims and total wars as the options of one decision."""
    claim, total = made.offered.claim, made.offered.total
    quiet = jnp.zeros_like(made.value[:, :1])
    each = jnp.zeros_like(world.threat)
    names = dict.fromkeys([*claim.terms, *total.terms])
    parts = [[t.terms.get(k, each) + each for t in (claim, total)] for k in names]
    terms = {k: jnp.concatenate([quiet, *part], 1) for k, part in zip(names, parts, strict=True)}
    alive = world.alive[:, None]
    allowed = [quiet + alive, claim.allowed + each, total.allowed + each]
    return Weighed(terms, made.value, made.chance, jnp.concatenate(allowed, 1))


def _weighed(terms: dict[str, Array], value: Array, odds: Array, allowed: Array) -> Weighed:
    """A decision with everything in the shape of its value."""
    wide = {k: jnp.broadcast_to(v, value.shape) for k, v in terms.items()}
    return Weighed(wide, value, odds, jnp.broadcast_to(allowed, value.shape))
