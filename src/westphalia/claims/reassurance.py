"""Reassurance: costly signals, confidence building, and posture that can be told apart."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records


def suspected_type(greedy: bool) -> Measure:
    """Mean belief of others that a state is greedy, over living states of one true type."""

    def sums(records: Records) -> Sums:
        type_ = records["greedy"] if greedy else 1.0 - records["greedy"]
        weight = type_ * records["alive"]
        return (weight * records["suspected"]).sum((0, 1)), weight.sum((0, 1))

    return Measure(f"suspicion of {'greedy' if greedy else 'secure'} states", "probability", sums)


def discernment() -> Measure:
    """How much more greedy states are suspected than secure ones, in years that have both."""

    def sums(records: Records) -> Sums:
        greedy = records["greedy"] * records["alive"]
        secure = (1.0 - records["greedy"]) * records["alive"]
        both = (greedy.sum(1) > 0) & (secure.sum(1) > 0)

        def mean(of: np.ndarray) -> np.ndarray:
            return (of * records["suspected"]).sum(1) / np.maximum(of.sum(1), 1.0)

        gap = np.where(both, mean(greedy) - mean(secure), 0.0)
        return gap.sum(0), both.sum(0).astype(float)

    return Measure("suspicion of greedy less of secure states", "probability", sums)


COSTLY = {"costly": 1.0, "none": -1.0}
CHEAP = {"cheap": 1.0, "none": -1.0}
BELIEVED = {**COSTLY, "costly, beliefs held": -1.0, "none, beliefs held": 1.0}
OF_SECURE = suspected_type(greedy=False)

SIGNALS = Claim(
    id=31,
    title="Signals",
    sentence="Costly signals lower suspicion and arms; cheap talk does not.",
    source="Kydd 2005",
    treatment="states may scrap about 5% of their offensive arms as a signal; or say the same at "
    "no cost",
    control="no signals",
    conditions={
        "costly": ordinary(),
        "cheap": ordinary(set={"signal_cost": 0.0}),
        "none": ordinary(off=("signals",)),
        "costly, beliefs held": ordinary(off=("learning",)),
        "none, beliefs held": ordinary(off=("learning", "signals")),
    },
    parts=(
        Part("costly: secure states are suspected less", OF_SECURE, "-", COSTLY),
        Part("costly: burdens fall because of it", m.burden(), "-", BELIEVED),
        Part("cheap: suspicion is the same", OF_SECURE, "0", CHEAP),
        Part("cheap: burdens are the same", m.burden(), "0", CHEAP),
    ),
    reported=(
        Part("costly: burdens fall, all told", m.burden(), "-", COSTLY),
        Part("costly: suspicion of all", m.suspicion(), "-", COSTLY),
        Part("costly: suspicion of greedy states", suspected_type(greedy=True), "+", COSTLY),
        Part("costly: fewer wars begin", m.wars(), "-", COSTLY),
        Part("cheap: wars are the same", m.wars(), "0", CHEAP),
    ),
    without=Without("nobody learns from anything", {"off": ("learning",)}),
    note="Suspicion is that of states that are secure in truth: states that reason well cannot "
    "come to suspect everybody less, whatever the signal. Offence that is scrapped lowers threat "
    "and burdens even if nobody learns from it; that is taken out of the burdens. That cheap talk "
    "says nothing holds by construction and exactly, because what costs nothing costs both types "
    "the same.",
)


def every_pair(value: float) -> np.ndarray:
    """A figure of all pairs. [N, N]"""
    out = np.full((N, N), value, np.float32)
    np.fill_diagonal(out, np.nan)
    return out


def agreed(name: str = "") -> Condition:
    """A world in which nothing is negotiated, with one agreement of all pairs at the start."""
    given = {name: every_pair(1.0)} if name else {}
    return ordinary(set={"agenda": 0.0}, given=given)


def capped(inspected: bool) -> Condition:
    """A world in which arms caps alone are negotiated, with inspection of all or without."""
    given = {"transparency": every_pair(1.0)} if inspected else {}
    off = ("deals", "inspections", "hotlines", "withdrawals", "institutions")
    return ordinary(given=given, off=off)


def more_than(one: str, other: str) -> dict[str, float]:
    """How much further one agreement moves something than another."""
    return {one: 1.0, other: -1.0}


TELLS = discernment()
ACCIDENTS = m.challenges(m.ACCIDENT)
SURPRISE = m.challenges(m.TOTAL)
CLAIMED = m.challenges(m.LIMITED)
KEPT = m.agreement("kept")
TREATIES = {"caps, inspected": 1.0, "caps": -1.0}

CONFIDENCE = Claim(
    id=32,
    title="Confidence building",
    sentence="Inspections change beliefs and treaties, hotlines only accidental wars, troop "
    "withdrawals only surprise attack.",
    source="Schelling & Halperin 1961",
    treatment="all pairs have inspection, a hotline or a withdrawal from the start",
    control="another of the three",
    conditions={
        "none": agreed(),
        "inspection": agreed("transparency"),
        "hotline": agreed("hotline"),
        "withdrawal": agreed("withdrawal"),
        "caps": capped(inspected=False),
        "caps, inspected": capped(inspected=True),
    },
    parts=(
        Part(
            "inspection tells greedy from secure states more than a hotline does",
            TELLS,
            "+",
            more_than("inspection", "hotline"),
        ),
        Part("and than a withdrawal", TELLS, "+", more_than("inspection", "withdrawal")),
        Part("inspected pairs keep more arms caps", KEPT, "+", TREATIES),
        Part(
            "a hotline lowers accidental wars more than inspection does",
            ACCIDENTS,
            "-",
            more_than("hotline", "inspection"),
        ),
        Part("and than a withdrawal", ACCIDENTS, "-", more_than("hotline", "withdrawal")),
        Part(
            "a withdrawal lowers attacks without a demand more than inspection does",
            SURPRISE,
            "-",
            more_than("withdrawal", "inspection"),
        ),
        Part("and than a hotline", SURPRISE, "-", more_than("withdrawal", "hotline")),
    ),
    reported=(
        Part("inspection: telling the types apart", TELLS, "+", more_than("inspection", "none")),
        Part("hotline: accidental wars", ACCIDENTS, "-", more_than("hotline", "none")),
        Part("withdrawal: attacks", SURPRISE, "-", more_than("withdrawal", "none")),
        Part("inspection: threat", m.threat(), "-", more_than("inspection", "none")),
        Part("hotline: threat", m.threat(), "-", more_than("hotline", "none")),
        Part("withdrawal: threat", m.threat(), "-", more_than("withdrawal", "none")),
        Part("inspection: wars", m.wars(), "-", more_than("inspection", "none")),
        Part("hotline: wars", m.wars(), "-", more_than("hotline", "none")),
        Part("withdrawal: wars", m.wars(), "-", more_than("withdrawal", "none")),
        Part("withdrawal: wars over demands", CLAIMED, "-", more_than("withdrawal", "none")),
    ),
    without=Without(
        "the agreements are words: no hotline or withdrawal works, nothing can be inspected",
        {"off": ("hotlines", "withdrawals"), "given": {"transparency": every_pair(0.0)}},
    ),
    note="The agreements are given and none is made later; a pair loses its own when it fights. "
    "That a pair with a hotline has no accidental war is by construction. A surprise attack is a "
    "war that begins without a demand. Treaties are arms caps, in two worlds where pairs meet on "
    "nothing else. Accidental wars and such attacks are rare, so that a single draw is noisy and "
    "the pooled effects say more.",
)


def weapons(distinct: bool, choice: bool) -> Condition:
    """Weapons distinct or not; posture a choice or as it was."""
    d = 0.6 if distinct else 0.05
    return ordinary(set={"distinguishability": d}, off=() if choice else ("posture",))


POSTURE = Claim(
    id=33,
    title="Telling weapons apart",
    sentence="Where weapons can be told apart, posture is a signal of intentions; where they "
    "cannot, it is not.",
    source="Jervis 1978",
    treatment="weapons distinct (d = 0.6): posture a choice against posture fixed",
    control="weapons alike (d = 0.05): the same difference",
    conditions={
        "distinct": weapons(True, True),
        "distinct, fixed": weapons(True, False),
        "alike": weapons(False, True),
        "alike, fixed": weapons(False, False),
    },
    parts=(
        Part(
            "a choice of posture tells greedy from secure states better if weapons are distinct",
            TELLS,
            "+",
            {"distinct": 1.0, "distinct, fixed": -1.0, "alike": -1.0, "alike, fixed": 1.0},
        ),
    ),
    reported=(
        Part("if distinct", TELLS, "+", {"distinct": 1.0, "distinct, fixed": -1.0}),
        Part("if alike", TELLS, "0", {"alike": 1.0, "alike, fixed": -1.0}, 0.01),
        Part("all told, distinct against alike", TELLS, "+", {"distinct": 1.0, "alike": -1.0}),
    ),
    without=Without(
        "greedy states value gains no more than others, so nothing they do gives them away",
        {"set": {"greed": 0.0}},
    ),
    note="The difference between choice and no choice, and how it depends on d, leaves out what "
    "wars, burdens and signals say of a state's type in all four worlds. It also leaves out that a "
    "year has one arms decision: where posture is a choice, burdens change, and tell, less often.",
)

CLAIMS = (SIGNALS, CONFIDENCE, POSTURE)
