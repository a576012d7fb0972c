"""Draws from the posterior in many dimensions: a population that moves by simulation.

Weighted points are worth few draws where numbers and targets are many. A population of points
closes in on the posterior instead (sequential Monte Carlo; Del Moral, Doucet & Jasra 2006): it has

    p_b(theta)  ~  p(theta) K(S(theta))^b,   K as in `posterior`

with b from near 0 to 1. In every round one half of it, in turn, is simulated at new places, each by
a Metropolis step; then b grows as far as leaves enough of the population effective, and it is drawn
again by the weights K^(b' - b). Once b is 1 it is moved on and nothing else. Emulators have no part
in it, and every draw was simulated.

A point moves by a part of the difference of two points of the other half, in some of its
coordinates (ter Braak 2006; Vrugt et al. 2009); beyond the cube it is reflected, so that a step and
its reverse are equally likely.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from westphalia.experiments.calibration.posterior import NO_VALUE, Posterior, resampled, unmet
from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import Round
from westphalia.experiments.calibration.weights import effective, scaled
from westphalia.world.problems import UserError

#: Share of the population that stays effective when b grows.
KEPT = 0.9
#: Chances of a coordinate to move, of which each step takes one.
CROSSOVER = (0.2, 0.5, 1.0)
#: Standard deviation, in the unit cube, by which a moved coordinate strays besides.
STRAY = 1e-3


class Population(NamedTuple):
    """`points`: in the unit cube, [n, k]. `values`: simulated there, [n, targets]. `power`: b.
    `made`: share of the steps of each round that were made.
    """

    points: np.ndarray
    values: np.ndarray
    power: float
    made: tuple[float, ...] = ()


def begin(rounds: Sequence[Round], aims: Aims, number: int, seed: int) -> Population:
    """The population drawn from all points of some rounds by the weights K^b.

    b is as high as leaves so many of them, or half of them, effective. How densely they lay does
    not count: what is left of that goes as the population moves.

    Raises:
        UserError: no point has a value for every target.
    """
    points, _, values, _ = (np.concatenate(part) for part in zip(*rounds, strict=True))
    square = unmet(values, aims)
    there = np.isfinite(square)
    if not there.any():
        raise UserError(NO_VALUE)
    points, values, square = points[there], values[there], square[there]
    power = _power(square, 0.0, min(number / len(points), 0.5))
    rng = np.random.default_rng([seed, 6])
    at = rng.permutation(resampled(scaled(-0.5 * power * square), number, rng))
    return Population(points[at], values[at], power)


def steps(population: Population, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Who moves next, and where to. [half], [half, k]"""
    points, rounds = population.points, len(population.made)
    rng = np.random.default_rng([seed, 7, rounds])
    mine = np.arange(len(points)) % 2 == rounds % 2
    others = points[~mine]
    who = np.flatnonzero(mine)
    one = rng.integers(0, len(others), len(who))
    two = (one + rng.integers(1, len(others), len(who))) % len(others)
    k = points.shape[1]
    goes = rng.uniform(size=(len(who), k)) < rng.choice(CROSSOVER, (len(who), 1))
    goes[np.arange(len(who)), rng.integers(0, k, len(who))] = True
    scale = 2.38 / (2.0 * goes.sum(1, keepdims=True)) ** 0.5
    scale = scale * rng.uniform(0.2, 1.2, (len(who), 1))
    away = scale * (others[one] - others[two]) + rng.normal(0.0, STRAY, goes.shape)
    return who, reflected(points[who] + np.where(goes, away, 0.0))


def reflected(points: np.ndarray) -> np.ndarray:
    """Points folded back into the unit cube at its sides."""
    folded = np.mod(points, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)


def settle(population: Population, made: Round, aims: Aims, seed: int) -> Population:
    """The population after a round of steps was simulated."""
    rounds = len(population.made)
    who, _ = steps(population, seed)
    rng = np.random.default_rng([seed, 8, rounds])
    points, values = population.points.copy(), population.values.copy()
    square = unmet(values, aims)
    gain = 0.5 * (square[who] - unmet(made.values, aims))
    goes = np.log(rng.uniform(size=len(who))) < population.power * gain
    points[who[goes]], values[who[goes]] = made.points[goes], made.values[goes]
    square = unmet(values, aims)
    power = _power(square, population.power, KEPT)
    if power > population.power:
        weights = scaled(-0.5 * (power - population.power) * square)
        at = rng.permutation(resampled(weights, len(points), rng))
        points, values = points[at], values[at]
    return Population(points, values, power, (*population.made, float(goes.mean())))


def moved(
    before: Sequence[Round], made: Sequence[Round], aims: Aims, number: int, seed: int
) -> Population:
    """The population after some rounds of steps; `before`: the rounds that it began from."""
    population = begin(before, aims, number, seed)
    for one in made:
        population = settle(population, one, aims, seed)
    return population


def _power(square: np.ndarray, power: float, kept: float) -> float:
    """The largest power up to 1 at which a share of the points stays effective."""
    low, high = power, 1.0
    least = min(kept, 1.0) * len(square)
    for _ in range(50):
        middle = 0.5 * (low + high)
        enough = effective(scaled(-0.5 * (middle - power) * square)) >= least
        low, high = (middle, high) if enough else (low, middle)
    return 1.0 if low > 1.0 - 1e-9 else low


def draws_of(population: Population, rounds: Sequence[Round], count: int | None) -> Posterior:
    """So many of the population as draws, evenly taken; all of them if None. `rounds`: all."""
    rows = np.arange(len(population.points))
    if count is not None:
        rows = np.linspace(0, len(rows) - 1, count).round().astype(int)
    points, values = population.points[rows], population.values[rows]
    distinct = len(np.unique(points, axis=0))
    simulated = np.concatenate([made.values for made in rounds])
    missing = float((~np.isfinite(simulated).all(1)).mean())
    sizes = np.array([float(len(np.unique(population.points, axis=0)))])
    return Posterior(points, values, sizes, distinct, missing, population.power)
