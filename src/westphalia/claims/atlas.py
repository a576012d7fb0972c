"""Maps of worlds: in which of them is an expectation about third parties self-confirming?

Two populations live in the same worlds and differ in one thing: what they expect third parties
to do about an attack. An expectation is self-confirming in a world if what third parties do
there, when everybody holds it, is nearer to it than to the rival expectation.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from westphalia.claims.claim import Atlas
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import LEVEL, Interval, ratio

#: Regions of a map, by which expectations confirm themselves; the rest has too few wars to tell.
REGIONS: tuple[str, ...] = ("both", "balancing alone", "buck-passing alone", "neither", "no wars")
BOTH, BALANCING, PASSING, NEITHER, EMPTY = range(5)
RESAMPLES = 500


class Map(NamedTuple):
    """A map. `places`: one row per cell and axis. `realised`: frequency in each cell and condition,
    with its standard error over draws. `region`: an index of REGIONS per cell. `areas`: share of
    the cells in each region, with intervals from resampling draws. `by_axis`: the areas at each
    value of the last axis.
    """

    axes: tuple[str, ...]
    places: np.ndarray
    realised: Mapping[str, np.ndarray]
    error: Mapping[str, np.ndarray]
    region: np.ndarray
    areas: Mapping[str, Interval]
    by_axis: Mapping[float, Mapping[str, float]]


def standard_error(values: np.ndarray) -> np.ndarray:
    """The standard error of the mean over the last axis; NaN where that holds one value."""
    many = values.shape[-1]
    if many == 1:
        return np.full(values.shape[:-1], np.nan)
    return values.std(-1, ddof=1) / many**0.5


def region_of(balancing: np.ndarray, passing: np.ndarray, middle: float) -> np.ndarray:
    """The region of cells from the frequency each population meets; NaN where nobody could join.

    `middle`: halfway between the two priors, where a frequency is as near to one as to the other.
    """
    right_b, right_p = balancing > middle, passing < middle
    found = np.select(
        [right_b & right_p, right_b & ~right_p, ~right_b & right_p],
        [BOTH, BALANCING, PASSING],
        NEITHER,
    )
    return np.where(np.isfinite(balancing) & np.isfinite(passing), found, EMPTY)


def regions(atlas: Atlas, measured: Sequence[Mapping[str, Outcome]], seed: int = 0) -> Map:
    """The map of an atlas. `measured`: one mapping of conditions to outcomes per cell."""
    axes = tuple(atlas.axes)
    places = np.array([[cell.at[axis] for axis in axes] for cell in atlas.cells])
    conditions = tuple(atlas.priors)
    middle = float(np.mean(list(atlas.priors.values())))
    # the runs of a draw have their parameters in common: it is draws that are resampled
    totals = {a: np.stack([row[a].total.sum(1) for row in measured]) for a in conditions}
    weights = {a: np.stack([row[a].weight.sum(1) for row in measured]) for a in conditions}
    value, error = {}, {}
    for condition in conditions:
        value[condition], part = ratio(totals[condition], weights[condition])
        error[condition] = standard_error(part)
    expected, rival = conditions
    region = region_of(value[expected], value[rival], middle)
    rng = np.random.default_rng(seed)
    draws = totals[expected].shape[1]
    again = np.empty((RESAMPLES, len(REGIONS)))
    for k in range(RESAMPLES):
        pick = rng.integers(0, draws, draws)
        drawn = [ratio(totals[a][:, pick], weights[a][:, pick])[0] for a in conditions]
        again[k] = _areas(region_of(drawn[0], drawn[1], middle))
    low, high = np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    areas = dict(zip(REGIONS, map(Interval, _areas(region), low, high), strict=True))
    last = places[:, -1]
    by_axis: dict[float, Mapping[str, float]] = {
        float(at): dict(zip(REGIONS, _areas(region[last == at]), strict=True))
        for at in np.unique(last)
    }
    return Map(axes, places, value, error, region, areas, by_axis)


def _areas(region: np.ndarray) -> list[float]:
    return [float((region == k).mean()) for k in range(len(REGIONS))]
