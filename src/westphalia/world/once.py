"""Values that are computed once, where XLA would compute them again for each that uses them.

XLA fuses what produces a value into every consumer of it, so that what a year computes per state,
or draws per pair, is computed again for every pair or kernel that uses it: a step takes up to
twice as long. A conditional cannot be fused across (`lax.optimization_barrier` does not outlive
fusion on a CPU); that its condition is always true the compiler cannot know.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax
from jax.extend.core import jaxpr_as_fun
from jaxtyping import Num

#: A year that no simulation reaches.
_NEVER = 2**32 - 1


def once(compute: Callable[[], Any], known: Num[jax.Array, ""]) -> Any:
    """What a function gives, computed once and kept in memory.

    `known`: a number from 0 that the compiler cannot know, below any year that no simulation
    reaches: a year, whether any state lives.
    """
    traced, like = jax.make_jaxpr(compute, return_shape=True)()

    def compute_it() -> Any:
        found = jaxpr_as_fun(traced)()
        return jax.tree.unflatten(jax.tree.structure(like), found)

    def nothing() -> Any:
        return jax.tree.map(lambda v: jnp.zeros(v.shape, v.dtype), like)

    return lax.cond(jnp.uint32(known) != jnp.uint32(_NEVER), compute_it, nothing)
