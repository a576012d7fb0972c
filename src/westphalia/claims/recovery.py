"""Whether history could tell the theories apart."""

from westphalia.claims.claim import Claim, Without

CLAIMS = (
    Claim(
        id=44,
        title="Can history tell them apart?",
        sentence="A history made by one theory can be told from a history made by another.",
        source="Cranmer & Desmarais 2017",
        treatment="simulate under each theory in turn",
        control="score all theories on each simulated history",
        conditions={},
        parts=(),
        without=Without("all theories are given the same numbers"),
        note="Not tested in the ledger: this is a property of histories and scores, not a contrast "
        "of two worlds. `westphalia run` scores the theories on a real case and says which of them "
        "cannot be told apart there.",
    ),
)
