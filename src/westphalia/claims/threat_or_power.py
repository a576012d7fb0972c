"""Threat or power: which tells better who will ally with whom (Walt 1987)?"""

from collections.abc import Callable

import numpy as np

from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import EMPTY_PACTS, ordinary
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import constructivist, liberal, offensive

#: What each of a pair faces from each third state, [years, n, n, runs], 0 from itself.
Facing = Callable[[Records], np.ndarray]


def _threat(records: Records) -> np.ndarray:
    return records["threat"]


def _outmatched(power: np.ndarray) -> np.ndarray:
    """The part of k in the power of i and k together, p_k / (p_i + p_k). [years, i, k, runs]"""
    one, other = power[:, :, None], power[:, None]
    there = ~np.eye(power.shape[1], dtype=bool)[None, :, :, None]
    return other / np.maximum(one + other, 1e-9) * there


def _arms(records: Records) -> np.ndarray:
    return _outmatched(records["arms"])


def _resources(records: Records) -> np.ndarray:
    return _outmatched(records["resources"])


def common(facing: np.ndarray) -> np.ndarray:
    """What both of a pair face, sum over third states of the smaller. [years, pairs, runs]"""
    rows, columns = np.triu_indices(facing.shape[1], 1)
    return np.minimum(facing[:, rows], facing[:, columns]).sum(2)


def concordance(records: Records, facing: Facing) -> Sums:
    """How often a pair that allies faced more in common than one that does not.

    Compared are all pairs without a pact in the year before, within the year; what they face is
    taken from that year before, and equals count one half. 0.5: it tells nothing; 1: it tells all.
    """
    rows, columns = np.triu_indices(records["pact"].shape[1], 1)
    pact = records["pact"][:, rows, columns]
    alive = records["alive"][:, rows] & records["alive"][:, columns]
    free = ~pact[:-1] & alive[1:]
    ally, stay = free & pact[1:], free & ~pact[1:]
    score = common(facing(records))[:-1]
    won = np.zeros(pact.shape[-1])
    for k in range(len(rows)):
        ahead = 0.5 + 0.5 * np.sign(score[:, k : k + 1] - score)
        won += (ally[:, k] * (ahead * stay).sum(1)).sum(0)
    return won, (ally.sum(1) * stay.sum(1)).sum(0).astype(float)


def _tells(facing: Facing) -> Callable[[Records], Sums]:
    return lambda records: concordance(records, facing)


def _better(facing: Facing, than: Facing) -> Callable[[Records], Sums]:
    def sums(records: Records) -> Sums:
        one, weight = concordance(records, facing)
        return one - concordance(records, than)[0], weight

    return sums


UNIT = "share of comparisons"
BETTER = Measure("threat less arms as a sign of new pacts", UNIT, _better(_threat, _arms))
BETTER_THAN_RESOURCES = Measure(
    "threat less resources as a sign of new pacts", UNIT, _better(_threat, _resources)
)
BY_THREAT = Measure("common threat as a sign of new pacts", UNIT, _tells(_threat))
BY_POWER = Measure("common power as a sign of new pacts", UNIT, _tells(_arms))
ONE = {"treatment": 1.0}

THREAT_BEATS_POWER = Claim(
    id=18,
    title="Threat beats power",
    sentence="Threat explains alignment better than power alone.",
    source="Walt 1987",
    treatment="pairs ranked by the threats that both face from third states (the smaller of the "
    "two, summed)",
    control="the same pairs ranked by the power that both face, each third state's part of the "
    "arms of the two",
    conditions={
        "treatment": ordinary(),
        "offensive": ordinary(theory=offensive),
        "liberal": ordinary(theory=liberal),
        "constructivist": ordinary(theory=constructivist),
    },
    parts=(Part("common threat tells more of who allies", BETTER, "+", ONE),),
    reported=(
        Part("compared with resources", BETTER_THAN_RESOURCES, "+", ONE),
        Part("what common threat tells, 0.5 = nothing", BY_THREAT, "+", ONE),
        Part("what common power tells", BY_POWER, "+", ONE),
        *(
            Part(f"threat less power, {name} states", BETTER, "+", {name: 1.0})
            for name in ("offensive", "liberal", "constructivist")
        ),
    ),
    without=Without(
        "pacts bring no help, restrain nobody and cost no autonomy: they are made by chance",
        {"set": EMPTY_PACTS},
    ),
    note="States here choose pacts by the threats they see, so that threat tells something is by "
    "construction; that it tells more than power is not, for power moves threats. Threat also "
    "knows who is near and who is suspected, which is what the claim says.",
)

CLAIMS = (THREAT_BEATS_POWER,)
