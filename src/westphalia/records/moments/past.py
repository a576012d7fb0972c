"""History's value of a moment: what is counted, of whom, from which sources, how surely."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF, LEVEL, share
from westphalia.measures.moments.moment import NONE_SEEN, Moment
from westphalia.records.compile.grid import Source

#: The years that numbers of the model may be fitted to, and those that are only held against it.
FIT, CHECK = (1816, 1945), (1946, 2010)
PERIODS = (FIT, CHECK)
_DRAWS, _SEED = 5000, 0


class Value(NamedTuple):
    """A number of history with its 95% interval (NaN where there is none) and how many cases."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Past:
    """How history's value of a moment is found.

    `moment`: its name. `who`: whose cases are counted, where that is not said by its name.
    `interval`: how the interval comes about. `needs`: keys of the data sets. `compute`: the value
    in the years from first to last. `note`: how far it is not like for like.
    """

    moment: str
    who: str
    interval: str
    needs: tuple[str, ...]
    compute: Callable[[Source, int, int], Value]
    note: str = ""


#: How each kind of interval is named.
DECADES = "bootstrap of decades"
JEFFREYS = "Jeffreys"
POISSON = "Poisson, exact"


def by_decades(moment: Moment, parts: np.ndarray) -> Value:
    """A moment from its sums over decades, with the interval of drawing whole decades.

    Where something never happened the upper end is the exact one of Poisson. `parts`:
    [k, decades].
    """
    whole, n = parts.sum(1), moment.count(parts)
    value = float(moment.value(whole))
    if not np.isfinite(value) or parts.shape[1] < 2:
        return Value(value, np.nan, np.nan, n)
    if moment.counted and whole[0] == 0:
        seen = np.concatenate([[NONE_SEEN], whole[1:]])
        return Value(0.0, 0.0, float(moment.value(seen)), n)
    found = drawn(moment.value, parts)
    low, high = np.nanquantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Value(value, float(low), float(high), n)


def drawn(value: Callable[[np.ndarray], np.ndarray], parts: np.ndarray) -> np.ndarray:
    """A value of whole blocks drawn with replacement, as many as there are, 5,000 times.

    Efron & Tibshirani (1993, ch. 8). NaN for draws without a value, such as a rate of no
    occasions. `parts`: [k, blocks].
    """
    blocks = parts.shape[1]
    rng = np.random.default_rng(_SEED)
    draws = rng.multinomial(blocks, np.full(blocks, 1 / blocks), _DRAWS)
    return np.asarray(value(parts @ draws.T))


def of_share(count: int, n: int, scale: float = 100.0) -> Value:
    """A share of independent cases, in %, with Jeffreys' interval."""
    value, low, high = share(count, n)
    return Value(scale * value, scale * low, scale * high, n)


def of_rate(count: int, exposure: float, n: int) -> Value:
    """Events per exposure with the exact interval of a Poisson number (Garwood 1936)."""
    from scipy.stats import chi2

    tail = (1 - LEVEL) / 2
    low = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(1 - tail, 2 * count + 2) / 2
    return Value(count / exposure, float(low / exposure), float(high / exposure), n)


def of_two_rates(late: int, late_years: int, early: int, early_years: int) -> Value:
    """A ratio of two rates of Poisson events, its logarithm normal: sd^2 = 1/late + 1/early."""
    if not late or not early:
        return Value(float("nan"), float("nan"), float("nan"), late + early)
    value = (late / late_years) / (early / early_years)
    spread = float(np.exp(HALF * np.sqrt(1 / late + 1 / early)))
    return Value(value, value / spread, value * spread, late + early)
