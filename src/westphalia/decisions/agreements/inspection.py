"""Mutual inspections: the worst case need not be assumed of whom one sees (Kydd 2005)."""

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.mechanisms.cooperation import revealed
from westphalia.mechanisms.threat import unseen
from westphalia.world.terms import ByType, TypedTerms


def terms(year: Year, given: Given) -> TypedTerms:
    """Terms of inspections with each partner. [i, j]

    survival: H dl/dB~ times the doubt that being shown lifts; response: what being seen for what
    one is does to the partner's belief, so that greedy states have more to hide.
    """
    world, assessment, p = year.world, year.assessment, given.p
    lifted = (unseen(world, given.agents) * given.agents.good_news)[:, None] * (1.0 - world.belief)
    shown = revealed(world, p)
    return {
        "survival": p.horizon * assessment.by_doubt * lifted,
        "response": ByType(*(year.answer.belief * part for part in shown)),
    }


INSPECTION = Agreement(
    "inspection",
    terms,
    "Mutual inspections with {}",
    (
        Act("let {} inspect, and inspect it", "wanted inspections with {}"),
        Act("refuse inspections", "refused inspections with {}"),
    ),
    noun="mutual inspections",
    standing="In force; refusing ends it.",
)
