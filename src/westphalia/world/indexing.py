"""One state or pair per run: parts of arrays at an index that differs between runs."""

import jax.numpy as jnp
from jaxtyping import Array, Float, Int, Shaped

from westphalia.world.state import PerState


def row(matrix: Shaped[Array, "n n #runs"], index: Int[Array, "runs"]) -> Shaped[Array, "n runs"]:
    """matrix[index, :] per run. [n, runs]"""
    return jnp.take_along_axis(matrix, index[None, None, :], 0, mode="promise_in_bounds")[0]


def column(
    matrix: Shaped[Array, "n n #runs"], index: Int[Array, "runs"]
) -> Shaped[Array, "n runs"]:
    """matrix[:, index] per run. [n, runs]"""
    return jnp.take_along_axis(matrix, index[None, None, :], 1, mode="promise_in_bounds")[:, 0]


def entry(vector: Shaped[Array, "n #runs"], index: Int[Array, "runs"]) -> Shaped[Array, "runs"]:
    """vector[index] per run. [runs]"""
    return jnp.take_along_axis(vector, index[None, :], 0, mode="promise_in_bounds")[0]


def turns(order: Float[Array, "n #runs"]) -> Float[Array, "n #runs"]:
    """The turn in which each acts, sum_j 1[order_i > order_j], 0 to n - 1. [n, runs]

    `order`: distinct random numbers; the lowest acts first.
    """
    return (order[:, None] > order[None, :]).astype(order.dtype).sum(1)


def one_hot(index: Int[Array, "runs"], n: int) -> PerState:
    """1 at the index of each run. [n, runs]"""
    return (jnp.arange(n)[:, None] == index[None, :]).astype(jnp.result_type(float))
