"""How dangerous others are: the yearly assessment that every decision starts from.

The threat to i from j is the chance a year that j attacks i and wins, given what i believes of
j's type. Power, proximity, offensive capability and intentions (Walt 1987) all enter through the
function that j itself would use to decide (`prospects`); there is no index.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from westphalia.mechanisms import pledges
from westphalia.mechanisms.contest import (
    chance,
    contest_of,
    defence,
    log_odds,
    offence,
    striking_first,
)
from westphalia.mechanisms.prospects import Ground, ground, prospects
from westphalia.mechanisms.war_cost import UNLIMITED, of_aims
from westphalia.world.once import once
from westphalia.world.parameters import Parameters
from westphalia.world.state import (
    Agents,
    Modules,
    PerDyad,
    PerState,
    World,
    flip,
    living_pairs,
)
from westphalia.world.terms import Weights, public_weights, weighted_sum


class Assessment(NamedTuple):
    """What is publicly known in a year. Pairs are [i, j], "i against j" unless said.

    `attack`, `defend`: strengths. `met`: strength i meets at j. `odds`: log odds of i's victory
    as i judges them; `bias`: how far that is from the truth (perceived defence, confidence).
    `threat`: to i from j, 1/year. `by_defence`: d ln l_ij / d ln of what j meets at i (< 0).
    `by_attack`: d ln l_ij / d ln of j's offence. `by_belief`: d l_ij / d B_ij,
    `by_doubt`: d l_ij / d B~_ij, the belief with its worst-case weight.
    `opening_greedy`, `opening_secure`: d of what the coming crises are worth to a type per
    d ln of its offence, utils. `evidence_demand`, `evidence_total`: log likelihood ratio greedy :
    secure of i's challenging j; `evidence_quiet`: of a quiet year. `ground`: see `prospects`. `looming`: as
    `threat`, over the issues that may arise and not today's alone; `looming_by_belief`: d of it /
    d B_ij.
    """

    attack: PerState
    defend: PerState
    met: PerDyad
    odds: PerDyad
    bias: PerState
    threat: PerDyad
    by_defence: PerDyad
    by_attack: PerDyad
    by_belief: PerDyad
    by_doubt: PerDyad
    opening_greedy: PerState
    opening_secure: PerState
    evidence_demand: PerDyad
    evidence_total: PerDyad
    evidence_quiet: PerState
    crisis: PerDyad
    ground: Ground
    looming: PerDyad
    looming_by_belief: PerDyad


class Propensity(NamedTuple):
    """How likely a type is to challenge each target and win, and how that moves with strength.

    `wins`: chance a year that i attacks j and wins. `by_met`: -d ln wins_ij / d ln of what i meets
    at j. `by_offence`: d ln wins_ij / d ln of i's offence, which moves all of i's odds. `opening`:
    d inclusive value / d ln of i's offence, in units of the temperature. `log_quiet`: ln chance
    of no challenge. `demand`, `total`: option values in units of the temperature. `crisis`: chance
    a year that i demands from j.
    """

    wins: PerDyad
    by_met: PerDyad
    by_offence: PerDyad
    opening: PerState
    log_quiet: PerState
    demand: PerDyad
    total: PerDyad
    crisis: PerDyad


class Slopes(NamedTuple):
    """How a strength moves the log odds z and their later shift, per log point. [i, j]

    `shift` is None where the form of the contest has a shift that depends on growth alone.
    """

    odds: PerDyad
    shift: PerDyad | None


def slopes(world: World, arriving: PerDyad, met: PerDyad, p: Parameters) -> tuple[Slopes, Slopes]:
    """What a log point more of i's offence, and of what it meets at j, does (the latter < 0)."""
    form = contest_of(p)
    growth = world.growth[:, None], world.growth[None, :]
    later = form.shift_slopes(arriving, met, *growth, p.shift_years, p)
    rise, fall = (None, None) if later is None else later
    return (
        Slopes(form.by_attack(arriving, met, p), rise),
        Slopes(form.by_defence(arriving, met, p), fall),
    )


def attention(world: World) -> PerState:
    """Log prior of looking at one target among those within reach, -ln sum_j lambda_ij. [n]

    A state's attention is limited: with more others about, each comes up less often
    (rational inattention; Matejka & McKay 2015). Those out of reach take none of it. It keeps
    wars per state from growing with the number of states.
    """
    near = (world.delivery * living_pairs(world)).sum(1)
    return -jnp.log(jnp.maximum(near, MIN_NEAR))


