"""States that ally one after another, each seeing the pacts of those before it."""

from collections.abc import Sequence
from copy import copy

from by_hand.choices import Year
from by_hand.world import FIRST, Pairs, pact_known


def consents(year: Year, rank: Sequence[float]) -> Pairs:
    """What a pact with k is worth to i, in temperatures, when the first of the two acts. [i, k]"""
    out = {}
    for i, k in year.pairs:
        turn, then = min(rank[i], rank[k]), copy(year)
        then.pact = {
            (a, b): _depth(year, a, b) if min(rank[a], rank[b]) < turn else depth
            for (a, b), depth in year.pact.items()
        }
        then.met = then.meeting(year.l)
        then.l = {
            (a, b): min(risk * (year.met[b, a] / then.met[b, a]) ** year.by_defence[a, b], 0.999)
            for (a, b), risk in year.l.items()
        }
        then.total = {a: sum(then.l[a, b] for b in year.there if b != a) for a in year.there}
        out[i, k] = then.consent(i, k)
    return out


def _depth(year: Year, a: int, b: int) -> float:
    """The depth of a pact once its pair has decided, as it did in history."""
    if not pact_known(year.panel, year.s + 1, a, b):
        return 0.0
    return year.pact[a, b] or FIRST["depth"]
