"""How dangerous others are: the yearly assessment that every decision starts from.

The threat to i from j is the chance a year that j attacks i and wins, given what i believes of
j's type. Power, proximity, offensive capability and intentions (Walt 1987) all enter through the
function that j itself would use to decide (`prospects`); there is no index.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array

from westphalia.mechanisms import brinkmanship, pledges, record, salience
from westphalia.mechanisms.contest import (
    chance,
    contest_of,
    defence,
    log_odds,
    offence,
    striking_first,
)
from westphalia.mechanisms.flows import felt
from westphalia.mechanisms.prospects import (
    Ground,
    ground,
    most_own_cost,
    prospects,
    total_war,
)
from westphalia.mechanisms.war_cost import UNLIMITED, of_aims
from westphalia.world.once import once
from westphalia.world.parameters import BINDING, BRINKMANSHIP, FUTURE, Parameters
from westphalia.world.state import (
    Agents,
    Modules,
    PerDyad,
    PerState,
    World,
    flip,
    living_pairs,
)
from westphalia.world.terms import Weights, public_types, weighted_sum


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


class Propensity(NamedTuple):
    """How likely a type is to challenge each target and win, and how that moves with strength.

    `wins`: chance a year that i attacks j and wins. `by_met`: -d ln wins_ij / d ln of what i meets
    at j. `by_offence`: d ln wins_ij / d ln of i's offence, which moves all of i's odds. `opening`:
    what the coming crises are worth, d inclusive value / d ln of i's offence, utils; a demand moves
    it by at most the whole issue for a unit of the log odds, where a challenger may back down.
    `log_quiet`: ln chance of no challenge. `demand`, `total`: values in units of the temperature.
    `crisis`: chance a year that i demands from j.
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


def slopes(
    world: World, arriving: PerDyad, met: PerDyad, p: Parameters, mods: Modules
) -> tuple[Slopes, Slopes]:
    """What a log point more of i's offence, and of what it meets at j, does (the latter < 0)."""
    form = contest_of(p)
    growth = world.growth[:, None], world.growth[None, :]
    later = form.shift_slopes(arriving, met, *growth, p.shift_years, p)
    rise, fall = (None, None) if later is None else (mods.preventive_war * v for v in later)
    return (
        Slopes(form.by_attack(arriving, met, p), rise),
        Slopes(form.by_defence(arriving, met, p), fall),
    )


def attention(world: World, p: Parameters, mods: Modules) -> PerDyad:
    """Log prior of looking at a target, ln lambda_ij + rel ln q_ij - ln sum_k lambda_ik. [n, n]

    A state's attention is limited: with more others about, each comes up less often
    (rational inattention; Matejka & McKay 2015). It keeps wars per state from growing with the
    number of states. With salience on those nearer get more of it, and so does an issue that
    matters; with it off all get the same, - ln sum_k lambda_ik. The record of a pair adds ln m_ij.
    """
    near = (world.delivery * living_pairs(world)).sum(1)
    divided = -jnp.log(jnp.maximum(near, MIN_NEAR))[:, None]
    nearer = jnp.log(jnp.maximum(world.delivery, LEAST_NEAR))
    matters = p.relevance * jnp.log(jnp.maximum(world.salience, LEAST_NEAR))
    return divided + mods.salience * (nearer + matters) + record.drawn(world, p, mods)


class Values(NamedTuple):
    """What the challenges of each target are worth to either type, as others judge. [types, i, j]

    `demand`, `total`: in units of the temperature, attention included. `war`: risk of war of a
    demand.
    """

    demand: Array
    total: Array
    war: Array


class Judged(NamedTuple):
    """What others expect of both types, greedy and secure, and of their demands. [types, i, j]

    `made`: the demand on j and its reception, and `firm`, the chance of either type of standing
    firm once resisted; None where demands are taken or left.
    """

    types: Values
    made: brinkmanship.Offer | None = None
    firm: Array | None = None


def judge(
    world: World,
    about: Ground,
    odds: PerDyad,
    types: Weights,
    prior: PerDyad,
    p: Parameters,
    costs: tuple[float, ...] = brinkmanship.COSTS,
) -> Judged:
    """What challenges are worth to either type, publicly judged.

    Args:
        types: public weights of both (`terms.public_types`). prior: see `attention`. costs: see
            `brinkmanship.expected_of_types`.
    """
    if p.forms.crisis != BRINKMANSHIP:
        found = prospects(world, about, odds, types, p)
        demand = weighted_sum(found.demand_terms, types) / p.temperature_crisis + prior
        total = weighted_sum(found.total_terms, types) / p.temperature_crisis + prior
        return Judged(Values(demand, total, found.demand.war))
    expected, made = brinkmanship.expected_of_types(world, about, odds, types, p, costs)
    own = most_own_cost(world, about, types)
    total = weighted_sum(total_war(world, about, odds, own, 1.0, p), types)
    total = total / (p.temperature_crisis * about.scale) + prior
    return Judged(Values(expected.worth + prior, total, expected.war), made, expected.firm)


