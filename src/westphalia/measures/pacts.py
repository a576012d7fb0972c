"""Measures of pacts: who has allies, and how many."""

import numpy as np

from westphalia.measures.measure import Measure, States, TargetRange, mean_of_states
from westphalia.measures.quantities import Records


def allies(
    of: States = None, among: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Mean number of allies of living states, counting allies in `among` alone."""

    def record(r: Records) -> np.ndarray:
        pact = r["pact"]
        return (pact if among is None else pact[:, :, list(among)]).sum(2)

    who = "" if among is None else " among " + ",".join(map(str, among))
    meaning = "Pacts of help that a living state has, on average."
    target = TargetRange(0.5, 2.0, "ATOP 5.1, great powers 1816-1945")
    return mean_of_states(
        "allies" + who, "allies per state", record, of, first, last, meaning=meaning, target=target
    )


def with_ally(
    of: States = None,
    among: States = None,
    without: States = None,
    first: int = 1,
    last: int | None = None,
) -> Measure:
    """Share of living states `of` with an ally in `among` and none in `without`."""

    def record(r: Records) -> np.ndarray:
        pact = r["pact"]
        has = np.any(pact if among is None else pact[:, :, list(among)], axis=2)
        return np.asarray(has if without is None else has & ~pact[:, :, list(without)].any(2))

    who = "" if among is None else " among " + ",".join(map(str, among))
    who += "" if without is None else " none among " + ",".join(map(str, without))
    meaning = "Share of living states that have a pact of help."
    return mean_of_states("with an ally" + who, "share", record, of, first, last, meaning=meaning)
