"""Weights of points drawn from one density that stand for another."""

import numpy as np
from scipy.special import logsumexp


def scaled(log_weights: np.ndarray) -> np.ndarray:
    """Weights of sum 1 from their logarithms up to a constant."""
    return np.exp(log_weights - logsumexp(log_weights))


def effective(weights: np.ndarray) -> float:
    """The effective sample size of weights of sum 1, 1 / sum w^2 (Kong 1992)."""
    return float(1.0 / (weights**2).sum())
