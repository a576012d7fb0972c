"""What a state can expect from challenging another: one function with three uses.

The crisis chooser values its own options with it; everybody judges with it how dangerous others
are (threat); and everybody learns with it what an act says about its author (beliefs). One
function in three places keeps behaviour, fear and inference consistent (McKelvey & Palfrey
1995; Signorino 1999).
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.bargaining import Demand, best_demand, expected_demand, preventive
from westphalia.mechanisms.contest import chance, contest_of
from westphalia.mechanisms.critiques import goals, regime
from westphalia.mechanisms.critiques.capture import inflated
from westphalia.mechanisms.flows import felt
from westphalia.mechanisms.war_cost import UNLIMITED, cost_to, of_aims, unit_cost
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import BRINKMANSHIP, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip
from westphalia.world.terms import Terms, Weights


class Ground(NamedTuple):
    """What a pair's quarrel is about and would cost, for i against j. All [n, n, runs].

    Gains and losses are counted over the years they are felt (`flows.felt`).
    `pie`: the disputed amount, sigma q lambda min(R_i, R_j) Y_share, in mean resources. `share`:
    pie / R_i; `share_of_target`: pie / R_j. `cost`: mean cost of war, Y_land, as a share of R_i.
    `target_top`: largest cost j may have, in pies. `prize`: R_j (1 - waste) annex lambda Y_land,
    what a total victory is worth, in mean resources. `trade`: consumption lost when war ends trade.
    `shift`: how growth will move the log odds, if that is foreseen. `scale`: how large the crisis
    is for i, s_ij = (min(R_i, R_j) / R_i)^kap. `fixed`: effort of opening a crisis, utils.
    `breach`, `law`: cost of fighting an ally, and of a challenge under a sovereign, e pen Y_share
    (punished as long as the gain is held), utils. `at_issue`: what lies between the pair apart from
    the pie, H l_ij Y_arms (survival). `exposed`: what all arms lost in a war would add to the
    danger from all others, X_i = H Y_arms loss sum_k l_ik. `ashamed`: audience cost of backing
    down, A s_ij, utils. `prestige`: value of challenging for its own sake, utils. `slip`: chance
    that a settled crisis ends in war all the same.
    """

    pie: PerDyad
    share: PerDyad
    share_of_target: PerDyad
    cost: PerDyad
    target_top: PerDyad
    prize: PerDyad
    trade: PerDyad
    shift: PerDyad
    scale: PerDyad
    fixed: PerDyad
    breach: PerDyad
    law: Array | float
    at_issue: PerDyad
    exposed: PerState
    ashamed: PerDyad
    prestige: PerState
    capture: PerState
    slip: PerDyad


def trade_value(world: World, p: Parameters) -> PerDyad:
    """Yearly gain from normal trade with j as a share of R_i. [i, j]

    g_T lambda_ij 2 R_j / (R_i + R_j): the absolute gain is the same for both, so the smaller
    partner gains relatively more (gravity; Hirschman 1945).
    """
    r_i, r_j = world.resources[:, None], world.resources[None, :]
    return p.trade_gain * world.delivery * 2.0 * r_j / (r_i + r_j + 1e-9)


def ground(world: World, arriving: PerDyad, met: PerDyad, p: Parameters, mods: Modules) -> Ground:
    """What a quarrel is about and how it will change. See `Ground`.

    `arriving`, `met`: i's strength at j and what it meets there; the shift of power rests on them.
    """
    r_i = jnp.maximum(world.resources, 1e-6)
    smaller = jnp.minimum(r_i[:, None], r_i[None, :])
    years = felt(p, mods)
    unit = unit_cost(world.nuclear[:, None], world.nuclear[None, :], p) * years.land
    size = p.stake_size * world.salience * years.share
    pie = size * world.delivery * smaller
    cost = cost_to(unit, smaller, r_i[:, None]) / r_i[:, None]
    share = pie / r_i[:, None]
    renewed = mods.deals * p.agenda / len(AGREEMENTS)
    years_lost = 1.0 / (1.0 - p.discount * (1.0 - renewed))
    allied = (world.pact > 0).astype(pie.dtype)
    audience = regime.audience(world.openness, p, mods)[:, None]
    may_back_down = p.forms.crisis == BRINKMANSHIP
    above = jnp.log(r_i)[:, None] - jnp.log(smaller)
    scale = jnp.exp(-p.smallness * above) if may_back_down else jnp.ones_like(pie)
    arms_felt = p.horizon * years.arms
    return Ground(
        pie=pie,
        share=share,
        share_of_target=pie / r_i[None, :],
        cost=cost,
        target_top=2.0 * unit / (size * jnp.maximum(world.delivery, 1e-6)),
        prize=mods.annexation
        * p.annexation
        * (1.0 - p.waste)
        * world.delivery
        * world.resources[None, :]
        * years.land,
        trade=trade_value(world, p) * world.trade * years_lost,
        shift=mods.preventive_war
        * contest_of(p).shift(
            arriving, met, world.growth[:, None], world.growth[None, :], p.shift_years, p
        ),
        scale=scale,
        fixed=p.crisis_cost * (scale if may_back_down else audience),
        breach=p.breach * allied,
        law=p.enforcement * p.sanction * years.share,
        at_issue=arms_felt * world.threat,
        exposed=arms_felt * p.defeat_loss * world.threat.sum(1),
        ashamed=p.backing_down * scale * audience,
        prestige=goals.prestige(r_i, p, mods),
        capture=inflated(world.capture, p, mods),
        slip=mods.accidents * p.accident * (1.0 - mods.hotlines * world.hotline),
    )


class Prospects(NamedTuple):
    """Terms of demanding and of total war against each target, and the demand behind them."""

    demand: Demand
    demand_terms: Terms
    total_terms: Terms


def prospects(
    world: World,
    ground: Ground,
    odds: PerDyad,
    wants: Weights,
    p: Parameters,
    cost_draw: PerState | None = None,
) -> Prospects:
    """Terms of the two ways to challenge each target, where demands are taken or left. [n, n, runs]

    Demand (limited aims), in shares of R: EV pie / R_i, with EV from the bargaining of
    `bargaining.best_demand`.

    Args:
        odds: log odds of victory as the decider judges them.
        wants: weights; they set how costly war is in pies.
        cost_draw: the decider's own cost of war in units of the mean, U[0, 2], when it is
            known (to itself); None when others judge.
    """
    win = chance(odds)
    own_top = most_own_cost(world, ground, wants)
    if cost_draw is None:
        error = SPREAD * p.misjudgement * win * (1.0 - win)
        demand = expected_demand(win, world.stake, own_top, ground.target_top, error)
        drawn = 1.0
    else:
        drawn = cost_draw[:, None]
        demand = best_demand(win, world.stake, 0.5 * drawn * own_top, ground.target_top)
    war = demand.credible * (demand.war + (1.0 - demand.war) * ground.slip)
    gain = demand.credible * demand.gain
    demand_terms = {
        "effort": effort(1.0, ground),
        "obligation": -ground.breach - ground.law,
        "prestige": jnp.broadcast_to(ground.prestige[:, None], odds.shape),
        **won(gain, world, ground),
        "identity": -world.identity * (ground.share_of_target * gain + war * flip(ground.cost)),
    }
    demand_terms["consumption"] = demand_terms["consumption"] - ground.trade * war
    return Prospects(
        demand._replace(war=war),
        demand_terms,
        total_war(world, ground, odds, own_top, drawn, p),
    )


def most_own_cost(world: World, ground: Ground, wants: Weights) -> Float[Array, "..."]:
    """The largest cost of war that i may have, in pies as it values them. [i, j]"""
    worth = ground.share * (
        (wants.consumption + wants.greed * world.resources[:, None]) * ground.capture[:, None]
        + wants.power
    )
    return 2.0 * wants.consumption * ground.cost / jnp.maximum(worth, 1e-9)


def effort(size: float | Array, ground: Ground) -> PerDyad:
    """The fixed cost of a challenge, `size` times that of a crisis. [i, j]"""
    return jnp.broadcast_to(-size * ground.fixed, ground.pie.shape)


def won(part: Float[Array, "..."], world: World, ground: Ground) -> dict[str, Array]:
    """What gaining a part of what is disputed does for consumption, power and greed. [i, j]"""
    capture = ground.capture[:, None]
    return {
        "consumption": ground.share * part * capture,
        "power": ground.share * part,
        "greed": ground.pie * part * capture,
    }


def total_war(
    world: World,
    ground: Ground,
    odds: PerDyad,
    own_top: Float[Array, "..."],
    drawn: Array | float,
    p: Parameters,
) -> Terms:
    """Terms of a war with unlimited aims (Schweller 1994) against each target. [n, n, runs]

    W^3 prize / R_i - 2 cost, plus what a preventive war saves of everything at issue with j.
    Conquest needs victory (W) and then holding the land (W^2). Where a challenger may back down,
    fighting also exposes it to all others, - X_i (1 - W + loss_v W) (Waltz 1979).

    Args:
        own_top: see `most_own_cost`. drawn: the decider's cost of war, mean 1.
    """
    win = chance(odds)
    r_i = jnp.maximum(world.resources, 1e-6)[:, None]
    capture = ground.capture[:, None]
    later = chance(odds + ground.shift)
    motive = jnp.maximum(preventive(win, later, 0.5 * drawn * own_top, p.patience), 0.0)
    conquest = win**3 * ground.prize
    terms = {
        "effort": effort(1.0 + p.total_cost, ground),
        "obligation": -ground.breach - ground.law,
        "prestige": jnp.broadcast_to(ground.prestige[:, None], odds.shape),
        "consumption": (conquest * capture / r_i)
        + motive * ground.share
        - of_aims(drawn * ground.cost, UNLIMITED)
        - ground.trade,
        "power": conquest / r_i,
        "greed": conquest * capture,
        "survival": motive * ground.at_issue,
        "identity": -world.identity
        * (
            conquest / jnp.maximum(world.resources, 1e-6)[None, :]
            + of_aims(flip(ground.cost), UNLIMITED)
        ),
    }
    if p.forms.crisis == BRINKMANSHIP:
        terms["survival"] = terms["survival"] - weakened(win, ground, p)
    return terms


def now_or_later(odds: PerDyad, ground: Ground, p: Parameters) -> PerDyad:
    """What settling the quarrel by arms today gains over doing so later, in pies. [i, j]

    delta_s (W - W'): positive for a declining state, "better now than later" (Levy 1987), and
    negative for a rising one, which gains by waiting. What is conceded today does not settle it,
    for no promise binds the stronger state of tomorrow (Fearon 1995; Powell 1999).
    """
    return p.patience * (chance(odds) - chance(odds + ground.shift))


def weakened(win: PerDyad, ground: Ground, p: Parameters) -> PerDyad:
    """What the arms lost in a war are worth against all others, X_i (1 - W + loss_v W). [i, j]"""
    return ground.exposed[:, None] * (1.0 - win + p.victors_loss * win)


#: Half-width of a uniform error with unit standard deviation.
SPREAD = 3.0**0.5
