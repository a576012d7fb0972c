"""Measures of one's own: functions of the yearly records, for `westphalia run --measure`.

    westphalia run europe-1890 --runs 50 --measure examples/own_measure.py:LONG_WARS

Copy it, keep the shapes, and give every measure a name, a unit and a meaning.
"""

import numpy as np

from westphalia.measures import Measure, Records, Sums, mean_of_states


def long_wars(records: Records) -> Sums:
    """Pairs at war that were at war in the year before too. [runs], [runs]"""
    fighting = records["war"] > 0  # [years, states, states, runs]
    longer = fighting[1:] & fighting[:-1]
    return longer.sum((0, 1, 2)), fighting[1:].sum((0, 1, 2))


LONG_WARS = Measure(
    name="wars that go on",
    unit="share of pairs at war",
    sums=long_wars,
    meaning="Share of pairs at war that were at war in the year before too.",
)


def arms_of_the_strongest(records: Records) -> Sums:
    """Arms of the strongest state against all the others' together. [runs], [runs]"""
    arms = records["arms"] * records["alive"]  # [years, states, runs]
    strongest = arms.max(axis=1)
    return strongest.sum(0), (arms.sum(1) - strongest).sum(0)


STRONGEST = Measure(
    name="arms of the strongest",
    unit="ratio to all others",
    sums=arms_of_the_strongest,
    meaning="Arms of the strongest state as a share of those of all others together.",
)


def offensive_arms(records: Records) -> np.ndarray:
    """Offensive arms of every state. [years, states, runs]"""
    return records["posture"] * records["arms"]


OFFENSIVE_ARMS = mean_of_states(
    name="offensive arms",
    unit="mean resources of living states",
    record=offensive_arms,
    meaning="Arms that can only attack, of a living state.",
)
