"""Draws from the posterior, from generations of simulations.

A simulated mean S meets a target z with error d ~ N(0, sd^2): z = S(theta) + d. The posterior is

    p(theta | z)  ~  p(theta) E[K(S(theta))],   K(S) = exp(-1/2 sum_j ((S_j - z_j) / sd_j)^2)

so that a Gaussian kernel as wide as the targets' sd makes approximate Bayesian computation exact
under that error (Wilkinson 2013). S carries the sampling error of its runs, which is thereby part
of the error: it should be small beside sd. Where no S exists (no occasion) K is 0.

The prior p is uniform over the whole ranges, also where the emulators ruled points out, as three
standard deviations wrongly do now and then. Points of a generation come from a density q that
follows the emulators (see `guide`) and weigh w = K(S) / q, scaled to sum to 1: emulators decide
where is simulated and how many draws are effective, never what is concluded. Each generation
teaches the emulators for the next (as in population Monte Carlo, Cappé et al. 2004; Wilkinson
2014). A mixture of Gaussians about the weighted points of the generation before (Beaumont et al.
2009) needs no emulators, but in 8 dimensions with 10 targets it left 4 to 40 effective points of
500: of twice their covariance S it is N(0, 3 S) wide, which costs (sqrt(5)/3)^k in k dimensions,
and if narrower it is uneven.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import Round
from westphalia.experiments.calibration.weights import effective, scaled
from westphalia.world.problems import UserError


class Posterior(NamedTuple):
    """Equally weighted draws from the posterior.

    `points`: in the unit cube, [count, k]. `values`: simulated there, [count, targets].
    `effective`: effective sample size of each generation, [generations]; their sum is that of all
    together; of a population, how many of its points differ, [1], which is more than they are
    worth. `distinct`: different points among the draws. `missing`: share of simulated points
    that had no value for some target and weigh nothing. `power`: see `population`.
    """

    points: np.ndarray
    values: np.ndarray
    effective: np.ndarray
    distinct: int
    missing: float
    power: float = 1.0


NO_VALUE = (
    "No simulated point has a value for every target: leave out targets that have no "
    "occasion in these ranges, or give each point more runs."
)


def unmet(values: np.ndarray, aims: Aims) -> np.ndarray:
    """-2 ln K, the sum of squared distances from the targets in sd; infinite without values. [n]"""
    square = (((values - aims.value) / aims.sd) ** 2).sum(1)
    return np.where(np.isfinite(square), square, np.inf)


def resampled(weights: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions drawn by weights, systematically (Kitagawa 1996). [count]

    In the order of a random permutation, so that neighbours in the list mean nothing.
    """
    order = rng.permutation(len(weights))
    ends = np.cumsum(weights[order]) / weights.sum()
    at = (rng.uniform() + np.arange(count)) / count
    return order[np.minimum(np.searchsorted(ends, at), len(order) - 1)]


def weigh(made: Round, aims: Aims) -> np.ndarray:
    """The weights K(S) / q of a generation, of sum 1; all 0 where no point has every value. [n]"""
    square = unmet(made.values, aims)
    there = np.isfinite(square)
    weights = np.zeros(len(square))
    if there.any():
        weights[there] = scaled(-0.5 * square[there] - made.log_density[there])
    return weights


def draw(generations: Sequence[Round], aims: Aims, count: int | None, seed: int) -> Posterior:
    """`count` draws by systematic resampling (Kitagawa 1996) from some generations.

    They are pooled in proportion to their effective sample sizes n_t, so that the whole has
    sum n_t: as many draws as that if `count` is None.

    Raises:
        UserError: no point has a value for every target.
    """
    weights = [weigh(made, aims) for made in generations]
    sizes = np.array([effective(w) if w.any() else 0.0 for w in weights])
    if not sizes.any():
        raise UserError(NO_VALUE)
    count = max(int(sizes.sum()), 1) if count is None else count
    pooled = np.concatenate([n * w for n, w in zip(sizes, weights, strict=True)])
    taken = resampled(pooled, count, np.random.default_rng([seed, 5]))
    points, _, values, _ = (np.concatenate(part) for part in zip(*generations, strict=True))
    missing = float((~np.isfinite(values).all(1)).mean())
    return Posterior(points[taken], values[taken], sizes, len(np.unique(taken)), missing)
