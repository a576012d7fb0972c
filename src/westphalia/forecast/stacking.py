"""Stacking: the mixture of forecasts that would have scored best."""

from collections.abc import Sequence

import numpy as np

from westphalia.forecast.forecasts import FLOOR, checked
from westphalia.world.problems import UserError

GAP = 1e-9  # nats a decision by which the mixture may miss the best
STEPS = 200


def weights(forecasts: Sequence[np.ndarray], outcome: np.ndarray) -> np.ndarray:
    """Weights >= 0 that add to 1 and give the mixture of M forecasts its best log score. [M]

    max_w mean_n ln sum_m w_m p_nm, p_nm the chance, at least `FLOOR`, that forecast m gave to
    what happened (Wolpert 1992; Yao, Vehtari, Simpson & Gelman 2018). Each forecast is [N, K],
    `outcome` [N]. The problem is concave. It is solved by Newton steps along a logarithmic
    barrier (Boyd & Vandenberghe 2004, chapter 11), which gives equal forecasts equal weights;
    without decisions all weights are equal. Weights chosen and scored on the same decisions
    flatter the mixture.

    Raises:
        UserError: no forecasts, or one that cannot be scored.
    """
    if not len(forecasts):
        raise UserError("Stacking needs at least one forecast.")
    given = []
    for chances in forecasts:
        p, y = checked(chances, outcome)
        given.append(np.maximum(p[np.arange(len(y)), y], FLOOR))
    p = np.array(given).T
    w, barrier = np.full(p.shape[1], 1.0 / p.shape[1]), 1.0
    while len(p) and barrier * p.shape[1] > GAP:
        barrier /= 10.0
        w = _centre(p, w, barrier)
    return w / w.sum()


def _centre(p: np.ndarray, w: np.ndarray, barrier: float) -> np.ndarray:
    """The minimum of sum w - mean ln(p w) - barrier sum ln w, from w on; its weights add to
    1 + M barrier, and its score misses the best by at most M barrier.
    """

    def cost(w: np.ndarray) -> float:
        return float(w.sum() - np.log(p @ w).mean() - barrier * np.log(w).sum())

    for _ in range(STEPS):
        ratio = p / (p @ w)[:, None]
        slope = 1.0 - ratio.mean(0) - barrier / w
        # In units of w the barrier's curvature is even, however small a weight has become.
        curve = (ratio * w).T @ (ratio * w) / len(p) + barrier * np.eye(len(w))
        step = -w * np.linalg.solve(curve, w * slope)
        gain = -float(slope @ step)
        if gain < GAP * 1e-4:
            return w
        size = min(1.0, 0.9 / max(float((-step / w).max()), 0.9))  # no weight reaches zero
        while cost(w + size * step) > cost(w) - size * gain / 4.0:
            size /= 2.0
        w = w + size * step
    raise ArithmeticError(f"no centre in {STEPS} steps at barrier {barrier}")
