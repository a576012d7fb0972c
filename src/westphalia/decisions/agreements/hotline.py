"""A hotline: a crisis that is settled does not slip into a war that nobody chose."""

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.world.state import flip
from westphalia.world.terms import TypedTerms


def terms(year: Year, given: Given) -> TypedTerms:
    """consumption: the accidental wars that it saves, a times crises of both times cost. [i, j]"""
    assessment, p = year.assessment, given.p
    crises = assessment.crisis + flip(assessment.crisis)
    return {"consumption": given.mods.accidents * p.accident * crises * assessment.ground.cost}


HOTLINE = Agreement(
    "hotline",
    terms,
    "A hotline with {}",
    (
        Act("accept the hotline", "wanted a hotline with {}"),
        Act("refuse the hotline", "refused a hotline with {}"),
    ),
    noun="a hotline",
    standing="In force; refusing ends it.",
    upkeep=0.0,  # a telephone line, which binds nobody
)
