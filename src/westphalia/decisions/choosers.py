"""Choosers: what stands between the value of options and their consequences.

The chooser is the only thing that changes between uses of the model. Simulation draws from the
quantal response (`Draw`); replay imposes what history chose and adds up its log-probability;
play asks a person. A chooser sees the decision's name and the chances of its options.
"""

from typing import Protocol

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, Int

Chances = Float[Array, "n options runs"]
War = Int[Array, "runs"] | None


class Chooser(Protocol):
    """Turns chances into choices. Both methods are traced, so they must be pure."""

    def pick(
        self, decision: str, chances: Chances, u: Float[Array, "n runs"], war: War = None
    ) -> Chances:
        """One option per decider, one-hot. `chances` add to 1 over options.

        `war`: which war it is about, by its attacker, where states decide whether to join one.
        """
        ...

    def consent(
        self, decision: str, chance: Float[Array, "..."], u: Float[Array, "..."]
    ) -> Float[Array, "..."]:
        """Yes (1) or no (0) to one proposal, elementwise."""
        ...


class Draw:
    """Draws from the chances with the given uniform numbers (inverse distribution)."""

    def pick(
        self, decision: str, chances: Chances, u: Float[Array, "n runs"], war: War = None
    ) -> Chances:
        """One option per decider, with its chance."""
        count = chances.shape[1]
        aim = u * chances.sum(1)

        def pass_by(k: Array | int, so_far: tuple[Array, Array]) -> tuple[Array, Array]:
            upper = so_far[0] + lax.dynamic_index_in_dim(chances, k, 1, keepdims=False)
            return upper, so_far[1] + (upper <= aim)

        start = jnp.zeros_like(aim), jnp.zeros(aim.shape, jnp.int32)
        _, passed = lax.fori_loop(0, count, pass_by, start)
        index = jnp.minimum(passed, count - 1)
        options = jnp.arange(count)[None, :, None]
        return (options == index[:, None]).astype(chances.dtype)

    def consent(
        self, decision: str, chance: Float[Array, "..."], u: Float[Array, "..."]
    ) -> Float[Array, "..."]:
        """Yes with the given chance."""
        return (u < chance).astype(chance.dtype)
