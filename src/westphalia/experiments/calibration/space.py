"""The ranges that are searched, as a unit cube."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import pdist
from scipy.stats import qmc

from westphalia.experiments.sweeps.points import Span

#: Latin hypercubes of which the one with the widest spread is taken.
TRIES = 20


@dataclass(frozen=True)
class Space:
    """The box of all ranges; uniform on its unit cube before any target is looked at.

    `names`: of the numbers, in full, k; `spans`: their ranges. On a range by logarithm equal
    factors are equally likely before any target.
    """

    names: tuple[str, ...]
    spans: tuple[Span, ...]

    def values(self, unit: np.ndarray) -> np.ndarray:
        """Values of the numbers from points of the unit cube. [..., k]"""
        columns = [span.at(unit[..., k]) for k, span in enumerate(self.spans)]
        return np.stack(columns, axis=-1)


def first_points(dimensions: int, number: int, seed: int) -> np.ndarray:
    """Points that fill the unit cube: of some Latin hypercubes the one whose closest pair is
    farthest apart (McKay, Beckman & Conover 1979; Morris & Mitchell 1995). [number, dimensions]
    """
    rng = np.random.default_rng([seed, 0])
    tries = [qmc.LatinHypercube(dimensions, rng=rng).random(number) for _ in range(TRIES)]
    return max(tries, key=lambda points: pdist(points).min(initial=np.inf))
