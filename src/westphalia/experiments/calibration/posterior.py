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
    together. `distinct`: different points among the draws. `missing`: share of simulated points
    that had no value for some target and weigh nothing.
    """

    points: np.ndarray
    values: np.ndarray
    effective: np.ndarray
    distinct: int
    missing: float


def weigh(made: Round, aims: Aims) -> np.ndarray:
    """The weights K(S) / q of a generation, of sum 1; all 0 where no point has every value. [n]"""
    square = (((made.values - aims.value) / aims.sd) ** 2).sum(1)
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
        raise UserError(
            "No simulated point has a value for every target: leave out targets that have no "
            "occasion in these ranges, or give each point more runs."
        )
    count = max(int(sizes.sum()), 1) if count is None else count
    pooled = np.concatenate([n * w for n, w in zip(sizes, weights, strict=True)])
    # In the order of a random permutation, so that neighbours in the list mean nothing.
    rng = np.random.default_rng([seed, 5])
    order = rng.permutation(len(pooled))
    ends = np.cumsum(pooled[order]) / pooled.sum()
    at = (rng.uniform() + np.arange(count)) / count
    taken = order[np.minimum(np.searchsorted(ends, at), len(order) - 1)]
    points, _, values, _ = (np.concatenate(part) for part in zip(*generations, strict=True))
    missing = float((~np.isfinite(values).all(1)).mean())
    return Posterior(points[taken], values[taken], sizes, len(np.unique(taken)), missing)
