"""How much of the variance between points is sampling noise of finite runs."""

import numpy as np


def noise_share(values: np.ndarray, errors: np.ndarray) -> float:
    """The share of the variance between points that more runs at each point would remove.

    mean(error^2) / variance(values) (intrinsic noise in Ankenman, Nelson & Staum 2010).
    `values`, `errors`: a measure and its standard error, in the same unit. [N]

    Points where either is missing are left out; NaN where fewer than two are left or the values
    do not vary without noise. It can exceed 1 by chance. Noise is taken to be independent between
    points: where they share random numbers, it is too high rather than too low.
    """
    values, errors = np.asarray(values, float), np.asarray(errors, float)
    known = np.isfinite(values) & np.isfinite(errors)
    if known.sum() < 2:
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.mean(errors[known] ** 2) / np.var(values[known], ddof=1))
