"""The observed decisions of a panel, those that forecasts are scored on: what was decided, when.

Theories and baselines forecast the very same decisions, each on what stood at the end of the
year before. A forecast of N decisions with K outcomes is an array of chances [N, K].
"""

from typing import NamedTuple

import numpy as np

from westphalia.records.panel import Panel

#: Kinds of decisions, with their outcomes in order; the first is "nothing happens".
KINDS: dict[str, tuple[str, ...]] = {
    "pact formed": ("none", "formed"),
    "pact ended": ("kept", "ended"),
    "dispute": ("quiet", "initiated"),
    "joining": ("out", "target", "attacker"),
    "arms": ("hold", "raise", "cut"),
}


class ObservedDecisions(NamedTuple):
    """N decisions of one kind.

    `year`: position in the panel of the year in which it was decided. `who`: the decider, or the
    first of a pair (i < j) for pacts. `whom`: the partner of a pact, the target of a dispute, the
    attacker of the war that `who` may join, or -1 for arms. `war`: position among the panel's
    wars, or -1. `outcome`: position among the outcomes of the kind. All [N] int.
    """

    kind: str
    year: np.ndarray
    who: np.ndarray
    whom: np.ndarray
    war: np.ndarray
    outcome: np.ndarray

    @property
    def size(self) -> int:
        """Number of decisions."""
        return len(self.year)

    def where(self, mask: np.ndarray) -> "ObservedDecisions":
        """Those of the decisions for which the mask holds. [N] bool"""
        return ObservedDecisions(self.kind, *(column[mask] for column in self[1:]))


def observed_decisions(panel: Panel) -> dict[str, ObservedDecisions]:
    """All decisions of a panel, by kind, in order of the years.

    Only where the data cover the kind and the deciders were members at the end of the year
    before: what is not known is not scored.
    """
    return {
        "pact formed": _pacts(panel, "pact formed"),
        "pact ended": _pacts(panel, "pact ended"),
        "dispute": _disputes(panel),
        "joining": _joining(panel),
        "arms": _arms(panel),
    }


def pairs_there(panel: Panel) -> np.ndarray:
    """Pairs of different members, politically relevant, at the end of the year before. [T, n, n]

    Never in the first year: nothing is known of the year before it.
    """
    member = panel.member.astype(bool)
    there = member[:, :, None] & member[:, None, :] & (panel.relevant > 0)
    there[:, np.arange(panel.n), np.arange(panel.n)] = False
    return _year_before(there)


def _year_before(flags: np.ndarray) -> np.ndarray:
    """The same flags a year later; the first year has none."""
    return np.concatenate([np.zeros_like(flags[:1]), flags[:-1]])


def _pacts(panel: Panel, kind: str) -> ObservedDecisions:
    """Pairs without a pact that may form one, or with one that may end it.

    Not where they fought each other in the year: war ends a pact without anybody's leave.
    """
    before = np.concatenate([panel.pact[:1], panel.pact[:-1]])
    both = panel.member[:, :, None] & panel.member[:, None, :]  # a state's end is not a decision
    counted = pairs_there(panel) & both & (before == (kind == "pact ended")) & (panel.pact >= 0)
    counted &= np.triu(np.ones((panel.n, panel.n), bool), 1)
    counted &= panel.covers("pact")[:, None, None] & ~(panel.fought > 0)
    year, who, whom = np.nonzero(counted)
    changed = panel.pact[year, who, whom] != before[year, who, whom]
    return ObservedDecisions(kind, year, who, whom, np.full(len(year), -1), changed.astype(int))


def _disputes(panel: Panel) -> ObservedDecisions:
    """Each state towards each other: a dispute begun in the year, or none."""
    counted = pairs_there(panel) & (panel.dispute >= 0)
    counted &= panel.covers("dispute")[:, None, None]
    year, who, whom = np.nonzero(counted)
    begun = panel.dispute[year, who, whom] > 0
    return ObservedDecisions("dispute", year, who, whom, np.full(len(year), -1), begun.astype(int))


def _joining(panel: Panel) -> ObservedDecisions:
    """Each third state in each war: stays out, joins the target, joins the attacker."""
    rows = []
    covered, there = panel.covers("war"), _year_before(panel.member)
    for number, war in enumerate(panel.wars):
        if not covered[war.year] or not there[war.year, [war.attacker, war.target]].all():
            continue
        for k in war.third:
            if there[war.year, k]:
                side = 1 * (k in war.with_target) + 2 * (k in war.with_attacker)
                rows.append((war.year, k, war.attacker, number, side))
    table = np.array(rows, int).reshape(-1, 5)
    return ObservedDecisions("joining", *table.T)


def _arms(panel: Panel) -> ObservedDecisions:
    """Each state: the burden held, raised or cut in the year."""
    counted = _year_before(panel.member) & np.isfinite(panel.arming)
    counted &= panel.covers("arms")[:, None]
    year, who = np.nonzero(counted)
    done = panel.arming[year, who]
    none = np.full(len(year), -1)
    return ObservedDecisions(
        "arms", year, who, none, none, np.where(done > 0, 1, np.where(done < 0, 2, 0))
    )
