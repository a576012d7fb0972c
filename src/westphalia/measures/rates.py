"""Base rates of a simulated world: wars, burdens, allies, deaths, concentration.

What they should be is known from the record of states (COW wars v4.0, ATOP, COW NMC v7.0); a
world without a history of its own must fall into these target ranges before it may test a theory.

A base rate is the mean over runs of each run's own rate: every run is a world and counts once,
whatever number of its states lives on. Two rates are not sums over runs and stand here alone: the
life of pacts, a Kaplan-Meier median over all spells of all runs, and the drift of wars, a ratio
of two periods.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from westphalia.measures.arms import burden
from westphalia.measures.estimate import Sampled
from westphalia.measures.intervals import HALF, Interval, mean_of
from westphalia.measures.lives import life
from westphalia.measures.measure import Measure, TargetRange, sums_of
from westphalia.measures.pacts import allies
from westphalia.measures.quantities import by_pair
from westphalia.measures.survival import deaths, runaway
from westphalia.measures.war import wars

if TYPE_CHECKING:
    import pandas as pd

#: Years before base rates are measured: a random world starts with everything settled, nobody
#: allied and nothing learned, and takes half a century to forget that (war rate by decade).
SETTLE = 50

PACT_LIFE = TargetRange(5.0, 15.0, "ATOP 4.01: 10.5, Kaplan-Meier")
DRIFT = TargetRange(1 / 1.5, 1.5, "COW: wars per state-year are flat")


class BaseRate(NamedTuple):
    """A base rate with its 95% interval over runs (NaN where there is none) and its target."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    target: TargetRange

    @property
    def verdict(self) -> str:
        """'inside', 'outside', 'at the edge' of the target range, or 'unknown'."""
        return self.target.verdict(Interval(self.value, self.low, self.high))


def to_dataframe(rates: Iterable[BaseRate]) -> "pd.DataFrame":
    """A table with a row for every rate."""
    import pandas as pd

    rows = [{**r._asdict(), **_target(r.target), "verdict": r.verdict} for r in rates]
    return pd.DataFrame(rows).drop(columns="target")


def _target(target: TargetRange) -> dict[str, float | str]:
    return {"target_low": target.low, "target_high": target.high, "source": target.source}


def spells(pact: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of pact spells begun within the record, and whether the end of each is in it.

    Args:
        pact: [years, n, n, runs] bool.
    """
    held = by_pair(pact).reshape(len(pact), -1).astype(np.int8)
    change = np.diff(held, axis=0)
    lengths, ended = [], []
    for series in range(held.shape[1]):
        begins = np.flatnonzero(change[:, series] == 1)
        ends = np.flatnonzero(change[:, series] == -1)
        for start in begins:
            later = ends[ends > start]
            ended.append(bool(len(later)))
            lengths.append((later[0] if len(later) else len(change)) - start)
    return np.asarray(lengths, float), np.asarray(ended, bool)


def settled(settle: int = SETTLE) -> dict[str, Measure]:
    """The measures that base rates are the means of, without the first years, by plain name."""
    since = {make().name: make(first=settle + 1) for make in (burden, wars, allies, deaths)}
    return since | {"runaway": runaway()}


def base_rates(
    chunks: Iterable[Mapping[str, np.ndarray]], settle: int = SETTLE
) -> tuple[BaseRate, ...]:
    """Every base rate, from the records of an ensemble; its first years are left out."""
    measures = settled(settle)
    sampled = Sampled(measures.values())
    lengths, ended, quarters = [], [], []
    for records in chunks:
        sampled.add(records)
        length, end = spells(records["pact"][settle:])
        lengths.append(length)
        ended.append(end)
        quarters.append(_quarters(records, settle))
    (median,) = life(np.concatenate(lengths), np.concatenate(ended), (0.5,))
    if not np.isfinite(median):  # the end of fewer than half is known
        median = float("nan")
    moved = drift(*np.concatenate(quarters, axis=1))
    means = [
        BaseRate(name, m.unit, *mean_of(sampled.by_run(m.name)), m.target)
        for name, m in measures.items()
        if m.target is not None
    ]
    return (
        *means[:3],
        BaseRate("pact life", "years, median", median, np.nan, np.nan, PACT_LIFE),
        *means[3:],
        BaseRate("drift", "last / first quarter", *moved, DRIFT),
    )


def _quarters(records: Mapping[str, np.ndarray], settle: int) -> np.ndarray:
    """Wars begun in the first and in the last quarter of the years, by run. [2, runs]"""
    end = len(records["war"])
    quarter = max((end - settle) // 4, 1)
    early = wars(first=settle + 1, last=settle + quarter)
    late = wars(first=end - quarter + 1)
    return np.stack([sums_of(measure, records)[0] for measure in (early, late)])


def drift(early: np.ndarray, late: np.ndarray) -> Interval:
    """Ratio of mean wars late to early, with a log-normal interval over runs. `early`: [runs]"""
    value = float(late.mean() / max(early.mean(), 1e-9))
    if len(early) < 2:
        return Interval(value, float("nan"), float("nan"))
    log_error = sum(v.var(ddof=1) / len(v) / max(v.mean(), 1e-9) ** 2 for v in (early, late))
    spread = float(np.exp(HALF * log_error**0.5))
    return Interval(value, value / spread, value * spread)
