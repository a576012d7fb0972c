"""Points: which values the numbers of a sweep take, by a grid, by a sample, or from a table.

A grid has every combination of the values that are listed. A sample spreads points over ranges: by
a Latin hypercube (McKay, Beckman & Conover 1979) or a scrambled Sobol' sequence (Sobol' 1967; Owen
1998). Grid, sample and table are crossed: every combination of the one meets every row of the
others, so that all are compared at the same points.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from westphalia.world.problems import UserError

#: Points of one sweep at most.
MOST_POINTS = 10_000_000


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


#: Ways to sample, by the name that a sweep gives them: points of so many dimensions by a seed.
METHODS: dict[str, Callable[[int, int, int], np.ndarray]] = {
    "latin hypercube": latin_hypercube,
    "sobol": sobol_sequence,
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
    if number > MOST_POINTS:
        raise UserError(
            f"{number:,} points are more than {MOST_POINTS:,}: give fewer values or a sample of "
            f"ranges instead of all combinations"
        )
    index = np.unravel_index(np.arange(number), sizes) if sizes else []
    columns = [part[at] for part, at in zip(parts, index, strict=True)]
    return np.concatenate(columns, axis=1) if columns else np.zeros((1, 0))
