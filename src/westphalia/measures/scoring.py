"""Scores of chances against what happened: Brier, log score, AUC, calibration, rank correlation.

One implementation of each, for the runs of a simulation (`runs.scores`) and for forecasts of
history (`forecast`). A forecast of N decisions with K outcomes is an array of chances [N, K]
whose rows add to 1; outcome 0 is "nothing happens".
"""

from typing import NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF, Interval, share
from westphalia.world.problems import UserError

#: The least chance that counts as given to what happened. One outcome that was held impossible
#: would make the log score of all decisions minus infinity, and every other difference would
#: vanish beside it. The floor charges it 13.8 nats, more than any panel can teach: no chance
#: below one in a million can be learnt from fewer than a million decisions.
FLOOR = 1e-6
TOLERANCE = 1e-6  # by how much the chances of a decision may miss 1


def event_brier(chance: np.ndarray, happened: np.ndarray) -> np.ndarray:
    """(p - y)^2 of events that happen or not (Brier 1950): 0 is perfect, 1 the worst. Any shape."""
    return (chance - happened) ** 2


def event_log_score(chance: np.ndarray, happened: np.ndarray) -> np.ndarray:
    """ln of the chance, inside 0 to 1, given to what happened: 0 is perfect. Any shape."""
    return np.where(happened, np.log(chance), np.log1p(-chance))


