"""What a state can expect from challenging another: one function with three uses.

The crisis chooser values its own options with it; everybody judges with it how dangerous others
are (threat); and everybody learns with it what an act says about its author (beliefs). One
function in three places keeps behaviour, fear and inference consistent (McKelvey & Palfrey
1995; Signorino 1999).
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array

from westphalia.mechanisms.bargaining import Demand, best_demand, expected_demand, preventive
from westphalia.mechanisms.contest import chance, contest_of
from westphalia.mechanisms.critiques import goals, regime
from westphalia.mechanisms.critiques.capture import inflated
from westphalia.mechanisms.war_cost import UNLIMITED, cost_to, of_aims, unit_cost
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip
from westphalia.world.terms import Terms, Weights


class Ground(NamedTuple):
    """What a pair's quarrel is about and would cost, for i against j. All [n, n, runs].

    `pie`: the disputed amount, sigma lambda min(R_i, R_j), in mean resources. `share`: pie / R_i.
    `cost`: mean cost of war as a share of R_i. `target_top`: largest cost j may have, in pies.
    `prize`: R_j (1 - waste) annex lambda, what a total victory is worth, in mean resources.
    `trade`: consumption lost when war ends trade. `shift`: how growth moves the log odds.
    `fixed`: effort of opening a crisis, utils. `obligation`: breach and law, utils.
    `at_issue`: what lies between the pair apart from the pie, H l_ij (survival).
    `prestige`: value of challenging for its own sake, utils. `slip`: chance that a settled
    crisis ends in war all the same.
    """

    pie: PerDyad
    share: PerDyad
    cost: PerDyad
    target_top: PerDyad
    prize: PerDyad
    trade: PerDyad
    shift: PerDyad
    fixed: PerState
    obligation: PerDyad
    at_issue: PerDyad
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
    unit = unit_cost(world.nuclear[:, None], world.nuclear[None, :], p)
    pie = p.stake_size * world.delivery * smaller
    cost = cost_to(unit, smaller, r_i[:, None]) / r_i[:, None]
    share = pie / r_i[:, None]
    renewed = mods.deals * p.agenda / len(AGREEMENTS)
    years_lost = 1.0 / (1.0 - p.discount * (1.0 - renewed))
    allied = (world.pact > 0).astype(pie.dtype)
    return Ground(
        pie=pie,
        share=share,
        cost=cost,
        target_top=2.0 * unit / (p.stake_size * jnp.maximum(world.delivery, 1e-6)),
        prize=mods.annexation
        * p.annexation
        * (1.0 - p.waste)
        * world.delivery
        * world.resources[None, :],
        trade=trade_value(world, p) * world.trade * years_lost,
        shift=contest_of(p).shift(
            arriving, met, world.growth[:, None], world.growth[None, :], p.shift_years, p
        ),
        fixed=p.crisis_cost * regime.audience(world.openness, p, mods),
        obligation=-p.breach * allied - p.enforcement * p.sanction,
        at_issue=p.horizon * world.threat,
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
    mods: Modules,
    cost_draw: PerState | None = None,
) -> Prospects:
    """Terms of the two ways to challenge each target. [n, n, runs]

    Demand (limited aims), in shares of R: EV pie / R_i, with EV from the bargaining of
    `bargaining.best_demand`. Total war (unlimited aims; Schweller 1994): W^3 prize / R_i - 2 cost,
    plus what a preventive war saves of everything at issue with j. Conquest needs victory (W)
    and then holding the land (W^2).

    Args:
        odds: log odds of victory as the decider judges them.
        wants: weights; they set how costly war is in pies.
        cost_draw: the decider's own cost of war in units of the mean, U[0, 2], when it is
            known (to itself); None when others judge.
    """
    win = chance(odds)
    worth = ground.share * (
        (wants.consumption + wants.greed * world.resources[:, None]) * ground.capture[:, None]
        + wants.power
    )
    own_top = 2.0 * wants.consumption * ground.cost / jnp.maximum(worth, 1e-9)
    if cost_draw is None:
        error = SPREAD * p.misjudgement * win * (1.0 - win)
        demand = expected_demand(win, world.stake, own_top, ground.target_top, error)
        drawn = 1.0
    else:
        drawn = cost_draw[:, None]
        demand = best_demand(win, world.stake, 0.5 * drawn * own_top, ground.target_top)
    war = demand.credible * (demand.war + (1.0 - demand.war) * ground.slip)
    gain = demand.credible * demand.gain
    capture = ground.capture[:, None]
    r_i = jnp.maximum(world.resources, 1e-6)[:, None]

    def effort(size: float | Array) -> PerDyad:
        return jnp.broadcast_to(-size * ground.fixed[:, None], odds.shape)

    later = chance(odds + ground.shift)
    motive = mods.preventive_war * jnp.maximum(
        preventive(win, later, 0.5 * drawn * own_top, p.patience), 0.0
    )
    conquest = win**3 * ground.prize
    demand_terms = {
        "effort": effort(1.0),
        "obligation": ground.obligation,
        "prestige": jnp.broadcast_to(ground.prestige[:, None], odds.shape),
        "consumption": ground.share * gain * capture - ground.trade * war,
        "power": ground.share * gain,
        "greed": ground.pie * gain * capture,
        "identity": -world.identity * (flip(ground.share) * gain + war * flip(ground.cost)),
    }
    total_terms = {
        "effort": effort(1.0 + p.total_cost),
        "obligation": ground.obligation,
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
    return Prospects(demand._replace(war=war), demand_terms, total_terms)


#: Half-width of a uniform error with unit standard deviation.
SPREAD = 3.0**0.5