def propensities(
    world: World,
    about: Ground,
    odds: PerDyad,
    steps: tuple[Slopes, Slopes],
    types: Weights,
    prior: PerDyad,
    p: Parameters,
    mods: Modules,
) -> tuple[tuple[Propensity, Propensity], Judged]:
    """The propensity of both types, greedy and secure, and what it rests on.

    `steps`: of a log point of i's offence, which moves all of its odds, and of what it meets.
    `prior`: see `attention`.
    """
    ones = jnp.ones_like(odds)
    by_offence, _ = steps

    def values(z: PerDyad, shift: PerDyad) -> tuple[Values, Judged]:
        found = judge(world, about._replace(shift=shift), z, types, prior, p)
        return found.types, found

    def derived() -> tuple[Any, Any, Judged]:
        """What the values change by, a unit of the odds, and of the shift; and all that is judged,
        without its changes."""
        _, by_odds, found = jax.jvp(
            lambda z: values(z, about.shift), (odds,), (ones,), has_aux=True
        )
        if by_offence.shift is None:
            return by_odds, None, found
        by_shift = jax.jvp(lambda s: values(odds, s)[0], (about.shift,), (ones,))[1]
        return by_odds, by_shift, found

    slope, later, found = once(derived, world.alive.max())

    def of(kind: int) -> Propensity:
        wants, values = of_type(kind, (types, (found.types, slope, later)))
        return propensity(world, about, odds, steps, wants, values, p, mods)

    return (of(0), of(1)), found


def of_type(kind: int, of_both: Any) -> Any:
    """What there is of one type, of what has both on the first axis. `kind`: 0 greedy, 1 secure."""
    return jax.tree.map(lambda each: each[kind] if jnp.ndim(each) else each, of_both)


def propensity(
    world: World,
    about: Ground,
    odds: PerDyad,
    steps: tuple[Slopes, Slopes],
    wants: Weights,
    values: tuple[Values, Values, Values | None],
    p: Parameters,
    mods: Modules,
) -> Propensity:
    """Quantal response of a type over {quiet, demand on j, total war on j}, publicly judged.

    P(option) = e^(u/T) / (1 + sum e^(u/T)); wins_ij = W_ij (P_demand Pr(war) + P_total). With w the
    sum of weights, 1 + sum e^(u/T), and e the weights of the challenges of j, a step that moves
    z_ij by a and the shift by s changes

        ln wins_ij by a (1 - W + (Pr(war) e'_demand + e_demand Pr'(war) + e'_total) / rate)
                      + s (the same by the shift) / rate, less d ln w.

    Args:
        steps: see `propensities`. values: with what they change by, a unit of the odds, and what
            they do, a unit of the shift.
    """
    there = living_pairs(world)
    (demand, total, war), (d_demand, d_total, d_war), later = values
    heat = p.temperature_crisis * about.scale
    # what others cannot know of its error and cost makes extreme acts likelier: + Var(u)/(2 T^2)
    unknown = 0.5 * (p.misjudgement * d_total) ** 2
    risked = of_aims(wants.consumption * about.cost, UNLIMITED)
    unknown += (risked / heat) ** 2 / 6.0
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
        if step.shift is None or later is None:
            return step.odds * steep, step.odds * slope
        chosen = e_demand * later.demand + e_total * later.total
        fought = e_demand * (war * later.demand + later.war) + e_total * later.total
        return (
            step.odds * steep + step.shift * fought / jnp.maximum(rate, NEVER),
            step.odds * slope + step.shift * chosen,
        )

    (up, up_weight), (down, down_weight) = (along(step) for step in steps)
    by_offence = up - (up_weight.sum(1) / weight)[:, None]
    if p.forms.crisis == BRINKMANSHIP:
        # whether a target resists may turn on little: a demand gains at most the whole issue
        whole = (about.share + wants.greed * about.pie) / heat
        bounded = jnp.clip(d_demand, -whole, whole)
        up_weight = up_weight + steps[0].odds * e_demand * (bounded - d_demand)
    return Propensity(
        wins=win * rate / weight[:, None],
        by_met=down - down_weight / weight[:, None],
        by_offence=by_offence,
        opening=p.temperature_crisis * ((about.scale * up_weight).sum(1) / weight),
        log_quiet=-jnp.log(weight),
        demand=demand,
        total=total,
        crisis=e_demand / weight[:, None],
    )


