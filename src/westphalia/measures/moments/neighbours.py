"""Disputes of some kinds of pairs against those of others: neighbours, joint democracies."""

import numpy as np

from westphalia.measures.moments.moment import EVERYBODY, Moment, ratio_of_rates
from westphalia.measures.moments.occasions import disputes, pairs_before
from westphalia.measures.quantities import Records, pairs, times

#: The openness from which on a state is a democracy: polity2 of 6 and more, (6 + 10) / 20.
DEMOCRACY = 0.8


def _of_kind(records: Records, kind: np.ndarray, counts: np.ndarray | bool = True) -> np.ndarray:
    """Disputes and pair-years of a kind of pairs, and of all others. [4, runs]

    `kind`, `counts`: which pairs are of the kind, and which count. [years or 1, pairs, runs] bool
    """
    there = pairs_before(records) & counts
    happen = disputes(records) & there
    both = (kind & there, ~kind & there)
    return np.stack([times(found) for of in both for found in (happen & of, of)])


def neighbours(distance: np.ndarray) -> np.ndarray:
    """Pairs between which no other state lies: Gabriel & Sokal's (1969) neighbours.

    i and j are neighbours if no k has d_ik^2 + d_jk^2 < d_ij^2. [n, n, ...] -> [n, n, ...]
    """
    square = np.asarray(distance, float) ** 2
    n = len(square)
    found = np.broadcast_to(~np.eye(n, dtype=bool).reshape(n, n, *[1] * (square.ndim - 2)),
                            square.shape).copy()  # fmt: skip
    for k in range(n):
        between = square[:, None, k] + square[None, :, k] < square
        between[k] = between[:, k] = False
        found &= ~between
    return found


def of_neighbours(records: Records) -> np.ndarray:
    """Disputes and pair-years of neighbours, and of other pairs. [4, runs]"""
    rows, columns = pairs(records["alive"].shape[1])
    return _of_kind(records, records["neighbours"][:1, rows, columns] > 0)


def of_democracies(records: Records) -> np.ndarray:
    """Disputes and pair-years of two democracies, and of others with a great power. [4, runs]"""
    rows, columns = pairs(records["alive"].shape[1])
    open_, great = records["openness"][:1] >= DEMOCRACY, records["great"]
    relevant = (great[rows] | great[columns])[None, :, None]
    return _of_kind(records, open_[:, rows] & open_[:, columns], relevant)


KINDS = (
    Moment(
        "contiguity", "ratio",
        "Yearly chance of a dispute of great powers that are neighbours : of others.",
        of_neighbours, ratio_of_rates, ("alive", "challenge", "neighbours"),
        cases=(0, 2), unit_of_cases="disputes",
    ),
    Moment(
        "joint democracy", "ratio",
        "Yearly chance of a dispute of two democracies : of others, of pairs of which one is a "
        "great power.",
        of_democracies, ratio_of_rates, ("alive", "challenge", "openness"), EVERYBODY,
        cases=(0, 2), unit_of_cases="disputes", everywhere=False,
    ),
)  # fmt: skip
