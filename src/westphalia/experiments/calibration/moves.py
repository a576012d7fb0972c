"""Moves of a population of points in the unit cube that leave a density as it is."""

from collections.abc import Callable

import numpy as np

#: Logarithm of a density at points [n, k], up to a constant. [n]
LogDensity = Callable[[np.ndarray], np.ndarray]


def wander(
    rng: np.random.Generator, points: np.ndarray, log_density: LogDensity, steps: int
) -> np.ndarray:
    """The points [n, k] after some Metropolis steps each.

    A point moves by a part of the difference of two points of the other half, as in differential
    evolution (ter Braak 2006), which takes the density's shape and needs no size of step. A move
    out of the cube is not made.
    """
    points = points.copy()
    n, k = points.shape
    now = log_density(points)
    halves = np.arange(n) % 2 == 0
    for mine in [halves, ~halves] * steps:
        others = points[~mine]
        one, two = others[rng.integers(0, len(others), (2, int(mine.sum())))]
        scale = 2.38 / (2.0 * k) ** 0.5 * rng.uniform(size=(len(one), 1))
        to = points[mine] + scale * (one - two) + rng.normal(0.0, 1e-4, one.shape)
        there = np.full(len(to), -np.inf)
        legal = ((to >= 0.0) & (to <= 1.0)).all(1)
        there[legal] = log_density(to[legal])
        moved = np.log(rng.uniform(size=len(to))) < there - now[mine]
        at = np.flatnonzero(mine)[moved]
        points[at], now[at] = to[moved], there[moved]
    return points
