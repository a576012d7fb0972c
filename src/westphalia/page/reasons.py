"""Why each state did what it did in each year of one run, with what it did in history beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from westphalia.page.history import Told
from westphalia.simulation.ensemble import Program
from westphalia.simulation.explain import Decision, decisions_of
from westphalia.simulation.reasons import Path, Reasons

#: Digits to which utils are told: far below any that decides.
DIGITS = 6
#: Decisions from the most to the least telling, and what is nothing new in each.
TELLING = (("crisis", "quiet"), ("joining", "out"), ("pacts reviewed", ""), ("costly signal", ""))


class RunReasons:
    """The reasons of every decision in one run, in words."""

    def __init__(
        self,
        program: Program,
        run: int,
        labels: Sequence[str],
        names: Sequence[str],
        years: Sequence[int],
        told: Told | None,
    ) -> None:
        self._path = Path(program, run)
        self._habits = [theory.habits is not None for theory in program.setting.theories]
        self._labels, self._names, self._years, self._told = labels, names, years, told

    def why(self, year: int) -> list[dict[str, Any]]:
        """Every state's `Why` (see the page's types) in a calendar year."""
        k = self._years.index(year)
        return [self._why(i, k) for i in range(len(self._labels))]

    def all(self) -> list[list[dict[str, Any]]]:
        """Every state's `Why` in every year, [years][states]."""
        return [self.why(year) for year in self._years]

    def _why(self, i: int, k: int) -> dict[str, Any]:
        reasons = self._path.of(k, i)
        made = decisions_of(i, self._labels, self._names, reasons, 1)
        name, year = self._names[i], self._years[k]
        return {
            "state": self._labels[i],
            "year": year,
            "lived": _lived(reasons),
            "by_habit": self._habits[i],
            "headline": headline(made, name),
            "decisions": [_decision(d) for d in made],
            "history": self._told.year(i, year) if self._told else [],
        }


def _lived(reasons: Mapping[str, Reasons]) -> bool:
    return any(bool(np.any(r.allowed)) for r in reasons.values())


def headline(decisions: Sequence[Decision], name: str) -> str:
    """The year's most telling decision: a challenge, a war joined, a pact, a signal, or arms."""
    if not decisions:
        return f"{name} had nothing to decide."
    for kind, nothing in TELLING:
        for decision in decisions:
            chosen = [o for o in decision.options if o.chosen]
            if decision.name.startswith(kind) and chosen and chosen[0].name != nothing:
                return decision.plain
    return next((d for d in decisions if d.name.startswith("arms")), decisions[0]).plain


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "name": decision.name,
        "against": decision.against,
        "sentence": decision.sentence,
        "plain": decision.plain,
        "options": [
            {
                "name": o.name,
                "act": o.act,
                "value": round(o.value, DIGITS),
                "terms": {k: round(v, DIGITS) for k, v in o.terms.items() if round(v, DIGITS)},
                "chance": round(o.chance, 4),
                "chosen": o.chosen > 0,
            }
            for o in decision.options
        ],
    }
