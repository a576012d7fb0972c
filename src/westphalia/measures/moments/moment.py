"""A moment: one number of a world, defined alike for the simulated world and for history.

A measure is a sum over runs divided by another. A moment is any function of sums over runs: a
ratio of rates, or a share that survives so many years. It pools all runs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from westphalia.measures.intervals import HALF, Interval, jackknife, jackknife_error
from westphalia.measures.measure import Measure, measure_name, sums_of, years_of
from westphalia.measures.quantities import Records

#: The most occasions of which none is compatible with 95%, Poisson: -ln(0.025).
NONE_SEEN = 3.689

GREAT_POWERS, EVERYBODY = "great powers", "all states"


@dataclass(frozen=True)
class Moment:
    """What is read off the records of many runs: `value(sum over runs of parts(records))`.

    `parts` takes the yearly records [years, ..., runs] and gives sums over each run, [k, runs];
    `value` takes them added up, [k, ...], and gives [...]. `who`: whose records it is given,
    GREAT_POWERS or EVERYBODY; those of everybody have `great`, [n] bool, beside them. `needs`: the
    records that it reads; without one of them there is no value. `counted`: the first part is a
    number of occasions, the last how many there might have been, so that there is an upper end
    where it never happened. `cases`: the parts that add up to the number of cases it is counted
    on, and `unit_of_cases` what these are. `everywhere`: whether any world may have it, not
    only cases of a certain kind. `meaning`: one sentence.
    """

    name: str
    unit: str
    meaning: str
    parts: Callable[[Records], np.ndarray]
    value: Callable[[np.ndarray], np.ndarray]
    needs: tuple[str, ...] = ("alive",)
    who: str = GREAT_POWERS
    counted: bool = False
    cases: tuple[int, ...] = (1,)
    unit_of_cases: str = ""
    everywhere: bool = True

    def count(self, parts: np.ndarray) -> int:
        """How many cases sums over runs hold. `parts`: [k, runs]"""
        return round(float(parts[list(self.cases)].sum()))

    def estimates(self, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `reading.Reading`; the error is the jackknife's. `parts`: [k, rows, runs]"""
        there = np.all(np.isfinite(parts), axis=0)
        rows = [parts[:, row, there[row]] for row in range(parts.shape[1])]
        values = np.array([_finite(self.value(row.sum(-1))) for row in rows])
        return values, np.array([standard_error(self, row) for row in rows])


