"""Do the draws give what history gave, and which targets pull against each other?"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from westphalia.experiments.calibration.targets import Aims
from westphalia.measures.intervals import HALF


class Check(NamedTuple):
    """Posterior predictive check of each target (Rubin 1984; Gelman, Meng & Stern 1996).

    `p`: two-sided, 2 min(P(rep < z), P(rep > z)). `distance`: of z from the mean that is
    predicted, in standard deviations of a prediction. Each [targets].
    """

    p: np.ndarray
    distance: np.ndarray


class Pulls(NamedTuple):
    """How targets go together over points.

    `correlation`: of standardised residuals (S - z) / sd, NaN where one does not vary. `met`:
    points within each target's 95 % interval. `both`: within two targets'. `lift`: share that
    meets both / product of the shares that meet either; below 1 two targets pull apart, NaN where
    one is never met. All [targets, targets] but `met`, [targets]; `points`: that had all values.
    """

    correlation: np.ndarray
    met: np.ndarray
    both: np.ndarray
    lift: np.ndarray
    points: int


def check(values: np.ndarray, aims: Aims) -> Check:
    """The check from values simulated at draws, [draws, targets].

    rep = S + d, d ~ N(0, sd^2): P(rep < z) is the mean of Phi((z - S) / sd), without drawing d.
    """
    below = ndtr((aims.value - values) / aims.sd).mean(0)
    width = np.sqrt(values.var(0) + aims.sd**2)
    return Check(2.0 * np.minimum(below, 1.0 - below), (aims.value - values.mean(0)) / width)


def pulls(values: np.ndarray, aims: Aims) -> Pulls:
    """Which targets pull apart, from values at draws or at the points of a wave, [n, targets].

    Over draws from the posterior all targets have been asked for already: there what is left of a
    conflict shows; over a wave, where it comes from.
    """
    residual = (values - aims.value) / aims.sd
    residual = residual[np.isfinite(residual).all(1)]
    n, count = residual.shape
    varying = residual.std(0) > 0.0 if n else np.zeros(count, bool)
    correlation = np.full((count, count), np.nan)
    if varying.any():
        of = np.atleast_2d(np.corrcoef(residual[:, varying].T))
        correlation[np.ix_(varying, varying)] = of
    inside = (np.abs(residual) <= HALF).astype(int)
    both = inside.T @ inside
    met = np.diag(both).copy()
    product = np.outer(met, met).astype(float)
    lift = np.divide(n * both, product, out=np.full(both.shape, np.nan), where=product > 0.0)
    return Pulls(correlation, met, both, lift, n)