def brier(chances: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """sum_k (p_k - y_k)^2 / 2 (Brier 1950, halved): 0 is perfect, 1 the worst. [N]

    Of two outcomes it is (p - y)^2, the score of an event.
    """
    p, y = checked(chances, outcome)
    return event_brier(p, np.eye(p.shape[1])[y]).sum(1) / 2.0


def log_score(chances: np.ndarray, outcome: np.ndarray, floor: float = FLOOR) -> np.ndarray:
    """ln of the chance given to what happened, at least ln `floor`: 0 is perfect. [N]"""
    p, y = checked(chances, outcome)
    return np.log(np.clip(p[np.arange(len(y)), y], floor, 1.0))


#: Whether more of a score is better.
MORE_IS_BETTER = {"log": True, "brier": False}


def checked(chances: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A forecast as float64 [N, K] and what happened as int [N].

    Raises:
        UserError: shapes that do not match, chances that are missing, outside 0 to 1 or do not
            add to 1, outcomes that are none of the K; all at once, each with its first place.
    """
    p, y = np.asarray(chances, float), np.asarray(outcome)
    if p.ndim != 2 or y.shape != p.shape[:1]:
        raise UserError(
            f"A forecast has the shape [decisions, outcomes], what happened [decisions]; "
            f"these are {list(p.shape)} and {list(y.shape)}."
        )
    whole = np.isin(y, np.arange(p.shape[1]))
    lacking = ~np.isfinite(p).all(1)
    outside = ~lacking & ((p < -TOLERANCE) | (p > 1.0 + TOLERANCE)).any(1)
    uneven = ~lacking & ~outside & (np.abs(p.sum(1) - 1.0) > TOLERANCE)
    problems = {
        "have a chance that is missing or infinite": lacking,
        "have a chance outside 0 to 1": outside,
        "have chances that do not add to 1": uneven,
        f"have an outcome that is none of 0 to {p.shape[1] - 1}": ~whole,
    }
    found = [
        f"{wrong.sum()} of {len(y)} decisions {what}; the first is number {wrong.argmax()}: "
        f"chances {p[wrong.argmax()].tolist()}, outcome {y[wrong.argmax()]}."
        for what, wrong in problems.items()
        if wrong.any()
    ]
    if found:
        raise UserError("This forecast cannot be scored.\n" + "\n".join(found))
    return np.clip(p, 0.0, 1.0), y.astype(int)


def auc(chances: np.ndarray, outcome: np.ndarray) -> tuple[Interval, ...]:
    """How well a forecast ranks: for each outcome k >= 1, the share of pairs of decisions, one
    with and one without k, in which the former had the higher chance; ties count 1/2. [K - 1]

    The rank formula of Mann & Whitney (1947); the interval is DeLong, DeLong & Clarke-Pearson's
    (1988), cut at 0 and 1. It takes decisions for independent, which those of a pair or a decade
    are not: it is too narrow, and verdicts do not rest on it. NaN where k always or never
    happened; no interval where either class has fewer than two decisions.
    """
    p, y = checked(chances, outcome)
    return tuple(_auc(p[:, k], y == k) for k in range(1, p.shape[1]))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, equal values sharing the mean of theirs."""
    import pandas as pd

    return pd.Series(values).rank().to_numpy()


def _auc(chance: np.ndarray, happened: np.ndarray) -> Interval:
    """AUC of one chance, its variance from each decision's share of pairs won."""
    yes, no = chance[happened], chance[~happened]
    m, n = len(yes), len(no)
    if m == 0 or n == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    ranks = _ranks(chance)
    won = (ranks[happened] - _ranks(yes)) / n
    lost = 1.0 - (ranks[~happened] - _ranks(no)) / m
    value = float(won.mean())
    if m < 2 or n < 2:
        return Interval(value, float("nan"), float("nan"))
    error = np.sqrt(won.var(ddof=1) / m + lost.var(ddof=1) / n)
    half = HALF * float(error)
    return Interval(value, max(value - half, 0.0), min(value + half, 1.0))


class Curve(NamedTuple):
    """A calibration curve of one chance, in bins of rising chance, with Murphy's (1973) parts.

    `chance`: mean chance; `observed`, `low`, `high`: share in which it happened with Jeffreys'
    interval; `number`: decisions. All [bins]. `binned`: Brier score of the chances replaced by
    the means of their bins = `reliability` - `resolution` + `uncertainty`, exactly; NaN without
    decisions.
    """

    chance: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    number: np.ndarray
    binned: float
    reliability: float
    resolution: float
    uncertainty: float


def calibration(chances: np.ndarray, outcome: np.ndarray, bins: int = 10) -> tuple[Curve, ...]:
    """Calibration curves: first of "something happens", then of each outcome k >= 1. [K]

    At most `bins` bins with about as many decisions each, cut at quantiles of the chance.
    Decisions of equal chance share a bin, so that there may be fewer.
    """
    if bins < 1:
        raise UserError(f"A calibration curve needs at least 1 bin, not {bins}.")
    p, y = checked(chances, outcome)
    anything = _curve(1.0 - p[:, 0], y > 0, bins)
    return (anything, *(_curve(p[:, k], y == k, bins) for k in range(1, p.shape[1])))


def _curve(chance: np.ndarray, happened: np.ndarray, bins: int) -> Curve:
    """One curve, with reliability, resolution and uncertainty."""
    if not len(chance):
        none, nan = np.empty(0), float("nan")
        return Curve(none, none, none, none, none.astype(int), nan, nan, nan, nan)
    levels = np.arange(1, bins + 1) / bins
    ends = np.unique(np.quantile(chance, levels, method="inverted_cdf"))
    place = np.searchsorted(ends, chance)  # every end is a chance that was given: no empty bin
    number = np.bincount(place)
    mean = np.bincount(place, chance) / number
    times = np.bincount(place, happened).astype(int)
    shares = [share(int(k), int(n)) for k, n in zip(times, number, strict=True)]
    observed, low, high = np.array(shares).T
    weight, base = number / number.sum(), happened.mean()
    return Curve(
        mean,
        observed,
        low,
        high,
        number,
        binned=float(((mean[place] - happened) ** 2).mean()),
        reliability=float(weight @ (mean - observed) ** 2),
        resolution=float(weight @ (observed - base) ** 2),
        uncertainty=float(base * (1.0 - base)),
    )


def rank_correlation(columns: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation of each row of `columns` with `other`; NaN is left out."""
    import pandas as pd

    table = pd.DataFrame(np.vstack([other, columns]).T)
    return table.corr("spearman").to_numpy()[0, 1:]
