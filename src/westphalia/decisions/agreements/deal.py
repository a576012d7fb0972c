"""A trade deal: absolute gains, and what the partner's gain turns into (Grieco 1988)."""

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.mechanisms import cooperation
from westphalia.mechanisms.prospects import trade_value
from westphalia.world.state import flip
from westphalia.world.terms import TypedTerms


def terms(year: Year, given: Given) -> TypedTerms:
    """See `cooperation.deal`, with the yearly gains from trade of both. [i, j]"""
    gain, psi = trade_value(year.world, given.p), year.answer.pressure
    return cooperation.deal(gain, flip(gain), psi, psi.sum(1), year.world.identity)


DEAL = Agreement(
    "deal",
    terms,
    "A trade deal with {}",
    (
        Act("accept the deal", "wanted a trade deal with {}"),
        Act("refuse the deal", "refused a trade deal with {}"),
    ),
    noun="a trade deal",
    standing="You trade already; without a new deal that ends.",
)
