"""Troops withdrawn from a common border: neither can strike first from it (Van Evera 1998)."""

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.mechanisms.cooperation import edge, towards
from westphalia.world.terms import ByType, TypedTerms


def terms(year: Year, given: Given) -> TypedTerms:
    """survival: the partner loses the edge of surprise; opportunity: so does i, in the share of
    its coming crises that are with j; a greedy state loses more. [i, j]"""
    assessment, p = year.assessment, given.p
    lost, share = edge(year.world, p), towards(assessment)
    return {
        "survival": year.answer.pressure * lost,
        "opportunity": ByType(
            -p.horizon * assessment.opening_greedy[:, None] * share * lost,
            -p.horizon * assessment.opening_secure[:, None] * share * lost,
        ),
    }


WITHDRAWAL = Agreement(
    "withdrawal",
    terms,
    "Withdrawal from the border with {}",
    (
        Act("withdraw if it does too", "wanted withdrawal from the border with {}"),
        Act("keep your troops there", "refused withdrawal with {}"),
    ),
    noun="withdrawal from their border",
    standing="In force; refusing ends it.",
)
