"""Non-state attackers: fear without a state behind it, and the wrong state blamed for it."""

import jax.numpy as jnp

from westphalia.mechanisms.inference import bayes
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World, living_pairs

FEAR_KEPT = 0.8  # of last year's fear, 1/year


def strike(world: World, attack: PerState, blame: PerDyad, p: Parameters, mods: Modules) -> World:
    """Attacks by non-state actors raise worst-case thinking and suspicion of a state.

    Each state is hit with the hazard h_n. Its fear (worst-case weight) becomes at least k_n and
    fades. It blames the state it suspects most, give or take noise: ln odds of B rise by `att`.
    `attack` and `blame`: uniform numbers. With the module off nothing changes.
    """
    hit = (attack < mods.nonstate * p.attack_hazard) * world.alive
    faded = FEAR_KEPT * world.fear
    fear = jnp.where(hit > 0, jnp.maximum(p.attack_fear, faded), faded)
    score = jnp.where(
        living_pairs(world) > 0, jnp.log(world.belief) - jnp.log(-jnp.log(blame)), -jnp.inf
    )
    suspect = (score >= score.max(1, keepdims=True)) * hit[:, None] * living_pairs(world)
    return world._replace(
        fear=jnp.where(mods.nonstate > 0, fear, world.fear),
        belief=bayes(world.belief, p.attribution * suspect),
    )
