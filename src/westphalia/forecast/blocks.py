"""Decisions in blocks: differences of scores over decades and over pairs, folds of decades.

Would another piece of history agree? Decisions of one decade share its wars and crises, those of
one pair its quarrel: neither are independent. So whole decades and whole pairs are drawn again or
held out, never single decisions.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

from westphalia.measures.intervals import LEVEL, Interval, resampled
from westphalia.measures.scoring import MORE_IS_BETTER
from westphalia.records.observed_decisions import ObservedDecisions
from westphalia.records.panel import Panel
from westphalia.world.problems import UserError, unknown

ALIKE = "cannot be told apart"
FOLDS = 5


class Difference(NamedTuple):
    """A mean difference of scores with its interval over decades and its interval over pairs."""

    by_decade: Interval
    by_dyad: Interval

    @property
    def value(self) -> float:
        """Mean of one - other over the decisions; NaN without any."""
        return self.by_decade.value


def decades(panel: Panel, decisions: ObservedDecisions) -> np.ndarray:
    """The calendar decade of each decision, as its first year. [N]"""
    return panel.years[decisions.year] // 10 * 10


def dyads(panel: Panel, decisions: ObservedDecisions) -> np.ndarray:
    """The number of each decision's pair of states, in whichever direction. [N]

    Of decisions about arms the state; of joining the war, whose bystanders watch each other.
    """
    if decisions.kind == "arms":
        return decisions.who
    if decisions.kind == "joining":
        return decisions.war
    first, second = np.sort([decisions.who, decisions.whom], axis=0)
    return first * panel.n + second


def folds(block: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Masks of the decisions to learn from and of those held out, at most five times. [N] bool

    Every fifth block is held out together, each once; nothing with fewer than two blocks.
    """
    names, number = np.unique(block, return_inverse=True)
    many = min(FOLDS, len(names))
    for k in range(many if many > 1 else 0):
        yield number % many != k, number % many == k


def difference(
    one: np.ndarray, other: np.ndarray, decade: np.ndarray, dyad: np.ndarray, seed: int = 0
) -> Difference:
    """one - other, the mean over decisions, by a block bootstrap over decades and over pairs.

    `one`, `other`: scores of the same N decisions by two forecasts; `decade`, `dyad`: the block
    of each decision (`decades`, `dyads`). All [N]. 2,000 resamples of whole blocks, 95%
    percentile intervals widened for few blocks; none (NaN) with fewer than two. The same seed
    draws the same blocks for every pair of forecasts.
    """
    shapes = [list(np.shape(column)) for column in (one, other, decade, dyad)]
    if len(shapes[0]) != 1 or any(shape != shapes[0] for shape in shapes):
        raise UserError(
            "Scores are compared decision by decision, and each decision has its decade and its "
            f"pair; the shapes of the scores, decades and pairs are {shapes}."
        )
    each = np.asarray(one, float) - np.asarray(other, float)
    return Difference(*(_over(each, block, seed) for block in (decade, dyad)))


def _over(each: np.ndarray, block: np.ndarray, seed: int) -> Interval:
    """The mean with an interval over blocks, from the sum and the number of each block.

    Percentiles of few blocks are too close: too narrow by sqrt((B - 1)/B), and normal where
    Student's t with B - 1 degrees of freedom is due (Hesterberg 2015). Both ends are moved away
    from the mean by as much, 2.7 times the distance with 3 blocks, 1.1 times with 20.
    """
    names, number = np.unique(block, return_inverse=True)
    total = np.bincount(number, each, len(names))
    weight = np.bincount(number, minlength=len(names)).astype(float)
    value = float(each.mean()) if len(each) else float("nan")
    many, tail = len(names), 0.5 + LEVEL / 2.0
    if many < 2:
        return Interval(value, float("nan"), float("nan"))
    found = resampled(total, weight, seed, value)
    further = float(stdtrit(many - 1, tail) / ndtri(tail) * np.sqrt(many / (many - 1)))
    low, high = (value + further * (end - value) for end in (found.low, found.high))
    return Interval(value, low, high)


def verdict(found: Difference, rule: str) -> str:
    """Whether the one is "better" or "worse" than the other by a rule, "log" or "brier".

    "cannot be told apart" unless both intervals exclude zero.
    """
    if rule not in MORE_IS_BETTER:
        raise unknown("score", rule, MORE_IS_BETTER)
    if found.by_decade.includes_zero or found.by_dyad.includes_zero:
        return ALIKE
    return "better" if (found.value > 0.0) == MORE_IS_BETTER[rule] else "worse"
