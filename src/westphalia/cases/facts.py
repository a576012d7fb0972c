"""What happened after the start of a case: for scoring alone, never read by a simulation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from westphalia.cases.load import case_path, case_text, load_case, read_case_file
from westphalia.cases.schema import (
    HELP,
    AbstainedFact,
    ArmsFact,
    DealFact,
    DeathFact,
    NoPactFact,
    PactFact,
    WarFact,
)
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class War:
    """A war in which states of the case fought.

    `side_a`, `side_b` are states of the case, `outside_a`, `outside_b` other states; `entered` and
    `left` give each state's first and last year, which may lie after the case ends.
    """

    name: str
    number: int | None
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    outside_a: tuple[str, ...]
    outside_b: tuple[str, ...]
    initiators: tuple[str, ...]
    entered: dict[str, int]
    left: dict[str, int]
    not_opposed: tuple[frozenset[str], ...]
    checked: bool

    @property
    def year(self) -> int:
        """The first year of the war."""
        return min(self.entered.values())

    @property
    def last_year(self) -> int:
        """The last year any of its states fought."""
        return max(self.left.values())

    def opponents(self, year: int) -> list[tuple[str, str]]:
        """Pairs of states of the case that fought each other in a year."""
        fighting = {s for s in self.entered if self.entered[s] <= year <= self.left[s]}
        pairs = [(a, b) for a in self.side_a for b in self.side_b if {a, b} <= fighting]
        return [pair for pair in pairs if frozenset(pair) not in self.not_opposed]


@dataclass(frozen=True, eq=False)
class Arms:
    """Yearly arms, rows years, columns states, NaN where unknown.

    `milex` is in the units of the source, and `breaks` are the first years of a new unit or
    currency: a difference across one means nothing. `milper` is in thousands.
    """

    milex: pd.DataFrame
    milper: pd.DataFrame
    breaks: tuple[int, ...]

    def growth(self, measure: str = "milex") -> pd.DataFrame:
        """Log differences from the year before; NaN across a break or where a value is 0."""
        if measure not in ("milex", "milper"):
            raise ValueError(f"measure: {measure!r}, expected 'milex' or 'milper'")
        series = getattr(self, measure)
        growth = np.log(series.where(series > 0)).diff()
        if measure == "milex":
            growth.loc[[year for year in self.breaks if year in growth.index]] = np.nan
        return growth


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of a case, in the order of its states; every year is later than the start.

    `pacts`, `no_pacts`, `wars`, `abstentions`, `deals`, `deaths` hold the entries of the file with
    their sources; `checked` is false where no data set confirms an entry.
    """

    labels: tuple[str, ...]
    first_year: int
    last_year: int
    pacts: tuple[PactFact, ...]
    no_pacts: tuple[NoPactFact, ...]
    wars: tuple[War, ...]
    abstentions: tuple[AbstainedFact, ...]
    deals: tuple[DealFact, ...]
    deaths: tuple[DeathFact, ...]
    arms: tuple[ArmsFact, ...]

    def __repr__(self) -> str:
        pacts, wars = len(self.pacts), len(self.wars)
        return f"<Facts {self.first_year}-{self.last_year}: {pacts} pacts, {wars} wars>"

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the case, those the simulation simulates."""
        return tuple(range(self.first_year, self.last_year + 1))

    def pact_matrix(self, years: Sequence[int], obligations: Iterable[str] = HELP) -> np.ndarray:
        """Whether each pair had a pact with any of the obligations [years, n, n], bool.

        The default set is a promise of help: defence, offence or consultation. Read it with
        `known`: a pair with a dead state is False here and unknown there. A year outside the
        window of the case is a ValueError.
        """
        wanted = set(obligations)
        self._in_window(years)
        spells = [(f.states, f.from_, f.to) for f in self.pacts if wanted & set(f.obligations)]
        return self._fill(years, spells)

    def known(self, years: Sequence[int]) -> np.ndarray:
        """Whether both states of a pair existed for some of the year [years, n, n], bool.

        False on the diagonal, for years outside the window, and after the year of a death.
        """
        when = np.asarray(years)
        alive = np.ones((len(when), len(self.labels)), bool)
        for death in self.deaths:
            alive[:, self.labels.index(death.state)] = when <= death.year
        alive &= ((when >= self.first_year) & (when <= self.last_year))[:, None]
        return alive[:, :, None] & alive[:, None, :] & ~np.eye(len(self.labels), dtype=bool)

    def war_dyads(self, years: Sequence[int]) -> np.ndarray:
        """Whether each pair fought each other [years, n, n], bool; wars may outlast the window."""
        spells = []
        for war in self.wars:
            for year in set(years):
                spells += [(pair, year, year) for pair in war.opponents(year)]
        return self._fill(years, spells)

    def matrices(self, years: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Whether each pair had a pact of help, and whether it fought. [years, n, n] each

        1 or 0; NaN where that is not known (`known`), and in years outside the window.
        """
        n = len(self.labels)
        pact = np.full((len(years), n, n), np.nan)
        war = pact.copy()
        inside = [k for k, year in enumerate(years) if year in self.years]
        when = [years[k] for k in inside]
        known = self.known(when)
        pact[inside] = np.where(known, self.pact_matrix(when), np.nan)
        war[inside] = np.where(known, self.war_dyads(when), np.nan)
        return pact, war

    def arms_series(self) -> Arms:
        """Military spending and personnel as tables of years by states."""
        import pandas as pd

        tables = {}
        for measure in ("milex", "milper"):
            columns = {f.state: pd.Series(f.values) for f in self.arms if f.measure == measure}
            table = pd.DataFrame(columns, dtype=float)
            tables[measure] = table.reindex(index=list(self.years), columns=list(self.labels))
        breaks = {year for fact in self.arms for year in fact.breaks}
        return Arms(**tables, breaks=tuple(sorted(breaks)))

    def _in_window(self, years: Sequence[int]) -> None:
        outside = [year for year in years if year not in self.years]
        if outside:
            window = f"{self.first_year}-{self.last_year}"
            raise ValueError(f"years: {outside[0]} is outside the facts on pacts ({window})")

    def _fill(self, years: Sequence[int], spells: Iterable[tuple]) -> np.ndarray:
        when = np.asarray(years)
        matrix = np.zeros((len(when), len(self.labels), len(self.labels)), bool)
        for pair, first, last in spells:
            i, j = (self.labels.index(label) for label in pair)
            during = (when >= first) & (when <= last)
            matrix[during, i, j] = matrix[during, j, i] = True
        return matrix


