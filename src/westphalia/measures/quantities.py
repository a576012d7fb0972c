"""Quantities that measures, tallies and summaries all read off the yearly records.

A record is [years, states, runs] or [years, states, others, runs]. Everything that is counted in
more than one place is counted here, so that a war or a pact is the same thing in all of them.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from westphalia.measures.codes import INITIATOR, TARGET

Records = Mapping[str, np.ndarray]


def pairs(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pairs i < j of n states."""
    return np.triu_indices(n, 1)


def pairs_among(n: int, states: Iterable[int]) -> np.ndarray:
    """Which of the pairs of n states are pairs of these states, by index. [pairs] bool"""
    chosen = np.isin(np.arange(n), list(states))
    rows, columns = pairs(n)
    return chosen[rows] & chosen[columns]


def by_pair(record: np.ndarray) -> np.ndarray:
    """A symmetric record pair by pair. [years, n, n, runs] -> [years, pairs, runs]"""
    rows, columns = pairs(record.shape[1])
    return record[:, rows, columns]


def times(happens: np.ndarray) -> np.ndarray:
    """How often something happens in each run. [years, ..., runs] bool -> [runs]

    Years are added up as bytes where they fit into one: numpy's sum of flags takes ten times as
    long.
    """
    small = np.uint8 if len(happens) <= np.iinfo(np.uint8).max else np.uint32
    by_place = happens.sum(0, dtype=small)
    return by_place.sum(tuple(range(by_place.ndim - 1)), dtype=np.int64)


def first_time(happens: np.ndarray) -> np.ndarray:
    """1 in the first year in which something happens, else 0. [years, ..., runs]"""
    return happens & (np.cumsum(happens, axis=0, dtype=np.int16) == 1)


def first_year(happens: np.ndarray) -> np.ndarray:
    """The first year (0 = first) in which something happens, -1 where it never does. [..., runs]"""
    return np.where(happens.any(0), happens.argmax(0), -1)


def fighting(war: np.ndarray) -> np.ndarray:
    """Whether i and j fight each other, in whatever role. [years, n, n, runs]"""
    return war > 0


def wars_begun(war: np.ndarray) -> np.ndarray:
    """Whether i begins a war whose target is j. [years, n, n, runs]

    Towards those who join its target an initiator has the same role; they have another.
    """
    return (war == INITIATOR) & (war.swapaxes(1, 2) == TARGET)


def power(records: Records) -> np.ndarray:
    """Share of the living's resources that each living state holds, else 0. [years, n, runs]"""
    return share_held(records["resources"], records["alive"], axis=1)


def share_held(resources: np.ndarray, alive: np.ndarray, axis: int = 0) -> np.ndarray:
    """The same of any arrays with the states along an axis."""
    held = resources * alive
    return held / np.maximum(held.sum(axis, keepdims=True), 1e-12)


def of_living(records: Records, name: str) -> np.ndarray:
    """A record of states, 0 where the state is extinct. [years, n, runs]"""
    return records[name] * records["alive"]


def living_pairs(alive: np.ndarray) -> np.ndarray:
    """Ordered pairs of different living states. [years, n, n, runs]"""
    both = alive[:, :, None] & alive[:, None]
    return both & ~np.eye(both.shape[1], dtype=bool)[None, :, :, None]
