"""Cooperation under threat: a common adversary brings others together, mutual fear does not."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.balance_of_threat import EARLY, ring
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import OTHERS, N, ordinary, with_leader
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

#: What pairs may agree on, by its bit in the record.
KINDS = ("inspection", "hotline", "withdrawal", "cap", "trade")


def in_force(records: Records, kind: str) -> np.ndarray:
    """Living pairs with an agreement of a kind. [years, pairs, runs]"""
    rows, columns = np.triu_indices(records["alive"].shape[1], 1)
    alive = records["alive"][:, rows] & records["alive"][:, columns]
    return (records["agreements"][:, rows, columns] & m.AGREEMENTS[kind] > 0) & alive


def ending(kinds: tuple[str, ...], name: str) -> Measure:
    """How often agreements end: endings per year in force, the mean over kinds.

    Kinds count alike, however many of each there are, so that the mean does not move with what is
    agreed on. An agreement that ends with the death of a party does not count as ended.
    """

    def sums(records: Records) -> Sums:
        rows, columns = np.triu_indices(records["alive"].shape[1], 1)
        living = (records["alive"][:, rows] & records["alive"][:, columns])[1:]
        rates, known = 0.0, 0.0
        for kind in kinds:
            there = in_force(records, kind)
            years = (there[:-1] & living).sum((0, 1))
            ended = (there[:-1] & ~there[1:] & living).sum((0, 1))
            rates = rates + 100.0 * ended / np.maximum(years, 1)
            known = known + (years > 0)
        return np.asarray(rates, float), np.asarray(known, float)

    return Measure("endings of " + name, "% a year", sums)


def _scope(records: Records) -> Sums:
    kinds = sum(in_force(records, kind).astype(int) for kind in KINDS)
    kinds = np.asarray(kinds)
    return kinds.sum((0, 1)).astype(float), (kinds > 0).sum((0, 1)).astype(float)


SCOPE = Measure("scope of cooperation", "kinds of agreement per cooperating pair", _scope)
ENDINGS = ending(KINDS, "agreements, mean over kinds")


def fearing(belief: float) -> np.ndarray:
    """Everybody's belief about everybody else. [N, N]"""
    return np.full((N, N), belief, np.float32)


SHARED_THREAT = Claim(
    id=22,
    title="Shared threats make cooperation",
    sentence="Deals and pacts rise with a common adversary.",
    source="Walt 1987",
    treatment="others believe the largest state greedy with probability 0.7",
    control="with probability 0.1",
    conditions={
        "treatment": with_leader(belief=0.7, given={"distance": ring(1.0)}),
        "control": with_leader(belief=0.1, given={"distance": ring(1.0)}),
    },
    parts=(
        Part(
            "the others have more allies among themselves", m.allies(OTHERS, OTHERS, 1, EARLY), "+"
        ),
        Part("more pairs of the others trade", m.agreement("trade", OTHERS, 1, EARLY), "+"),
    ),
    reported=(
        Part("the same over all years, trade", m.agreement("trade", OTHERS), "+"),
        Part(
            "pairs of the others with inspection", m.agreement("inspection", OTHERS, 1, EARLY), "+"
        ),
        Part("with an arms cap", m.agreement("cap", OTHERS, 1, EARLY), "+"),
    ),
    without=Without(
        "the adversary is out of everybody's reach (20,000 km), so it threatens nobody",
        {"given": {"distance": ring(20.0)}},
    ),
    note="The first prediction is the first of external balancing, in the same worlds. Measured in "
    "the first 20 years, with beliefs held as they are. Most deals are accepted "
    "whatever the threat, so there is little room for more.",
)

SHORT_LIVED = Claim(
    id=28,
    title="Cooperation under threat is narrow and short-lived",
    sentence="Cooperation is issue-specific and short-lived under threat: agreements end sooner "
    "and cover fewer issues.",
    source="Waltz 1979",
    treatment="everybody believes everybody else greedy with probability 0.7",
    control="with probability 0.1",
    conditions={
        "treatment": ordinary(given={"belief": fearing(0.7)}, off=("learning",)),
        "control": ordinary(given={"belief": fearing(0.1)}, off=("learning",)),
    },
    parts=(
        Part("agreements end sooner", ENDINGS, "+"),
        Part("cooperating pairs agree on fewer issues", SCOPE, "-"),
    ),
    reported=(
        *(Part(f"{kind} ends sooner", ending((kind,), kind), "+") for kind in KINDS),
        Part("fewer pairs trade", m.agreement("trade"), "-"),
        Part("more pairs fight", m.pairs_at_war(), "+"),
    ),
    without=Without(
        "a sovereign punishes every attack and every cheat, so that there is nothing to fear",
        {"set": {"enforcement": 1.0}},
    ),
    note="Fear is held at its level, so that it alone differs. It acts through wars, which "
    "end agreements, through trust, without which arms caps are broken, and through what security "
    "is worth. There is no bargaining over packages.",
)

CLAIMS = (SHARED_THREAT, SHORT_LIVED)
