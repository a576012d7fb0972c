"""Measures of third parties to a war: who joins, on which side, and why."""

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.measures.codes import JOINED_ATTACKER, JOINED_TARGET
from westphalia.measures.measure import Measure, Sums, measure_name, window
from westphalia.measures.quantities import Records, times
from westphalia.mechanisms.war import ROLES


def third_parties(
    code: str, side: int | None = None, first: int = 1, last: int | None = None
) -> Measure:
    """Third parties with a motive of `MOTIVES`, as a share of third parties to wars.

    `side`: only those who joined on it (JOINED_TARGET or JOINED_ATTACKER).
    """

    def sums(records: Records) -> Sums:
        why = window(records["joining"], first, last)
        there = why == MOTIVES.index(code)
        if side == JOINED_TARGET:  # a role in the war with its initiator
            there = there & (window(records["war"], first, last) == side)
        elif side == JOINED_ATTACKER:  # a role towards the target, whoever began
            joined = (window(records["war"], first, last) == side).any(2)
            there = there & joined[:, :, None]
        return times(there).astype(float), times(why > 0).astype(float)

    on = "" if side is None else f", {ROLES[side]}"
    return Measure(
        measure_name(f"{code} third parties{on}", None, first, last),
        "share",
        sums,
        f"Share of third parties to wars whose motive is {code}.",
    )


def not_joining_target(first: int = 1, last: int | None = None) -> Measure:
    """Share of threatened third parties that do not come to the target's side (they stay out,
    but for a few jackals), weighted by how much of what threatens them the attacker is."""
    return _volunteers("not with the target", "do not join the target", False, first, last)


def joining_target(first: int = 1, last: int | None = None) -> Measure:
    """Share of threatened third parties that join the target, weighted the same way."""
    return _volunteers("in", "join the target", True, first, last)


def _volunteers(name: str, what: str, come: bool, first: int, last: int | None) -> Measure:
    """Share of threatened third parties that come to the target's side, or do not."""

    def sums(records: Records) -> Sums:
        joined, out = np.moveaxis(window(records["volunteers"], first, last), 1, 0)
        return (joined if come else out).sum(0), (joined + out).sum(0)

    return Measure(
        measure_name(f"threatened third parties {name}", None, first, last),
        "share",
        sums,
        f"Share of threatened third parties that {what}.",
    )


def balancers(first: int = 1, last: int | None = None) -> Measure:
    """Of third parties whom survival pulls to the target's side, the share that come.

    Balancers on the target's side against buck-passers (see `decisions.motives`).
    """

    def sums(records: Records) -> Sums:
        why = window(records["joining"], first, last)
        came = times(why == MOTIVES.index("balancing")).astype(float)
        passed = times(why == MOTIVES.index("buck-passing"))
        return came, came + passed

    return Measure(
        measure_name("third parties that balance", None, first, last),
        "share",
        sums,
        "Share of third parties whose survival pulls them to the target's side that come to it.",
    )
