"""Test functions with indices known exactly (Ishigami & Homma 1990; Saltelli & Sobol' 1995)."""

import numpy as np

ISHIGAMI_FIRST = np.array([0.313905, 0.442411, 0.0])
ISHIGAMI_TOTAL = np.array([0.557589, 0.442411, 0.243684])
ISHIGAMI_VARIANCE = 13.844588


def ishigami(points: np.ndarray) -> np.ndarray:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x from -pi to pi at positions 0 to 1."""
    x1, x2, x3 = (np.pi * (2 * points - 1)).T
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def linear(points: np.ndarray, slopes: tuple[float, ...]) -> np.ndarray:
    return points @ np.array(slopes)
