"""Intervals: from runs (what more runs would change) and from history (one draw, few pairs)."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtri, stdtrit

LEVEL = 0.95
#: Standard errors in half a 95% interval of a normal estimate, 1.959964.
HALF = float(ndtri(0.5 + LEVEL / 2.0))
RESAMPLES = 2000


class Interval(NamedTuple):
    """A number with the ends of its 95% interval; NaN where there is none."""

    value: float
    low: float
    high: float

    @property
    def includes_zero(self) -> bool:
        """Whether the interval does not exclude zero (also true where there is none)."""
        return not (self.low > 0.0 or self.high < 0.0)


def jackknife(value: float, without: np.ndarray) -> Interval:
    """The 95% interval of a statistic from its values with one group left out (Tukey 1958).

    var = (g - 1)/g sum (s_-k - mean)^2, with Student's t for g - 1 degrees of freedom.
    """
    error = jackknife_error(without)
    if not (np.isfinite(value) and np.isfinite(error)):
        return Interval(float(value), float("nan"), float("nan"))
    half = float(stdtrit(len(without) - 1, 0.5 + LEVEL / 2.0)) * error
    return Interval(float(value), float(value) - half, float(value) + half)


def jackknife_error(without: np.ndarray) -> float:
    """The standard error of a statistic from its values with one group left out, [groups].

    NaN for fewer than two groups, or where one of the values is missing.
    """
    kept = np.asarray(without, float)
    g = len(kept)
    if g < 2 or not np.isfinite(kept).all():
        return float("nan")
    return float(np.sqrt((g - 1) / g * ((kept - kept.mean()) ** 2).sum()))


def half_of(values: np.ndarray) -> float:
    """Half the normal 95% interval of a mean, 1.96 sd / sqrt(runs). `values`: one per run."""
    return HALF * float(values.std(ddof=1)) / len(values) ** 0.5


def mean_of(values: np.ndarray) -> Interval:
    """The mean over runs with its normal 95% interval; none for fewer than two runs."""
    mean = float(values.mean())
    half = half_of(values) if len(values) > 1 else np.nan
    return Interval(mean, mean - half, mean + half)


def share(count: int, runs: int) -> Interval:
    """A share of runs with the equal-tailed Jeffreys interval, exact at the ends 0 and 1."""
    if runs == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    tail = (1.0 - LEVEL) / 2.0
    a, b = count + 0.5, runs - count + 0.5
    low = 0.0 if count == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if count == runs else float(betaincinv(a, b, 1.0 - tail))
    return Interval(count / runs, low, high)


def whole_percent(share: Interval) -> str:
    """A share with its interval in whole per cent, "50% [25%-75%]"; "-" where there is none."""
    if np.isnan(share).any():
        return "-"
    return f"{share.value:.0%} [{share.low:.0%}-{share.high:.0%}]"


def paired_share(gained: int, lost: int, runs: int) -> Interval:
    """A difference of two shares of the same runs, in (b - c)/n form (Agresti & Min 2005).

    Half a run is added to either kind of change, so that no difference is never certain.
    """
    value = (gained - lost) / runs
    half = HALF * np.sqrt(gained + lost + 1.0 - (gained - lost) ** 2 / runs) / runs
    return Interval(value, max(value - float(half), -1.0), min(value + float(half), 1.0))


def difference_of(one: Interval, other: Interval) -> Interval:
    """other - one for two independent estimates, from their own intervals (MOVER).

    low = d - sqrt((u1 - v1)^2 + (v2 - l2)^2), and likewise the upper end (Zou & Donner 2008).
    """
    value = other.value - one.value
    low = value - float(np.hypot(one.high - one.value, other.value - other.low))
    high = value + float(np.hypot(one.value - one.low, other.high - other.value))
    return Interval(value, max(low, -1.0), min(high, 1.0))


def shares(counts: np.ndarray, runs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`share` for many counts at once: values, lower and upper ends."""
    whole = np.asarray(counts, int)
    table = np.array([share(int(k), runs) for k in np.unique(whole)])
    at = np.searchsorted(np.unique(whole), whole)
    return table[at, 0], table[at, 1], table[at, 2]


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


def resampled(
    total: np.ndarray, weight: np.ndarray, seed: int = 0, value: float | None = None
) -> Interval:
    """A weighted mean sum(total) / sum(weight) with a bootstrap interval over its blocks.

    `total`, `weight`: one per block (a pair of states with all its years).
    """
    centre = float(total.sum() / weight.sum()) if weight.sum() > 0 else float("nan")
    blocks = np.flatnonzero(weight > 0)
    if len(blocks) < 2:
        return Interval(centre if value is None else value, float("nan"), float("nan"))
    pick = _picks(len(blocks), seed)
    means = total[blocks][pick].sum(1) / weight[blocks][pick].sum(1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(centre if value is None else value, float(low), float(high))


@lru_cache(maxsize=8)
def _picks(blocks: int, seed: int) -> np.ndarray:
    """The same resamples for every score of as many blocks, so that differences are paired."""
    return np.random.default_rng(seed).integers(0, blocks, (RESAMPLES, blocks))
