"""Costly signals: giving up part of one's offence to be believed (Jervis 1970; Kydd 2005)."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import inference
from westphalia.mechanisms.arming import safety, security_slope
from westphalia.mechanisms.contest import fit_for
from westphalia.mechanisms.response import Response, shift
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState, World
from westphalia.world.terms import ByType, Options, TypedTerms, public_weights


def reduction(world: World, p: Parameters) -> tuple[PerState, PerState]:
    """Arms and posture after scrapping a share c_s of the offensive arms. [n], [n]"""
    scrapped = p.signal_cost * world.posture
    arms = world.arms * (1.0 - scrapped)
    posture = world.posture * (1.0 - p.signal_cost) / (1.0 - scrapped)
    return arms, posture


def terms(world: World, assessment: Assessment, p: Parameters) -> TypedTerms:
    """Terms of sending the signal against silence, but for what it tells. [n, 1, runs]

    A greedy state gives up more: its opportunity falls further. That difference is what the
    signal tells; a signal without cost (c_s = 0) tells nothing.
    """
    arms, mass, attack, defend = _log_changes(world, p)
    slope, kappa = security_slope(assessment, p)
    return {
        "survival": safety(slope, kappa, defend)[:, None],
        "power": (p.military_share * mass)[:, None],
        "opportunity": ByType(
            (p.horizon * assessment.opening_greedy * attack)[:, None],
            (p.horizon * assessment.opening_secure * attack)[:, None],
        ),
        "effort": -p.agreement_cost * jnp.ones_like(arms)[:, None],
    }


def evidence(
    terms: TypedTerms, p: Parameters
) -> tuple[Float[Array, "n 1 runs"], Float[Array, "n 1 runs"]]:
    """What sending tells of a state's type, and what silence tells (log likelihood ratios)."""
    return inference.from_proposal(terms, public_weights(0.0), p.temperature_deal)


def response(
    world: World, answer: Response, sent: Array, silent: Array, p: Parameters
) -> Float[Array, "n 1 runs"]:
    """How others answer, through the author's strength and their beliefs. `sent`, `silent`:
    see `evidence`."""
    _, _, attack, _ = _log_changes(world, p)
    standing = answer.standing[:, None]
    moved = shift(standing, p.tempering * sent) - shift(standing, p.tempering * silent)
    return (answer.strength * attack)[:, None] + answer.belief.sum(1)[:, None] * moved


def options(
    world: World, assessment: Assessment, answer: Response, p: Parameters, mods: Modules
) -> Options:
    """Sending the signal, against silence. [n, 1, runs]"""
    offered = terms(world, assessment, p)
    sent, silent = evidence(offered, p)
    allowed = mods.signals * world.alive
    return Options(
        {**offered, "response": response(world, answer, sent, silent, p)}, allowed[:, None]
    )


def _log_changes(world: World, p: Parameters) -> tuple[PerState, PerState, PerState, PerState]:
    """Arms after the signal, and the change of ln M, ln E^A and ln E^D. [n]"""
    arms, posture = reduction(world, p)
    mass = jnp.log(arms + 1e-9) - jnp.log(world.arms + 1e-9)

    def log_change(now: PerState, then: PerState) -> PerState:
        return mass + jnp.log(fit_for(then, p) / fit_for(now, p))

    attack = log_change(world.posture, posture)
    return arms, mass, attack, log_change(1.0 - world.posture, 1.0 - posture)


def resolve(world: World, sends: PerState, p: Parameters) -> World:
    """Arms and posture after signals. `sends`: 1 where a state sends. [n]"""
    arms, posture = reduction(world, p)
    return world._replace(
        arms=jnp.where(sends > 0, arms, world.arms),
        posture=jnp.where(sends > 0, posture, world.posture),
    )
