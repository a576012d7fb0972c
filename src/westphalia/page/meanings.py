"""What names and codes mean, in the words of those who declare them."""

from westphalia.decisions import AGREEMENTS
from westphalia.decisions.agreements import Agreement
from westphalia.decisions.compliance import COMPLIANCE
from westphalia.measures.codes import (
    ACCIDENT,
    BACKED_DOWN,
    CONCEDED,
    INITIATOR,
    JOINED_ATTACKER,
    JOINED_TARGET,
    LIMITED,
    TARGET,
    TOTAL,
)
from westphalia.page import types
from westphalia.runs.scores import SHOWN
from westphalia.world.terms import ABOUT_REST, REST, TERMS

_WARS = {LIMITED: "a limited war", TOTAL: "a total war", ACCIDENT: "a war by accident"}
_CRISES = {
    CONCEDED: "the crisis was settled",
    **_WARS,
    BACKED_DOWN: "the challenger backed down",
}


def meanings() -> types.Meanings:
    """Agreements, roles in war, outcomes of crises, terms and scores."""
    recorded = sorted((a for a in AGREEMENTS if a.about.bit), key=lambda a: a.about.bit)
    return types.Meanings(
        agreements=[_agreement(a) for a in recorded],
        roles=types.Roles(
            initiator=INITIATOR,
            joined_attacker=JOINED_ATTACKER,
            target=TARGET,
            joined_target=JOINED_TARGET,
        ),
        crises=[
            *(types.CrisisOutcome(code=c, war=c in _WARS, words=w) for c, w in _CRISES.items()),
        ],
        terms=[types.Term(name=k, meaning=v) for k, v in {**TERMS, REST: ABOUT_REST}.items()],
        scores=[
            types.ScoreMeaning(
                name=s.name, title=s.title, unit=s.unit, more_is_better=s.more_is_better
            )
            for s in SHOWN
        ],
    )


def _agreement(agreement: Agreement) -> types.Agreement:
    kept, broken = agreement.about.kept, COMPLIANCE.words.acts["no"].did
    return types.Agreement(
        name=agreement.name,
        bit=agreement.about.bit,
        noun=agreement.noun,
        keeping=types.Keeping(bit=kept, broken=broken) if kept else None,
    )
