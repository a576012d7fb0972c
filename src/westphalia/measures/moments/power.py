"""Power: disputes between equals and unequals, one state above all others, states that end."""

import numpy as np

from westphalia.measures.moments.moment import Moment, percent, ratio_of_rates
from westphalia.measures.moments.occasions import disputes, pairs_before
from westphalia.measures.quantities import Records, pairs, share_held, times

#: The weaker's share of the stronger's power at which they are equals, and at which they are not.
PARITY, PREPONDERANCE = 2 / 3, 1 / 3


def weaker_to_stronger(power: np.ndarray) -> np.ndarray:
    """The weaker's power as a share of the stronger's. [years, n, runs] -> [years, pairs, runs]"""
    rows, columns = pairs(power.shape[1])
    one, other = power[:, rows], power[:, columns]
    return np.minimum(one, other) / np.maximum(np.maximum(one, other), 1e-12)


def equals_and_others(records: Records) -> np.ndarray:
    """Disputes and pair-years at parity, and at preponderance, a year before. [4, runs]"""
    balance = weaker_to_stronger(records["resources"])[:-1]
    there = pairs_before(records)[1:]
    happen = disputes(records)[1:] & there
    equal, unequal = there & (balance >= PARITY), there & (balance <= PREPONDERANCE)
    return np.stack([times(happen & equal), times(equal), times(happen & unequal), times(unequal)])


def above_half(records: Records) -> np.ndarray:
    """Years in which one state holds more than half of all resources, and years. [2, runs]"""
    alive = records["alive"]
    held = share_held(records["resources"], alive, axis=1).max(1) > 0.5
    return np.stack([held.sum(0), alive.any(1).sum(0)])


POWER = (
    Moment(
        "parity", "ratio",
        "Yearly chance of a dispute of two great powers of which the weaker has at least 2/3 of "
        "the stronger's power : at most 1/3.",
        equals_and_others, ratio_of_rates, ("alive", "challenge", "resources"),
        cases=(0, 2), unit_of_cases="disputes",
    ),
    Moment(
        "runaway years", "% of years",
        "Years in which one great power holds more than half of the power of all of them.",
        above_half, percent, ("alive", "resources"), counted=True,
        unit_of_cases="years",
    ),
)  # fmt: skip
