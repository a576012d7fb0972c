"""Points all over a region of the unit cube, however small, and the region's share of the cube.

A region is where a depth is at most a cut-off. Points uniform in the cube are kept where the depth
is in its lowest tenth, and multiplied and moved about within that set, until a tenth of them lies
in the region: subset simulation (Au & Beck 2001), in history matching Williamson & Vernon (2013).
The share of the cube is the product of the shares kept.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from westphalia.experiments.calibration.moves import wander
from westphalia.measures.intervals import HALF, Interval, share

#: Points from level to level, and the share of them that is kept at each.
POPULATION, KEPT = 1000, 0.1
#: Rounds of moves at a level.
MOVES = 10
#: Levels before a region is given up: it is less than 1e-12 of the cube.
LEVELS = 12
#: A level this little below the last one is as deep as it goes.
STEP = 0.01
#: Variance of a share among points that were moved, in variances of as many independent ones.
CORRELATED = 3.0
#: Points among which a spread-out choice is made, per point chosen.
CHOICE = 4

#: Depth of points [n, k], with a limit above which any number above it will do. [n]
Depth = Callable[[np.ndarray, float], np.ndarray]


class Region(NamedTuple):
    """What is left of the cube.

    `points`: uniform over it, [n, k], none if nothing was found. `share`: of the cube, with its
    Monte Carlo interval. `nearest`: the least deep point found, [k], and its depth `least`.
    """

    points: np.ndarray
    share: Interval
    nearest: np.ndarray
    least: float


def find_region(
    depth: Depth, cut: float, known: np.ndarray, seed: int, number: int = POPULATION
) -> Region:
    """The region of the cube where depth <= cut, with at least `number` points of it.

    `known`: points [n, k] where to look too if none is found from level to level.
    """
    rng = np.random.default_rng([seed, 2])
    points = qmc.LatinHypercube(known.shape[1], rng=rng).random(POPULATION)
    depths = depth(points, np.inf)
    last, level, log_share, variance = np.inf, 0, 0.0, 0.0
    while True:
        inside = depths <= cut
        limit = float(np.quantile(depths, KEPT))
        if inside.mean() >= KEPT or level == LEVELS or last - limit < STEP:
            break
        kept = float((depths <= limit).mean())
        log_share, variance = log_share + np.log(kept), variance + _variance(kept, level)
        points = _multiply(rng, depth, points, depths, limit, POPULATION)
        depths = depth(points, np.inf)
        last, level = limit, level + 1
    found = _share(int(inside.sum()), level, log_share, variance)
    if not inside.any():
        points = np.concatenate([points, known])
        depths = np.concatenate([depths, depth(known, np.inf)])
    best = int(depths.argmin())
    nearest, least = points[best], float(depths[best])
    if least > cut:
        return Region(points[:0], found, nearest, least)
    points = _multiply(rng, depth, points, depths, cut, number)
    return Region(points, found, nearest, least)


def spread(points: np.ndarray, number: int) -> np.ndarray:
    """So many of the points [n, k], each the farthest from those before (Gonzalez 1985).

    They are chosen among `CHOICE` times as many, so that not all lie at the edge.
    """
    points = points[: CHOICE * number]
    chosen, away = [0][: len(points)], np.full(len(points), np.inf)
    while len(chosen) < min(number, len(points)):
        away = np.minimum(away, ((points - points[chosen[-1]]) ** 2).sum(1))
        chosen.append(int(away.argmax()))
    return points[chosen]


def _variance(kept: float, level: int) -> float:
    """Of the logarithm of one level's share: (1 - p)/(p n), more where points were moved."""
    return (1.0 - kept) / (kept * POPULATION) * (CORRELATED if level else 1.0)


def _share(inside: int, level: int, log_share: float, variance: float) -> Interval:
    """The share of the cube with its interval: Jeffreys' at first, log-normal below a level."""
    last = share(inside, POPULATION)
    if not level or not inside:
        return Interval(*(float(np.exp(log_share) * end) for end in last))
    half = HALF * np.sqrt(variance + _variance(last.value, level))
    value = np.exp(log_share) * last.value
    return Interval(float(value), float(value * np.exp(-half)), float(value * np.exp(half)))


def _multiply(
    rng: np.random.Generator,
    depth: Depth,
    points: np.ndarray,
    depths: np.ndarray,
    limit: float,
    number: int,
) -> np.ndarray:
    """`number` points uniform over depth <= limit, from those that lie there. [number, k]"""
    seeds = np.flatnonzero(depths <= limit)
    taken = rng.permutation(np.resize(rng.permutation(seeds), max(number, 4)))
    return wander(
        rng, points[taken], lambda x: np.where(depth(x, limit) <= limit, 0.0, -np.inf), MOVES
    )
