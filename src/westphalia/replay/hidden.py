"""What is hidden in history, year by year: beliefs, threats, identities, expectations.

Nobody recorded them. They follow from what states were seen to do, by the model's own learning,
and so from the theory and the parameters; what history chose is imposed. Two things that no
data set has are carried by their expectation: postures move as the model expects of a state
that left its burden alone; a share is settled by a war that was won, and at what was demanded
by a dispute that did not come to war, and reopens with the hazard of new issues.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array

from westphalia.decisions.arming import ARMING
from westphalia.decisions.context import Given, Rules, Year
from westphalia.mechanisms import (
    alignment,
    arming,
    bargaining,
    contest,
    crisis,
    learning,
    pledges,
    reach,
    response,
    threat,
)
from westphalia.replay.feed import Feed
from westphalia.world.parameters import Parameters
from westphalia.world.state import (
    VARIABLES,
    Agents,
    Modules,
    World,
    blank_world,
    flip,
    living_pairs,
)

#: The two types, on the axis of runs: secure, greedy. A state knows its own; others do not.
TYPES = (0.0, 1.0)


class Hidden(NamedTuple):
    """What is carried from year to year. States [n, 1], pairs [n, n, 1].

    `settled`: chance that the pair's share still stands as it was last settled, at `stake`.
    `evidence`: of last year's acts. The rest as in `World`.
    """

    belief: Array
    identity: Array
    threat: Array
    depth: Array
    stake: Array
    settled: Array
    posture: Array
    joined: Array
    abstained: Array
    evidence: Array


def unknown(n: int) -> Hidden:
    """Before anything is seen; what enters starts afresh (`entering`), and only that counts."""
    state, pair = jnp.zeros((n, 1)), jnp.zeros((n, n, 1))
    even = state + 1.0
    return Hidden(pair + 0.5, pair, pair, pair, pair, pair, state, even, even, state)


def world_of(now: Feed, hidden: Hidden, p: Parameters) -> World:
    """The world of a year (or of many, on the axis of runs) from figures and what is hidden."""
    state = jnp.zeros_like(hidden.joined)
    pair = jnp.zeros_like(hidden.belief)
    return blank_world(state, pair)._replace(
        resources=now.resources + state,
        growth=now.growth + state,
        arms=now.arms + state,
        burden=now.burden + state,
        posture=hidden.posture,
        openness=now.openness + state,
        nuclear=now.nuclear + state,
        alive=now.alive + state,
        joined=hidden.joined,
        abstained=hidden.abstained,
        evidence=hidden.evidence,
        distance=now.distance + pair,
        delivery=reach.delivered(now.distance, now.resources, p) + pair,
        pact=hidden.depth * now.pact,
        belief=hidden.belief,
        identity=hidden.identity,
        trade=now.trade + pair,
        institutions=now.institutions + pair,
        stake=expected_stake(hidden, now),
        peace_years=now.peace_years + pair,
        threat=hidden.threat,
    )


def expected_stake(hidden: Hidden, now: Feed) -> Array:
    """The expected share: as last settled while that stands, else U(0.1, 0.9), whose mean is
    a half; the share itself where it is known."""
    expected = hidden.settled * hidden.stake + (1.0 - hidden.settled) * 0.5
    return jnp.where(jnp.isnan(now.stake), expected, now.stake)


def entering(
    hidden: Hidden, now: Feed, agents: Agents, p: Parameters, mods: Modules
) -> tuple[World, Hidden]:
    """The world of a year before anything is learned; what is new starts as at a start.

    A new state expects what its theory expects; with it a pair has the theory's prior of
    beliefs and an identity of its own, its share stands at the balance of power, and it is
    assessed once before its first year.
    """
    fresh = now.entered > 0
    pair = fresh[:, None] | fresh[None, :]
    there = living_pairs(world_of(now, hidden, p))
    posture = jnp.where(fresh, VARIABLES["posture"].start, hidden.posture)
    hidden = hidden._replace(
        joined=jnp.where(fresh, agents.balancing, hidden.joined),
        abstained=jnp.where(fresh, agents.passing, hidden.abstained),
        evidence=jnp.where(fresh, 0.0, hidden.evidence),
        posture=jnp.where(jnp.isnan(now.posture), posture, now.posture),
        identity=jnp.where(pair, now.first_identity, hidden.identity),
        threat=jnp.where(pair, VARIABLES["threat"].start, hidden.threat) * there,
        depth=alignment.planned(hidden.depth),
    )
    world = world_of(now, hidden, p)
    first = learning.first_belief(world, agents, p, mods)
    hidden = hidden._replace(
        belief=jnp.clip(jnp.where(pair, first, hidden.belief), 1e-3, 1.0 - 1e-3),
        stake=jnp.where(pair, balance(world, p), hidden.stake),
        settled=jnp.where(pair, 1.0 - p.new_issues, hidden.settled),
    )
    world = world_of(now, hidden, p)
    first_threat = jax.lax.cond(
        fresh.any(),
        jax.checkpoint(lambda w: threat.assess(w, agents, p, mods).threat),
        lambda w: w.threat,
        world,
    )
    hidden = hidden._replace(threat=jnp.where(pair, first_threat, hidden.threat))
    return world_of(now, hidden, p), hidden


def balance(world: World, p: Parameters) -> Array:
    """Shares at the balance of power of the two alone, x = W / (W + W^T). [i, j]"""
    attack = contest.offence(world.arms, world.posture, p)
    defend = contest.defence(world.arms, world.posture, p)
    met = pledges.own_strength(world, defend, p)[None, :]
    win = contest.chance(contest.log_odds(world.delivery * attack[:, None], met, p))
    return win / (win + flip(win))


def year(hidden: Hidden, now: Feed, given: Given, rules: Rules) -> tuple[Hidden, Hidden]:
    """One year. `hidden`: as last year left it; `now`: the feed of the year, with runs last.

    Returns what is hidden after the year, and as the year's decisions found it.
    """
    agents, p, mods = given.agents, given.p, given.mods
    world, hidden = entering(hidden, now, agents, p, mods)
    world = learning.observe(world, agents, p, mods)
    found = hidden._replace(belief=world.belief)
    assessment = threat.assess(world, agents, p, mods)
    answer = response.respond(world, assessment, pledges.balancing_expected(world), p, mods)
    armed, evidence = _armed(world, assessment, answer, now, given, rules)
    there = living_pairs(world)
    evidence += now.watched * crisis.evidence(
        assessment, now.demanded * there, now.attacked * there
    )
    postures = (armed * arming.postures(world)).sum(1)
    fear = pledges.fear_shares(assessment.threat)
    pacts = alignment.resolve(world, now.allied * (1.0 - now.fought), p)
    then = learning.identify(pacts, now.fought, agents, p, mods)
    everyone = jnp.ones_like(hidden.joined)
    then = learning.expect(
        then,
        (fear * now.joined).sum((0, 1)) * everyone,
        (fear * (now.third - now.joined)).sum((0, 1)) * everyone,
        p,
        mods,
    )
    stake, anew = _settled(hidden, assessment, now)
    return Hidden(
        belief=world.belief,
        identity=then.identity,
        threat=assessment.threat,
        depth=pacts.pact,
        stake=stake,
        settled=(1.0 - p.new_issues) * jnp.where(anew > 0, 1.0, hidden.settled),
        posture=postures,
        joined=then.joined,
        abstained=then.abstained,
        evidence=evidence,
    ), found


def _settled(hidden: Hidden, assessment: threat.Assessment, now: Feed) -> tuple[Array, Array]:
    """Shares as the year's wars and disputes settled them, and 1 where they did.

    Who wins a war has all that the pair disputed. A dispute without war is taken to have been
    conceded at the demand that is best on average (Fearon 1995), or, if each began one, halved.
    """
    net = now.won - flip(now.won)
    asked = now.demanded * (1.0 - now.fought)
    own = assessment.ground.cost / jnp.maximum(assessment.ground.share, 1e-9)
    demand = bargaining.best_demand(
        contest.chance(assessment.odds), hidden.stake, own, assessment.ground.target_top
    )
    conceded = jnp.where(asked > 0, demand.asked, 1.0 - flip(demand.asked))
    conceded = jnp.where((asked > 0) & (flip(asked) > 0), 0.5, conceded)
    stake = jnp.where(asked + flip(asked) > 0, conceded, hidden.stake)
    stake = jnp.where(net > 0, 1.0, jnp.where(net < 0, 0.0, stake))
    anew = (net != 0) | (asked + flip(asked) > 0)
    return stake, anew.astype(stake.dtype)


def _armed(
    world: World,
    assessment: threat.Assessment,
    answer: response.Response,
    now: Feed,
    given: Given,
    rules: Rules,
) -> tuple[Array, Array]:
    """The choice among the options of arming as far as it is known, and what it tells.

    One if it is known; else the chances the public gives to those it may have been, with the
    types as frequent as they are.
    """
    types = world._replace(greedy=jnp.zeros_like(world.greedy) + jnp.asarray(TYPES))
    made = ARMING.weigh(Year(types, {}, assessment, answer), given, rules)
    share = given.p.greedy_share
    public = (1.0 - share) * made.chance[..., :1] + share * made.chance[..., 1:]
    may = now.armed * jnp.maximum(public, 1e-12)
    hold = (jnp.arange(may.shape[1]) == arming.OPTIONS.index("hold")).astype(may.dtype)[
        None, :, None
    ]
    total = may.sum(1, keepdims=True)
    weight = jnp.where(total > 0, may / jnp.maximum(total, 1e-12), hold)
    return weight, (weight * made.evidence).sum(1) * (total[:, 0] > 0)


def run_last(feed: Feed) -> Feed:
    """The same figures with an axis of one run at the end."""
    return Feed(*(value[..., None] for value in feed))


def follow(feed: Feed, given: Given, rules: Rules) -> Hidden:
    """What was hidden in every year, as its decisions found it. [S, ..., 1]"""
    n = feed.alive.shape[1]

    def one(hidden: Hidden, now: Feed) -> tuple[Hidden, Hidden]:
        return year(hidden, now, given, rules)

    return jax.lax.scan(jax.checkpoint(one), unknown(n), run_last(feed))[1]
