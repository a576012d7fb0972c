"""Estimators of the empirical figures: pure functions on arrays, without a model of the data."""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import root_scalar

#: Relative change at which alternating projections stop.
_STILL = 1e-10
_SEED = 0
_DRAWS = 20_000


def hazard(years: np.ndarray, ended: np.ndarray, first: float, last: float) -> float:
    """Ends per year lived at ages in (first, last]: the rate of a hazard constant over them."""
    events = ended & (years > first) & (years <= last)
    lived = np.clip(np.minimum(years, last) - first, 0, None)
    return float(events.sum() / lived.sum())


def weibull_shape(years: np.ndarray, ended: np.ndarray) -> float:
    """Shape k of Weibull lives with right censoring, by maximum likelihood (Cohen 1965).

    d/k + sum over the d that ended of ln t - d sum t^k ln t / sum t^k = 0; k < 1: a falling hazard.
    """
    log, d = np.log(years), int(ended.sum())

    def score(k: float) -> float:
        power = years**k
        return d / k + log[ended].sum() - d * (power @ log) / power.sum()

    return float(root_scalar(score, bracket=(0.01, 50.0)).root)


class Tail(NamedTuple):
    """A power law of the largest values: p(x) ~ x^-exponent for x >= least."""

    exponent: float
    error: float
    least: float
    n: int


def power_law(x: np.ndarray) -> Tail:
    """The power law of the tail of positive values (Clauset, Shalizi & Newman 2009).

    For each least value, exponent = 1 + n / sum ln(x / least), with error (exponent - 1) / sqrt n;
    of these, the least value whose law lies nearest to the data by Kolmogorov and Smirnov's
    distance, where the data's distribution at x is the share of the tail below x.
    """
    values = np.sort(x[x > 0])
    best, distance = Tail(np.nan, np.nan, np.nan, 0), np.inf
    for least in np.unique(values)[:-1]:
        tail = values[values >= least]
        n = len(tail)
        exponent = 1 + n / np.log(tail / least).sum()
        off = np.abs(1 - (tail / least) ** (1 - exponent) - np.arange(n) / n).max()
        if off < distance:
            error = (exponent - 1) / np.sqrt(n)
            best, distance = Tail(float(exponent), float(error), float(least), n), off
    return best


class Slopes(NamedTuple):
    """Coefficients of the regressors and their standard errors. [K]"""

    slope: np.ndarray
    error: np.ndarray


def within_regression(
    y: np.ndarray, x: np.ndarray, effects: tuple[np.ndarray, ...], clusters: np.ndarray
) -> Slopes:
    """Least squares with an effect for each group of each kind, by the within transformation.

    Means of groups are taken off y and x in turn until nothing changes: alternating projections
    on what is orthogonal to the effects (Frisch & Waugh 1933; Guimaraes & Portugal 2010). Errors
    are robust to any correlation inside clusters (Liang & Zeger 1986), times G / (G - 1) for G
    clusters. `y` [N]; `x` [N, K]; `effects`: group of each row, for each kind [N]; `clusters` [N].
    """
    data = _without_means(np.column_stack([y, x]).astype(float), effects)
    y, x = data[:, 0], data[:, 1:]
    bread = np.linalg.inv(x.T @ x)
    slope = bread @ (x.T @ y)
    scores = x * (y - x @ slope)[:, None]
    _, group = np.unique(clusters, return_inverse=True)
    count = int(group.max()) + 1
    sums = np.zeros((count, x.shape[1]))
    np.add.at(sums, group, scores)
    variance = bread @ (sums.T @ sums) @ bread * count / (count - 1)
    return Slopes(slope, np.sqrt(np.diag(variance)))


def _without_means(data: np.ndarray, effects: tuple[np.ndarray, ...]) -> np.ndarray:
    """Columns less the effects of all groups. [N, K]"""
    groups = [np.unique(effect, return_inverse=True)[1] for effect in effects]
    sizes = [np.bincount(group) for group in groups]
    scale = np.maximum(np.abs(data).max(0), np.finfo(float).tiny)
    change = np.inf
    while change > _STILL:
        before = data
        for group, size in zip(groups, sizes, strict=True):
            means = np.stack([np.bincount(group, column) for column in data.T], 1) / size[:, None]
            data = data - means[group]
        change = (np.abs(data - before) / scale).max()
    return data


def winsorise(x: np.ndarray, share: float) -> np.ndarray:
    """Values with the lowest and the highest share of them set to the quantiles there. [N]"""
    low, high = np.quantile(x, [share, 1 - share])
    return np.clip(x, low, high)


def block_error(blocks: np.ndarray, hit: np.ndarray, chosen: np.ndarray) -> float:
    """Standard error of the share of hits among the chosen cases, by drawing whole blocks.

    As many blocks as there are, of all cases, are drawn with replacement (Efron & Tibshirani
    1993, ch. 8); draws without a chosen case count for nothing. `blocks`: block of each case [N];
    `hit`, `chosen` [N] bool. The draws are the same in each run.
    """
    _, block = np.unique(blocks, return_inverse=True)
    count = int(block.max()) + 1
    hits = np.bincount(block, hit & chosen, count)
    cases = np.bincount(block, chosen, count)
    draws = np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), _DRAWS)
    some = draws @ cases > 0
    return float(((draws @ hits)[some] / (draws @ cases)[some]).std())


def robust_sd(x: np.ndarray) -> float:
    """1.4826 times the median distance from the median (Hampel 1974): a standard deviation without
    tails.
    """
    return float(stats.median_abs_deviation(x, scale=float(stats.norm.ppf(0.75))))


def quartiles(x: np.ndarray) -> dict[str, float]:
    """The lower and the upper quartile."""
    low, high = np.quantile(x, [0.25, 0.75])
    return {"lower quartile": float(low), "upper quartile": float(high)}
