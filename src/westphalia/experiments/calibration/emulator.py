"""Emulators: what a simulation would give at a point where it was not run, and how surely.

A Gaussian process (Rasmussen & Williams 2006; Kennedy & O'Hagan 2001) per target over the unit
cube: a linear trend, a smooth part with a length per parameter (Matérn 5/2), and a nugget for what
is neither (Andrianakis & Challenor 2012). The known sampling variance of each simulated mean is
noise of the training points. It is no part of a prediction; the nugget is.
"""

import warnings
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.linalg import cho_solve
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern, WhiteKernel

#: Points that an emulator is conditioned on, at most, and points its lengths are fitted to.
MOST, FITTED = 400, 150
#: With fewer points per dimension there is no emulator (Loeppky, Sacks & Welch 2009 advise 10).
FEWEST = 3
#: Steps of the search for lengths, which are needed only roughly.
STEPS = 100
#: Fits that are remembered: the same ones are asked for after every round.
REMEMBERED = 300


class Quality(NamedTuple):
    """How well an emulator predicts points that are left out, one at a time (Dubrule 1983).

    `q2`: share of the variance predicted, 1 - sum e^2 / sum (y - mean)^2. `outside`: share of
    errors beyond two of their standard deviations, .05 if these are right. `error`: root mean
    square error beyond sampling noise, in the target's unit. `points`: that were there.
    """

    q2: float
    outside: float
    error: float
    points: int


class Emulator(NamedTuple):
    """A fitted process of standardised values, (value - centre) / spread, and its check."""

    process: GaussianProcessRegressor
    centre: float
    spread: float
    quality: Quality

    def predict(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Expected values and their variances at points [n, k], each [n]."""
        mean, sd = self.process.predict(points, return_std=True)[:2]
        return self.centre + self.spread * np.asarray(mean), (self.spread * np.asarray(sd)) ** 2


def fit(points: np.ndarray, values: np.ndarray, errors: np.ndarray, seed: int) -> Emulator | None:
    """The emulator of one target; None where too few points have a value.

    Args:
        points: in the unit cube, [n, k].
        values: simulated means, [n], NaN where there was no occasion.
        errors: their standard errors, [n].
        seed: for which points are taken if there are more than `MOST`.
    """
    arrays = [np.ascontiguousarray(a, float).tobytes() for a in (points, values, errors)]
    return _fit(*arrays, points.shape[1], seed)


@lru_cache(maxsize=REMEMBERED)
def _fit(points_: bytes, values_: bytes, errors_: bytes, k: int, seed: int) -> Emulator | None:
    points, values, errors = (np.frombuffer(a) for a in (points_, values_, errors_))
    points = points.reshape(-1, k)
    rng = np.random.default_rng([seed, 1])
    there = np.flatnonzero(np.isfinite(values) & np.isfinite(errors))
    if len(there) <= FEWEST * k:
        return None
    there = rng.permutation(there)[:MOST]
    x, y = points[there], values[there]
    centre, spread = float(y.mean()), float(y.std())
    # Where nothing varies the scale is that of the noise, or any.
    spread = max(spread, float(np.sqrt((errors[there] ** 2).mean())), 1e-9 * abs(centre), 1e-12)
    scaled = (y - centre) / spread
    noise = (errors[there] / spread) ** 2 + 1e-8
    kernel = _fitted_kernel(x[:FITTED], scaled[:FITTED], noise[:FITTED])
    process = _process(kernel, alpha=noise, optimizer=None).fit(x, scaled)
    return Emulator(process, centre, spread, _check(process, scaled, noise, spread))


def _fitted_kernel(x: np.ndarray, y: np.ndarray, noise: np.ndarray) -> Any:
    """Lengths and variances of the greatest marginal likelihood."""
    k = x.shape[1]
    lengths: Any = np.ones(k)
    kernel = (
        ConstantKernel(1.0, (1e-3, 1e2)) * Matern(lengths, (0.05, 20.0), nu=2.5)
        + ConstantKernel(1.0, (1e-3, 1e2)) * DotProduct(1.0, "fixed")
        + WhiteKernel(1e-2, (1e-6, 1.0))
    )
    with warnings.catch_warnings():
        # A length at its bound is a parameter that does nothing: no reason for a warning.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return _process(kernel, alpha=noise, optimizer=_search).fit(x, y).kernel_


def _search(of: Any, start: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, float]:
    """A minimum, for scikit-learn, in few steps."""
    found = minimize(
        of, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": STEPS}
    )
    return found.x, float(found.fun)


def _process(kernel: Any, **settings: Any) -> GaussianProcessRegressor:
    return GaussianProcessRegressor(kernel, **settings)


def _check(
    process: GaussianProcessRegressor, y: np.ndarray, noise: np.ndarray, spread: float
) -> Quality:
    """Errors without each point: e_i = [K^-1 y]_i / [K^-1]_ii, var e_i = 1 / [K^-1]_ii."""
    precision = np.diag(cho_solve((process.L_, True), np.eye(len(y))))
    errors = np.ravel(process.alpha_) / precision
    total = float(((y - y.mean()) ** 2).sum())
    beyond = max(float((errors**2 - noise).mean()), 0.0)
    return Quality(
        1.0 - float((errors**2).sum()) / total if total > 0.0 else float("nan"),
        float((np.abs(errors) * np.sqrt(precision) > 2.0).mean()),
        spread * beyond**0.5,
        len(y),
    )
