"""What differs between conditions: effects per draw with their errors, and shares of draws.

The conditions of an experiment share their random numbers (run k of draw d is the same world in all
of them), so an effect is a paired difference and its error that of the pairs.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import HALF, Interval, mean_of, ratio

#: Runs with an occasion from which an error can be estimated, at least.
FEWEST = 5


class Effect(NamedTuple):
    """A contrast of conditions. `value`, `error`: per draw, NaN where a condition had no occasion,
    the error also where too few runs of a condition had any for it to be known.

    `pooled`: over all draws alike, with the interval that more runs and draws would narrow.
    `default`: at the default point.
    """

    value: np.ndarray
    error: np.ndarray
    pooled: Interval
    default: Interval


def is_known(weight: np.ndarray) -> np.ndarray:
    """Whether enough runs had an occasion for an error to be estimated from them."""
    return (weight > 0).sum(-1) >= FEWEST


def contrast(conditions: Mapping[str, Outcome], weights: Mapping[str, float]) -> Effect:
    """The effect sum_a c_a value_a over some conditions. Conditions are paired run by run."""
    drawn = [(c, ratio(conditions[a].total, conditions[a].weight)) for a, c in weights.items()]
    value, error = _combine(drawn)
    error = np.where(
        np.all([is_known(conditions[a].weight) for a in weights], axis=0), error, np.nan
    )
    at_default = [(c, ratio(conditions[a].total_default, conditions[a].weight_default)) for a, c in
                  weights.items()]  # fmt: skip
    default, default_error = _combine(at_default)
    return Effect(
        value,
        error,
        _mean(value),
        Interval(*map(float, (default, default - HALF * default_error,
                              default + HALF * default_error))),
    )  # fmt: skip


def _combine(
    parts: list[tuple[float, tuple[np.ndarray, np.ndarray]]],
) -> tuple[np.ndarray, np.ndarray]:
    value = sum(c * v for c, (v, _) in parts)
    each = np.asarray(sum(c * e for c, (_, e) in parts))
    if each.shape[-1] < 2:
        return np.asarray(value), np.full_like(value, np.nan)
    return np.asarray(value), each.std(-1, ddof=1) / each.shape[-1] ** 0.5


def _mean(value: np.ndarray) -> Interval:
    """The mean over draws with an effect, and its 95% interval over draws (their runs within)."""
    there = value[np.isfinite(value)]
    return mean_of(there) if len(there) else Interval(np.nan, np.nan, np.nan)
