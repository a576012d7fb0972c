"""A measure: one number read off the yearly records of a simulation, built in or a user's own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF, Interval, intervals_over_runs
from westphalia.measures.quantities import Records
from westphalia.world.problems import UserError

#: Sums over each run: value = sum(total) / sum(weight). [runs], [runs]
Sums = tuple[np.ndarray, np.ndarray]
States = Sequence[int] | None
#: What the function of a measure takes and gives, for errors.
EXPECTED = (
    "Its function takes the yearly records, a mapping of names to arrays [years, states, runs] or "
    "[years, states, states, runs], and gives (total, weight), each [runs]: sum over all axes but "
    "the last."
)


class TargetRange(NamedTuple):
    """Where a measure of a plausible world lies, and how that is known."""

    low: float
    high: float
    source: str

    def verdict(self, found: Interval) -> str:
        """'inside', 'outside', or 'at the edge' where the interval crosses an end of the range."""
        if not np.isfinite(found.value):
            return "unknown"
        inside = self.low <= found.value <= self.high
        if np.isfinite(found.low) and np.isfinite(found.high):
            ends = [end for end in (self.low, self.high) if end > 0]
            if any(found.low < end < found.high for end in ends):
                return "at the edge"
        return "inside" if inside else "outside"


class Measure(NamedTuple):
    """What is read off a simulation: a name, a unit, and sums over each run.

    `sums` takes the yearly records [years, ..., runs] and gives (total, weight), each [runs]. The
    value over several runs is sum(total) / sum(weight): a mean where the weight is 1, a rate
    where it counts the occasions; without any occasion there is no value. `meaning`: one sentence.
    `target`: where it should lie in a plausible random world of eight powers, if that is known.
    `reference`: where a user's own measure was loaded from, path/to/file.py:NAME; else "".
    Two measures of one name are the same measure.
    """

    name: str
    unit: str
    sums: Callable[[Records], Sums]
    meaning: str = ""
    target: TargetRange | None = None
    reference: str = ""

    @property
    def file(self) -> Path | None:
        """The user's file that it was loaded from."""
        return Path(self.reference.rpartition(":")[0]) if self.reference else None

    @property
    def needs(self) -> tuple[str, ...]:
        """See `reading.Reading`: nothing that is not in every record."""
        return ()

    def parts(self, records: Records) -> np.ndarray:
        """See `reading.Reading`: total and weight of every run. [2, runs]"""
        return sums_of(self, records)

    def estimates(self, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `reading.Reading`. `parts`: [2, rows, runs]"""
        value, low, high = intervals_over_runs(*parts).T
        return value, (high - low) / (2.0 * HALF)


def sums_of(measure: Measure, records: Records) -> np.ndarray:
    """Total and weight of every run. [2, runs] float64

    Raises:
        UserError: the function of the measure gives something else.
    """
    runs = records["alive"].shape[-1]
    found: Any = measure.sums(records)
    if not isinstance(found, tuple | list) or len(found) != 2:
        raise _misshapen(measure, f"gave a {type(found).__name__}", runs)
    try:
        both = np.stack(np.broadcast_arrays(*(np.asarray(part, float) for part in found)))
    except (TypeError, ValueError):
        shapes = " and ".join(str(np.shape(part)) for part in found)
        raise _misshapen(measure, f"gave shapes {shapes}", runs) from None
    if both.shape != (2, runs):
        raise _misshapen(measure, f"gave shape {both.shape[1:]}", runs)
    return both


def _misshapen(measure: Measure, gave: str, runs: int) -> UserError:
    code = getattr(measure.sums, "__code__", None)
    place = f"{code.co_filename}:{code.co_firstlineno}: " if code is not None else ""
    return UserError(f"{place}Measure '{measure.name}' {gave} for {runs} runs.\n{EXPECTED}")


def unique(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """The measures in their order, each name once.

    Raises:
        UserError: two different functions have one name.
    """
    found: dict[str, Measure] = {}
    for measure in measures:
        if found.setdefault(measure.name, measure).sums is not measure.sums:
            raise UserError(
                f"Two measures are called '{measure.name}': give one of them another name."
            )
    return tuple(found.values())


# Narrowing a measure to some states and years


def measure_name(name: str, of: States = None, first: int = 1, last: int | None = None) -> str:
    """The name of a measure of some states in some years, the same for the same measure."""
    who = "" if of is None else " of " + ",".join(map(str, of))
    when = "" if first == 1 and last is None else f" in years {first}-{last or 'end'}"
    return name + who + when


def in_years(measure: Measure, first: int, last: int | None = None) -> Measure:
    """A measure of the simulated years first .. last alone (1 = the first).

    For a measure that takes no years itself; those built in do.
    """

    def sums(records: Records) -> Sums:
        return measure.sums(years_of(records, first, last))

    return measure._replace(name=measure_name(measure.name, None, first, last), sums=sums)


def years_of(records: Records, first: int, last: int | None) -> Records:
    """The records of the years first .. last."""
    return {name: window(record, first, last) for name, record in records.items()}


def window(record: np.ndarray, first: int, last: int | None) -> np.ndarray:
    """The record of the years first .. last."""
    return record[first - 1 : last]


def select_states(record: np.ndarray, of: States) -> np.ndarray:
    """The record of some states. [years, states, runs]"""
    return record if of is None else record[:, list(of)]


def select_pairs(record: np.ndarray, among: States) -> np.ndarray:
    """The record of pairs among some states. [years, states, states, runs]"""
    if among is None:
        return record
    return record[:, list(among)][:, :, list(among)]


def ones(records: Mapping[str, np.ndarray]) -> np.ndarray:
    """A weight of 1 for every run."""
    return np.ones(records["alive"].shape[-1])


def mean_of_states(
    name: str,
    unit: str,
    record: Callable[[Records], np.ndarray],
    of: States = None,
    first: int = 1,
    last: int | None = None,
    scale: float = 1.0,
    meaning: str = "",
    target: TargetRange | None = None,
) -> Measure:
    """The mean of something over living states and years. `record`: [years, n, runs]."""

    def sums(records: Records) -> Sums:
        alive = select_states(window(records["alive"], first, last), of)
        values = select_states(window(record(records), first, last), of)
        return scale * (values * alive).sum((0, 1)), alive.sum((0, 1)).astype(float)

    return Measure(measure_name(name, of, first, last), unit, sums, meaning, target)
