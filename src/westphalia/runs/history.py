"""What happened, cut to the years that were simulated and put pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from westphalia.cases import Case, Facts, load_facts
from westphalia.cases.load import case_text, split_facts
from westphalia.measures.quantities import pairs, pairs_among
from westphalia.world.text import spans

ARMS_SERIES = ("milex", "milper")


@dataclass(frozen=True, eq=False)
class History:
    """The facts that forecasts are held against; pairs in the order of `quantities.pairs`.

    `years`: those both simulated and known. `pact`, `known`: [years, pairs]. `allied`: pacts at
    the start. `fought`: [years, pairs]. `great`: pairs of great powers. `growth`: log growth of
    spending and personnel from `years[0]` to `arms_until`, NaN where unknown, by measure.
    """

    years: tuple[int, ...]
    pact: np.ndarray
    known: np.ndarray
    allied: np.ndarray
    fought: np.ndarray
    great: np.ndarray
    starters: dict[str, int]
    growth: dict[str, np.ndarray]
    arms_until: int

    @property
    def changed(self) -> np.ndarray:
        """Pairs whose alignment was ever other than at the start."""
        return ((self.pact != self.allied) & self.known).any(0)

    @property
    def great_war_year(self) -> int | None:
        """The first year in which two great powers fought each other."""
        fighting = self.fought[:, self.great].any(1)
        return self.years[int(np.argmax(fighting))] if fighting.any() else None

    def spells(self, series: np.ndarray) -> str:
        """The years of a yearly series in words: '1891-1914', '1905, 1910-1912', or ''."""
        return spans(year for year, there in zip(self.years, series, strict=True) if there)


def facts_of(case: Case) -> Facts | None:
    """The facts of a case, checked; None where its file names no pact and no war.

    A file without any says that nothing is known of them, not that there were none.
    """
    _, text = split_facts(case_text(case.path))
    found = load_facts(case.path) if text.strip() else None
    return found if found is not None and (found.pacts or found.wars) else None


def great_indices(case: Case) -> list[int]:
    """Positions of the great powers among the states."""
    return [case.start.labels.index(label) for label in case.great_powers]


def history_of(case: Case, facts: Facts, calendar: Sequence[int]) -> History:
    """The facts of a case in the years of a calendar."""
    years = tuple(year for year in calendar if year in set(facts.years))
    n = len(case.start.labels)
    rows, columns = pairs(n)
    both = pairs_among(n, great_indices(case))
    fought = facts.war_dyads(years)[:, rows, columns]
    until = _last_arms_year(facts, years, np.asarray(fought[:, both].any(1)))
    return History(
        years=years,
        pact=facts.pact_matrix(years)[:, rows, columns],
        known=facts.known(years)[:, rows, columns],
        allied=case.start.pact[rows, columns] > 0,
        fought=fought,
        great=both,
        starters=_starters(case, facts, years),
        growth=_growth(facts, years, until),
        arms_until=until,
    )


def _starters(case: Case, facts: Facts, years: Sequence[int]) -> dict[str, int]:
    """Who began the wars in which great powers fought each other, with the year."""
    great, out = set(case.great_powers), {}
    for war in facts.wars:
        fighting = [year for year in years if any(set(p) <= great for p in war.opponents(year))]
        if fighting:
            out |= {state: out.get(state, war.year) for state in war.initiators}
    return out


def _last_arms_year(facts: Facts, years: Sequence[int], great_war: np.ndarray) -> int:
    """The last year of arms in one currency before great powers fight."""
    stops = [year for year in facts.arms_series().breaks if year > years[0]]
    stops += [year for year, there in zip(years, great_war, strict=True) if there]
    return max(min([*stops, years[-1] + 1]) - 1, years[0])


def _growth(facts: Facts, years: Sequence[int], until: int) -> dict[str, np.ndarray]:
    series = facts.arms_series()
    out = {}
    for measure in ARMS_SERIES:
        table = getattr(series, measure)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(table.where(table > 0).to_numpy(float))
        first, last = table.index.get_loc(years[0]), table.index.get_loc(until)
        out[measure] = logs[last] - logs[first]
    return out