def load_facts(name_or_path: str | Path) -> Facts:
    """The facts of a built-in case or a case file, checked against the case's states and sources.

    Raises UserError naming every problem with its line.
    """
    path = case_path(name_or_path)
    case = load_case(path)
    _, file = read_case_file(case_text(path), path)
    if file is None:
        raise UserError(f"{path} has no facts; add a `facts:` list to score this case.")

    def of(kind: type) -> tuple:
        return tuple(fact for fact in file.facts if isinstance(fact, kind))

    return Facts(
        labels=case.start.labels,
        first_year=case.first_year,
        last_year=case.last_year,
        pacts=of(PactFact),
        no_pacts=of(NoPactFact),
        wars=tuple(_war(fact) for fact in of(WarFact)),
        abstentions=of(AbstainedFact),
        deals=of(DealFact),
        deaths=of(DeathFact),
        arms=of(ArmsFact),
    )


def _war(fact: WarFact) -> War:
    return War(
        name=fact.name,
        number=fact.number,
        side_a=tuple(fact.side_a),
        side_b=tuple(fact.side_b),
        outside_a=tuple(fact.outside_a),
        outside_b=tuple(fact.outside_b),
        initiators=tuple(fact.initiator),
        entered=dict(fact.entered),
        left=dict(fact.left),
        not_opposed=tuple(frozenset(pair) for pair in fact.not_opposed),
        checked=fact.checked,
    )
