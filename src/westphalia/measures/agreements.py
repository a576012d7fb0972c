"""Measures of agreements: how many pairs have each in force."""

from westphalia.measures.codes import AGREEMENTS
from westphalia.measures.measure import (
    Measure,
    States,
    Sums,
    measure_name,
    select_pairs,
    select_states,
    window,
)
from westphalia.measures.quantities import Records, living_pairs, times
from westphalia.world.problems import unknown


def agreement(kind: str, among: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Share of living pairs with an agreement in force: a key of AGREEMENTS."""
    if kind not in AGREEMENTS:
        raise unknown("agreement", kind, AGREEMENTS)

    def sums(records: Records) -> Sums:
        bits = select_pairs(window(records["agreements"], first, last), among)
        both = living_pairs(select_states(window(records["alive"], first, last), among))
        there = (bits & AGREEMENTS[kind] > 0) & both
        return times(there).astype(float), times(both).astype(float)

    name = measure_name(kind + " in force", among, first, last)
    usual = f"Share of living pairs with the agreement '{kind}' in force."
    return Measure(name, "share of pairs", sums, _MEANINGS.get(kind, usual))


#: Where more is to be said than that the agreement is in force.
_MEANINGS = {
    "inspection": "Share of living pairs that inspect each other's arms.",
    "withdrawal": "Share of living pairs that have withdrawn forces from each other.",
    "cap": "Share of living pairs with a cap on arms.",
    "trade": "Share of living pairs that trade under a deal.",
    "kept": "Share of living states, pair by pair, that keep a cap on arms.",
}
