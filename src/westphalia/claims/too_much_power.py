"""Too much power: it provokes coalitions, so a moderate amount is safest (Waltz 1979)."""

from dataclasses import replace

import numpy as np

from westphalia import measures as m
from westphalia.claims.balance_of_threat import ring
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import EMPTY_PACTS, OTHERS, WAR, N, of_state, ordinary, with_leader
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import defensive, exactly

#: The first years, before wars have made the worlds differ in other ways.
EARLY = 20


def against_leader(records: Records) -> np.ndarray:
    """Pacts among the others of which neither is allied with the leader. [years, n-1, n-1, runs]"""
    pact = m.window(records["pact"], 1, EARLY)
    free = ~pact[:, 1:, 0]
    return pact[:, 1:, 1:] & free[:, :, None] & free[:, None]


def _counter(records: Records) -> Sums:
    alive = m.window(records["alive"], 1, EARLY)[:, 1:]
    return against_leader(records).sum((0, 1, 2), dtype=float), alive.sum((0, 1), dtype=float)


def _largest(records: Records) -> Sums:
    linked = against_leader(records) | np.eye(N - 1, dtype=bool)[None, :, :, None]
    for k in range(N - 1):  # who is linked through k (Warshall)
        linked = linked | (linked[:, :, k : k + 1] & linked[:, k : k + 1])
    size = linked.sum(2).max(1)
    return size.mean(0), np.ones(size.shape[-1])


COUNTER = Measure("counter-pacts in years 1-20", "allies per state other than the leader", _counter)
LARGEST = Measure("largest coalition without the leader in years 1-20", "states", _largest)
FREE_OF_IT = m.with_ally(OTHERS, OTHERS, without=(0,), last=EARLY)


def _leader(share: float) -> Condition:
    return with_leader(share, belief=0.6, given={"distance": ring(1.0)})


ALL = {"half": 1.0, "a fifth": -1.0}
STEPS = (
    ("from 20% to 35%", {"a third": 1.0, "a fifth": -1.0}),
    ("from 35% to 50%", {"half": 1.0, "a third": -1.0}),
)

COALITIONS = Claim(
    id=19,
    title="Too much power provokes coalitions",
    sentence="Counter-pacts and their size grow with the leader's share of power.",
    source="Waltz 1979",
    treatment="the leader holds 50% of all resources",
    control="it holds 20%",
    conditions={"a fifth": _leader(0.2), "a third": _leader(0.35), "half": _leader(0.5)},
    parts=(
        Part("more counter-pacts", COUNTER, "+", ALL),
        Part("larger coalitions", LARGEST, "+", ALL),
    ),
    reported=(
        *(Part(f"counter-pacts {step}", COUNTER, "+", c) for step, c in STEPS),
        *(Part(f"largest coalition {step}", LARGEST, "+", c) for step, c in STEPS),
        Part("more of the others are allied without it", FREE_OF_IT, "+", ALL),
        Part("allied with it", m.with_ally(OTHERS, (0,), last=EARLY), "-", ALL),
        Part("the leader survives", m.survival((0,)), "-", ALL),
    ),
    without=Without(
        "pacts bring no help, restrain nobody and cost no autonomy: they are made by chance (and "
        "nobody dies, so that all are there to make them)",
        {
            "set": EMPTY_PACTS,
            "off": ("annexation",),
        },
    ),
    note="Any pact among the others counts of which neither party is allied with the leader, "
    "whatever it is for; a coalition is all who are linked by such pacts. A larger leader leaves "
    "each of the others smaller, in threat to one another and in help.",
)


#: Every total victory that can be held annexes. At the usual chance about one state in a hundred
#: dies in fifty years, too few to tell how safe a single one is.
DEADLY = {"annexation": 1.0}


def wanting(power: float) -> Condition:
    """State 0 wants power with this weight; all are defensive realists otherwise."""
    wants = replace(defensive.wants, power=exactly(power))
    name = "defensive" if power == 0.0 else f"defensive with power {power:g}"
    states = (replace(defensive, name=name, wants=wants), *(defensive,) * (N - 1))
    return ordinary(theory=states, set=DEADLY)


def sized(share: float) -> Condition:
    """State 0 begins with this share of all resources, the others with equal parts of the rest."""
    rest = N * (1.0 - share) / (N - 1)
    return ordinary(given={"resources": of_state({0: N * share}, others=rest)}, set=DEADLY)


#: The last ten years of fifty.
LATE = 41
FIRST = (0,)
SHARE = m.resources(FIRST, LATE)
LOW = {"moderate": 1.0, "low": -1.0}
HIGH = {"moderate": 1.0, "high": -1.0}
SMALL = {"medium": 1.0, "small": -1.0}
LARGE = {"medium": 1.0, "large": -1.0}

MODERATE = Claim(
    id=20,
    title="Moderate power is safest",
    sentence="Survival and long-run share are highest with a moderate wish to expand: an "
    "inverted U.",
    source="Waltz 1979",
    treatment="one state wants power moderately, w_P = 0.3",
    control="it wants none, w_P = 0, or much, w_P = 1",
    conditions={
        "low": wanting(0.0),
        "moderate": wanting(0.3),
        "high": wanting(1.0),
        "small": sized(0.05),
        "medium": sized(0.2),
        "large": sized(0.5),
    },
    parts=(
        Part("it survives more than without ambition", m.survival(FIRST), "+", LOW),
        Part("it survives more than with much ambition", m.survival(FIRST), "+", HIGH),
        Part("it ends with more than without ambition", SHARE, "+", LOW),
        Part("it ends with more than with much ambition", SHARE, "+", HIGH),
    ),
    reported=(
        Part("it is less threatened than without ambition", m.threat(FIRST), "-", LOW),
        Part("it is less threatened than with much ambition", m.threat(FIRST), "-", HIGH),
        Part("its burden, against much ambition", m.burden(FIRST), "-", HIGH),
        Part("wars it begins, against much ambition", m.wars(by=FIRST), "-", HIGH),
        Part("a fifth of all resources is safer than 5%", m.survival(FIRST), "+", SMALL),
        Part("a fifth of all resources is safer than half", m.survival(FIRST), "+", LARGE),
        Part("a fifth is less threatened than 5%", m.threat(FIRST), "-", SMALL),
        Part("a fifth is less threatened than half", m.threat(FIRST), "-", LARGE),
    ),
    without=Without("war is impossible, so the wish for power is idle", {"off": WAR}),
    note="Expansion is the weight that one state gives to power; the same is reported for the "
    "share it starts with. Others know nothing of its wish but what its arms and challenges say. "
    "Annexation is as likely as it can be, for at the usual chance too few die to compare.",
)

CLAIMS = (COALITIONS, MODERATE)
