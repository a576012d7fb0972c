"""Multinomial logistic regression with a ridge: scikit-learn's, for covariates with gaps."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from westphalia.measures.scoring import log_score
from westphalia.world.problems import UserError

#: Weight of sum B^2 / 2 beside the log likelihood: a normal prior with standard deviation
#: 1/sqrt(ridge) on what one standard deviation of a covariate does to a log odds. The least keeps
#: estimates finite under separation and settles covariates that say the same; a few dozen
#: decisions outweigh it. The others are for few decisions and many covariates.
RIDGES = (1.0, 10.0, 100.0, 1000.0)
#: Greatest slope of the mean penalised log likelihood at which the search ends. Chances of two
#: classes are then within 1e-8 of the maximum's on the decisions of the great powers.
TOLERANCE = 1e-10
STEPS = 200


class Filling(NamedTuple):
    """How raw covariates [N, F] become columns: as in the training rows.

    `mean`, `scale`, `low`, `high`: of the known values, `scale` 0 where they do not vary. [F]
    `gaps`: covariates that were missing in some training rows and known in others. [G]
    """

    mean: np.ndarray
    scale: np.ndarray
    low: np.ndarray
    high: np.ndarray
    gaps: np.ndarray

    def columns(self, x: np.ndarray) -> np.ndarray:
        """Standardised covariates, then indicators of what is missing. [N, F + G]

        A missing value is taken at the training mean. One beyond those seen in training is taken
        at the nearest that was: nothing was learnt about what lies beyond.
        """
        missing = np.isnan(x)
        inside = np.clip(np.where(missing, self.mean, x), self.low, self.high)
        steps = np.where(self.scale > 0, self.scale, np.inf)
        z = (inside - self.mean) / steps
        return np.hstack([z, missing[:, self.gaps]])


class Logit(NamedTuple):
    """A fitted model. `regression`: scikit-learn's on the columns of `filling`, None if training
    saw one class alone. `seen`: the classes that training saw [S]; `base`: smoothed base rates of
    all [K].
    """

    filling: Filling
    regression: LogisticRegression | None
    seen: np.ndarray
    base: np.ndarray

    def chances(self, x: np.ndarray) -> np.ndarray:
        """Chances of all classes. `x` [N, F] -> [N, K]

        Classes never seen in training keep their smoothed base rate; the others share the rest.
        """
        z = self.filling.columns(_covariates(x, len(self.filling.mean)))
        if self.regression is None or not len(z):
            chances = np.ones((len(z), len(self.seen)))
        else:
            chances = self.regression.predict_proba(z)
        return spread(chances, self.seen, self.base)


def fit(x: np.ndarray, outcome: np.ndarray, classes: int, ridge: float = RIDGES[0]) -> Logit:
    """The multinomial logit p_k ~ exp(a_k + z B_k) with the penalty ridge/2 sum_k |B_k|^2.

    Every class has slopes of its own, all penalised alike, so that chances do not depend on how
    classes are numbered. Of two classes only their one log odds is penalised, by ridge/2 |B|^2.

    `x` [N, F], NaN where missing; `outcome` [N] from 0 to `classes` - 1; `ridge` > 0, not on the
    intercepts. Covariates are standardised; those that do not vary drop out; missing ones are
    filled with their mean and have an indicator.

    Raises:
        UserError: no rows, infinite covariates, shapes that do not match.
    """
    x, y = _covariates(x, np.shape(x)[-1]), np.asarray(outcome, int)
    if not len(y) or len(y) != len(x):
        raise UserError(
            f"A logit needs one outcome per row, and at least 1 row; given: {len(y)} outcomes, "
            f"{len(x)} rows."
        )
    filling, seen, regression = _filling(x), np.unique(y), None
    if len(seen) > 1:
        regression = LogisticRegression(
            C=1.0 / ridge, solver="newton-cholesky", tol=TOLERANCE, max_iter=STEPS
        ).fit(filling.columns(x), y)
    return Logit(filling, regression, seen, base_rate(y, classes))


def best_ridge(
    x: np.ndarray,
    outcome: np.ndarray,
    classes: int,
    folds: Iterable[tuple[np.ndarray, np.ndarray]],
) -> float:
    """The ridge of `RIDGES` whose fits gave the outcomes held out the best log score.

    `x`, `outcome`, `classes` as in `fit`; `folds`: masks to learn from and to score. The least
    ridge without folds.
    """
    score = np.zeros(len(RIDGES))
    for learn, held in folds:
        for k, ridge in enumerate(RIDGES):
            chances = fit(x[learn], outcome[learn], classes, ridge).chances(x[held])
            score[k] += log_score(chances, outcome[held]).sum()
    return RIDGES[int(score.argmax())]


def base_rate(outcome: np.ndarray, classes: int) -> np.ndarray:
    """Shares of the classes with half a decision added to each (Jeffreys' prior). [K]

    (count_k + 1/2) / (N + K/2): never 0, and 1/K each without decisions.
    """
    count = np.bincount(outcome, minlength=classes)
    return (count + 0.5) / (len(outcome) + classes / 2.0)


def spread(chances: np.ndarray, seen: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Chances of the classes seen [N, S] and smoothed base rates [K] -> chances of all. [N, K]"""
    full = np.tile(base, (len(chances), 1))
    full[:, seen] = chances * base[seen].sum()
    return full


def _covariates(x: np.ndarray, wanted: int) -> np.ndarray:
    """Covariates as float64 [N, F], none of them infinite."""
    x = np.asarray(x, float)
    if x.ndim != 2 or x.shape[1] != wanted:
        raise UserError(f"Covariates have the shape [rows, {wanted}], not {list(x.shape)}.")
    if np.isinf(x).any():
        row, column = np.argwhere(np.isinf(x))[0]
        raise UserError(
            f"{np.isinf(x).sum()} covariates are infinite, the first in row {row}, column "
            f"{column}. Use NaN for unknown values."
        )
    return x


def _filling(x: np.ndarray) -> Filling:
    """Means, scales and bounds of the known values; 0 where nothing is known."""
    missing = np.isnan(x)
    known = (~missing).sum(0)
    mean = np.where(missing, 0.0, x).sum(0) / np.maximum(known, 1)
    scale = np.sqrt((np.where(missing, 0.0, x - mean) ** 2).sum(0) / np.maximum(known, 1))
    scale = np.where(scale > 1e-9 * np.maximum(np.abs(mean), 1e-9), scale, 0.0)
    low = np.where(missing, np.inf, x).min(0)
    high = np.where(missing, -np.inf, x).max(0)
    low, high = np.where(known > 0, low, 0.0), np.where(known > 0, high, 0.0)
    gaps = np.flatnonzero(missing.any(0) & (known > 0))
    return Filling(mean, scale, low, high, gaps)
