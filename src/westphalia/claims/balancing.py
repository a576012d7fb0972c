"""Balancing, by arms (internal) and by allies (external)."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.balance_of_threat import ring
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import OTHERS, N, ordinary, towards, with_leader
from westphalia.experiments.condition import Condition

EARLY = 20


def pacts_among(states: tuple[int, ...]) -> np.ndarray:
    """Full pacts between each two of some states. [N, N]"""
    out = np.zeros((N, N))
    out[np.ix_(states, states)] = 1.0
    np.fill_diagonal(out, 0.0)
    return out


def facing(belief: float, allied: tuple[int, ...] = ()) -> Condition:
    """A leader believed greedy by so much, with pacts as they are given and for help alone.

    Pacts neither restrain the partners nor cost anything to break, and nobody expects volunteers:
    a pact changes what a third state meets, and nothing else.
    """
    return with_leader(
        belief=belief,
        given={"pact": pacts_among(allied)},
        set={"restraint": 0.0, "breach": 0.0, "volunteers": 0.0},
        off=("pacts",),
    )


INTERNAL = Claim(
    id=8,
    title="Internal balancing",
    sentence="Burdens rise with the threat from states one is not allied to, and fall when allies "
    "cover it.",
    source="Waltz 1979",
    treatment="seven friendless states believe a leader with 30% of resources greedy with "
    "probability 0.7 (threatened); the same, all seven allied to each other (covered)",
    control="they believe it greedy with probability 0.1 (calm)",
    conditions={"calm": facing(0.1), "threatened": facing(0.7), "covered": facing(0.7, OTHERS),
          "pacts": ordinary(), "no pacts": ordinary(off=("pacts",))},
    parts=(
        Part("threat raises burdens", m.burden(OTHERS), "+", {"threatened": 1.0, "calm": -1.0}),
        Part("allies lower them", m.burden(OTHERS), "-", {"covered": 1.0, "threatened": -1.0}),
    ),
    reported=(
        Part(
            "threatened and covered, against calm and friendless",
            m.burden(OTHERS),
            "+",
            {"covered": 1.0, "calm": -1.0},
        ),
        Part("in ordinary worlds pacts lower burdens", m.burden(), "-",
             {"pacts": 1.0, "no pacts": -1.0}),
    ),
    without=Without(
        "greed brings nothing, so that no belief frightens, no pledge is expected to be kept, and "
        "there are no arms caps to cheat on",
        {"set": {"greed": 0.0, "reliability": 0.0}, "off": ("caps",)},
    ),
    note="Pacts are given, not made, and are for help alone, so that arms and allies cannot move "
    "together for other reasons. That help lowers the use of one's own arms is in the model by "
    "construction; how much they are cut is not.",
)  # fmt: skip

SHARED = with_leader(belief=0.7, given={"distance": ring(1.0)})
NONE = with_leader(belief=0.1, given={"distance": ring(1.0)})
#: State 1 fears the leader as much as before, and it alone.
ALONE = SHARED.having(given={"belief": np.where(np.arange(N)[:, None] == 1, towards(0, 0.7, N, 0.2),
                                                towards(0, 0.1, N, 0.2))})  # fmt: skip
OF_ONE = m.allies((1,), OTHERS[1:], last=EARLY)

EXTERNAL = Claim(
    id=9,
    title="External balancing",
    sentence="A shared threat makes pacts between those who share it.",
    source="Walt 1987",
    treatment="seven states believe a leader with 30% of resources greedy with probability 0.7 "
    "(shared)",
    control="they all believe so with probability 0.1 (none); or one believes it with 0.7 and the "
    "other six with 0.1 (alone)",
    conditions={"shared": SHARED, "none": NONE, "alone": ALONE},
    parts=(
        Part(
            "the threatened have more allies among themselves",
            m.allies(OTHERS, OTHERS, last=EARLY),
            "+",
            {"shared": 1.0, "none": -1.0},
        ),
        Part(
            "the same threat brings a state more allies if others share it",
            OF_ONE,
            "+",
            {"shared": 1.0, "alone": -1.0},
        ),
    ),
    reported=(
        Part(
            "a threat that is not shared brings allies", OF_ONE, "+", {"alone": 1.0, "none": -1.0}
        ),
        Part(
            "allied with the leader",
            m.with_ally(OTHERS, (0,), last=EARLY),
            "-",
            {"shared": 1.0, "none": -1.0},
        ),
    ),
    without=Without(
        "no pledge is expected to be kept, and pacts hold nobody back",
        {"set": {"reliability": 0.0, "restraint": 0.0}},
    ),
    note="Measured in the first 20 years, with beliefs held as they are. All seven are as far from "
    "the leader.",
)

CLAIMS = (INTERNAL, EXTERNAL)
