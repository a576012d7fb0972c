"""Costly signals: giving up part of one's offence to be believed (Jervis 1970; Kydd 2005)."""

import jax
import jax.numpy as jnp

from westphalia.mechanisms.arming import safety, security_slope
from westphalia.mechanisms.contest import fit_for
from westphalia.mechanisms.response import Response, shift
from westphalia.mechanisms.terms import Options, Terms
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState, World


def reduction(world: World, p: Parameters) -> tuple[PerState, PerState]:
    """Arms and posture after scrapping a share c_s of the offensive arms. [n], [n]"""
    scrapped = p.signal_cost * world.posture
    arms = world.arms * (1.0 - scrapped)
    posture = world.posture * (1.0 - p.signal_cost) / (1.0 - scrapped)
    return arms, posture


def options(
    world: World, seen: Assessment, answer: Response, p: Parameters, mods: Modules
) -> Options:
    """Terms of sending the signal against silence. [n, 1, runs]

    A greedy state gives up more: its opportunity falls further. That difference is what the
    signal says; a signal without cost (c_s = 0) says nothing.
    """
    arms, posture = reduction(world, p)

    mass = jnp.log(arms + 1e-9) - jnp.log(world.arms + 1e-9)

    def log_change(now: PerState, then: PerState) -> PerState:
        return mass + jnp.log(fit_for(then, p) / fit_for(now, p))

    attack = log_change(world.posture, posture)
    defend = log_change(1.0 - world.posture, 1.0 - posture)
    slope, kappa = security_slope(seen, p)
    safer = safety(slope, kappa, defend)
    opening = jnp.where(world.greedy > 0, seen.opening_greedy, seen.opening_secure)

    def log_sends(of_type: PerState) -> tuple[PerState, PerState]:
        value = (safer + p.horizon * of_type * attack - p.agreement_cost) / p.heat_deal
        return jax.nn.log_sigmoid(value), jax.nn.log_sigmoid(-value)

    send_g, silent_g = log_sends(seen.opening_greedy)
    send_s, silent_s = log_sends(seen.opening_secure)
    said, unsaid = send_g - send_s, silent_g - silent_s
    moved = shift(answer.standing, p.tempering * said) - shift(
        answer.standing, p.tempering * unsaid
    )
    terms: Terms = {
        "survival": safer[:, None],
        "power": (p.military_share * mass)[:, None],
        "opportunity": (p.horizon * opening * attack)[:, None],
        "effort": -p.agreement_cost * jnp.ones_like(safer)[:, None],
        "response": (answer.strength * attack + answer.belief.sum(1) * moved)[:, None],
    }
    allowed = mods.signals * world.alive
    return Options(terms, allowed[:, None], jnp.stack([unsaid, said], axis=1))


def resolve(world: World, sends: PerState, p: Parameters) -> World:
    """Arms and posture after signals. `sends`: 1 where a state sends. [n]"""
    arms, posture = reduction(world, p)
    return world._replace(
        arms=jnp.where(sends > 0, arms, world.arms),
        posture=jnp.where(sends > 0, posture, world.posture),
    )
