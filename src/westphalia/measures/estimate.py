"""From sums over runs to values with intervals."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF, Interval, shares
from westphalia.measures.measure import Measure, sums_of, unique
from westphalia.measures.quantities import Records

if TYPE_CHECKING:
    import pandas as pd


class Estimate(NamedTuple):
    """The value of a measure over the runs of one theory, with its 95% interval over runs."""

    theory: str
    measure: str
    unit: str
    value: float
    low: float
    high: float

    def to_dataframe(self) -> "pd.DataFrame":
        """A table of one row."""
        return to_dataframe([self])


def to_dataframe(estimates: Sequence[Estimate]) -> "pd.DataFrame":
    """A table with a row for every theory and measure."""
    import pandas as pd

    return pd.DataFrame(estimates, columns=Estimate._fields)


def ratio(
    total: np.ndarray, weight: np.ndarray, runs: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Values sum(total) / sum(weight) over the last axis and what each run adds to their error.

    The second is (total - value weight) / mean weight, whose mean is 0: the ratio's linear part.
    `runs`: how many of the last axis there are, the others being 0; all of them if None.
    """
    whole = weight.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = whole / (weight.shape[-1] if runs is None else runs)
        value = np.where(whole > 0, total.sum(-1) / whole, np.nan)
        part = (total - value[..., None] * weight) / mean[..., None]
    return value, part


def over_runs(total: np.ndarray, weight: np.ndarray) -> Interval:
    """sum(total) / sum(weight) with its interval over runs. `total`, `weight`: [runs]

    See `intervals_over_runs`.
    """
    return Interval(*map(float, intervals_over_runs(total[None], weight[None])[0]))


def intervals_over_runs(total: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """sum(total) / sum(weight) over the runs of every row, and its interval's ends. [rows, 3]

    value +- 1.96 sd(part) / sqrt(runs), with the linear part of the ratio (`ratio`); Jeffreys'
    interval where every run counts once and either has it or has it not. NaN without occasions.

    `total`, `weight`: [rows, runs], NaN for a run that is missing.
    """
    there = np.isfinite(total) & np.isfinite(weight)
    total, weight = np.where(there, total, 0.0), np.where(there, weight, 0.0)
    runs = there.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        value, part = ratio(total, weight, runs)
        half = HALF * np.sqrt((part**2).sum(-1) / (runs - 1) / runs)
    half = np.where(runs < 2, np.nan, half)
    found = np.stack([value, value - half, value + half], axis=1)
    counted = (weight == there).all(-1) & np.isin(total, (0.0, 1.0)).all(-1)
    for number in np.unique(runs[counted & (runs > 0)]):
        at = counted & (runs == number)
        found[at] = np.stack(shares(total[at].sum(-1), int(number)), axis=1)
    return found


class Sampled:
    """Sums of measures over each run of one simulation, from its records chunk by chunk.

    Its memory is two numbers for every run and measure.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = unique(measures)
        self._parts: dict[str, list[np.ndarray]] = {m.name: [] for m in self.measures}

    def add(self, records: Records) -> None:
        """Add a chunk of records, [years, ..., runs]."""
        for measure in self.measures:
            self._parts[measure.name].append(sums_of(measure, records))

    def sums(self, name: str) -> np.ndarray:
        """Total and weight of every run. [2, runs]"""
        return np.concatenate(self._parts[name], axis=1)

    def by_run(self, name: str) -> np.ndarray:
        """The value of every run; NaN where it has no occasion. [runs]"""
        total, weight = self.sums(name)
        with np.errstate(invalid="ignore", divide="ignore"):
            return total / weight

    def interval(self, name: str) -> Interval:
        """The value over all runs, with its interval."""
        return over_runs(*self.sums(name))

    def estimates(self, theory: str) -> tuple[Estimate, ...]:
        """The value of every measure, in their order."""
        return tuple(
            Estimate(theory, m.name, m.unit, *self.interval(m.name)) for m in self.measures
        )


def estimate_measure(measure: Measure, records: Records, theory: str = "") -> Estimate:
    """The value of a measure over the runs of some records, with its interval."""
    sampled = Sampled([measure])
    sampled.add(records)
    return sampled.estimates(theory)[0]
