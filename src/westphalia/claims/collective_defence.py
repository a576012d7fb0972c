"""Collective defence: what it saves, who carries it, and what it costs when allies turn away."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.balance_of_threat import ring
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import OTHERS, N, of_state, ordinary, with_leader
from westphalia.experiments.condition import Condition, Later
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

#: State 0 is the danger, state 1 a large ally, the others are small ones.
LARGE, SMALL = 1, tuple(range(2, N))
SIZES = N * of_state({0: 0.3, LARGE: 0.28}, others=0.07)
#: The first years are left out: arms need them to adjust.
SETTLED = 11


def alliance(depth: float) -> np.ndarray:
    """Pacts of all but state 0 with each other. [N, N]"""
    out = np.full((N, N), depth, np.float32)
    out[0] = out[:, 0] = 0.0
    np.fill_diagonal(out, 0.0)
    return out


def _gap(records: Records) -> Sums:
    burden, alive = (
        m.window(records["burden"], SETTLED, None),
        m.window(records["alive"], SETTLED, None),
    )
    small = alive[:, list(SMALL)]
    mean = (burden[:, list(SMALL)] * small).sum(1) / np.maximum(small.sum(1), 1)
    both = alive[:, LARGE] & small.any(1)
    gap = 100.0 * (burden[:, LARGE] - mean) * both
    return gap.sum(0), both.sum(0).astype(float)


GAP = Measure(
    f"burden of the large ally less that of the small ones from year {SETTLED}",
    "% of resources",
    _gap,
)


def facing_leader(depth: float) -> Condition:
    """Seven unequal states, near a leader that they suspect, with pacts of some depth or none.

    Pacts are frozen and resources too. A pact here brings help alone: it does not restrain.
    """
    base = with_leader(belief=0.7, given={"distance": ring(1.0), "resources": SIZES})
    return base.having(
        given={"pact": alliance(depth)},
        growth=dict.fromkeys(range(N), 0.0),
        set={"restraint": 0.0},
        off=("pacts",),
    )


COLLECTIVE_DEFENCE = Claim(
    id=23,
    title="Collective defence",
    sentence="Collective defence cuts each member's cost of security, and the large carry more "
    "than their share.",
    source="Olson & Zeckhauser 1966",
    treatment="seven states facing a leader are all allied, for good: one holds 28% of all "
    "resources, six hold 7% each",
    control="the same states without pacts",
    conditions={"treatment": facing_leader(1.0), "control": facing_leader(0.0)},
    parts=(
        Part("the small spend less", m.burden(SMALL, SETTLED), "-"),
        Part("the large one spends less", m.burden((LARGE,), SETTLED), "-"),
        Part("it spends a larger share than the small ones", GAP, "+", {"treatment": 1.0}),
        Part("the difference is larger than without an alliance", GAP, "+"),
    ),
    reported=(Part("the members are less threatened", m.threat(OTHERS, SETTLED), "-"),),
    without=Without(
        "a pact binds nobody: no help is pledged, none is expected, none is owed",
        {"set": {"reliability": 0.0, "volunteers": 0.0, "breach": 0.0}},
    ),
    note="Pacts, sizes and beliefs are held fixed; how members arm is their own choice. Each "
    "member is also in danger of its own, the small more than the large: arms are not a common "
    "good alone. Without pacts the unallied still hope for volunteers.",
)

#: Every even state is allied with the odd one after it.
CLIENTS = tuple(range(0, N, 2))
SHIFT = 15


def patrons() -> np.ndarray:
    """Pacts of each client with its patron. [N, N]"""
    out = np.zeros((N, N), np.float32)
    for client in CLIENTS:
        out[client, client + 1] = out[client + 1, client] = 1.0
    return out


def with_patrons(burden: float, shift: bool) -> Condition:
    """Four clients with some burden, each allied with a patron that turns away or does not.

    Until the year of the shift nobody changes its arms; from then on all may.
    """
    base = ordinary(
        given={
            "pact": patrons(),
            "burden": of_state(dict.fromkeys(CLIENTS, burden), others=0.03),
        },
        off=("pacts", "arming", "posture"),
    )
    ends = {"pact": np.zeros((N, N), np.float32)} if shift else {}
    return base.having(later=Later(SHIFT, on=("arming", "posture"), given=ends))


AUTONOMY = Claim(
    id=27,
    title="Autonomy has a price",
    sentence="When an ally's interest shifts, states that neglected their own arms survive less "
    "than those that did not.",
    source="Morrow 1991",
    treatment="four clients with a burden of 0.5% and four allied patrons with 3%; in year 15 all "
    "pacts end, or do not",
    control="the clients had a burden of 3% too; in year 15 all pacts end, or do not",
    conditions={
        "neglect, shift": with_patrons(0.005, shift=True),
        "neglect": with_patrons(0.005, shift=False),
        "armed, shift": with_patrons(0.03, shift=True),
        "armed": with_patrons(0.03, shift=False),
    },
    parts=(
        Part(
            "the shift costs those who neglected their arms more survival",
            m.survival(CLIENTS),
            "-",
            {"neglect, shift": 1.0, "neglect": -1.0, "armed, shift": -1.0, "armed": 1.0},
        ),
    ),
    reported=(
        Part(
            "the same in attacks on them from then on",
            m.wars(against=CLIENTS, first=SHIFT),
            "+",
            {"neglect, shift": 1.0, "neglect": -1.0, "armed, shift": -1.0, "armed": 1.0},
        ),
        Part(
            "the same in threat from then on",
            m.threat(CLIENTS, SHIFT),
            "+",
            {"neglect, shift": 1.0, "neglect": -1.0, "armed, shift": -1.0, "armed": 1.0},
        ),
        Part(
            "after a shift the neglectful survive less",
            m.survival(CLIENTS),
            "-",
            {"neglect, shift": 1.0, "armed, shift": -1.0},
        ),
        Part(
            "without a shift too",
            m.survival(CLIENTS),
            "-",
            {"neglect": 1.0, "armed": -1.0},
        ),
    ),
    without=Without(
        "a pact was worth nothing while it lasted: no help, no restraint, nothing owed",
        {"set": {"reliability": 0.0, "restraint": 0.0, "breach": 0.0, "volunteers": 0.0}},
    ),
    note="A difference in differences. From year 15 on all may rearm, at one step a year, in "
    "every arm. Nobody chose to neglect its arms: the claim is about what follows if one did.",
)

CLAIMS = (COLLECTIVE_DEFENCE, AUTONOMY)
