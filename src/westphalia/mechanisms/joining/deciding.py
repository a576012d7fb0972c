"""Who joins a war: all third states at once, or one after another."""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.mechanisms.joining.fronts import Front, Sides, Strengths
from westphalia.world.indexing import turns
from westphalia.world.state import PerState, World


class Join(NamedTuple):
    """What third states do about a war: the choice, one-hot over `JOIN`, and a code of why."""

    choice: Float[Array, "n 3 runs"]
    motive: PerState


#: What third states do about a war in a world, given its sides and the strength that has joined.
Choose = Callable[[World, Front, Sides, Strengths | None], Join]


def decide(world: World, front: Front, side: Sides, choose: Choose, order: PerState | None) -> Join:
    """Who joins, and why: all at once, or in turn by the random `order`."""
    if order is None:
        return choose(world, front, side, None)
    place = turns(order)

    def turn(k: Array, so_far: Join) -> Join:
        on_x = (so_far.choice[:, 2] * side.as_attacker).sum(0) * jnp.ones_like(place)
        on_y = (so_far.choice[:, 1] * side.as_defender).sum(0) * jnp.ones_like(place)
        mine = place == k
        now = choose(world, front, side, (on_x, on_y))
        return Join(
            jnp.where(mine[:, None], now.choice, so_far.choice),
            jnp.where(mine, now.motive, so_far.motive),
        )

    nobody = jnp.zeros((place.shape[0], 3, place.shape[1])).at[:, 0].set(1.0)
    return lax.fori_loop(0, place.shape[0], turn, Join(nobody, jnp.zeros_like(place)))
