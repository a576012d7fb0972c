"""Why each state did what it did in each year of one run, and what it did in history."""

from collections.abc import Mapping, Sequence

from westphalia.decisions import DECISIONS
from westphalia.page import types
from westphalia.page.history import HistoryInWords
from westphalia.simulation.ensemble import Program
from westphalia.simulation.explain import Decision, all_means, decisions_of
from westphalia.simulation.options import Means
from westphalia.simulation.reasons import Path, place_of

#: Decimals of utils that are shown: far smaller than any difference that decides.
DIGITS = 6
#: Decisions that may be a year's headline, the most important first.
IMPORTANT = sorted((d for d in DECISIONS if d.headline), key=lambda d: -d.headline)
#: Decisions of which a year has many.
ROUTINE = {d.name for d in DECISIONS if d.routine}


class RunReasons:
    """The reasons of every decision in one run, in words."""

    def __init__(
        self,
        program: Program,
        run: int,
        labels: Sequence[str],
        names: Sequence[str],
        years: Sequence[int],
        history: HistoryInWords | None,
    ) -> None:
        self._means = all_means(Path(program, run).decided)
        self._habits = [theory.habits is not None for theory in program.setting.theories]
        self._labels, self._names, self._years = labels, names, years
        self._history = history

    def why(self, year: int) -> list[types.Why]:
        """Every state's reasons in a calendar year."""
        k = self._years.index(year)
        return [self._why(i, k) for i in range(len(self._labels))]

    def all(self) -> list[list[types.Why]]:
        """Every state's reasons in every year, [years][states]."""
        return [self.why(year) for year in self._years]

    def _why(self, i: int, k: int) -> types.Why:
        means = {name: all_.at(place_of(name, k, i)) for name, all_ in self._means.items()}
        habit = self._habits[i]
        made = decisions_of(i, self._labels, self._names, means, by_habit=habit)
        name, year = self._names[i], self._years[k]
        return types.Why(
            state=self._labels[i],
            year=year,
            lived=_lived(means),
            by_habit=habit,
            headline=headline(made, name),
            decisions=[_decision(d) for d in made],
            history=self._history.year(i, year) if self._history else [],
        )


def _lived(means: Mapping[str, Means]) -> bool:
    return any(bool(all_.runs.any()) for all_ in means.values())


def headline(decisions: Sequence[Decision], name: str) -> str:
    """The year's most important decision that changed something, or the first that is no routine.

    The first option of a pick changes nothing: a quiet year, staying out of a war.
    """
    if not decisions:
        return f"{name} had nothing to decide."
    for kind in IMPORTANT:
        for decision in decisions:
            chosen = [o for o in decision.options if o.chosen]
            if decision.kind == kind.name and chosen and chosen[0].name != kind.words.nothing:
                return decision.plain
    important = {kind.name for kind in IMPORTANT}
    rest = [d for d in decisions if d.kind not in ROUTINE | important]
    return (rest or decisions)[0].plain


def _decision(decision: Decision) -> types.Decision:
    return types.Decision(
        name=decision.name,
        small=decision.kind in ROUTINE,
        against=decision.against,
        sentence=decision.sentence,
        plain=decision.plain,
        options=[
            types.Option(
                name=o.name,
                act=o.act,
                value=round(o.value, DIGITS),
                terms={k: round(v, DIGITS) for k, v in o.terms.items() if round(v, DIGITS)},
                chance=round(o.chance, 4),
                chosen=o.chosen > 0,
            )
            for o in decision.options
        ],
    )