def propensity(
    world: World,
    about: Ground,
    odds: PerDyad,
    steps: tuple[Slopes, Slopes],
    wants: Weights,
    p: Parameters,
    mods: Modules,
) -> Propensity:
    """Quantal response of a type over {quiet, demand on j, total war on j}, publicly judged.

    P(option) = e^(u/T) / (1 + sum e^(u/T)); wins_ij = W_ij (P_demand Pr(war) + P_total). With w the
    sum of weights, 1 + sum e^(u/T), and e the weights of the challenges of j, a step that moves
    z_ij by a and the shift by s changes

        ln wins_ij by a (1 - W + (Pr(war) e'_demand + e_demand Pr'(war) + e'_total) / rate)
                      + s (d e_total / d shift) / rate, less d ln w.

    `steps`: of a log point of i's offence, which moves all of its odds, and of what it meets.
    """
    prior = attention(world)[:, None]
    there = living_pairs(world)

    def values(z: PerDyad, shift: PerDyad) -> tuple[PerDyad, PerDyad, PerDyad]:
        found = prospects(world, about._replace(shift=shift), z, wants, p, mods)
        u_demand = weighted_sum(found.demand_terms, wants) / p.temperature_crisis + prior
        u_total = weighted_sum(found.total_terms, wants) / p.temperature_crisis + prior
        return u_demand, u_total, found.demand.war

    ones = jnp.ones_like(odds)
    by_offence, _ = steps

    def derived() -> tuple[Any, Any]:
        """The values with what they change by, a unit of the odds, and of the shift."""
        by_odds = jax.jvp(lambda z: values(z, about.shift), (odds,), (ones,))
        if by_offence.shift is None:
            return by_odds, None
        return by_odds, jax.jvp(lambda s: values(odds, s), (about.shift,), (ones,))[1][1]

    by_odds, later = once(derived, world.alive.max())
    (demand, total, war), (d_demand, d_total, d_war) = by_odds
    # what others cannot know of its error and cost makes extreme acts likelier: + Var(u)/(2 T^2)
    unknown = 0.5 * (p.misjudgement * d_total) ** 2
    risked = of_aims(wants.consumption * about.cost, UNLIMITED)
    unknown += (risked / p.temperature_crisis) ** 2 / 6.0
    total = total + jnp.minimum(unknown, UNKNOWN_MAX)
    e_demand = mods.limited_war * there * jnp.exp(jnp.minimum(demand, LOG_MAX))
    e_total = mods.total_war * there * jnp.exp(jnp.minimum(total, LOG_MAX))
    rate = e_demand * war + e_total
    weight = 1.0 + (e_demand + e_total).sum(1)
    win = chance(odds)
    slope = e_demand * d_demand + e_total * d_total
    d_rate = e_demand * (war * d_demand + d_war) + e_total * d_total
    steep = (1.0 - win) + d_rate / jnp.maximum(rate, NEVER)

    def along(step: Slopes) -> tuple[PerDyad, PerDyad]:
        """Change of ln (W rate) and of the weights of a target, along a step."""
        if step.shift is None:
            return step.odds * steep, step.odds * slope
        moved = step.shift * e_total * later
        return step.odds * steep + moved / jnp.maximum(rate, NEVER), step.odds * slope + moved

    (up, up_weight), (down, down_weight) = (along(step) for step in steps)
    opening = up_weight.sum(1) / weight
    return Propensity(
        wins=win * rate / weight[:, None],
        by_met=down - down_weight / weight[:, None],
        by_offence=up - opening[:, None],
        opening=opening,
        log_quiet=-jnp.log(weight),
        demand=demand,
        total=total,
        crisis=e_demand / weight[:, None],
    )


def unseen(world: World, agents: Agents) -> PerState:
    """omega_i, the worst-case weight where nothing is inspected, raised by fear. [n]"""
    return agents.worst_case + (1.0 - agents.worst_case) * world.fear


def worst_case(world: World, agents: Agents) -> PerDyad:
    """omega_ij: the worst-case weight, lifted by inspection where good news is believed."""
    return unseen(world, agents)[:, None] * (1.0 - agents.good_news[:, None] * world.transparency)


