"""The end of the Cold War: signals, verification, decline, identity; which of them suffice?"""

from dataclasses import replace

import numpy as np

from westphalia.claims.ablation import subsets
from westphalia.claims.claim import Causes, Claim, Part, Without, subset_name
from westphalia.claims.worlds import YEARS, N, of_state
from westphalia.experiments.condition import Condition, Later
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.mechanisms.suspicion import identity
from westphalia.theories import between, defensive

SIGNALS, VERIFICATION, DECLINE, IDENTITY = CAUSES = (
    "signals",
    "verification",
    "decline",
    "identity change",
)
ONE, OTHER = 0, 1
#: The year in which what may end the rivalry begins, and the decades compared.
TURN = 20
BEFORE, AFTER = slice(TURN - 11, TURN - 1), slice(TURN + 10, TURN + 20)
#: The rivalry is over when suspicion has halved.
TRUST = 0.5

#: Realists whose suspicion follows identity a little, so that a change of it can matter at all.
SUPERPOWER = replace(
    defensive,
    name="defensive-with-identity",
    title="Defensive realists with identities",
    wants=replace(defensive.wants, identity=between(0.1, 0.3, 0.5)),
    expects=replace(defensive.expects, suspicion=identity),
    learns=replace(defensive.learns, identification=between(0.03, 0.05, 0.07)),
)


def both(value: float) -> np.ndarray:
    """A figure of the two superpowers towards each other. [N, N]"""
    out = np.full((N, N), np.nan, np.float32)
    out[ONE, OTHER] = out[OTHER, ONE] = value
    return out


def rivalry(causes: tuple[str, ...]) -> Condition:
    """Two rivals and six lesser states. In year TURN the rival that was greedy ceases to be, in
    every condition; some of the causes then set in.
    """
    on = [m for c, m in ((SIGNALS, "signals"), (VERIFICATION, "inspections")) if c in causes]
    falls = [0.0] * (TURN - 1) + [-0.03] * (YEARS - TURN + 1)
    return Condition(
        YEARS,
        theory=(SUPERPOWER,) * N,
        given={
            "resources": N * of_state({ONE: 0.3, OTHER: 0.25}, others=0.45 / (N - 2)),
            "greedy": of_state({OTHER: 1.0}, others=0.0),
            "belief": both(0.7),
            "identity": both(-0.6),
        },
        set={"type_turnover": 0.0},
        off=("signals", "inspections"),
        growth={ONE: 0.0, OTHER: falls if DECLINE in causes else 0.0},
        later=Later(
            TURN,
            on=tuple(on),
            given={
                "greedy": of_state({OTHER: 0.0}),
                **({"identity": both(0.3)} if IDENTITY in causes else {}),
            },
        ),
    )


def _trust_and_arms(records: Records) -> tuple[np.ndarray, np.ndarray]:
    """Mean mutual suspicion and joint arms, after over before. [runs]"""
    belief, arms = records["belief"], records["arms"]
    mutual = 0.5 * (belief[:, ONE, OTHER] + belief[:, OTHER, ONE])
    joint = arms[:, ONE] + arms[:, OTHER]
    return mutual[AFTER].mean(0) / mutual[BEFORE].mean(0), joint[AFTER].mean(0) / joint[
        BEFORE
    ].mean(0)


def _ended(records: Records) -> Sums:
    trust, _ = _trust_and_arms(records)
    return (trust < TRUST).astype(float), np.ones(len(trust))


def _suspicion(records: Records) -> Sums:
    trust, _ = _trust_and_arms(records)
    return trust, np.ones(len(trust))


def _armed(records: Records) -> Sums:
    _, arms = _trust_and_arms(records)
    return arms, np.ones(len(arms))


ENDED = Measure("the rivalry ends", "share of runs", _ended)
SUSPICION = Measure("mutual suspicion, after over before", "ratio", _suspicion)
ARMED = Measure("arms of the two, after over before", "ratio", _armed)

CONDITIONS = {subset_name(chosen): rivalry(chosen) for chosen in subsets(CAUSES)}

CLAIMS = (
    Claim(
        id=39,
        title="End of the Cold War",
        sentence="More than one path can end a rivalry: signals with verification, relative "
        "decline, or a change of identity.",
        source="Brooks & Wohlforth 2000",
        treatment="two rivals, one of whom ceases to be greedy in year 20; from then on they may "
        "signal and inspect, it declines by 3% a year, or they come to see each other as friends "
        "(identity from -0.6 to 0.3)",
        control="it ceases to be greedy in year 20, and nothing else changes",
        conditions=CONDITIONS,
        parts=(
            Part(
                "signals with verification end more rivalries",
                ENDED,
                "+",
                {subset_name((SIGNALS, VERIFICATION)): 1.0, "none": -1.0},
            ),
            Part("decline ends more", ENDED, "+", {DECLINE: 1.0, "none": -1.0}),
            Part("a change of identity ends more", ENDED, "+", {IDENTITY: 1.0, "none": -1.0}),
        ),
        reported=(
            *(Part(f"suspicion under {c}", SUSPICION, "-", {c: 1.0, "none": -1.0}) for c in CAUSES),
            *(Part(f"arms under {c}", ARMED, "-", {c: 1.0, "none": -1.0}) for c in CAUSES),
        ),
        without=Without(
            "nobody learns, so that nothing can change what the rivals think of each other",
            {"off": ("learning",)},
        ),
        causes=Causes(CAUSES, ENDED),
        note="The rivalry is over when, 10 to 20 years later, mutual suspicion is below half of "
        "what it was in the ten years before. It may end by itself, as the rival that is no longer "
        "greedy is found out. Every year suspicion is drawn by a twentieth to what identity says: "
        "without that assumption a change of identity could do nothing. The rivals have no nuclear "
        "weapons, which in this model end the threat and with it the race. Causes suffice in a "
        "run whose rivalry would not end without any and ends with them; it is necessary in a "
        "run whose rivalry ends with all and would not without them.",
    ),
)
