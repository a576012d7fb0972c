"""Landscape theory: how states sort themselves into two blocs (Axelrod & Bennett 1993).

Between each pair there is a propensity p_ij = p_ji to work together (above 0) or not (below 0),
each state has a size s_i, and d_ij is 0 for two states in the same bloc and 1 otherwise:

    frustration  F_i(X) = sum_j s_j p_ij d_ij(X)
    energy       E(X)   = sum_i s_i F_i(X)

A state changes sides if that lowers its frustration. Because propensities are symmetric this
lowers the energy too, by 2 s_i times as much, so the process ends, in a local minimum of a
landscape of 2^(N - 1) configurations (a partition has no first bloc).

Source: R. Axelrod & D. S. Bennett, A Landscape Theory of Aggregation, British Journal of
Political Science 23, 1993, 211-233.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

Blocs = tuple[int, ...]


class Landscape(NamedTuple):
    """Sizes s [n] and symmetric propensities p [n, n]; the diagonal is ignored."""

    size: np.ndarray
    propensity: np.ndarray


def landscape(size: Sequence[float], propensity: Sequence[Sequence[float]]) -> Landscape:
    """A landscape from sizes and propensities.

    Raises:
        ValueError: propensities that are not a symmetric n by n matrix, or sizes not above 0.
    """
    s, p = np.asarray(size, float), np.asarray(propensity, float)
    if p.shape != (len(s), len(s)) or not np.allclose(p, p.T):
        raise ValueError("Propensities must be a symmetric matrix, one row per state.")
    if (s <= 0.0).any():
        raise ValueError("Sizes must be above 0.")
    return Landscape(s, p * (1.0 - np.eye(len(s))))


def configurations(n: int) -> Iterator[Blocs]:
    """Every way to sort n states into two blocs, the first state in bloc 0. 2^(n - 1) of them."""
    for rest in product((0, 1), repeat=n - 1):
        yield (0, *rest)


def frustration(land: Landscape, blocs: Blocs) -> np.ndarray:
    """F_i of every state. [n]"""
    side = np.asarray(blocs)
    apart = side[:, None] != side[None, :]
    return (land.size[None, :] * land.propensity * apart).sum(1)


def energy(land: Landscape, blocs: Blocs) -> float:
    """E of a configuration."""
    return float(land.size @ frustration(land, blocs))


def flipped(blocs: Blocs, state: int) -> Blocs:
    """The configuration after one state has changed sides."""
    return tuple(1 - side if i == state else side for i, side in enumerate(blocs))


def improving(land: Landscape, blocs: Blocs) -> tuple[int, ...]:
    """States that would be less frustrated on the other side."""
    now = frustration(land, blocs)
    return tuple(
        i for i in range(len(blocs)) if frustration(land, flipped(blocs, i))[i] < now[i] - 1e-12
    )


def descend(land: Landscape, blocs: Blocs) -> list[Blocs]:
    """The path from a configuration to a local minimum, the first willing state moving."""
    path = [blocs]
    while movers := improving(land, path[-1]):
        path.append(flipped(path[-1], movers[0]))
    return path


def minima(land: Landscape) -> list[tuple[float, Blocs]]:
    """Stable configurations with their energy, the lowest first."""
    found = [c for c in configurations(len(land.size)) if not improving(land, c)]
    return sorted((energy(land, c), c) for c in found)
