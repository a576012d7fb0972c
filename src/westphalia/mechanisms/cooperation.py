"""Cooperation between pairs: deals, inspections, hotlines, withdrawals, arms caps, institutions.

Each year a pair may meet on one item. It stands if both accept and lapses, at a later meeting,
if either does not. Every item is worth what it does to consumption and to survival; relative
gains enter because a partner's gain turns into power (Grieco 1988).
"""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.arming import security_slope
from westphalia.mechanisms.prospects import trade_value
from westphalia.mechanisms.response import Response
from westphalia.mechanisms.terms import ITEMS, Options, Terms
from westphalia.mechanisms.threat import Assessment, unseen
from westphalia.world.parameters import Parameters
from westphalia.world.state import Mind, Modules, PerDyad, PerState, World, flip, living_pairs

INSTITUTION_STEP = 0.2  # joint institutions gained or lost at one meeting, share
INSTITUTION_GAIN = 0.25  # trade gains that full institutions add, share
INSTITUTION_AUTONOMY = 0.1  # of an ally's autonomy cost


def deal(
    own_gain: PerDyad, partner_gain: PerDyad, psi: PerDyad, psi_all: PerState, identity: PerDyad
) -> Terms:
    """A deal that gives i a share of its resources and j a share of its own. [i, j]

    consumption = V / R_i; survival = (sum_k Psi_ik) V / R_i - Psi_ij W / R_j. With two equal
    states this is U = V - k (W - V), k = Psi / w_C (Grieco 1988, with k derived; it dilutes
    as 1/(n - 1) among n - 1 equal rivals, Snidal 1991).
    """
    return {
        "consumption": own_gain,
        "survival": psi_all[:, None] * own_gain - psi * partner_gain,
        "identity": identity * partner_gain,
    }


def accepted(
    world: World,
    seen: Assessment,
    answer: Response,
    mind: Mind,
    p: Parameters,
    mods: Modules,
) -> dict[str, Terms]:
    """Terms of accepting each item with each partner, against not having it. [i, j]"""
    gain = trade_value(world, p)
    psi = answer.pressure
    effort = -p.agreement_cost * jnp.ones_like(psi)
    opening = jnp.where(world.greedy > 0, seen.opening_greedy, seen.opening_secure)
    revealed = p.tempering * jnp.where(
        world.greedy[:, None] > 0, 1.0 - flip(world.belief), -flip(world.belief)
    )
    lifted = (unseen(world, mind) * mind.good_news)[:, None] * (1.0 - world.belief)
    relief = p.horizon * seen.by_doubt * lifted
    accidents = mods.accidents * p.accident * (seen.crisis + flip(seen.crisis)) * seen.ground.cost
    edge = jnp.log1p(p.surprise * world.delivery)
    slope, _ = security_slope(seen, p)
    towards = seen.crisis / jnp.maximum(seen.crisis.sum(1, keepdims=True), 1e-9)
    saved = jnp.log1p(-world.burden * jnp.exp(-p.cap_depth)) - jnp.log1p(-world.burden)
    trust = 1.0 - world.belief
    return {
        "deal": deal(gain, flip(gain), psi, psi.sum(1), world.identity) | {"effort": effort},
        "inspection": {
            "survival": relief,
            "response": answer.belief * revealed,
            "effort": effort,
        },
        "hotline": {"consumption": accidents, "effort": effort},
        "withdrawal": {
            "survival": psi * edge,
            "opportunity": -p.horizon * opening[:, None] * towards * edge,
            "effort": effort,
        },
        "cap": {
            "consumption": jnp.broadcast_to(saved[:, None], psi.shape),
            "survival": (trust * psi - slope[:, None]) * p.cap_depth,
            "effort": effort,
        },
        "institution": {
            "consumption": INSTITUTION_GAIN * gain,
            "autonomy": -INSTITUTION_AUTONOMY * p.autonomy_cost * jnp.ones_like(psi),
            "response": answer.belief * revealed * INSTITUTION_STEP,
            "effort": effort,
        },
    }


def agenda(world: World, lot: PerDyad, p: Parameters, mods: Modules) -> dict[str, PerDyad]:
    """Which item each pair meets on this year, if any: 1 where it is on the table. [i, j]

    A pair meets with chance q_t, on each item alike. An item whose module is off is not there;
    the others come up no more often for it. `lot`: uniform numbers that a pair shares.
    """
    on = {
        "deal": mods.deals,
        "inspection": mods.inspections,
        "hotline": mods.hotlines,
        "withdrawal": mods.withdrawals,
        "cap": mods.caps,
        "institution": mods.institutions,
    }
    item = jnp.floor(lot / jnp.maximum(p.agenda, 1e-9) * len(ITEMS))
    pairs = living_pairs(world)
    return {name: (item == k) * pairs * on[name] for k, name in enumerate(ITEMS)}


def said_by(
    world: World, seen: Assessment, answer: Response, mind: Mind, p: Parameters
) -> dict[str, PerDyad]:
    """How much more an item is worth to a greedy than to a secure state, utils. [i, j]

    Greedy states lose more by withdrawing and by being seen. Only these items tell.
    """
    towards = seen.crisis / jnp.maximum(seen.crisis.sum(1, keepdims=True), 1e-9)
    keener = (seen.opening_greedy - seen.opening_secure)[:, None]
    return {
        "withdrawal": -p.horizon * keener * towards * jnp.log1p(p.surprise * world.delivery),
        "inspection": mind.survival[:, None] * answer.belief * p.tempering,
        "institution": mind.survival[:, None] * answer.belief * p.tempering * INSTITUTION_STEP,
    }


