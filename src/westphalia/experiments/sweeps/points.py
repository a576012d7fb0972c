"""Points: which values the numbers of a sweep take, by a grid, by a sample, or from a table.

A grid has every combination of the values that are listed. A sample spreads points over ranges: by
a Latin hypercube (McKay, Beckman & Conover 1979) or a scrambled Sobol' sequence (Sobol' 1967; Owen
1998). Grid, sample and table are crossed: every combination of the one meets every row of the
others, so that all are compared at the same points.

Two samples are made for sensitivity analysis and stand alone, for their points belong together:
those of Saltelli et al. (2010) for Sobol' indices, and of Morris (1991) for elementary effects.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from westphalia.experiments.sensitivity.morris import morris_points
from westphalia.experiments.sensitivity.sobol import saltelli_points
from westphalia.world.problems import UserError

#: Points of one sweep at most.
MOST_POINTS = 10_000_000
#: Samples that stand alone, and the levels of each number in one of Morris: steps of 4/7 of the
#: range, which begin and end at every level equally often.
SALTELLI, MORRIS = "saltelli", "morris"
MORRIS_LEVELS = 8


class Span(NamedTuple):
    """A range of a number: its ends, and whether it is even in the number or in its logarithm."""

    low: float
    high: float
    log: bool = False

    def at(self, position: np.ndarray) -> np.ndarray:
        """The values at positions in the range, 0 to 1, both ends exactly."""
        if self.log:
            inside = np.exp(np.log(self.low) + np.log(self.high / self.low) * position)
        else:
            inside = self.low + (self.high - self.low) * position
        return np.where(position <= 0, self.low, np.where(position >= 1, self.high, inside))

    def position(self, value: np.ndarray) -> np.ndarray:
        """The positions of values in the range. The inverse of `at`."""
        if self.log:
            return np.log(value / self.low) / np.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def steps(self, number: int) -> list[float]:
        """Values at even distances from end to end, with both."""
        return self.at(np.linspace(0.0, 1.0, number)).tolist()


def latin_hypercube(points: int, dimensions: int, seed: int) -> np.ndarray:
    """Points that spread every dimension evenly. [points, dimensions], 0 to 1"""
    return qmc.LatinHypercube(dimensions, rng=seed).random(points)


def sobol_sequence(points: int, dimensions: int, seed: int) -> np.ndarray:
    """Points of a scrambled Sobol' sequence. [points, dimensions], 0 to 1

    Raises:
        UserError: their number is not a power of two, which the sequence needs to be even.
    """
    if points & (points - 1):
        near = 1 << (points - 1).bit_length()
        raise UserError(f"a Sobol' sequence needs a power of two of points: {near}, not {points}")
    return qmc.Sobol(dimensions, rng=seed).random(points)


def saltelli_design(rows: int, dimensions: int, seed: int) -> np.ndarray:
    """The design for Sobol' indices. [rows (dimensions + 2), dimensions], 0 to 1

    Raises:
        UserError: rows that are no power of two, or too many points.
    """
    _refuse_many(rows * (dimensions + 2))
    return saltelli_points(rows, dimensions, seed)


def morris_design(trajectories: int, dimensions: int, seed: int) -> np.ndarray:
    """The design for elementary effects. [trajectories (dimensions + 1), dimensions], 0 to 1

    Raises:
        UserError: fewer than two trajectories, or too many points.
    """
    _refuse_many(trajectories * (dimensions + 1))
    return morris_points(trajectories, dimensions, MORRIS_LEVELS, seed)


#: Ways to sample, by the name that a sweep gives them: points of so many dimensions by a seed.
METHODS: dict[str, Callable[[int, int, int], np.ndarray]] = {
    "latin hypercube": latin_hypercube,
    "sobol": sobol_sequence,
    SALTELLI: saltelli_design,
    MORRIS: morris_design,
}


def crossed(grid: Mapping[str, Sequence[float]], *tables: np.ndarray) -> np.ndarray:
    """Every combination of the values of a grid and of the rows of tables. [points, columns]

    The last table varies fastest. Columns are those of the grid, then those of the tables.

    Raises:
        UserError: there are too many of them.
    """
    parts = [np.asarray(values, float)[:, None] for values in grid.values()]
    parts += [table for table in tables if table.shape[1]]
    sizes = [len(part) for part in parts]
    number = int(np.prod(sizes, dtype=float)) if sizes else 1
    _refuse_many(number)
    index = np.unravel_index(np.arange(number), sizes) if sizes else []
    columns = [part[at] for part, at in zip(parts, index, strict=True)]
    return np.concatenate(columns, axis=1) if columns else np.zeros((1, 0))


def _refuse_many(number: int) -> None:
    if number > MOST_POINTS:
        raise UserError(
            f"{number:,} points are more than {MOST_POINTS:,}: give fewer values or a smaller "
            f"sample of ranges instead of all combinations"
        )
