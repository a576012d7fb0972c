"""Which parameters decide where a claim holds: variance-based indices of given draws, and a check.

The first-order index of a parameter is the share of a quantity's variance between slices of that
parameter, Var(E[y | x]) / Var(y), from the draws as they are (given-data estimation; Plischke,
Borgonovo & Smith 2013). The two largest are the deciders. Whether they really tell where the
claim holds is judged on draws that did not choose them (cross-validation).
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import f_oneway, rankdata

SLICES = 6
FOLDS = 10


class Deciders(NamedTuple):
    """The two parameters that matter most, their indices, and what they can tell.

    `names`, `indices`: of the two, the larger first. `likely`, `unlikely`: share of draws in which
    the claim holds in the third of draws where the two parameters make that most and least likely,
    judged on draws that had no part in finding them. `draws`: in each third.
    """

    names: tuple[str, str]
    indices: tuple[float, float]
    likely: float
    unlikely: float
    draws: int


def first_order(points: np.ndarray, y: np.ndarray, slices: int = SLICES) -> np.ndarray:
    """First-order indices of every column, corrected for chance (omega squared). [columns]

    omega^2 = (k - 1)(F - 1) / ((k - 1)(F - 1) + N) for k slices with as many draws each; not
    below 0.

    Args:
        points: [draws, columns]. y: [draws].
    """
    if np.ptp(y) == 0.0:
        return np.zeros(points.shape[1])
    ordered = y[np.argsort(points, axis=0, kind="stable")]  # y in the order of each column
    gain = (slices - 1) * (f_oneway(*np.array_split(ordered, slices), axis=0).statistic - 1.0)
    with np.errstate(invalid="ignore"):
        index = gain / (gain + len(y))
    return np.where(np.isinf(gain), 1.0, np.maximum(index, 0.0))


def plane(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A surface a + b x1 + c x2 + d x1 x2 fitted by least squares to y at x, taken at `at`."""

    def terms(p: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(p)), p, p[:, 0] * p[:, 1]])

    return terms(at) @ np.linalg.lstsq(terms(x), y, rcond=None)[0]


def deciders(
    names: tuple[str, ...], points: np.ndarray, y: np.ndarray, holds: np.ndarray
) -> Deciders:
    """The two parameters that decide.

    Args:
        points: positions in the ranges, [draws, names]. y: how strongly the claim holds in a
            draw; only its order matters. holds: whether it does. [draws]
    """
    order = rankdata(y)
    indices = first_order(points, order)
    best = np.argsort(-indices, kind="stable")[:2]
    score = np.empty(len(y))
    fold = np.arange(len(y)) % FOLDS
    for k in range(FOLDS):
        train, test = fold != k, fold == k
        if not test.any():
            continue
        chosen = np.argsort(-first_order(points[train], order[train]), kind="stable")[:2]
        x = points[:, chosen]
        score[test] = rankdata(plane(x[train], order[train], x[test])) / test.sum()
    third = max(len(y) // 3, 1)
    by_score = np.argsort(score, kind="stable")
    return Deciders(
        (str(names[best[0]]), str(names[best[1]])),
        (float(indices[best[0]]), float(indices[best[1]])),
        float(holds[by_score[-third:]].mean()),
        float(holds[by_score[:third]].mean()),
        third,
    )
