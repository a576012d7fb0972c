"""What moments count: living pairs, disputes, and the wars of a record one by one."""

from typing import NamedTuple

import numpy as np

from westphalia.measures.codes import JOINED_ATTACKER, JOINED_TARGET
from westphalia.measures.quantities import Records, pairs, wars_begun
from westphalia.mechanisms.crisis import OUTCOMES

#: Codes of the record `crisis` that are wars.
WARS = tuple(code for code, name in enumerate(OUTCOMES) if name.endswith("war"))


def living_before(records: Records) -> np.ndarray:
    """Whether each state lives when the year begins; in the first, as it ends. [years, n, runs]

    Records of history say themselves which states count in a year, in `present`.
    """
    if "present" in records:
        return records["present"]
    alive = records["alive"]
    return np.concatenate([alive[:1], alive[:-1]])


def pairs_before(records: Records) -> np.ndarray:
    """Whether both states of a pair live when the year begins. [years, pairs, runs]"""
    there = living_before(records)
    rows, columns = pairs(there.shape[1])
    return there[:, rows] & there[:, columns]


def disputes(records: Records) -> np.ndarray:
    """Whether a pair has a dispute in the year: either challenges the other.

    A challenge is a demand or an attack, whatever comes of it; the record `challenge` has a motive
    for each. [years, pairs, runs]
    """
    rows, columns = pairs(records["alive"].shape[1])
    challenge = records["challenge"]
    return (challenge[:, rows, columns] > 0) | (challenge[:, columns, rows] > 0)


def led_to_war(records: Records) -> np.ndarray:
    """Challenges that came to a war of any kind, i against j. [years, n, n, runs]"""
    return np.isin(records["crisis"], WARS)


class Wars(NamedTuple):
    """The wars of a record, one by one: where each began, and who took which side.

    `year`, `attacker`, `target`, `run`: [wars]. `with_attacker`, `with_target`: states that joined,
    [wars, n].
    """

    year: np.ndarray
    attacker: np.ndarray
    target: np.ndarray
    run: np.ndarray
    with_attacker: np.ndarray
    with_target: np.ndarray


def wars_of(war: np.ndarray) -> Wars:
    """The wars of a record. `war`: [years, n, n, runs]"""
    year, attacker, target, run = np.nonzero(wars_begun(war))
    return Wars(
        year,
        attacker,
        target,
        run,
        war[year, :, target, run] == JOINED_ATTACKER,
        war[year, :, attacker, run] == JOINED_TARGET,
    )


def per_run(run: np.ndarray, runs: int, weight: np.ndarray | None = None) -> np.ndarray:
    """How many of some occasions, or how much weight, each run has. `run`: [N] -> [runs]"""
    return np.bincount(run, weight, runs)
