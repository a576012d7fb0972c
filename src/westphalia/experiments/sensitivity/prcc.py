"""Partial rank correlations: monotone relations between a measure and each factor."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from westphalia.measures.intervals import HALF
from westphalia.world.problems import UserError


def prcc(points: np.ndarray, values: np.ndarray, names: Sequence[str] = ()) -> np.ndarray:
    """The correlation of ranks of the values and of each factor, given all other factors. [k, 3]

    r_i = -P_iy / sqrt(P_ii P_yy), P the inverse of the correlations of ranks: the same as between
    what regressions on the other factors leave of both (Marino et al. 2008, section 2.4.2). Value,
    low and high: tanh(atanh r -+ 1.96 se), se^2 = (1 + r^2 / 2) / (N - 3 - (k - 1)): Fisher (1924)
    for partial correlations, with the wider variance of ranks of Bonett & Wright (2000).

    Ties have their mean rank. Points without a value are left out. A relation that rises and falls
    again can have r = 0. NaN where the values do not vary.

    `points` [N, k], `values` [N], `names` of the factors, for messages.

    Raises:
        UserError: too few points with values, or factors that do not vary or go together.
    """
    points, values = np.asarray(points, float), np.asarray(values, float)
    known = np.isfinite(values)
    n, k = int(known.sum()), points.shape[1]
    if n < k + 3:
        raise UserError(
            f"Partial rank correlations of {k} factors need at least {k + 3} points with values, "
            f"and have {n}: add points."
        )
    ranks = rankdata(points[known], axis=0)
    _refuse_dependent(ranks, names or [f"factor {i + 1}" for i in range(k)])
    if np.ptp(values[known]) == 0:
        return np.full((k, 3), np.nan)
    r = _partial(np.column_stack([ranks, rankdata(values[known])]))
    half = HALF * np.sqrt((1 + r**2 / 2) / (n - k - 2))
    with np.errstate(divide="ignore"):
        z = np.arctanh(r)
    return np.stack([r, np.tanh(z - half), np.tanh(z + half)], axis=1)


def _partial(ranks: np.ndarray) -> np.ndarray:
    """Correlation of the last column with each other one given the rest. [k + 1 columns] -> [k]

    From residuals rather than from P where the values follow the factors exactly and P is infinite.
    """
    *_, values = ranks.T
    k = ranks.shape[1] - 1
    return np.array([_residual_correlation(ranks[:, :k], values, i) for i in range(k)])


def _residual_correlation(factors: np.ndarray, values: np.ndarray, i: int) -> float:
    """The correlation of what the other factors leave of factor i and of the values."""
    others = np.column_stack([np.ones(len(values)), np.delete(factors, i, axis=1)])
    both = np.column_stack([factors[:, i], values])
    left = both - others @ np.linalg.lstsq(others, both, rcond=None)[0]
    size = np.sqrt((left**2).sum(0))
    if size[1] <= 1e-9 * values.std() * len(values) ** 0.5:
        return 0.0
    return float(np.clip(left[:, 0] @ left[:, 1] / (size[0] * size[1]), -1.0, 1.0))


def _refuse_dependent(ranks: np.ndarray, names: Sequence[str]) -> None:
    """Raise where a factor does not vary, or follows from others."""
    still = np.flatnonzero(np.ptp(ranks, axis=0) == 0)
    if len(still):
        raise UserError(
            f"{names[still[0]]} has the same value at all points where the measure has one: leave "
            "it out, or let it vary."
        )
    centred = (ranks - ranks.mean(0)) / ranks.std(0)
    rank = np.linalg.matrix_rank(centred)
    if rank < ranks.shape[1]:
        without = [np.linalg.matrix_rank(np.delete(centred, i, 1)) for i in range(len(names))]
        tied = [name for name, left in zip(names, without, strict=True) if left == rank]
        raise UserError(
            f"{', '.join(tied)} follow from each other in this design, so their effects cannot be "
            "told apart: leave one of them out, or use a Latin hypercube."
        )
