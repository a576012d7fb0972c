"""Organisations: routines and ministries between a state's interest and its choice (Allison 1971).

Mobilisation plans, the third part of the critique, act in the crisis stage.
"""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules

Chances = Float[Array, "n options #runs"]


def compromise(
    interest: Chances, treasury: Chances, military: Chances, p: Parameters, mods: Modules
) -> Chances:
    """Chances of the arms options when organisations have a say. [n, options, runs]

    With chance `rout` last year's programme simply runs on (hold, the first option); of the
    rest, `vote` is carried by one ministry alone, the treasury (consumption terms) or the
    military (survival, power, opportunity) with equal chance; else by the state's interest.
    """
    vote = mods.organisations * p.ministries
    chosen = (1.0 - vote) * interest + 0.5 * vote * (treasury + military)
    routine = mods.organisations * p.routine
    hold = jnp.zeros_like(interest).at[:, 0].set(1.0)
    return routine * hold + (1.0 - routine) * chosen
