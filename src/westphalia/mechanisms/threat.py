"""How dangerous others are: the yearly assessment that every decision starts from.

The threat to i from j is the chance a year that j attacks i and wins, given what i believes of
j's type. Power, proximity, offensive capability and intentions (Walt 1987) all enter through the
function that j itself would use to decide (`propensity`); there is no index.
"""

from typing import NamedTuple

import jax.numpy as jnp

from westphalia.mechanisms import brinkmanship, pledges
from westphalia.mechanisms.contest import defence, log_odds, offence, striking_first
from westphalia.mechanisms.looming import over_coming_years
from westphalia.mechanisms.propensity import NEVER, Propensity, attention, propensities, slopes
from westphalia.mechanisms.prospects import Ground, ground
from westphalia.world.parameters import BINDING, FUTURE, Parameters
from westphalia.world.state import Agents, Modules, PerDyad, PerState, World, flip
from westphalia.world.terms import public_types


class Assessment(NamedTuple):
    """What is publicly known in a year. Pairs are [i, j], "i against j" unless said.

    `attack`, `defend`: strengths. `met`: strength i meets at j. `odds`: log odds of i's victory
    as i judges them; `bias`: how far that is from the truth (perceived defence, confidence).
    `threat`: to i from j, 1/year. `by_defence`: d ln l_ij / d ln of what j meets at i (< 0).
    `by_attack`: d ln l_ij / d ln of j's offence. `by_belief`: d l_ij / d B_ij,
    `by_doubt`: d l_ij / d B~_ij, the belief with its worst-case weight.
    `opening_greedy`, `opening_secure`: d of what the coming crises are worth to a type per
    d ln of its offence, utils. `evidence_demand`, `evidence_total`: log likelihood ratio greedy :
    secure of i's challenging j; `evidence_quiet`: of a quiet year. `ground`: see `prospects`.
    `looming`: as `threat`, over the issues that may arise and not today's alone;
    `looming_by_belief`: d of it / d B_ij. `attention`: log prior of looking at a target. `made`:
    the demand on j that others expect and its reception; `evidence_firm`, `evidence_backed`: of
    standing firm and of backing down; None where demands are taken or left.
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
    attention: PerDyad
    made: brinkmanship.Offer | None = None
    evidence_firm: PerDyad | None = None
    evidence_backed: PerDyad | None = None


def unseen(world: World, agents: Agents) -> PerState:
    """omega_i, the worst-case weight where nothing is inspected, raised by fear. [n]"""
    return agents.worst_case + (1.0 - agents.worst_case) * world.fear


def worst_case(world: World, agents: Agents) -> PerDyad:
    """omega_ij: the worst-case weight, lifted by inspection where good news is believed."""
    return unseen(world, agents)[:, None] * (1.0 - agents.good_news[:, None] * world.transparency)


def mixed(
    belief: PerDyad,
    omega: PerDyad,
    allied: PerDyad,
    greedy: PerDyad,
    secure: PerDyad,
    most: float,
    p: Parameters,
) -> tuple[PerDyad, PerDyad, PerDyad]:
    """The danger from both types' chances to attack and win.

    l_ij = [B~ L^greedy_ji + (1 - B~) L^secure_ji] (1 - phi A_ij (1 - B_ij)), with worst-case
    weight in B~ = B + omega (1 - B).

    Args:
        greedy, secure: chances of i's attacking j and winning. [i, j] most: largest danger.

    Returns l, and its derivatives in B_ij and in B~_ij.
    """
    doubt = belief + omega * (1.0 - belief)
    wins_g, wins_s = flip(greedy), flip(secure)
    bound = 1.0 - p.restraint * allied * (1.0 - belief)
    danger = doubt * wins_g + (1.0 - doubt) * wins_s
    by_doubt = (wins_g - wins_s) * bound
    by_belief = (1.0 - omega) * by_doubt + danger * p.restraint * allied
    return jnp.minimum(danger * bound, most), by_belief, by_doubt


def steepness(
    belief: PerDyad, omega: PerDyad, greedy: Propensity, secure: Propensity
) -> tuple[PerDyad, PerDyad]:
    """Elasticities of the threat: in what j meets at i (with its sign turned), in j's offence.

    Those of the types, as far as each adds to the danger (see `mixed`).
    """
    doubt = belief + omega * (1.0 - belief)
    part_g, part_s = doubt * flip(greedy.wins), (1.0 - doubt) * flip(secure.wins)
    safe = jnp.maximum(part_g + part_s, NEVER)
    met = (part_g * flip(greedy.by_met) + part_s * flip(secure.by_met)) / safe
    offence = (part_g * flip(greedy.by_offence) + part_s * flip(secure.by_offence)) / safe
    return met, offence


def _log_ratio(greedy: PerDyad, secure: PerDyad) -> PerDyad:
    """ln of how much likelier an act is of greedy states. [i, j]"""
    return jnp.log(jnp.maximum(greedy, RARE)) - jnp.log(jnp.maximum(secure, RARE))


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
    types = public_types(p.greed)
    steps = slopes(world, arriving, met, p, mods)
    prior = attention(world, p, mods)
    (greedy, secure), judged = propensities(world, about, odds, steps, types, prior, p, mods)
    allied = (world.pact > 0).astype(odds.dtype)
    omega = worst_case(world, agents)
    known = world.belief, omega, allied
    threat, by_belief, by_doubt = mixed(*known, greedy.wins, secure.wins, THREAT_MAX, p)
    by_met, by_offence = steepness(world.belief, omega, greedy, secure)
    looming, looming_by_belief = threat, by_belief
    if p.forms.joining == FUTURE or p.forms.pacts == BINDING:
        later = over_coming_years(world, about, odds, (greedy, secure), types, p, mods)
        looming, looming_by_belief, _ = mixed(*known, *later, LOOMING_MAX, p)
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
        opening_greedy=greedy.opening,
        opening_secure=secure.opening,
        evidence_demand=greedy.demand - secure.demand + lean,
        evidence_total=greedy.total - secure.total + lean,
        evidence_quiet=lean[:, 0],
        crisis=p.greedy_share * greedy.crisis + (1.0 - p.greedy_share) * secure.crisis,
        ground=about,
        looming=looming,
        looming_by_belief=looming_by_belief,
        attention=prior,
        made=judged.made,
        evidence_firm=None if judged.firm is None else _log_ratio(*judged.firm),
        evidence_backed=None
        if judged.firm is None
        else _log_ratio(1.0 - judged.firm[0], 1.0 - judged.firm[1]),
    )


#: Most danger a year of today's issues, and over the coming years.
THREAT_MAX, LOOMING_MAX = 0.999, 0.5
#: Least chance of an act of the third move that tells something.
RARE = 1e-9
