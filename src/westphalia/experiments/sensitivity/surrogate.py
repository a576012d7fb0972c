"""A surrogate: a Gaussian process through the points of any design, and how far to trust it."""

import warnings
from typing import Any, NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Kernel, Matern, WhiteKernel

from westphalia.experiments.sensitivity.noise import noise_share
from westphalia.world.problems import UserError

#: Points used at most, and those of them from which the kernel is fitted, which needs the time:
#: some seconds with ten factors.
MOST, KERNEL_MOST = 600, 200
#: Parts of the points, each predicted from the others.
FOLDS = 5
#: A quality that needs no excuse, and the share of what noise leaves that is as good.
GOOD, GOOD_SHARE = 0.8, 0.9
#: Below this attainable quality too little of the variance is known to judge the rest by.
LEAST_ATTAINABLE = 0.5
#: Length scales in widths of a factor's range: from a wiggle to a factor that does nothing.
SCALES = (0.05, 50.0)
#: Least noise variance, of standardised values: keeps the covariance invertible.
JITTER = 1e-8


class Surrogate(NamedTuple):
    """A Gaussian process with a constant mean, for a measure in its own unit.

    `process`: scikit-learn's, of values standardised by `centre` and `scale`; `points`: its points
    [n, k], `noise`: the noise variance there, known and fitted [n], both standardised.

    `quality`: Q^2 = 1 - PRESS / (N variance of the values), five-fold, the kernel fitted anew in
    each fold: left at what all points say, 40 points of noise in 8 factors reach 0.5.
    `attainable`: 1 - `noise_share`, the largest Q^2 to be had: nothing predicts noise.
    """

    process: GaussianProcessRegressor
    centre: float
    scale: float
    points: np.ndarray
    noise: np.ndarray
    quality: float
    attainable: float

    def predict(self, points: np.ndarray) -> np.ndarray:
        """The expected value at positions in [0, 1], in the unit of the measure. [m, k] -> [m]"""
        return self.centre + self.scale * np.asarray(self.process.predict(points))

    @property
    def usable(self) -> bool:
        """Whether it stands for the simulation well enough to take indices from it.

        Quality of at least 0.8; or at least 0.9 of an attainable quality of at least 0.5. Quality
        over attainable is the share of the variance without noise that is predicted, since PRESS
        holds the noise of the values too: noise that more runs would remove is no fault of the
        surrogate. But with noise as most of the variance the ratio is itself mostly noise.
        """
        share = self.quality >= GOOD_SHARE * self.attainable
        return self.quality >= GOOD or (share and self.attainable >= LEAST_ATTAINABLE)

    @property
    def weakness(self) -> str:
        """Why it is not usable and what would help, in a sentence; empty if it is usable."""
        if self.usable:
            return ""
        if self.attainable < LEAST_ATTAINABLE:
            return (
                f"Sampling noise of the runs makes {min(1 - self.attainable, 1.0):.0%} of the "
                "variance between points, too much for a surrogate: simulate more runs at each "
                "point."
            )
        return (
            f"The surrogate predicts {max(self.quality, 0.0):.0%} of the variance between points "
            f"that it has not seen, of {self.attainable:.0%} that is not sampling noise: simulate "
            "more points, or vary fewer factors."
        )


def fit_surrogate(
    points: np.ndarray, values: np.ndarray, errors: np.ndarray, seed: int = 0
) -> Surrogate:
    """The most likely Gaussian process with a Matern 5/2 kernel and a length scale per factor.

    y = f(x) + e, f ~ GP(0, s^2 Matern_5/2(x / l)), e ~ N(0, error^2 + w): the errors are known,
    and s, l and the extra noise w fitted, to at most 200 of the points (stochastic kriging;
    Ankenman, Nelson & Staum 2010). Matern 5/2 has two derivatives; an RBF kernel would have all,
    which is not to be expected of a measure.

    `points` [N, k] positions in [0, 1], `values`, `errors` [N] in the unit of the measure. Points
    without a value are left out; a missing error is taken as the mean of the known (none: 0). Of
    more than 600 points as many are drawn at random: a regular choice from a grid would hold some
    of its levels more often than others.

    Raises:
        UserError: too few points with values, or values that do not vary.
    """
    points, values = np.asarray(points, float), np.asarray(values, float)
    variances = _known_variances(np.asarray(errors, float))
    kept = np.flatnonzero(np.isfinite(values))
    _refuse_unfit(values[kept], points.shape[1])
    attainable = 1 - noise_share(values[kept], np.sqrt(variances[kept]))
    kept = np.random.default_rng(seed).permutation(kept)[:MOST]
    centre, scale = float(values[kept].mean()), float(values[kept].std())
    y, known = (values[kept] - centre) / scale, variances[kept] / scale**2 + JITTER
    process = _likeliest(points[kept], y, known)
    kernel: Any = process.kernel_
    quality = _cross_validated(kernel, points[kept], y, known)
    noise = known + kernel.k2.noise_level
    return Surrogate(process, centre, scale, points[kept], noise, quality, attainable)


def _known_variances(errors: np.ndarray) -> np.ndarray:
    known = np.isfinite(errors)
    usual = np.mean(errors[known] ** 2) if known.any() else 0.0
    return np.where(known, errors, usual**0.5) ** 2


def _refuse_unfit(values: np.ndarray, k: int) -> None:
    if len(values) <= k + 3:
        raise UserError(
            f"A surrogate of {k} factors fits {k + 2} numbers and needs more points than the "
            f"{len(values)} with values; ten a factor are a good start, {10 * k} "
            "(Loeppky, Sacks & Welch 2009)."
        )
    if np.ptp(values) == 0:
        raise UserError(
            f"The measure is {values[0]:g} at every point, so that nothing depends on any factor: "
            "choose another measure, or vary factors more widely."
        )


def _likeliest(x: np.ndarray, y: np.ndarray, noise: np.ndarray) -> GaussianProcessRegressor:
    """The likelier of the fits from two starts: most is signal, and half is noise."""
    scales: Any = np.ones(x.shape[1])
    smooth = ConstantKernel(1.0, (1e-3, 1e3)) * Matern(scales, SCALES, nu=2.5)
    starts = [smooth + WhiteKernel(white, (JITTER, 2.0)) for white in (0.01, 0.5)]
    fits = [_fitted(start, x, y, noise) for start in starts]
    return max(fits, key=lambda fit: fit.log_marginal_likelihood_value_)


def _fitted(kernel: Kernel, x: np.ndarray, y: np.ndarray, noise: Any) -> GaussianProcessRegressor:
    """The process given all points, the kernel's numbers likeliest given the first of them."""
    some = slice(KERNEL_MOST)
    with warnings.catch_warnings():
        # A length scale at its bound is a factor that does nothing, no failure.
        warnings.simplefilter("ignore", ConvergenceWarning)
        likely = GaussianProcessRegressor(kernel, alpha=noise[some]).fit(x[some], y[some])
    fixed: Any = None  # no search
    return GaussianProcessRegressor(likely.kernel_, alpha=noise, optimizer=fixed).fit(x, y)


def _cross_validated(kernel: Kernel, x: np.ndarray, y: np.ndarray, noise: np.ndarray) -> float:
    """Q^2 of values in random order, each predicted from the four fifths it is not in."""
    fold = np.arange(len(y)) % FOLDS
    missed = np.empty(len(y))
    for held in (fold == f for f in range(FOLDS)):
        process = _fitted(kernel, x[~held], y[~held], noise[~held])
        missed[held] = y[held] - process.predict(x[held])
    return float(1 - np.mean(missed**2) / np.var(y))
