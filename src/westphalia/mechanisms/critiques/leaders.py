"""Leaders: some are more erratic or more confident than others (Byman & Pollack 2001)."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState, World


def succeed(
    world: World,
    turn: PerState,
    character: Float[Array, "2 n #runs"],
    p: Parameters,
    mods: Modules,
) -> World:
    """New leaders with the hazard of turnover: e^(s_l eps) for temperature and for confidence.

    Temperature multiplies the noise of a state's choices, confidence its judged odds of victory.
    With the module off both stay 1. `turn` uniform, `character` standard normal.
    """
    new = turn < p.leader_hazard

    def after(now: PerState, draw: PerState) -> PerState:
        then = jnp.where(new, jnp.exp(p.leader_spread * draw), now)
        return jnp.where(mods.leaders > 0, then, now)

    return world._replace(
        leader_temperature=after(world.leader_temperature, character[0]),
        leader_confidence=after(world.leader_confidence, character[1]),
    )
