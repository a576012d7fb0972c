"""The balance of threat (Walt 1987): power, proximity, offensive capability, intentions."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import OTHERS, WAR, N, of_state, with_leader
from westphalia.experiments.condition import Condition

#: The first years, before wars have made the two worlds differ in other ways.
EARLY = 20
AGAINST = m.with_ally(OTHERS, OTHERS, without=(0,), last=EARLY)
WITH = m.with_ally(OTHERS, (0,), last=EARLY)
ATTRIBUTED = m.allies(OTHERS, OTHERS, last=EARLY)

NO_WAR = Without("war is impossible, so there is nothing to fear", {"off": WAR})


def ring(leader: float) -> np.ndarray:
    """Distances: seven states on a circle of 1,000 km radius, the leader `leader` thousand km
    from its centre, seen alike by all. [N, N]"""
    angle = 2.0 * np.pi * np.arange(N - 1) / (N - 1)
    place = np.stack([np.cos(angle), np.sin(angle)])
    out = np.zeros((N, N))
    out[1:, 1:] = np.hypot(*(place[:, :, None] - place[:, None, :]))
    out[0, 1:] = out[1:, 0] = leader
    return out


def of_threat(
    number: int,
    title: str,
    thing: str,
    more: str,
    less: str,
    high: Condition,
    low: Condition,
    more_note: str = "",
) -> Claim:
    """One of the four components: the same world with more and with less of it."""
    return Claim(
        id=number,
        title=title,
        sentence=f"{thing} makes others align against a state, all else equal.",
        source="Walt 1987",
        treatment=more,
        control=less,
        conditions={"treatment": high, "control": low},
        parts=(Part("more of the others are allied without it", AGAINST, "+"),),
        reported=(
            Part("allied with it", WITH, "-"),
            Part("allies among the others", ATTRIBUTED, "+"),
        ),
        without=NO_WAR,
        note="Measured in the first 20 years, with beliefs held as they are. Any pact among the "
        "others counts, whatever it is for." + more_note,
    )


CLAIMS = (
    of_threat(
        14,
        "Aggregate power",
        "Aggregate power",
        "the leader holds 35% of all resources",
        "it holds 15%",
        with_leader(0.35, given={"distance": ring(1.0)}),
        with_leader(0.15, given={"distance": ring(1.0)}),
        " A larger leader also leaves each of the others smaller, in threat and in help.",
    ),
    of_threat(
        15,
        "Proximity",
        "Proximity",
        "the leader lies 500 km from each of the others",
        "it lies 3,000 km away",
        with_leader(given={"distance": ring(0.5)}),
        with_leader(given={"distance": ring(3.0)}),
    ),
    of_threat(
        16,
        "Offensive capability",
        "Offensive capability",
        "90% of the leader's arms are made for offence",
        "10% are",
        with_leader(
            given={"distance": ring(1.0), "posture": of_state({0: 0.9}, others=0.3)},
            off=("learning", "posture"),
        ),
        with_leader(
            given={"distance": ring(1.0), "posture": of_state({0: 0.1}, others=0.3)},
            off=("learning", "posture"),
        ),
    ),
    of_threat(
        17,
        "Aggressive intentions",
        "Being thought aggressive",
        "others believe the leader greedy with probability 0.7",
        "with probability 0.1",
        with_leader(belief=0.7, given={"distance": ring(1.0)}),
        with_leader(belief=0.1, given={"distance": ring(1.0)}),
    ),
)
