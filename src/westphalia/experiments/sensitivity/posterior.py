"""Sobol' indices of a surrogate, with intervals that hold how little the surrogate may know."""

from typing import Any

import numpy as np
from scipy.linalg import cho_solve

from westphalia.experiments.sensitivity.bootstrap import with_ends
from westphalia.experiments.sensitivity.sobol import Indices, saltelli_points, sobol_indices
from westphalia.experiments.sensitivity.surrogate import Surrogate

#: Waves whose sum stands for a draw of the process before it has seen a value, and the draws that
#: share their waves: an odd set of waves is then an odd tenth of a hundred draws, not all of them.
WAVES, SHARING = 500, 10
#: Points that are predicted at a time, for memory.
AT_A_TIME = 4096


def surrogate_indices(
    surrogate: Surrogate, n: int = 1024, resamples: int = 100, seed: int = 0
) -> Indices:
    """Indices of the surrogate's mean at n (k + 2) points of `saltelli_points`.

    The ends of the intervals are those of indices of draws from the process given its values, each
    at rows resampled anew: what is not known of the function, and of the integral (Le Gratiet,
    Cannamela & Iooss 2014). Refitting to resampled points would be simpler, but a resample holds
    only 63% of them, and its surrogate is worse than the one in use. Draws are rougher than their
    mean, so their total indices are larger; an interval that does not hold its value is widened
    to it. That the kernel is estimated, too, is not in the intervals. n is a power of two.
    """
    k = surrogate.points.shape[1]
    points = saltelli_points(n, k, seed)
    found = sobol_indices(surrogate.predict(points), k, 1)
    rng = np.random.default_rng(seed)
    first, total = [], []
    for values in posterior_draws(surrogate, points, resamples, rng).T:
        rows = rng.integers(0, n, n)
        drawn = sobol_indices(values.reshape(k + 2, n)[:, rows].ravel(), k, 1)
        first.append(drawn.first[:, 0])
        total.append(drawn.total[:, 0])
    return found._replace(
        first=_holding(with_ends(found.first[:, 0], np.array(first))),
        total=_holding(with_ends(found.total[:, 0], np.array(total))),
    )


def posterior_draws(
    surrogate: Surrogate, points: np.ndarray, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Functions drawn from the process given its values, at points [m, k]. [m, draws]

    g + k(x, X) K^-1 (y - g(X) - e): a draw g of the process before it has seen a value, corrected
    by what it misses (Matheron's rule; Wilson et al. 2020), which costs m n and not m^3. g is a
    sum of random waves (Rahimi & Recht 2008), e the noise of the values.
    """
    process, known = surrogate.process, surrogate.points
    kernel: Any = process.kernel_
    waves = [_Waves(kernel.k1, known.shape[1], rng) for _ in range(-(-draws // SHARING))]

    def unseen(at: np.ndarray) -> np.ndarray:
        return np.hstack([some.at(at) for some in waves])[:, :draws]

    noise = np.sqrt(surrogate.noise)[:, None] * rng.standard_normal((len(known), draws))
    missed = np.asarray(process.y_train_)[:, None] - unseen(known) - noise
    weights = cho_solve((process.L_, True), missed)
    parts = [
        unseen(block) + kernel.k1(block, known) @ weights
        for block in np.array_split(points, len(points) // AT_A_TIME + 1)
    ]
    return surrogate.centre + surrogate.scale * np.concatenate(parts)


class _Waves:
    """Draws of a process with a Matern 5/2 kernel as sums of cosines.

    g(x) = s sqrt(2 / M) sum_j w_j cos(x . z_j / l + b_j), w normal, b uniform, and z Student's t
    with 5 degrees of freedom in k dimensions, the spectrum of that kernel.
    """

    def __init__(self, smooth: Any, k: int, rng: np.random.Generator) -> None:
        variance, matern = smooth.k1.constant_value, smooth.k2
        freedom = 2 * matern.nu
        heavy = np.sqrt(freedom / rng.chisquare(freedom, WAVES))
        scales = np.broadcast_to(matern.length_scale, k)[:, None]
        self.slopes = rng.standard_normal((k, WAVES)) * heavy / scales
        self.shifts = rng.uniform(0, 2 * np.pi, WAVES)
        self.heights = rng.standard_normal((WAVES, SHARING)) * (2 * variance / WAVES) ** 0.5

    def at(self, points: np.ndarray) -> np.ndarray:
        """The draws at points [m, k]. [m, SHARING]"""
        return np.cos(points @ self.slopes + self.shifts) @ self.heights


def _holding(ends: np.ndarray) -> np.ndarray:
    """Intervals [k, 3] widened to their value."""
    value = ends[:, 0]
    return np.stack([value, np.minimum(ends[:, 1], value), np.maximum(ends[:, 2], value)], axis=1)
