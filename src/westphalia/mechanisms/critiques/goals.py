"""Goals beyond security: challenges wanted for prestige or creed (Lebow 2008)."""

import jax.numpy as jnp

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState


def prestige(like: PerState, p: Parameters, mods: Modules) -> PerState:
    """Utils that a challenge is worth for its own sake, shaped as `like`; 0 with the module off."""
    return mods.goals * p.prestige * jnp.ones_like(like)
