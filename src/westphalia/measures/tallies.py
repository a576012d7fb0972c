"""Sums over groups of runs: all that scoring needs of a simulation, whatever the number of runs.

Run k belongs to group k mod 50. Scores are recomputed with one group left out at a time
(delete-a-group jackknife), so an interval needs no more memory than these sums.

It is no `Measure`: a measure is one number of each run, and scores against history need every
pair of states in every year, by groups of runs. Both read the same quantities (`quantities`).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from westphalia.measures.codes import INITIATOR
from westphalia.measures.quantities import (
    by_pair,
    fighting,
    first_time,
    of_living,
    pairs,
    pairs_among,
)

GROUPS = 50


def by_group(values: np.ndarray, first_run: int, dtype: np.dtype) -> np.ndarray:
    """Sums over the runs of each group. [..., runs] -> [..., groups]"""
    before, width = first_run % GROUPS, values.shape[-1]
    rounds = -(-(before + width) // GROUPS)
    padded = np.zeros((*values.shape[:-1], rounds * GROUPS), values.dtype)
    padded[..., before : before + width] = values
    return padded.reshape(*values.shape[:-1], rounds, GROUPS).sum(-2, dtype=dtype)


class Tally:
    """Sums over groups of runs of one simulation. Arrays are [groups, ...].

    `runs`: number of runs. `pact`: runs with a pact, by year and pair. `formed`: runs in which a
    pair without a pact at the start first has one, by year and pair. `fought`: runs in which a
    pair first fights, by year and pair. `great_war`: runs with the first war between great powers,
    by year. `starters`: runs in which a state began that war. `belligerent`: runs in which a
    state fights any war. `alive`, `burden`, `arms`, `resources`: sums over living states, by
    year. `armed`, `arms_growth`: living states with arms, and their log arms relative to the
    first simulated year, by year.
    """

    def __init__(self, n: int, years: int, great_powers: Sequence[int], allied: np.ndarray) -> None:
        """`great_powers`: indices of states; `allied`: pacts at the start [n, n], bool."""
        rows, columns = pairs(n)
        self.n, self.years = n, years
        self._rows, self._columns = rows, columns
        self._both_great = pairs_among(n, great_powers)
        self._allied = allied[rows, columns]
        p = len(rows)
        self.sums: dict[str, np.ndarray] = {
            "runs": np.zeros(GROUPS, np.int64),
            "pact": np.zeros((GROUPS, years, p), np.int32),
            "formed": np.zeros((GROUPS, years, p), np.int32),
            "fought": np.zeros((GROUPS, years, p), np.int32),
            "great_war": np.zeros((GROUPS, years), np.int32),
            "starters": np.zeros((GROUPS, n), np.int32),
            "belligerent": np.zeros((GROUPS, n), np.int32),
        }
        for name in ("alive", "burden", "arms", "resources", "armed", "arms_growth"):
            self.sums[name] = np.zeros((GROUPS, years, n))

    def __getitem__(self, name: str) -> np.ndarray:
        return self.sums[name]

    @property
    def count(self) -> int:
        """Number of runs."""
        return int(self.sums["runs"].sum())

    def add(self, records: Mapping[str, np.ndarray], first_run: int) -> None:
        """Add a chunk of records [years, ..., runs] whose first run has this index."""
        width = records["alive"].shape[-1]
        pact = by_pair(records["pact"])
        fights = fighting(records["war"])
        fight = by_pair(fights)
        great = np.asarray(fight[:, self._both_great].any(1))
        first_great = first_time(great)
        alive = records["alive"]
        growth, armed = _growth(records["arms"], alive)
        chunk = {
            "runs": np.ones(width, np.int64),
            "pact": pact,
            "formed": first_time(pact & ~self._allied[None, :, None]),
            "fought": first_time(fight),
            "great_war": first_great,
            "starters": self._starters(records["war"], fight, first_great),
            "belligerent": fights.any((0, 2)),
            "alive": alive,
            **{name: of_living(records, name) for name in ("burden", "arms", "resources")},
            "armed": armed,
            "arms_growth": growth,
        }
        for name, values in chunk.items():
            total = self.sums[name]
            total += np.moveaxis(by_group(values, first_run, total.dtype), -1, 0)

    def _starters(self, war: np.ndarray, fight: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Who began a war of the first year in which great powers fight. [n, runs]"""
        at = np.zeros((self.years, self.n, fight.shape[-1]), bool)
        for k in np.flatnonzero(self._both_great):
            at[:, self._rows[k]] |= fight[:, k]
            at[:, self._columns[k]] |= fight[:, k]
        began = (war == INITIATOR) & (at[:, :, None] | at[:, None]) & first[:, None, None]
        return began.any((0, 2))


def _growth(arms: np.ndarray, alive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log arms relative to the first year where a living state has arms in both, and where."""
    armed = alive & (arms > 0) & (arms[0] > 0) & alive[0]
    ratio = np.where(armed, arms, 1.0) / np.where(armed, arms[0], 1.0)
    return np.log(ratio), armed
