"""Uncertainty about intentions, and preparing for the worst."""

from dataclasses import replace

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.theories import Theory, defensive
from westphalia.theories.theory import exactly


def assuming(worst_case: float) -> Theory:
    """Defensive realism with this weight on the worst case."""
    return replace(defensive, expects=replace(defensive.expects, worst_case=exactly(worst_case)))


def settled() -> np.ndarray:
    """Beliefs that are all but certain and as suspicious in the mean: each state takes the two
    after it for greedy (0.85) and the other five for secure (0.01), 0.25 on average. [N, N]"""
    ahead = (np.arange(N)[None, :] - np.arange(N)[:, None]) % N
    return np.where((ahead == 1) | (ahead == 2), 0.85, 0.01)


def nobody_greedy(belief: float | np.ndarray, worst_case: float) -> Condition:
    """Eight secure powers who hold this belief about each other, and do not learn."""
    return ordinary(
        theory=assuming(worst_case),
        set={"greedy_share": 0.0},
        given={"belief": belief},
        off=("learning",),
    )


SUSPICION = {"unsure": 1.0, "trusting": -1.0}

WORST_CASE = Claim(
    id=4,
    title="Uncertainty and the worst case",
    sentence="Arms rise with uncertainty about intentions, and with the weight put on the worst "
    "case, although nobody is greedy.",
    source="Jervis 1978",
    treatment="each believes each other greedy with probability 0.25 (unsure); and besides acts as "
    "if that were 0.775, a weight of 0.7 on the worst case (worst)",
    control="each is all but certain of every other, taking two for greedy (0.85) and five for "
    "secure (0.01), as suspicious in the mean and with no weight on the worst case (certain); or "
    "takes all for secure (trusting)",
    conditions={
        "certain": nobody_greedy(settled(), 0.0),
        "trusting": nobody_greedy(0.01, 0.0),
        "unsure": nobody_greedy(0.25, 0.0),
        "worst": nobody_greedy(0.25, 0.7),
    },
    parts=(
        Part("uncertainty raises burdens", m.burden(), "+", {"unsure": 1.0, "certain": -1.0}),
        Part("the worst case raises them more", m.burden(), "+", {"worst": 1.0, "unsure": -1.0}),
    ),
    reported=(
        Part("uncertainty frightens", m.threat(), "+", {"unsure": 1.0, "certain": -1.0}),
        Part("suspicion of all raises burdens", m.burden(), "+", SUSPICION),
        Part("uncertainty makes war", m.wars(), "+", {"unsure": 1.0, "certain": -1.0}),
        Part("the worst case makes war", m.wars(), "+", {"worst": 1.0, "unsure": -1.0}),
    ),
    without=Without(
        "a greedy state would act as a secure one does: greed brings nothing, pacts hold nobody "
        "back and there are no arms caps to cheat on",
        {"set": {"greed": 0.0, "restraint": 0.0}, "off": ("caps",)},
    ),
    note="Nobody is greedy and nobody learns it: beliefs are held, and have the same mean in both "
    "worlds of the first prediction. That fear grows with belief is in the model by construction; "
    "that states arm for it, rather than ally or wait, is not.",
)

CLAIMS = (WORST_CASE,)