def options(
    world: World,
    seen: Assessment,
    answer: Response,
    on_table: dict[str, PerDyad],
    mind: Mind,
    p: Parameters,
    mods: Modules,
) -> dict[str, Options]:
    """Every item as a decision to accept it, allowed where it is on the table. [i, j]

    `said` is how much more an item is worth to a greedy than to a secure state (utils).
    """
    terms = accepted(world, seen, answer, mind, p, mods)
    told = said_by(world, seen, answer, mind, p)
    nothing = jnp.zeros_like(world.belief)
    return {k: Options(terms[k], on_table[k], told.get(k, nothing)) for k in ITEMS}


def evidence(consent: PerDyad, chance: PerDyad, told: PerDyad, p: Parameters) -> PerState:
    """What answers say of a state's type, ln P(answer | greedy) - ln P(answer | secure). [n]

    First order in the difference of value between the types: accepting tells (1 - P) told / T,
    refusing -P told / T.
    """
    return jnp.clip((consent - chance) * told / p.heat_deal, -4.0, 4.0).sum(1)


def resolve(world: World, on_agenda: dict[str, PerDyad], consent: PerDyad, p: Parameters) -> World:
    """What stands after this year's meetings. `consent`: 1 where i accepts its item with j."""
    both = consent * flip(consent)

    def after(item: str, now: PerDyad) -> PerDyad:
        return jnp.where(on_agenda[item] > 0, both, now)

    step = (2.0 * both - 1.0) * INSTITUTION_STEP * on_agenda["institution"]
    ceiling = world.burden[:, None] * jnp.exp(-p.cap_depth)
    cap = jnp.where(
        on_agenda["cap"] > 0, both * jnp.where(world.cap > 0, world.cap, ceiling), world.cap
    )
    return world._replace(
        trade=after("deal", world.trade),
        transparency=after("inspection", world.transparency),
        hotline=after("hotline", world.hotline),
        withdrawal=after("withdrawal", world.withdrawal),
        cap=cap,
        institutions=jnp.clip(world.institutions + step, 0.0, 1.0),
    )


def comply(
    trust: Float[Array, "..."],
    reward: Float[Array, "..."],
    sucker: Float[Array, "..."],
    temptation: Float[Array, "..."],
    punishment: Float[Array, "..."] | float,
    detection: Float[Array, "..."] | float,
    discount: Float[Array, "..."] | float,
) -> Float[Array, "..."]:
    """What complying with an agreement is worth against cheating, in its own units.

    t (R - T) + (1 - t)(S - P) + delta/(1 - delta) V t (R - P), with t the chance that the
    partner complies. With t = 1 it holds iff delta >= (T-R)/[(T-R) + V (R-P)]; with V = 0 iff
    t >= (P-S)/(R-T+P-S) (Kydd 2005).
    """
    today = trust * (reward - temptation) + (1.0 - trust) * (sucker - punishment)
    future = discount / (1.0 - discount) * detection * trust * (reward - punishment)
    return today + future


def compliance(
    world: World, seen: Assessment, answer: Response, mind: Mind, p: Parameters
) -> PerDyad:
    """Value of complying with an arms cap against cheating, utils. [i, j]

    A cap holds the burden e^(-s_c) below what it would be. Relative to no treaty (P = 0):
    cutting one's own arms saves consumption and costs security, the partner's cut gives
    security. R = own + theirs, S = own, T = theirs.
    """
    slope, _ = security_slope(seen, p)
    free = jnp.minimum(world.cap * jnp.exp(p.cap_depth), 0.99)  # the burden without the cap
    saved = jnp.log1p(-world.cap) - jnp.log1p(-free)
    own = mind.consumption[:, None] * saved - (mind.survival * slope * p.cap_depth)[:, None]
    theirs = mind.survival[:, None] * answer.pressure * p.cap_depth
    watched = p.detection + (p.inspected_detection - p.detection) * world.transparency
    value = comply(1.0 - world.belief, own + theirs, own, theirs, 0.0, watched, p.discount)
    return value + p.enforcement * p.sanction


def keep_caps(
    world: World, complies: PerDyad, found: Float[Array, "n #n #runs"], p: Parameters, mods: Modules
) -> tuple[World, PerState, PerDyad]:
    """Caps after a year of complying or cheating, and the burden each state is held to.

    A cheat that is found ends the cap. Returns the world, the ceiling on the burden [n] and
    whether i keeps its cap with j [i, j].

    Args:
        complies: 1 where i keeps its cap with j. found: uniform numbers in (0, 1).
    """
    held = mods.caps * (world.cap > 0) * complies
    ceiling = jnp.where(held > 0, world.cap, 1.0).min(1)
    watched = p.detection + (p.inspected_detection - p.detection) * world.transparency
    caught = mods.caps * (world.cap > 0) * (1.0 - complies) * (found < watched)
    ends = jnp.maximum(caught, flip(caught))
    return world._replace(cap=world.cap * (1.0 - ends)), ceiling, held
