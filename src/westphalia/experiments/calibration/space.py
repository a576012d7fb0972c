"""The ranges that are searched, as a unit cube."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import pdist
from scipy.stats import qmc

from westphalia.world.problems import Problems, UserError

#: A range of positive numbers over this factor or more is searched on a log scale.
FACTOR = 10.0
#: Latin hypercubes of which the one with the widest spread is taken.
TRIES = 20


class Range(NamedTuple):
    """What a parameter may be; with `log`, equal factors are equally likely before any target."""

    name: str
    low: float
    high: float
    log: bool


@dataclass(frozen=True)
class Space:
    """The box of all ranges; uniform on its unit cube before any target is looked at."""

    ranges: tuple[Range, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, k."""
        return tuple(r.name for r in self.ranges)

    def values(self, unit: np.ndarray) -> np.ndarray:
        """Values of parameters from points of the unit cube. [..., k]

        v = low + u (high - low), or v = low (high / low)^u on a log scale.
        """
        low, high = self._ends()
        unit = np.asarray(unit, float)
        scaled = low + unit * (high - low)
        # The ends themselves are hit exactly, also through a logarithm.
        least, most = np.array([[r.low, r.high] for r in self.ranges]).T
        inside = np.clip(np.where(self._logs(), np.exp(scaled), scaled), least, most)
        return np.where(unit <= 0.0, least, np.where(unit >= 1.0, most, inside))

    def unit(self, values: np.ndarray) -> np.ndarray:
        """Points of the unit cube from values of parameters. [..., k]"""
        low, high = self._ends()
        given = np.asarray(values, float)
        scaled = np.where(self._logs(), np.log(np.where(self._logs(), given, 1.0)), given)
        return (scaled - low) / (high - low)

    def _logs(self) -> np.ndarray:
        return np.array([r.log for r in self.ranges])

    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        ends = [np.log([r.low, r.high]) if r.log else [r.low, r.high] for r in self.ranges]
        low, high = np.array(ends, float).T
        return low, high


def space_of(ranges: Mapping[str, tuple[float, float]]) -> Space:
    """The space of some ranges (low, high) by name; wide ranges of positive numbers by logarithm.

    Raises:
        UserError: no range, or one whose ends are not finite or not in order.
    """
    if not ranges:
        raise UserError("There is nothing to calibrate: give the range of at least one parameter.")
    problems = Problems()
    for name, (low, high) in ranges.items():
        if not (np.isfinite([low, high]).all() and low < high):
            problems.add(
                f"{name} from {low:g} to {high:g} is not a range: give a low end and a higher one."
            )
    problems.refuse()
    return Space(
        tuple(
            Range(name, float(low), float(high), low > 0.0 and high >= FACTOR * low)
            for name, (low, high) in ranges.items()
        )
    )


def first_points(dimensions: int, number: int, seed: int) -> np.ndarray:
    """Points that fill the unit cube: of some Latin hypercubes the one whose closest pair is
    farthest apart (McKay, Beckman & Conover 1979; Morris & Mitchell 1995). [number, dimensions]
    """
    rng = np.random.default_rng([seed, 0])
    tries = [qmc.LatinHypercube(dimensions, rng=rng).random(number) for _ in range(TRIES)]
    return max(tries, key=lambda points: pdist(points).min(initial=np.inf))
