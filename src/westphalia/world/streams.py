"""Named random streams: a run's numbers depend on its seed, its index and the name alone.

A mechanism asks for a stream by name. Because every stream has its own counter, switching a
mechanism off does not move another's numbers (common random numbers), and run 17 of 50 is run
17 of 5,000. Generator: threefry-2x32 (Salmon et al. 2011), through `jax.random`.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

#: Every stream there is; the position is part of the key, so new names go at the end.
STREAMS = (
    "start/type",
    "start/place",
    "start/resources",
    "growth/noise",
    "growth/shock",
    "types/turn",
    "types/type",
    "issues/open",
    "issues/share",
    "leaders/turn",
    "leaders/heat",
    "leaders/confidence",
    "nonstate/attack",
    "nonstate/blame",
    "cooperation/meet",
    "cooperation/item",
    "cooperation/consent",
    "cooperation/comply",
    "cooperation/detect",
    "signals/send",
    "alignment/meet",
    "alignment/consent",
    "alignment/order",
    "arming/choice",
    "arming/routine",
    "crisis/cost",
    "crisis/error",
    "crisis/choice",
    "crisis/resist",
    "crisis/accident",
    "war/priority",
    "war/join",
    "war/order",
    "war/decisive",
    "war/outcome",
    "war/annex",
)
if len(set(STREAMS)) != len(STREAMS):
    raise ValueError("two random streams have the same name")
_INDEX = {name: k for k, name in enumerate(STREAMS)}


class Streams(NamedTuple):
    """The random numbers of one year: one key per run, from which streams are drawn."""

    keys: Array

    def uniform(self, name: str, *shape: int) -> Float[Array, "*shape runs"]:
        """Uniform numbers in (0, 1) of a named stream. [*shape, runs]"""
        index = _INDEX[name]

        def one(key: Array) -> Array:
            return jax.random.uniform(jax.random.fold_in(key, index), shape, minval=1e-7)

        return jax.vmap(one, out_axes=-1)(self.keys)

    def normal(self, name: str, *shape: int) -> Float[Array, "*shape runs"]:
        """Standard normal numbers of a named stream. [*shape, runs]"""
        return jax.scipy.special.ndtri(self.uniform(name, *shape))

    def pairwise(self, name: str, n: int) -> Float[Array, "n n runs"]:
        """Uniform numbers that a pair shares, u_ij = u_ji. [n, n, runs]

        The sum of two independent uniforms modulo 1 is uniform and knows no order of the pair.
        """
        u = self.uniform(name, n, n)
        return jnp.clip((u + jnp.swapaxes(u, 0, 1)) % 1.0, 1e-7, 1.0 - 1e-7)


def run_keys(seed: Array, runs: Array) -> Array:
    """One key per run index. `runs`: integers [runs]."""
    base = jax.random.key(seed)
    return jax.vmap(lambda run: jax.random.fold_in(base, run))(runs)


def year_streams(keys: Array, year: Array) -> Streams:
    """The streams of one year (0 = the start)."""
    return Streams(jax.vmap(lambda key: jax.random.fold_in(key, year))(keys))
