"""Shares of variance on a full grid of levels: theories, cases, modules on and off, numbers."""

import numpy as np

from westphalia.experiments.sensitivity.bootstrap import with_ends
from westphalia.experiments.sensitivity.sobol import RESAMPLES, Indices
from westphalia.world.problems import UserError


def anova(
    levels: np.ndarray,
    values: np.ndarray,
    errors: np.ndarray | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Indices:
    """First-order and total shares of the variance between the cells of a full grid, by factor.

    first_i = Var(E[Y | X_i]) / Var(Y), total_i = E[Var(Y | all but X_i)] / Var(Y), every cell
    weighing the same (Hoeffding 1948; Sobol' 1993). Exact: a grid holds all combinations.

    With standard errors, what noise is expected to add is taken off all three variances:
    m (L_i - 1)/N, m (L_i - 1)/L_i and m (N - 1)/N, where m is the mean of error^2, L_i the levels
    and N the cells. The intervals are from values drawn anew with these errors (parametric
    bootstrap), independent between cells. Without errors there are no intervals (NaN). Shares may
    be negative, and are NaN where noise leaves no variance.

    `levels` [N, k] integer codes from 0, `values`, `errors` [N].

    Raises:
        UserError: a combination that is missing, there twice, or without a value or an error.
    """
    shape, order = _grid(np.asarray(levels, int))
    cells = _all_known(values, "value")[order].reshape(shape)
    if errors is None:
        first, total, variance = _shares(cells, 0.0)
        none = np.full((1, len(shape)), np.nan)
        return Indices(with_ends(first, none), with_ends(total, none), variance, cells.size)
    spread = _all_known(errors, "standard error")[order].reshape(shape)
    noise = float(np.mean(spread**2))
    first, total, variance = _shares(cells, noise)
    rng = np.random.default_rng(seed)
    drawn = [  # these hold noise twice: that of the runs, and that of the draw
        _shares(cells + spread * rng.standard_normal(shape), 2 * noise) for _ in range(resamples)
    ]
    return Indices(
        with_ends(first, np.array([d[0] for d in drawn])),
        with_ends(total, np.array([d[1] for d in drawn])),
        variance,
        cells.size,
    )


def _grid(levels: np.ndarray) -> tuple[tuple[int, ...], np.ndarray]:
    """Levels of each factor, and which point stands in each cell, cells in the order of C."""
    shape = tuple(int(high) + 1 for high in levels.max(0))
    cell = np.ravel_multi_index(tuple(levels.T), shape)
    count = np.bincount(cell, minlength=int(np.prod(shape)))
    if (count != 1).any():
        raise UserError(
            f"Shares of variance on a grid need every combination of levels exactly once; of "
            f"{len(count)} combinations {(count == 0).sum()} are missing and {(count > 1).sum()} "
            "are there more than once. Sweep the full grid."
        )
    return shape, np.argsort(cell)


def _all_known(numbers: np.ndarray, what: str) -> np.ndarray:
    numbers = np.asarray(numbers, float)
    missing = int((~np.isfinite(numbers)).sum())
    if missing:
        raise UserError(
            f"{missing} of {len(numbers)} combinations of the grid have no {what}: simulate more "
            "runs there, or leave out the levels without one."
        )
    return numbers


def _shares(cells: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray, float]:
    """First-order and total shares and the variance, less noise of variance `noise` a cell."""
    cells = cells - cells.flat[0]  # exactly 0 where they do not vary
    axes, size = range(cells.ndim), cells.size
    level = np.array(cells.shape)
    others = [tuple(a for a in axes if a != i) for i in axes]
    alone = np.array([cells.mean(other).var() for other in others]) - noise * (level - 1) / size
    inside = np.array([cells.var(i).mean() for i in axes]) - noise * (level - 1) / level
    variance = float(cells.var()) - noise * (size - 1) / size
    if variance <= 0:
        return np.full(len(level), np.nan), np.full(len(level), np.nan), variance
    return alone / variance, inside / variance, variance
