"""The liberal peace: democracy, trade and institutions, each on its own."""

from dataclasses import replace
from typing import Any

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.mechanisms.suspicion import constant_prior
from westphalia.theories import liberal


def with_all(openness: float = 0.0, trade: float = 0.0, institutions: float = 0.0) -> Condition:
    """Liberal states, all alike. No trade and no institutions are made later than the start."""

    def pairs(value: float) -> np.ndarray:
        out = np.full((N, N), value, np.float32)
        np.fill_diagonal(out, np.nan)
        return out

    given: dict[str, Any] = {
        "openness": openness,
        "trade": pairs(trade),
        "institutions": pairs(institutions),
    }
    return ordinary(theory=liberal, given=given, on=("regime",), off=("deals", "institutions"))


#: Liberals to whom openness and institutions say nothing about intentions.
UNMOVED = replace(
    liberal, name="unmoved", expects=replace(liberal.expects, suspicion=constant_prior)
)


def than(one: str, other: str = "none") -> dict[str, float]:
    """How much more there is of something in one world than in another."""
    return {one: 1.0, other: -1.0}


RISK = m.pairs_at_war()

LIBERAL_PEACE = Claim(
    id=42,
    title="Liberal peace",
    sentence="Democracy, trade and institutions each lower the risk of war between pairs of "
    "states.",
    source="Oneal & Russett 1997",
    treatment="liberal states that are all democracies, all trade, or share strong institutions "
    "(0.9)",
    control="liberal states with none of the three",
    conditions={
        "none": with_all(),
        "democracy": with_all(openness=1.0),
        "trade": with_all(trade=1.0),
        "institutions": with_all(institutions=0.9),
        "all three": with_all(1.0, 1.0, 0.9),
        "democracy, trust alone": with_all(openness=1.0).having(off=("regime",)),
    },
    parts=(
        Part("democracy: fewer pairs at war", RISK, "-", than("democracy")),
        Part("trade: fewer pairs at war", RISK, "-", than("trade")),
        Part("institutions: fewer pairs at war", RISK, "-", than("institutions")),
    ),
    reported=(
        Part("all three together", RISK, "-", than("all three")),
        Part("democracy that brings trust alone", RISK, "-", than("democracy, trust alone")),
        Part("trade against democracy", RISK, "-", than("trade", "democracy")),
        Part("democracy against institutions", RISK, "-", than("democracy", "institutions")),
        Part("trade against institutions", RISK, "-", than("trade", "institutions")),
        Part("wars begun under democracy", m.wars(), "-", than("democracy")),
        Part("wars begun under trade", m.wars(), "-", than("trade")),
        Part("wars begun under institutions", m.wars(), "-", than("institutions")),
    ),
    without=Without(
        "openness costs and says nothing, trade gains nothing, nobody learns through institutions",
        {"theory": UNMOVED, "off": ("regime", "learning"), "set": {"trade_gain": 0.0}},
    ),
    note="The three are given to everybody at the start; trade ends and institutions halve "
    "between those who fight, and neither comes back. That democracies pay more for a crisis and "
    "traders more for a war is assumed; that this makes peace, and how much, is not. Democracies "
    "also trust each other; the world with trust alone (reported) has no such cost of a crisis. "
    "Institutions act here through beliefs alone.",
)

CLAIMS = (LIBERAL_PEACE,)
