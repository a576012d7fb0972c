"""How likely a state of a type is to challenge each other one, and to win, as others judge.

They judge by the function that it would itself decide with (`prospects`, `brinkmanship`), and by
how that moves with what it has and what it meets.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import brinkmanship, record
from westphalia.mechanisms.contest import chance, contest_of
from westphalia.mechanisms.prospects import Ground, most_own_cost, prospects, total_war
from westphalia.mechanisms.war_cost import UNLIMITED, of_aims
from westphalia.world.once import once
from westphalia.world.parameters import BRINKMANSHIP, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, living_pairs
from westphalia.world.terms import Weights, weighted_sum

Value = Float[Array, "..."]


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


def weight_of(value: Value) -> Value:
    """Weight of an option in a quantal response, e^(u/T). `value`: u/T."""
    return jnp.exp(jnp.minimum(value, LOG_MAX))


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
    e_demand = mods.limited_war * there * weight_of(demand)
    e_total = mods.total_war * there * weight_of(total)
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