def ratio(parts: np.ndarray) -> np.ndarray:
    """parts[0] / parts[1], NaN without any occasion."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(parts[1] > 0, parts[0] / parts[1], np.nan)


def percent(parts: np.ndarray) -> np.ndarray:
    """100 parts[0] / parts[1]."""
    return 100.0 * ratio(parts)


def ratio_of_rates(parts: np.ndarray) -> np.ndarray:
    """(parts[0] / parts[1]) / (parts[2] / parts[3]), NaN where the second rate is 0 or unknown."""
    return ratio(np.stack([ratio(parts[:2]), ratio(parts[2:])]))


def of_measure(measure: Measure, meaning: str = "", **other: object) -> Moment:
    """A measure as a moment: pooled over runs, with the interval of a moment."""
    return Moment(
        measure.name,
        measure.unit,
        meaning or measure.meaning,
        lambda records: sums_of(measure, records),
        ratio,
        **other,  # type: ignore[arg-type]
    )


def estimate(moment: Moment, parts: np.ndarray) -> Interval:
    """The value of all runs together, with its 95% interval over runs. `parts`: [k, runs]

    The interval is that of values with one run left out (`jackknife`), cut off at 0, below which
    no moment lies, and at 100%. Where something never
    happened in N occasions the upper end is 3.69 / N, the exact one of Poisson.
    """
    whole = parts.sum(-1)
    value = float(moment.value(whole))
    if moment.counted and whole[0] == 0 and np.isfinite(value):
        seen = np.concatenate([[NONE_SEEN], whole[1:]])
        return Interval(0.0, 0.0, float(moment.value(seen)))
    found = jackknife(value, moment.value(whole[:, None] - parts))
    most = 100.0 if moment.unit.startswith("%") else np.inf
    low, high = np.clip(found[1:], 0.0, most)
    return Interval(value, float(low), float(high))


def standard_error(moment: Moment, parts: np.ndarray) -> float:
    """The standard error of the value of all runs together, NaN if unknown. `parts`: [k, runs]

    By the jackknife; where something never happened, that of an interval as wide as `estimate`'s.
    """
    whole = parts.sum(-1)
    if moment.counted and whole[0] == 0:
        seen = np.concatenate([[NONE_SEEN], whole[1:]])
        return _finite(moment.value(seen)) / (2.0 * HALF)
    return jackknife_error(moment.value(whole[:, None] - parts))


def _finite(value: np.ndarray) -> float:
    """The value, NaN where it is not finite."""
    return float(value) if np.isfinite(value) else float("nan")


def in_world(
    moment: Moment, first: int = 1, last: int | None = None, great: Sequence[int] | None = None
) -> Moment:
    """The moment as it is read off whole records: in some years, of those whose it is.

    `first`, `last`: simulated years (1 = the first); `great`: as for `Sums`.
    """

    def parts(records: Records) -> np.ndarray:
        return moment.parts(given(years_of(records, first, last), moment.who, great))

    name = measure_name(f"moment: {moment.name}", None, first, last)
    return replace(moment, name=name, parts=parts)


def logarithm_of(moment: Moment) -> Moment:
    """The natural logarithm of a moment; missing where that is 0."""

    def value(parts: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log(moment.value(parts))

    name, unit = f"log {moment.name}", f"log {moment.unit}"
    return replace(moment, name=name, unit=unit, value=value, counted=False)


class Sums:
    """Sums of moments over each run of one simulation, from its records chunk by chunk."""

    def __init__(
        self,
        moments: Iterable[Moment],
        settle: int = 0,
        great: Sequence[int] | None = None,
    ) -> None:
        """`settle`: first years to leave out; `great`: indices of great powers, all if None."""
        self._moments = tuple(moments)
        self._settle, self._great = settle, great
        self._parts: dict[str, list[np.ndarray]] = {moment.name: [] for moment in self._moments}

    def add(self, records: Records) -> None:
        """Add a chunk of records, [years, ..., runs]."""
        late = {name: record[self._settle :] for name, record in records.items()}
        whose = {who: given(late, who, self._great) for who in (EVERYBODY, GREAT_POWERS)}
        for moment in self._moments:
            if all(name in whose[moment.who] for name in moment.needs):
                parts = np.asarray(moment.parts(whose[moment.who]), float)
                self._parts[moment.name].append(parts)

    def estimates(self) -> dict[str, Interval]:
        """Every moment by name; NaN where a record was lacking."""
        nan = float("nan")
        return {
            m.name: Interval(nan, nan, nan) if parts is None else estimate(m, parts)
            for m, parts in self._pooled()
        }

    def cases(self) -> dict[str, int]:
        """How many cases each moment is counted on, by name."""
        return {m.name: 0 if parts is None else m.count(parts) for m, parts in self._pooled()}

    def _pooled(self) -> Iterator[tuple[Moment, np.ndarray | None]]:
        """Each moment with its sums over each run, [k, runs], None where a record was lacking."""
        for moment in self._moments:
            parts = self._parts[moment.name]
            yield moment, np.concatenate(parts, axis=-1) if parts else None


def given(records: Records, who: str, great: Sequence[int] | None = None) -> Records:
    """The records that a moment of great powers or of everybody is given. `great`: see `Sums`."""
    if who == EVERYBODY:
        return {**records, "great": great_flags(records, great)}
    return records if great is None else among(records, great)


def great_flags(records: Records, great: Sequence[int] | None) -> np.ndarray:
    """Which states are great powers. [n] bool"""
    n = records["alive"].shape[1]
    return np.ones(n, bool) if great is None else np.isin(np.arange(n), list(great))


def among(records: Records, states: Sequence[int]) -> dict[str, np.ndarray]:
    """The records of some states and of the pairs among them; those of neither are left out."""
    n, chosen = records["alive"].shape[1], list(states)
    out = {}
    for name, record in records.items():
        if record.shape[1] != n:
            continue
        kept = record[:, chosen]
        pairs = record.ndim == 4 and record.shape[2] == n
        out[name] = kept[:, :, chosen] if pairs else kept
    return out
