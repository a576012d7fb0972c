"""Institutions and norms: whether they make others predictable and deals durable."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.cooperation import ENDINGS, ending
from westphalia.claims.worlds import N, ordinary
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records


def _error(records: Records) -> Sums:
    alive, belief = records["alive"], records["belief"]
    n = alive.shape[1]
    pairs = alive[:, :, None] & alive[:, None] & ~np.eye(n, dtype=bool)[None, :, :, None]
    wrong = (belief - records["greedy"][:, None]) ** 2
    return (wrong * pairs).sum((0, 1, 2)), pairs.sum((0, 1, 2)).astype(float)


#: Brier score: 0 if every belief is certain and right.
ERROR = Measure("squared error of beliefs about types", "probability squared", _error)


def embedded(share: float) -> Condition:
    """All pairs have institutions of some density, which stay but where war destroys them."""
    return ordinary(given={"institutions": np.full((N, N), share)}, off=("institutions",))


INSTITUTIONS = Claim(
    id=25,
    title="Institutions and norms",
    sentence="Institutions and norms make behaviour more predictable: beliefs come closer to true "
    "types, and deals last longer.",
    source="Keohane 1984",
    treatment="all pairs have dense institutions (0.9 of full)",
    control="there are none",
    conditions={"treatment": embedded(0.9), "control": embedded(0.0)},
    parts=(
        Part("beliefs are closer to true types", ERROR, "-"),
        Part("deals last longer: fewer end a year", ending(("trade",), "trade"), "-"),
    ),
    reported=(
        Part("agreements of all kinds end", ENDINGS, "-"),
        Part("fewer wars begin", m.wars(), "-"),
        Part("suspicion", m.suspicion(), "-"),
    ),
    without=Without(
        "acts are read at their full weight anyway, so that institutions add nothing",
        {"set": {"tempering": 1.0}},
    ),
    note="States are defensive realists, for whom institutions do one thing: they make the acts of "
    "others tell more. Deals can last longer only if beliefs, and what follows from them, make "
    "them: institutions have no hold on deals themselves in this model.",
)

CLAIMS = (INSTITUTIONS,)
