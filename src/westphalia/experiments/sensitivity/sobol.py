"""Sobol' indices: the share of a measure's variance that each factor makes, alone and in all."""

from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from westphalia.experiments.sensitivity.bootstrap import weights, with_ends
from westphalia.world.problems import UserError

#: Binary digits of a position.
DIGITS = 30
RESAMPLES = 1000


class Indices(NamedTuple):
    """Shares of the variance by factor: value, low and high end of the 95% interval. [k, 3]

    `first`: what is explained by the factor alone; `total`: what would be left if only the factor
    were unknown, its part in interactions with it. Neither is clipped: an estimate near 0 may be
    negative, one near 1 above it, and cutting it off would hide how sure it is. NaN where the
    values do not vary.
    `variance`: of the measure, in its unit squared; `rows`: those with all their values.
    """

    first: np.ndarray
    total: np.ndarray
    variance: float
    rows: int


def saltelli_points(n: int, k: int, seed: int) -> np.ndarray:
    """The design of Saltelli et al. (2010, table 2): positions in (0, 1). [n (k + 2), k]

    Blocks of n rows in the order A, B, AB_1 .. AB_k: A and B are the halves of a scrambled Sobol'
    sequence in 2k dimensions (Owen 1998), AB_i is A with column i from B.

    Raises:
        UserError: n is no power of two, for the sequence is balanced only there; or no factor.
    """
    if k < 1:
        raise UserError("A Sobol' design needs at least one factor that varies.")
    if n < 2 or n & (n - 1):
        below = 2 ** max(int(n).bit_length() - 1, 1)
        raise UserError(
            f"A Sobol' design needs a power of two of rows, not {n}: take {below} or {2 * below}."
        )
    sequence = qmc.Sobol(2 * k, scramble=True, bits=DIGITS, rng=np.random.default_rng(seed))
    both = sequence.random(n) + 0.5 ** (DIGITS + 1)  # the middle of a cell, never 0
    a, b = both[:, :k], both[:, k:]
    swapped = [np.where(np.arange(k) == i, b, a) for i in range(k)]
    return np.concatenate([a, b, *swapped])


def sobol_indices(values: np.ndarray, k: int, resamples: int = RESAMPLES, seed: int = 0) -> Indices:
    """First-order and total indices of the values at `saltelli_points`, in the same order.

    first_i = mean f(B) (f(AB_i) - f(A)) / V   (Saltelli et al. 2010, table 2, b)
    total_i = mean (f(A) - f(AB_i))^2 / 2 V    (Jansen 1999)

    V is the variance over A and B; f is less its mean there, which makes first_i less noisy. A row
    (one of A with its counterparts in all blocks) with a missing value is left out of all blocks.
    Intervals are from resampled rows (Archer, Saltelli & Sobol 1997); those of a Sobol' sequence
    are spread more evenly than by chance, so they are wide rather than narrow.

    Independent sampling noise in the values adds its share of the variance (`noise_share`) to
    every total index, also that of a factor which does nothing.

    `values` [n (k + 2)].

    Raises:
        UserError: values that are no k + 2 blocks, or fewer than two complete rows.
    """
    blocks = _complete(np.asarray(values, float), k)
    parts = _row_parts(blocks - blocks[0, 0])  # exactly 0 where the values do not vary
    rows = parts.shape[1]
    first, total, variance = _indices(parts.mean(1), k)
    drawn = [_indices(parts @ weight, k) for weight in weights(rows, resamples, seed)]
    return Indices(
        with_ends(first, np.array([d[0] for d in drawn])),
        with_ends(total, np.array([d[1] for d in drawn])),
        variance,
        rows,
    )


def _complete(values: np.ndarray, k: int) -> np.ndarray:
    """Values by block and row, of the rows without a gap. [k + 2, rows]"""
    if values.ndim != 1 or len(values) % (k + 2):
        raise UserError(
            f"{len(values)} values are no Sobol' design of {k} factors, which has {k + 2} blocks "
            "of equally many rows. Give all points of the design, NaN where a value is missing."
        )
    blocks = values.reshape(k + 2, -1)
    kept = blocks[:, np.isfinite(blocks).all(0)]
    if kept.shape[1] < 2:
        raise UserError(
            f"Only {kept.shape[1]} of {blocks.shape[1]} rows of the Sobol' design have values at "
            f"all their {k + 2} points: simulate the missing points, or more runs at each."
        )
    return kept


def _row_parts(blocks: np.ndarray) -> np.ndarray:
    """What the estimators average over rows, centred values [k + 2, rows] -> [3k + 2, rows]."""
    a, b, change = blocks[0], blocks[1], blocks[2:] - blocks[0]
    return np.concatenate([b * change, change, change**2 / 2, [(a + b) / 2], [(a**2 + b**2) / 2]])


def _indices(means: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray, float]:
    """First-order and total indices and the variance, from means of `_row_parts`."""
    products, changes, halves = means[: 3 * k].reshape(3, k)
    centre, square = means[3 * k :]
    variance = square - centre**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return (products - centre * changes) / variance, halves / variance, float(variance)
