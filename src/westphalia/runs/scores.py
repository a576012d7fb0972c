"""Scores of forecasts against history: alignments, wars, growth of arms.

Every score is a mean over pairs of states (and years) of a loss or a log-likelihood. It has two
intervals. One is over runs (delete-a-group jackknife): what more runs would change. The other is
over pairs (block bootstrap): history is one draw, and another sample of pairs would score
otherwise. Two theories are told apart only if neither interval of their paired difference
includes zero. The losses are those of `measures.scoring`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from westphalia.measures.intervals import HALF, Interval, jackknife, resampled
from westphalia.measures.scoring import (
    MORE_IS_BETTER,
    event_brier,
    event_log_score,
    rank_correlation,
)
from westphalia.measures.tallies import Tally
from westphalia.runs.history import History


def _brier(count: np.ndarray, runs: np.ndarray | float, happened: np.ndarray) -> np.ndarray:
    """The Brier score of the share of runs."""
    return event_brier(count / runs, happened)


def _log_score(count: np.ndarray, runs: np.ndarray | float, happened: np.ndarray) -> np.ndarray:
    """The log score of (k + 1/2)/(runs + 1): no finite number of runs makes a thing certain."""
    return event_log_score((count + 0.5) / (runs + 1.0), happened)


RANK_RESAMPLES = 300
RULES = {"brier": _brier, "log": _log_score}


class ShownScore(NamedTuple):
    """A score that is shown: of which of `forecasts`, by which of `RULES`.

    `verdict`: whether theories are told apart by it.
    """

    forecast: str
    rule: str
    title: str
    unit: str
    verdict: bool

    @property
    def name(self) -> str:
        """As in `scores`."""
        return f"{self.forecast} {self.rule}"

    @property
    def more_is_better(self) -> bool:
        """Whether more of it is better."""
        return MORE_IS_BETTER[self.rule]


#: The scores that are shown, in their order.
SHOWN = (
    ShownScore("alignments", "brier", "Pacts, Brier score", "mean squared error", True),
    ShownScore("alignments", "log", "Pacts, log score", "nats per pair-year", False),
    ShownScore("changes", "brier", "Pacts that changed, Brier score", "mean squared error", True),
    ShownScore("wars", "log", "Wars, log score", "nats per pair", True),
)
#: Those by which theories are told apart.
VERDICTS = tuple(score for score in SHOWN if score.verdict)


class Forecast(NamedTuple):
    """Counts of an event by group of runs, and what happened. Pairs are the last axis.

    `counts`: [groups, ..., pairs]; `runs`: [groups]; `happened`, `counted`: [..., pairs].
    """

    counts: np.ndarray
    runs: np.ndarray
    happened: np.ndarray
    counted: np.ndarray


@dataclass(frozen=True, eq=False)
class Score:
    """A score with what its intervals, and those of differences, are made from.

    `without`: its value with each group of runs left out. `total`, `weight`: per pair of states.
    """

    value: float
    without: np.ndarray
    total: np.ndarray
    weight: np.ndarray

    @property
    def by_runs(self) -> Interval:
        """The interval that more runs would narrow."""
        return jackknife(self.value, self.without)

    @property
    def by_pairs(self) -> Interval:
        """The interval that only more history would narrow."""
        return resampled(self.total, self.weight, value=self.value)


def score(forecast: Forecast, rule: str) -> Score:
    """The mean of a rule over what is counted."""
    where, happened = forecast.counted, forecast.happened
    if not where.any():
        return Score(float("nan"), np.empty(0), np.zeros(1), np.zeros(1))
    count, runs = forecast.counts.sum(0), float(forecast.runs.sum())
    each = np.where(where, RULES[rule](count, runs, happened), 0.0)
    groups = np.flatnonzero(forecast.runs > 0)
    left = count - forecast.counts[groups]
    kept = (runs - forecast.runs[groups]).reshape(-1, *[1] * count.ndim)
    without = np.empty(0)
    if len(groups) > 1:
        losses = RULES[rule](left, kept, happened)
        without = losses[:, where].mean(1)
    pairs = each.shape[-1]
    return Score(
        float(each[where].mean()),
        without,
        each.reshape(-1, pairs).sum(0),
        where.reshape(-1, pairs).sum(0).astype(float),
    )


def forecasts(tally: Tally, history: History) -> dict[str, Forecast]:
    """The forecasts that are scored: all alignments, those that changed, wars by pair."""
    k, runs = len(history.years), tally["runs"]
    pact, fought = tally["pact"][:, :k], tally["fought"][:, :k].sum(1)
    ever_known = np.asarray(history.known.any(0))
    return {
        "alignments": Forecast(pact, runs, history.pact, history.known),
        "changes": Forecast(pact, runs, history.pact, history.known & history.changed),
        "wars": Forecast(fought, runs, np.asarray(history.fought.any(0)), ever_known),
    }


def scores(tally: Tally, history: History) -> dict[str, Score]:
    """Brier and log score of every forecast, as 'alignments brier' and so on."""
    return {
        f"{name} {rule}": score(forecast, rule)
        for name, forecast in forecasts(tally, history).items()
        for rule in RULES
    }


def difference(one: Score, other: Score) -> tuple[Interval, Interval]:
    """one - other, with its interval over runs (paired: the same random draws) and over pairs."""
    value = one.value - other.value
    if len(one.without) != len(other.without):
        raise ValueError("scores of different numbers of runs cannot be paired")
    runs = jackknife(value, one.without - other.without)
    return runs, resampled(one.total - other.total, one.weight, value=value)


class ArmsScore(NamedTuple):
    """Rank correlation of growth of arms: over runs, over states, and how many states."""

    by_runs: Interval
    by_states: Interval
    states: int


def arms_score(tally: Tally, history: History, measure: str) -> ArmsScore:
    """Correlation over states of mean simulated and real log growth of arms.

    The interval over runs is a bootstrap over groups: ranks move in steps, which a jackknife
    does not see (Efron 1982).
    The interval over states is Fisher's z with the variance 1.06/(n - 3) (Fieller, Hartley &
    Pearson 1957); it takes states for independent, which they are not.
    """
    at = history.years.index(history.arms_until)
    growth, armed = tally["arms_growth"][:, at], tally["armed"][:, at]
    groups = np.flatnonzero(tally["runs"] > 0)
    pick = np.random.default_rng(0).choice(groups, (RANK_RESAMPLES, len(groups)))
    sums = np.vstack([growth.sum(0), growth[pick].sum(1)])
    counts = np.vstack([armed.sum(0), armed[pick].sum(1)])
    mean = np.where(counts > 0, sums, np.nan) / np.maximum(counts, 1)
    real = history.growth[measure]
    states = int((np.isfinite(real) & np.isfinite(mean[0])).sum())
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    if states < 3 or at == 0:
        return ArmsScore(nothing, nothing, states)
    rho = rank_correlation(mean, real)
    ends = np.nanquantile(rho[1:], [0.025, 0.975]) if len(groups) > 1 else [np.nan, np.nan]
    by_runs = Interval(float(rho[0]), float(ends[0]), float(ends[1]))
    half = HALF * np.sqrt(1.06 / (states - 3)) if states > 3 else np.inf
    z = np.arctanh(np.clip(rho[0], -0.999999, 0.999999))
    by_states = Interval(float(rho[0]), float(np.tanh(z - half)), float(np.tanh(z + half)))
    return ArmsScore(by_runs, by_states, states)
