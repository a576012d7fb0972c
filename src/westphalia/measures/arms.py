"""Measures of arms and fear: burdens, threats, suspicion."""

import numpy as np

from westphalia.measures.measure import Measure, States, TargetRange, mean_of_states
from westphalia.measures.quantities import Records


def _burden(records: Records) -> np.ndarray:
    return records["burden"]


def _threatened(records: Records) -> np.ndarray:
    return records["threatened"]


def _suspected(records: Records) -> np.ndarray:
    return records["suspected"]


def burden(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean burden of living states, % of resources."""
    return mean_of_states(
        "burden", "% of resources", _burden, of, first, last, 100.0,
        "Share of its resources that a living state spends on arms.",
        TargetRange(2.0, 6.0, "modelling choice: great powers in peace"),
    )  # fmt: skip


def threat(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean threat to living states: chance a year of being attacked and beaten, %."""
    meaning = "Chance in a year that a living state is attacked and beaten, summed over the others."
    return mean_of_states("threat", "% a year", _threatened, of, first, last, 100.0, meaning)


def suspicion(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean belief of others that a living state is greedy."""
    meaning = "Mean belief of the others that a living state is greedy."
    return mean_of_states("suspicion", "probability", _suspected, of, first, last, meaning=meaning)
