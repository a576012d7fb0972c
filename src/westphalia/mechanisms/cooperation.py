"""Cooperation between pairs: deals, inspections, hotlines, withdrawals, arms caps, institutions.

Each year a pair may meet on one item. It stands if both accept and lapses, at a later meeting,
if either does not. Every item is worth what it does to consumption and to survival; relative
gains enter because a partner's gain turns into power (Grieco 1988).
"""

from collections.abc import Mapping

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.arming import security_slope
from westphalia.mechanisms.response import Response
from westphalia.mechanisms.threat import Assessment
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, flip, living_pairs
from westphalia.world.terms import ByType, Options, Terms, TypedTerms


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


def agenda(world: World, lot: PerDyad, p: Parameters, mods: Modules) -> dict[str, PerDyad]:
    """Which item each pair meets on this year, if any: 1 where it is on the table. [i, j]

    A pair meets with chance q_t, on each item alike. An item whose module is off is not there;
    the others come up no more often for it. `lot`: uniform numbers that a pair shares.
    """
    item = jnp.floor(lot / jnp.maximum(p.agenda, 1e-9) * len(AGREEMENTS))
    pairs = living_pairs(world)
    return {a.name: (item == k) * pairs * getattr(mods, a.module) for k, a in enumerate(AGREEMENTS)}


def revealed(world: World, p: Parameters) -> ByType:
    """How far being seen for what one is moves what j believes of i: chi (1 - B_ji) if i is
    greedy, -chi B_ji if it is secure. [i, j]"""
    believed = flip(world.belief)
    return ByType(p.tempering * (1.0 - believed), -p.tempering * believed)


def towards(assessment: Assessment) -> PerDyad:
    """The share of i's coming crises that are with j. [i, j]"""
    return assessment.crisis / jnp.maximum(assessment.crisis.sum(1, keepdims=True), 1e-9)


def edge(world: World, p: Parameters) -> PerDyad:
    """Log points of strength that striking first from the border adds, ln(1 + f lambda). [i, j]"""
    return jnp.log1p(p.surprise * world.delivery)


def stands(item: str, now: PerDyad, on_agenda: Mapping[str, PerDyad], both: PerDyad) -> PerDyad:
    """An agreement after this year's meetings: where it was on the table, whether both agreed."""
    return jnp.where(on_agenda[item] > 0, both, now)


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
    world: World, assessment: Assessment, answer: Response, p: Parameters, mods: Modules
) -> Options:
    """Terms of keeping an arms cap with j, against cheating. [i, j]

    A cap holds the burden e^(-s_c) below what it would be. Relative to no treaty (P = 0):
    cutting one's own arms saves consumption and costs security, the partner's cut gives
    security. R = own + theirs, S = own, T = theirs, so that of `comply` there remain (1 + f) own
    + f theirs with f = delta / (1 - delta) V t, in each term.
    """
    slope, _ = security_slope(assessment, p)
    free = jnp.minimum(world.cap * jnp.exp(p.cap_depth), 0.99)  # the burden without the cap
    saved = jnp.log1p(-world.cap) - jnp.log1p(-free)
    less_safe = -(slope * p.cap_depth)[:, None] * jnp.ones_like(saved)
    safer = answer.pressure * p.cap_depth
    watched, trust = detection(world, p), 1.0 - world.belief

    def term(own: PerDyad, theirs: PerDyad) -> PerDyad:
        return comply(trust, own + theirs, own, theirs, 0.0, watched, p.discount)

    terms: TypedTerms = {
        "consumption": term(saved, jnp.zeros_like(saved)),
        "survival": term(less_safe, safer),
        "obligation": p.enforcement * p.sanction * jnp.ones_like(saved),
    }
    return Options(terms, (world.cap > 0) * mods.caps)


def detection(world: World, p: Parameters) -> PerDyad:
    """Chance a year that cheating on a cap is found, higher where i lets j inspect. [i, j]"""
    return p.detection + (p.inspected_detection - p.detection) * world.transparency


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
    caught = mods.caps * (world.cap > 0) * (1.0 - complies) * (found < detection(world, p))
    ends = jnp.maximum(caught, flip(caught))
    return world._replace(cap=world.cap * (1.0 - ends)), ceiling, held
