"""Ends of 95% intervals from resamples."""

from collections.abc import Iterator

import numpy as np

from westphalia.measures.intervals import LEVEL


def with_ends(value: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Value, low and high of each: the middle 95% of its draws (Efron 1979, percentiles). [k, 3]

    `value` [k], `draws` [resamples, k]. Ends are NaN where any draw is, for the percentile is then
    unknown.
    """
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return np.stack([value, low, high], axis=1)


def weights(rows: int, resamples: int, seed: int) -> Iterator[np.ndarray]:
    """Shares of the rows in each resample, drawn with replacement; every one sums to 1. [rows]"""
    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        yield np.bincount(rng.integers(0, rows, rows), minlength=rows) / rows
