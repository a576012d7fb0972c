"""From sums over runs to values with intervals."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from westphalia.measures.intervals import Interval, intervals_over_runs
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


def over_runs(total: np.ndarray, weight: np.ndarray) -> Interval:
    """sum(total) / sum(weight) with its interval over runs. `total`, `weight`: [runs]

    See `intervals_over_runs`.
    """
    return Interval(*map(float, intervals_over_runs(total[None], weight[None])[0]))


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
