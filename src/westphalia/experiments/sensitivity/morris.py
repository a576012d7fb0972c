"""Elementary effects: a screening of many factors with few points (Morris 1991)."""

from typing import NamedTuple

import numpy as np

from westphalia.experiments.sensitivity.bootstrap import weights, with_ends
from westphalia.world.problems import UserError

RESAMPLES = 1000


class Effects(NamedTuple):
    """What a step across the whole range of each factor would do, in units of the measure.

    `mu`: the mean effect, in which ups and downs cancel [k]; `mu_star`: the mean size of effects
    with the ends of its 95% interval [k, 3]; `sigma`: their standard deviation, large where a
    factor interacts or bends [k]. `trajectories`: those with all their values.
    """

    mu: np.ndarray
    mu_star: np.ndarray
    sigma: np.ndarray
    trajectories: int


def morris_points(trajectories: int, k: int, levels: int, seed: int) -> np.ndarray:
    """Random trajectories through a grid: positions in [0, 1]. [trajectories (k + 1), k]

    Each starts at a point of the grid 0, 1/(levels - 1) .. 1 and moves one factor after another,
    in random order, up or down by levels / (2 (levels - 1)), so that every level is as likely
    (Morris 1991, section 3). The k + 1 points of a trajectory follow each other.

    Raises:
        UserError: an odd number of levels, no factor, or fewer than two trajectories.
    """
    if levels < 2 or levels % 2:
        raise UserError(f"Elementary effects need an even number of levels, such as 4: {levels}.")
    if trajectories < 2 or k < 1:
        raise UserError(
            "Elementary effects need at least two trajectories and one factor that varies; "
            f"asked for: {trajectories} and {k}."
        )
    rng = np.random.default_rng(seed)
    low = rng.integers(0, levels // 2, (trajectories, 1, k))
    rises = rng.random((trajectories, 1, k)) < 0.5
    turn = rng.permuted(np.tile(np.arange(k), (trajectories, 1, 1)), axis=2)
    moved = np.arange(k + 1)[:, None] > turn
    steps = low + (moved == rises) * (levels // 2)
    return (steps / (levels - 1)).reshape(-1, k)


def morris_effects(points: np.ndarray, values: np.ndarray) -> Effects:
    """Means, sizes and spreads of elementary effects, (f(x + step) - f(x)) / step.

    mu = mean(effect), sigma = sd(effect) (Morris 1991), mu* = mean |effect| (Campolongo, Cariboni
    & Saltelli 2007), over trajectories; the interval of mu* is from resampled trajectories. A
    trajectory with a missing value is left out. Sampling noise in the values makes mu* of a factor
    that does nothing larger than 0.

    `points` [N, k] of `morris_points` or another design of trajectories, `values` [N].

    Raises:
        UserError: points that are no trajectories, or fewer than two complete ones.
    """
    effects = _effects(np.asarray(points, float), np.asarray(values, float))
    sizes = np.abs(effects)
    drawn = np.array([weight @ sizes for weight in weights(len(sizes), RESAMPLES, seed=0)])
    mu_star = with_ends(sizes.mean(0), drawn)
    return Effects(effects.mean(0), mu_star, effects.std(0, ddof=1), len(effects))


def _effects(points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The effect of each factor in each complete trajectory. [trajectories, k]"""
    k = points.shape[-1]
    if len(points) % (k + 1) or len(values) != len(points):
        raise UserError(
            f"{len(points)} points with {len(values)} values are no trajectories of {k} factors, "
            f"which have {k + 1} points each. Give all points of the design, NaN where a value "
            "is missing."
        )
    steps = np.diff(points.reshape(-1, k + 1, k), axis=1)
    moved = steps != 0
    if (moved.sum(1) != 1).any() or (moved.sum(2) != 1).any():
        raise UserError(
            "The points are no trajectories: between neighbours exactly one factor changes, and "
            "each factor once. Give them in the order of the design."
        )
    changes = np.diff(values.reshape(-1, k + 1), axis=1)
    complete = np.asarray(np.isfinite(changes).all(1))
    if complete.sum() < 2:
        raise UserError(
            f"Only {complete.sum()} of {len(complete)} trajectories have values at all their "
            f"{k + 1} points: simulate the missing points, or more runs at each."
        )
    return (changes[complete, :, None] * moved[complete]).sum(1) / steps[complete].sum(1)
