"""Stacking: the mixture of forecasts that would have scored best."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from westphalia.forecast.one_thread import on_one_thread
from westphalia.measures.scoring import FLOOR, checked
from westphalia.world.problems import UserError

STEPS = 1000


def stacking_weights(forecasts: Sequence[np.ndarray], outcome: np.ndarray) -> np.ndarray:
    """Weights >= 0 that add to 1 and give the mixture of M forecasts its best log score. [M]

    max_w mean_n ln sum_m w_m p_nm, p_nm the chance, at least `FLOOR`, that forecast m gave to
    what happened (Wolpert 1992; Yao, Vehtari, Simpson & Gelman 2018). Each forecast is [N, K],
    `outcome` [N]. The problem is concave. With sum_m w_m taken off, the weights add to 1 at the
    maximum by themselves, so that bounds alone remain; SciPy's SLSQP starts from equal weights,
    and equal forecasts keep equal ones. Without decisions all weights are equal. Weights chosen
    and scored on the same decisions flatter the mixture.

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
    equal = np.full(p.shape[1], 1.0 / p.shape[1])
    if not len(p):
        return equal

    def cost(w: np.ndarray) -> float:
        return float(w.sum() - np.log(p @ w).mean())

    def slope(w: np.ndarray) -> np.ndarray:
        return 1.0 - (p / (p @ w)[:, None]).mean(0)

    with on_one_thread():
        found = minimize(
            cost,
            equal,
            jac=slope,
            method="SLSQP",
            bounds=[(0.0, 1.0)] * len(equal),
            options={"ftol": 1e-14, "maxiter": STEPS},
        )
    w = np.maximum(found.x, 0.0)
    return w / w.sum()