def over_coming_years(
    world: World,
    about: Ground,
    odds: PerDyad,
    now: tuple[Propensity, Propensity],
    types: Weights,
    p: Parameters,
    mods: Modules,
) -> tuple[PerDyad, PerDyad]:
    """Yearly chance that either type attacks and wins, not over today's issue alone. [i, j]

    (1 - w) wins + w / 4 wins(a large new issue, a dissatisfied challenger), w = n / (n + h_q +
    1 / Y_land) with n the hazard of a new issue: its size and share take two values each, and of
    the four only the large issue with the dissatisfied challenger is a danger (Jervis 1978: under
    anarchy today's intentions are no guarantee). Demands are those of a state with the mean cost of
    war; total wars are as likely as today. With salience off it is today's.
    """
    large = jnp.exp(p.salience_spread - 0.5 * p.salience_spread**2)
    size = jnp.maximum(world.salience, large)
    share = jnp.minimum(salience.share(world, DISSATISFIED, p), world.stake)
    larger = size / world.salience
    then = about._replace(
        pie=about.pie * larger, share=about.share * larger, target_top=about.target_top / larger
    )
    changed = world._replace(salience=size, stake=share)
    prior = attention(changed, p, mods)

    def demands() -> tuple[Array, Array]:
        found = judge(changed, then, odds, types, prior, p, costs=(1.0,)).types
        return found.demand, found.war

    demand, war = once(demands, world.alive.max())
    opens = salience.hazard(world, p)
    w = mods.salience * opens / (opens + p.issue_end + 1.0 / felt(p, mods).land)
    there, win = living_pairs(world), chance(odds)

    def of(kind: int) -> PerDyad:
        today = now[kind]
        e_demand = mods.limited_war * there * jnp.exp(jnp.minimum(demand[kind], LOG_MAX))
        e_total = mods.total_war * there * jnp.exp(jnp.minimum(today.total, LOG_MAX))
        weight = jnp.exp(-today.log_quiet)[:, None]
        others = jnp.maximum(weight * (1.0 - today.crisis) - e_total, 1.0)
        wins = win * (e_demand * war[kind] + e_total) / (others + e_demand + e_total)
        return (1.0 - w) * today.wins + 0.25 * w * wins

    return of(0), of(1)


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


def mixed(
    belief: PerDyad,
    omega: PerDyad,
    allied: PerDyad,
    greedy: PerDyad,
    secure: PerDyad,
    p: Parameters,
) -> tuple[PerDyad, PerDyad]:
    """The danger from both types' chances to attack and win, and its derivative in B_ij.

    As in `combine`. `greedy`, `secure`: [i, j], i attacks j.
    """
    doubt = belief + omega * (1.0 - belief)
    wins_g, wins_s = flip(greedy), flip(secure)
    bound = 1.0 - p.restraint * allied * (1.0 - belief)
    danger = doubt * wins_g + (1.0 - doubt) * wins_s
    by_belief = (1.0 - omega) * (wins_g - wins_s) * bound + danger * p.restraint * allied
    return jnp.minimum(danger * bound, LOOMING_MAX), by_belief


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
    threat, by_met, by_offence, by_belief, by_doubt = combine(
        world.belief, omega, allied, greedy, secure, p
    )
    looming, looming_by_belief = threat, by_belief
    if p.forms.joining == FUTURE or p.forms.pacts == BINDING:
        later = over_coming_years(world, about, odds, (greedy, secure), types, p, mods)
        looming, looming_by_belief = mixed(world.belief, omega, allied, *later, p)
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


#: Others within reach that attention is divided among, at least: a lone state's attention is
#: not without limit.
MIN_NEAR = 0.5
#: Least nearness, and least salience, by which attention is weighed.
LEAST_NEAR = 1e-6
#: Largest exponent in a quantal response; keeps e^u finite for extreme legal parameters.
LOG_MAX = 60.0
#: Largest correction for what others do not know, log points; the expansion is second order.
UNKNOWN_MAX = 2.0
#: Rate of attack a year below which it counts as none, so that elasticities and their gradients
#: stay finite in single precision too.
NEVER = 1e-15
#: Least chance of an act of the third move that tells something.
RARE = 1e-9
#: Most danger a year over the coming years.
LOOMING_MAX = 0.5
#: Share in an issue of a challenger who is dissatisfied with it, in the spread of `salience.share`
#: (the mean of the lower half of the log odds of U(0.1, 0.9)).
DISSATISFIED = -1.1
