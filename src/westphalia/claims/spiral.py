"""The security dilemma: the spiral of arms, and the four worlds of Jervis (1978)."""

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import WAR, ordinary
from westphalia.experiments.condition import Condition

#: The second generation, when arms have had the time to rise.
LATE = 26


def secure(frozen: bool = False, tau: float | None = None) -> Condition:
    """Eight states that all want security alone, from a burden of 0.5%, without arms caps.

    `frozen`: they stay at that burden. `tau`: resistance of the unarmed, drawn unless given.
    """
    held = {"greedy_share": 0.0} | ({} if tau is None else {"unarmed_resistance": tau})
    off = ("caps", "arming") if frozen else ("caps",)
    return ordinary(set=held, given={"burden": 0.005}, off=off)


RISE = {"free": 1.0, "frozen": -1.0}
RISE_BARE = {"free, tau 0": 1.0, "frozen, tau 0": -1.0}
RISE_HELD = {"free, beliefs held": 1.0, "frozen, beliefs held": -1.0}
HELD = ("learning",)

SPIRAL = Claim(
    id=29,
    title="Spiral",
    sentence="Even where all states want no more than security, arms exceed the level they could "
    "keep together, and everyone is less safe.",
    source="Jervis 1978",
    treatment="nobody is greedy; states start at a burden of 0.5% and arm as they like",
    control="they stay at 0.5%",
    conditions={
        "free": secure(),
        "frozen": secure(frozen=True),
        "unafraid": secure().having(off=WAR),
        "free, tau 0": secure(tau=0.0),
        "frozen, tau 0": secure(frozen=True, tau=0.0),
        "free, beliefs held": secure().having(off=HELD),
        "frozen, beliefs held": secure(frozen=True).having(off=HELD),
    },
    parts=(
        Part(
            "burdens rise above 0.5% by more than where war is impossible",
            m.burden(first=LATE),
            "+",
            {"free": 1.0, "unafraid": -1.0},
        ),
        Part("all are more threatened", m.threat(first=LATE), "+", RISE),
    ),
    reported=(
        Part("burdens rise above 0.5%", m.burden(first=LATE), "+", RISE),
        Part("more wars begin", m.wars(first=LATE), "+", RISE),
        Part("suspicion", m.suspicion(first=LATE), "+", RISE),
        Part("threat, if beliefs are held", m.threat(first=LATE), "+", RISE_HELD),
        Part("burdens, if beliefs are held", m.burden(first=LATE), "+", RISE_HELD),
        Part("threat, if the unarmed do not resist", m.threat(first=LATE), "+", RISE_BARE),
        Part("burdens, if the unarmed do not resist", m.burden(first=LATE), "+", RISE_BARE),
    ),
    without=Without("war is impossible, so there is nothing to fear", {"off": WAR}),
    note="The level of 0.5% is given and not bargained over. In a contest that depends on the "
    "ratio of arms alone, twice the arms of everybody change nothing; here unarmed states resist "
    "too (tau), so that arms all round can make conquest easier; tau = 0 is reported. States that "
    "may arm and do not also show that they want security, which those that are held at a level "
    "cannot; with beliefs held (reported) that is left out.",
)


def of_jervis(offence: bool, distinct: bool, half: bool = False) -> Condition:
    """One of the four worlds. `half`: half of all arms stay offensive, instead of a choice."""
    condition = ordinary(
        set={
            "defence_advantage": 0.7 if offence else 1.4,
            "distinguishability": 0.6 if distinct else 0.05,
        }
    )
    return condition.having(given={"posture": 0.5}, off=("posture",)) if half else condition


BLURRED, CLEAR = "offence dominant, indistinct", "offence dominant, distinct"
SOLID, SAFE = "defence dominant, indistinct", "defence dominant, distinct"
HALF = {"indistinct, half offensive": 1.0, "distinct, half offensive": -1.0}


def above(world: str, other: str) -> dict[str, float]:
    """How much more there is of something in one world than in another."""
    return {world: 1.0, other: -1.0}


FOUR_WORLDS = Claim(
    id=30,
    title="Four worlds",
    sentence="The world where offence dominates and weapons cannot be told apart is the most "
    "dangerous; the one where defence dominates and they can is the safest.",
    source="Jervis 1978",
    treatment="offence dominant (beta = 0.7) and weapons alike (d = 0.05); defence dominant "
    "(beta = 1.4) and weapons distinct (d = 0.6)",
    control="the two worlds between: beta = 0.7 with d = 0.6, beta = 1.4 with d = 0.05",
    conditions={
        BLURRED: of_jervis(True, False),
        CLEAR: of_jervis(True, True),
        SOLID: of_jervis(False, False),
        SAFE: of_jervis(False, True),
        "indistinct, half offensive": of_jervis(True, False, half=True),
        "distinct, half offensive": of_jervis(True, True, half=True),
    },
    parts=(
        Part("the worst has more wars than if distinct", m.wars(), "+", above(BLURRED, CLEAR)),
        Part("than if defence dominated", m.wars(), "+", above(BLURRED, SOLID)),
        Part("the safest has fewer wars than if alike", m.wars(), "-", above(SAFE, SOLID)),
        Part("than if offence dominated", m.wars(), "-", above(SAFE, CLEAR)),
        Part("more threat than if distinct", m.threat(), "+", above(BLURRED, CLEAR)),
        Part("than if defence dominated", m.threat(), "+", above(BLURRED, SOLID)),
        Part("less threat than if alike", m.threat(), "-", above(SAFE, SOLID)),
        Part("than if offence dominated", m.threat(), "-", above(SAFE, CLEAR)),
    ),
    reported=(
        Part("wars in the middle: offence, distinct", m.wars(), "+", above(CLEAR, SOLID)),
        Part("threat in the middle", m.threat(), "+", above(CLEAR, SOLID)),
        Part("burden, worst less safest", m.burden(), "+", above(BLURRED, SAFE)),
        Part("wars, half of arms offensive", m.wars(), "+", HALF),
        Part("threat, half of arms offensive", m.threat(), "+", HALF),
    ),
    without=Without("war is impossible in all four", {"off": WAR}),
    note="States choose their posture and keep most arms for defence, so that distinct weapons "
    "by themselves mean more defence than offence. With half of all arms held offensive "
    "(reported, offence dominant) that is left out; what stays is that distinct weapons of the "
    "other kind serve less, also against the resistance of the unarmed.",
)

CLAIMS = (SPIRAL, FOUR_WORLDS)
