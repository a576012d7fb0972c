"""How far a state's strength reaches (Boulding 1962)."""

import jax.numpy as jnp

from westphalia.world.parameters import Parameters
from westphalia.world.state import PerDyad, PerState, World


def delivered(distance: PerDyad, resources: PerState, p: Parameters) -> PerDyad:
    """Share of i's strength that arrives at j, lambda_ij = e^(-d_ij / ell_i). [i, j]

    ell_i = ell max(1, R_i)^proj: those with more than the mean have the ships and bases that carry
    strength farther (Boulding 1962: the loss-of-strength gradient is each power's own).

    Args:
        distance: d_ij, thousand km. resources: R_i, mean 1.
    """
    reach = p.reach * jnp.maximum(resources, 1.0) ** p.projection
    return jnp.exp(-distance / reach[:, None])


def reaching(world: World, p: Parameters) -> World:
    """The world with deliveries as resources are now; as they stand where they depend on none."""
    now = delivered(world.distance, world.resources, p)
    return world._replace(delivery=jnp.where(p.projection > 0, now, world.delivery))
