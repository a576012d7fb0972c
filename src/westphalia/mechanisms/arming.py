"""Arming and posture: internal balancing, one step a year.

Options: hold, raise or cut the burden by one step, move the posture one step either way. The
value is taken at the steady state that an option leads to, M = a R / delta.
"""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms import inference
from westphalia.mechanisms.contest import fit_for
from westphalia.mechanisms.response import Response, shift
from westphalia.mechanisms.threat import Assessment, exposure
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules, PerState, World, flip
from westphalia.world.terms import ByType, Options, TypedTerms, Weights

OPTIONS = ("hold", "raise", "cut", "offence", "defence")
POSTURE_STEP = 0.1  # share of arms moved between defence and offence
_STEPS = jnp.array([0.0, 1.0, -1.0, 0.0, 0.0])[None, :, None]
_TURNS = jnp.array([0.0, 0.0, 0.0, 1.0, -1.0])[None, :, None]
LOWEST, HIGHEST = 0.001, 0.6  # bounds of the burden, share of resources
Change = Float[Array, "n options runs"]


def security_slope(assessment: Assessment, p: Parameters) -> tuple[PerState, PerState]:
    """First and relative second derivative of ln S_i in ln of its own defence. [n], [n]

    S1 = H sum_j l_ij/(1 - l_ij) eps_ij s_ij, with s_ij = E^D_i / D_i(j) the share of its own
    arms in what j meets. With it the marginal condition w_C a/(1 - a) = w_S S1 gives
    a* = K/(1 + K), K = w_S S1 / w_C. kappa is the mean rate at which S1 falls.
    """
    met = flip(assessment.met)
    own = assessment.defend[:, None] / jnp.maximum(met, 1e-9)
    steep = -assessment.by_defence
    each = exposure(assessment.threat, p) * steep * own
    first = each.sum(1)
    bend = (each * (steep * own / (1.0 - assessment.threat) - (1.0 - own))).sum(1)
    kappa = bend / jnp.maximum(first, 1e-12)
    return first, jnp.clip(kappa, -0.5, 3.0)


def safety(
    slope: Float[Array, "..."], kappa: Float[Array, "..."], change: Float[Array, "..."]
) -> Float[Array, "..."]:
    """Change of ln S when ln E^D changes by `change`: S1 (1 - e^(-kappa change)) / kappa."""
    rate = jnp.where(jnp.abs(kappa) < 1e-3, 1e-3, kappa)
    return -slope * jnp.expm1(-rate * change) / rate


def burdens(world: World, p: Parameters) -> Float[Array, "n options runs"]:
    """The burden each option leads to. [n, options, runs]"""
    steps = jnp.exp(_STEPS * p.burden_step)
    return jnp.clip(world.burden[:, None] * steps, LOWEST, HIGHEST)


def postures(world: World) -> Float[Array, "n options runs"]:
    """The posture each option leads to. [n, options, runs]"""
    return jnp.clip(world.posture[:, None] + POSTURE_STEP * _TURNS, 0.0, 1.0)


def effects(world: World, p: Parameters) -> tuple[Change, Change, Change]:
    """Change of ln M, ln E^A and ln E^D from today's to an option's steady state."""
    arms = jnp.log(burdens(world, p) * world.resources[:, None] / p.depreciation + 1e-9)
    arms = jnp.clip(arms - jnp.log(world.arms + 1e-9)[:, None], -1.0, 1.0)
    then, now = postures(world), world.posture[:, None]
    attack = jnp.log(fit_for(then, p) / fit_for(now, p))
    defend = jnp.log(fit_for(1.0 - then, p) / fit_for(1.0 - now, p))
    return arms, arms + attack, arms + defend


def terms(world: World, assessment: Assessment, p: Parameters) -> TypedTerms:
    """Terms of every option relative to today's burden and stock, but for what it tells.

    Greedy states gain more from offence. [n, options, runs]
    """
    more_arms, more_attack, more_defence = effects(world, p)
    slope, kappa = security_slope(assessment, p)
    a = burdens(world, p)
    return {
        "consumption": jnp.log1p(-a) - jnp.log1p(-world.burden)[:, None],
        "survival": safety(slope[:, None], kappa[:, None], more_defence),
        "effort": -p.posture_cost * jnp.abs(postures(world) - world.posture[:, None]),
        "opportunity": ByType(
            p.horizon * assessment.opening_greedy[:, None] * more_attack,
            p.horizon * assessment.opening_secure[:, None] * more_attack,
        ),
        "power": p.military_share * more_arms,
    }


def evidence(terms: TypedTerms, allowed: Change, agents: Agents, p: Parameters) -> Change:
    """What each option tells of a state's type (log likelihood ratio).

    Others know how a state weighs consumption and survival; they take it not to want power.
    """
    known = Weights(agents.consumption[:, None], agents.survival[:, None], 0.0, 0.0, 0.0)
    return inference.from_choice(terms, known, allowed, p.temperature_arms)


def options(
    world: World,
    assessment: Assessment,
    answer: Response,
    agents: Agents,
    p: Parameters,
    mods: Modules,
) -> tuple[Options, Change]:
    """Every option with all its terms, and what it tells. [n, options, runs]"""
    offered, allowed = terms(world, assessment, p), allowed_options(world, mods)
    log_ratio = evidence(offered, allowed, agents, p)
    believed = shift(answer.standing[:, None], p.tempering * log_ratio)
    _, more_attack, _ = effects(world, p)
    response = answer.strength[:, None] * more_attack + answer.belief.sum(1)[:, None] * believed
    return Options({**offered, "response": response}, allowed), log_ratio


def allowed_options(world: World, mods: Modules) -> Float[Array, "n options runs"]:
    """1 for options there are: both switches, and posture within [0, 1]."""
    burden_moves = mods.arming * jnp.ones_like(world.burden)
    more = mods.posture * (world.posture < 1.0 - 1e-3)
    less = mods.posture * (world.posture > 1e-3)
    hold = jnp.ones_like(world.burden)
    return jnp.stack([hold, burden_moves, burden_moves, more, less], axis=1)


def resolve(
    world: World, choice: Float[Array, "n options runs"], ceiling: PerState, p: Parameters
) -> World:
    """Burden and posture after the choice (one-hot over options), and the stock of arms.

    `ceiling` is the burden an arms cap allows; without one it is not binding.
    """
    burden = jnp.minimum((choice * burdens(world, p)).sum(1), ceiling)
    arms = accumulate(world.arms, burden * world.resources, p.depreciation)
    return world._replace(
        burden=burden, posture=(choice * postures(world)).sum(1), arms=arms * world.alive
    )


def accumulate(
    arms: PerState, procurement: PerState, wear: Float[Array, "..."] | float
) -> PerState:
    """The stock of arms after a year, M' = (1 - delta) M + procurement.

    With procurement linear in the rival's arms this is Richardson's (1960) system.
    """
    return (1.0 - wear) * arms + procurement
