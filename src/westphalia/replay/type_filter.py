"""What a state's choices say of its type: an exact filter over two types."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters


def filter_types(
    did: Float[Array, "2 years n"], entered: Float[Array, "years n"], p: Parameters
) -> tuple[Float[Array, "years n"], Float[Array, "years n"]]:
    """The chance that each state is greedy before each year's choices, and their log-chance.

    A forward filter: types turn over, w <- (1 - nu) w + nu pi, and what a state did in the year
    then weighs, w <- w e^{l_greedy} / (w e^{l_greedy} + (1 - w) e^{l_secure}). Given the public
    past the choices of different states are independent, because beliefs depend on what was
    seen alone; where shares are not known, what one state did in a year is so only nearly.

    Args:
        did: log-probability of all that a state did in a year, by its type: secure, greedy.
        entered: 1 in the year in which a state enters.
    """

    def one(past: Array, now: tuple[Array, ...]) -> tuple[Array, tuple[Array, Array]]:
        secure, greedy, new = now
        known = jnp.where(new > 0, p.greedy_share, past)
        before = (1.0 - p.type_turnover) * known + p.type_turnover * p.greedy_share
        top = jnp.maximum(secure, greedy)
        weights = before * jnp.exp(greedy - top), (1.0 - before) * jnp.exp(secure - top)
        total = weights[0] + weights[1]
        return weights[0] / total, (before, jnp.log(total) + top)

    start = jnp.zeros_like(did[0, 0]) + p.greedy_share
    return jax.lax.scan(one, start, (did[0], did[1], entered))[1]