def combine(
    belief: PerDyad,
    omega: PerDyad,
    allied: PerDyad,
    greedy: Propensity,
    secure: Propensity,
    p: Parameters,
) -> tuple[PerDyad, PerDyad, PerDyad, PerDyad, PerDyad]:
    """Threat and its elasticities from the two types' propensities.

    l_ij = [B~ L^greedy_ji + (1 - B~) L^secure_ji] (1 - phi A_ij (1 - B_ij)), with worst-case
    weight in B~ = B + omega (1 - B).

    Returns l, its elasticity in what j meets at i (with its sign turned), in j's own offence, and
    its derivatives in B_ij and in B~_ij.
    """
    doubt = belief + omega * (1.0 - belief)
    wins_g, wins_s = flip(greedy.wins), flip(secure.wins)
    bound = 1.0 - p.restraint * allied * (1.0 - belief)
    part_g, part_s = doubt * wins_g, (1.0 - doubt) * wins_s
    mixed = part_g + part_s
    safe = jnp.maximum(mixed, NEVER)
    met = (part_g * flip(greedy.by_met) + part_s * flip(secure.by_met)) / safe
    offence = (part_g * flip(greedy.by_offence) + part_s * flip(secure.by_offence)) / safe
    by_belief = (1.0 - omega) * (wins_g - wins_s) * bound + mixed * p.restraint * allied
    return jnp.minimum(mixed * bound, 0.999), met, offence, by_belief, (wins_g - wins_s) * bound


def exposure(threat: PerDyad, p: Parameters) -> PerDyad:
    """What a log point more of a threat costs, -d ln S_i / d ln l_ij = H l_ij / (1 - l_ij). [i, j]

    `threat`: l_ij, 1/year.
    """
    return p.horizon * threat / (1.0 - threat)


def assess(world: World, agents: Agents, p: Parameters, mods: Modules) -> Assessment:
    """The yearly assessment: strengths, odds, threats and what acts would say."""
    attack = offence(world.arms, world.posture, p)
    defend = defence(world.arms, world.posture, p)
    rho = pledges.balancing_expected(world)
    met = pledges.defended(world, defend, rho, mods.response, p)
    edge = striking_first(world.delivery, world.withdrawal, p, mods)
    arriving = world.delivery * attack[:, None] * edge
    judged = jnp.log(world.perceived_defence)[:, None]
    confidence = jnp.log(world.leader_confidence)[:, None]
    bias = confidence - judged
    odds = log_odds(arriving, met, p) + bias
    about = ground(world, arriving, met, p, mods)
    types = public_weights(p.greed), public_weights(0.0)
    steps = slopes(world, arriving, met, p)
    greedy, secure = (propensity(world, about, odds, steps, w, p, mods) for w in types)
    allied = (world.pact > 0).astype(odds.dtype)
    threat, by_met, by_offence, by_belief, by_doubt = combine(
        world.belief, worst_case(world, agents), allied, greedy, secure, p
    )
    lean = (greedy.log_quiet - secure.log_quiet)[:, None]
    return Assessment(
        attack=attack,
        defend=defend,
        met=met,
        odds=odds,
        bias=bias[:, 0],
        threat=threat,
        by_defence=-by_met,
        by_attack=by_offence,
        by_belief=by_belief,
        by_doubt=by_doubt,
        opening_greedy=p.temperature_crisis * greedy.opening,
        opening_secure=p.temperature_crisis * secure.opening,
        evidence_demand=greedy.demand - secure.demand + lean,
        evidence_total=greedy.total - secure.total + lean,
        evidence_quiet=lean[:, 0],
        crisis=p.greedy_share * greedy.crisis + (1.0 - p.greedy_share) * secure.crisis,
        ground=about,
        looming=threat,
        looming_by_belief=by_belief,
    )


#: Others within reach that attention is divided among, at least: a lone state's attention is
#: not without limit.
MIN_NEAR = 0.5
#: Largest exponent in a quantal response; keeps e^u finite for extreme legal parameters.
LOG_MAX = 60.0
#: Largest correction for what others do not know, log points; the expansion is second order.
UNKNOWN_MAX = 2.0
#: Rate of attack a year below which it counts as none, so that elasticities and their gradients
#: stay finite in single precision too.
NEVER = 1e-15
