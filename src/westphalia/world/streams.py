"""Named random streams: a run's numbers depend on its seed, its index and the name alone.

A mechanism asks for a stream by name. Because every stream has its own counters, switching a
mechanism off does not move another's numbers (common random numbers), and run 17 of 50 is run
17 of 5,000. Generator: threefry-2x32 with 13 rounds, the fewest that pass BigCrush (Salmon et
al. 2011), written out here because the library's own loops over rounds on a CPU, which costs
more than the rest of a year's step; a test holds it to the published vectors.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, UInt32

from westphalia.world.once import once

#: Every stream there is; the position is part of the counter, so new names go at the end.
STREAMS = (
    "start/type",
    "start/place",
    "start/resources",
    "growth/noise",
    "growth/shock",
    "types/turn",
    "issues",
    "leaders/turn",
    "leaders/character",
    "nonstate/attack",
    "nonstate/blame",
    "cooperation/item",
    "cooperation/consent",
    "cooperation/comply",
    "signals/send",
    "alignment/meet",
    "alignment/consent",
    "alignment/order",
    "arming/choice",
    "crisis/cost",
    "crisis/error",
    "crisis/choice",
    "crisis/resist",
    "war/priority",
    "war/join",
    "war/order",
    "war/outcome",
    "issues/settled",
    "crisis/fight",
    "war/size",
)
if len(set(STREAMS)) != len(STREAMS):
    raise ValueError("two random streams have the same name")
_INDEX = {name: k for k, name in enumerate(STREAMS)}
_ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
_PARITY = 0x1BD11BDA

Words = UInt32[Array, "..."]


def threefry(
    key: tuple[Words, Words], counter: tuple[Words, Words], rounds: int = 13
) -> tuple[Words, Words]:
    """Two random words from two key words and two counter words (Salmon et al. 2011)."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ jnp.uint32(_PARITY))
    x, y = counter[0] + keys[0], counter[1] + keys[1]
    for r in range(rounds):
        turn = _ROTATIONS[r % 8]
        x = x + y
        y = ((y << turn) | (y >> (32 - turn))) ^ x
        if r % 4 == 3:
            step = r // 4 + 1
            x = x + keys[step % 3]
            y = y + keys[(step + 1) % 3] + jnp.uint32(step)
    return x, y


def _unit(words: Words) -> Float[Array, "..."]:
    """Uniform in (0, 1): the middles of 2^23 equal steps, so neither end is reached."""
    steps = (words >> 9).astype(jnp.result_type(float))
    return (steps + 0.5) * (1.0 / (1 << 23))


class Streams(NamedTuple):
    """The random numbers of one year: a key of two words per run, and the year."""

    keys: tuple[Words, Words]
    year: Words

    def two(
        self, name: str, *shape: int
    ) -> tuple[Float[Array, "*shape runs"], Float[Array, "*shape runs"]]:
        """Two independent arrays of uniform numbers in (0, 1) of a named stream."""
        u, v = self._at(name, lambda: _places(*shape), 2)
        return u, v

    def uniform(self, name: str, *shape: int) -> Float[Array, "*shape runs"]:
        """Uniform numbers in (0, 1) of a named stream. [*shape, runs]"""
        return self._at(name, lambda: _places(*shape), 1)[0]

    def uniform_for(
        self, name: str, which: UInt32[Array, "runs"], n: int
    ) -> Float[Array, "n runs"]:
        """Row `which` of a stream of n by n uniform numbers, without drawing the rest."""

        def places() -> Words:
            first = which[None, :].astype(jnp.uint32) * jnp.uint32(n)
            return first + lax.iota(jnp.uint32, n)[:, None]

        return self._at(name, places, 1)[0]

    def normal(self, name: str, *shape: int) -> Float[Array, "*shape runs"]:
        """Standard normal numbers of a named stream, by inversion. [*shape, runs]"""
        return 2.0**0.5 * lax.erf_inv(2.0 * self.uniform(name, *shape) - 1.0)

    def pair(self, name: str, n: int) -> tuple[Float[Array, "n n runs"], Float[Array, "n n runs"]]:
        """Uniform numbers of pairs: one that the pair shares, u_ij = u_ji, and one that is
        i's own, v_ij + v_ji = 1; independent, and neither knows an order of the pair.

        Sum and difference modulo 1 of two independent uniforms are uniform and independent.
        """
        u = self.uniform(name, n, n)
        other = jnp.swapaxes(u, 0, 1)
        return (u + other) % 1.0, (u - other) % 1.0

    def lots(
        self, name: str, n: int
    ) -> tuple[Float[Array, "n n runs"], Float[Array, "n n runs"], Float[Array, "n n runs"]]:
        """Uniform numbers of pairs: two that a pair shares, and one that is i's own, as `pair`."""
        u, more = self.two(name, n, n)
        other = jnp.swapaxes(u, 0, 1)
        return (u + other) % 1.0, (more + jnp.swapaxes(more, 0, 1)) % 1.0, (u - other) % 1.0

    def shared(self, name: str, n: int) -> Float[Array, "n n runs"]:
        """Uniform numbers that pairs share, from one of each state: those of different pairs are
        independent two by two.
        """
        u = self.uniform(name, n)
        return (u[:, None] + u[None, :]) % 1.0

    def _at(self, name: str, places: Callable[[], Words], count: int) -> tuple[Array, ...]:
        """The first or both of the numbers at some places of a stream, drawn once (see `once`)."""
        stream = self.year * jnp.uint32(256) + jnp.uint32(_INDEX[name])

        def draw() -> tuple[Array, ...]:
            place = places()
            words = threefry(self.keys, (place, jnp.broadcast_to(stream, place.shape)))
            return tuple(_unit(word) for word in words[:count])

        return once(draw, self.year)


def _places(*shape: int) -> Words:
    """Places of a stream, counted. [*shape, 1]"""
    return lax.iota(jnp.uint32, math.prod(shape)).reshape(*shape, 1)


def run_keys(seed: Words, runs: UInt32[Array, "runs"]) -> tuple[Words, Words]:
    """Two key words per run from the seed and the run's index, with all 20 rounds."""
    none = jnp.zeros_like(runs)
    return threefry((seed + none, none), (runs, none), rounds=20)


def year_streams(keys: tuple[Words, Words], year: Array) -> Streams:
    """The streams of one year (0 = the start)."""
    return Streams(keys, year.astype(jnp.uint32))
