"""History for the page: pacts and wars pair by pair, the wars by name, and what states did."""

from collections.abc import Sequence

import numpy as np

from westphalia.cases import Facts
from westphalia.cases.facts import War as WarFacts
from westphalia.measures.quantities import pairs
from westphalia.page.packing import pack
from westphalia.page.types import Death, History, War
from westphalia.records.state_names import state_names
from westphalia.world.text import join_names

#: Log growth of personnel a year below which it counts as unchanged.
UNCHANGED = 0.02


def history_of(facts: Facts, years: Sequence[int]) -> History:
    """What happened in the simulated years."""
    rows, columns = pairs(len(facts.labels))
    pact, war = facts.matrices(years)
    personnel = facts.arms_series().milper.reindex(list(years))
    share = personnel.div(personnel.sum(axis=1), axis=0)
    return History(
        pact=pack(pact[:, rows, columns], whole=True),
        war=pack(war[:, rows, columns], whole=True),
        wars=[_war(w) for w in facts.wars if w.year <= years[-1]],
        personnel=[[None if np.isnan(v) else round(v, 5) for v in row] for row in share.values],
        deaths=[Death(state=d.state, year=d.year) for d in facts.deaths],
    )


def _war(war: WarFacts) -> War:
    inside = {*war.side_a, *war.side_b}
    return War(
        name=war.name,
        side_a=list(war.side_a),
        side_b=list(war.side_b),
        outside_a=[state_names().get(label, label) for label in war.outside_a],
        outside_b=[state_names().get(label, label) for label in war.outside_b],
        initiators=[k if k in inside else state_names().get(k, k) for k in war.initiators],
        entered=dict(war.entered),
        left=dict(war.left),
    )


class HistoryInWords:
    """What each state did in each year of history, in sentences."""

    def __init__(self, facts: Facts, state_names: Sequence[str], allied: np.ndarray) -> None:
        """`allied`: pacts in the year before the first, [n, n]."""
        self._facts, self._names = facts, state_names
        self._years = list(facts.years)
        pact, self._war = facts.matrices(self._years)
        self._pact = np.concatenate([np.asarray(allied, float)[None], pact])
        self._growth = facts.arms_series().growth("milper")

    def year(self, i: int, year: int) -> list[str]:
        """What state i did in a year; a sentence says so where nothing is known."""
        if year not in self._years:
            return [f"This case has no facts for {year}."]
        k, name = self._years.index(year), self._names[i]
        if np.isnan(self._pact[k + 1, i]).all():
            return [f"{name} no longer existed."]
        now, before = self._pact[k + 1, i] == 1, self._pact[k, i] == 1
        pacts = [
            self._naming(now & ~before, f"{name} made a pact with {{}}."),
            self._naming(before & (self._pact[k + 1, i] == 0), f"{name}'s pact with {{}} ended."),
            self._naming(now & before, f"{name} kept its pact with {{}}."),
        ]
        sentences = [s for s in pacts if s] or [f"{name} had no pact of help with these states."]
        war = [w.name for w in self._facts.wars if self._fought(w, i, year)]
        if war:
            sentences.append(f"{name} fought in: {', '.join(war)}.")
        else:
            sentences.append(f"{name} fought no war with these states.")
        return sentences + self._arms(i, year)

    def _fought(self, war: WarFacts, i: int, year: int) -> bool:
        label = self._facts.labels[i]
        return label in war.entered and war.entered[label] <= year <= war.left[label]

    def _arms(self, i: int, year: int) -> list[str]:
        growth = float(self._growth.loc[year].iloc[i])
        if np.isnan(growth):
            return []
        change = "hardly changed"
        if abs(growth) >= UNCHANGED:
            verb = "grew" if growth > 0 else "shrank"
            change = f"{verb} by {abs(np.expm1(growth)):.0%}"
        return [f"Its armed forces {change} that year (military personnel)."]

    def _naming(self, which: np.ndarray, sentence: str) -> str:
        found = [name for name, there in zip(self._names, which, strict=True) if there]
        return sentence.format(join_names(found)) if found else ""
