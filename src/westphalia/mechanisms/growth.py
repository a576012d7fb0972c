"""Shocks: growth of resources and turnover of types."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import PerState, World


def grow(
    world: World,
    noise: PerState,
    shock: PerState,
    given: Float[Array, "n #runs"],
    p: Parameters,
) -> World:
    """Resources after a year, R' = R e^(g + s_R eps), scaled to mean 1 over living states.

    Relative growth g is AR(1), g' = rho_g g + s_g eps, with a pull -conv ln R towards the mean
    (Barro & Sala-i-Martin 1992), unless `given` (exogenous growth, NaN where unknown), which
    then replaces all three. Power is relative: only ratios of resources
    matter, so the scaling changes no decision, and arms are scaled with them.
    """
    drawn = p.growth_memory * world.growth + p.growth_shock * shock
    known = ~jnp.isnan(given)
    g = jnp.where(known, jnp.nan_to_num(given), drawn)
    pull = p.convergence * jnp.log(jnp.maximum(world.resources, 1e-3))
    rise = g + jnp.where(known, 0.0, p.growth_noise * noise - pull)
    return normalise(
        world._replace(resources=world.resources * jnp.exp(rise) * world.alive, growth=g)
    )


def normalise(world: World) -> World:
    """Resources scaled to mean 1 over living states, and arms with them."""
    living = jnp.maximum(world.alive.sum(0), 1.0)
    scale = living / jnp.maximum((world.resources * world.alive).sum(0), 1e-9)
    return world._replace(resources=world.resources * scale, arms=world.arms * scale)


def turn_types(world: World, turn: PerState, draw: PerState, p: Parameters) -> World:
    """True types after a year: redrawn with chance nu (governments change)."""
    fresh = (draw < p.greedy_share).astype(world.greedy.dtype)
    return world._replace(greedy=jnp.where(turn < p.type_turnover, fresh, world.greedy))
