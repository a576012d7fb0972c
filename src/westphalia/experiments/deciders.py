"""Which parameters decide where a claim holds: variance-based indices of given draws, and a check.

The first-order index of a parameter is the share of a quantity's variance between slices of that
parameter, Var(E[y | x]) / Var(y), from the draws as they are (given-data estimation; Plischke,
Borgonovo & Smith 2013). The first decider has the largest; the second the largest of what the
first leaves. Whether the two really tell where the claim holds is judged on draws that had no
part in finding them (cross-validation), and whether the second tells anything by permutation.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import f_oneway, rankdata

SLICES = 6
FOLDS = 10
#: Fewer draws than this cannot tell which of many parameters decide.
LEAST = 40
#: Permutations behind the question whether a second parameter tells anything, and its level.
PERMUTATIONS, LEVEL = 99, 0.05


class Deciders(NamedTuple):
    """The two parameters that matter most, their indices, and what they can tell.

    `names`, `indices`: of the two, the second's of what the first leaves. `second`: whether it
    tells more than the best of as many parameters that do nothing. `likely`, `unlikely`: share of
    draws in which the claim holds in the third of draws where the two make that most and least
    likely, judged on draws that had no part in finding them. `draws`: in each third.
    """

    names: tuple[str, str]
    indices: tuple[float, float]
    second: bool
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


def residual(x: np.ndarray, y: np.ndarray, slices: int = SLICES) -> np.ndarray:
    """What a parameter leaves of y: y less its mean in the slice. [draws]"""
    out = np.array(y, float)
    for part in np.array_split(np.argsort(x, kind="stable"), slices):
        out[part] -= out[part].mean()
    return out


def two(points: np.ndarray, y: np.ndarray) -> tuple[list[int], list[float]]:
    """The columns of the two deciders, and their indices."""
    indices = first_order(points, y)
    first = int(np.argmax(indices))
    rest = first_order(points, residual(points[:, first], y))
    rest[first] = -1.0
    second = int(np.argmax(rest))
    return [first, second], [float(indices[first]), float(rest[second])]


def plane(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A surface of second degree in two parameters, fitted by least squares at x, taken at `at`."""

    def terms(p: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(p)), p, p[:, 0] * p[:, 1], p**2])

    return terms(at) @ np.linalg.lstsq(terms(x), y, rcond=None)[0]


def deciders(
    names: tuple[str, ...], points: np.ndarray, y: np.ndarray, holds: np.ndarray
) -> Deciders | None:
    """The two parameters that decide; None where there are too few draws to look for them.

    Args:
        points: positions in the ranges, [draws, names]. y: how strongly the claim holds in a
            draw; only its order matters. holds: whether it does. [draws]
    """
    if len(y) < LEAST or len(names) < 2:
        return None
    order = rankdata(y)
    columns, indices = two(points, order)
    score = np.empty(len(y))
    fold = np.arange(len(y)) % FOLDS
    for k in range(FOLDS):
        train, test = fold != k, fold == k
        x = points[:, two(points[train], order[train])[0]]
        score[test] = rankdata(plane(x[train], order[train], x[test])) / test.sum()
    third = len(y) // 3
    by_score = np.argsort(score, kind="stable")
    return Deciders(
        (str(names[columns[0]]), str(names[columns[1]])),
        (indices[0], indices[1]),
        _tells(points, residual(points[:, columns[0]], order), indices[1]),
        float(holds[by_score[-third:]].mean()),
        float(holds[by_score[:third]].mean()),
        third,
    )


def _tells(points: np.ndarray, rest: np.ndarray, index: float) -> bool:
    """Whether an index is larger than the largest that shuffled draws give, but in 5% of times."""
    rng = np.random.default_rng(0)
    best = [first_order(points, rng.permutation(rest)).max() for _ in range(PERMUTATIONS)]
    return bool(np.mean(np.asarray(best) >= index) < LEVEL)
