"""Chances of two outcomes."""

import numpy as np


def two(p):
    p = np.asarray(p, float)
    return np.stack([1 - p, p], 1)
