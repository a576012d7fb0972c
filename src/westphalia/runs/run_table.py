"""The table of a run as typed rows: what theories expect, history beside it, intervals all over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from westphalia.measures.estimate import Estimate
from westphalia.measures.intervals import Interval
from westphalia.runs.as_json import as_data, from_data

if TYPE_CHECKING:
    import pandas as pd


class StateChance(NamedTuple):
    """The chance that a state does something, as a share of runs."""

    state: str
    probability: Interval


class PairChance(NamedTuple):
    """The chance that something happens to a pair, and what did: None where that is unknown.

    `median_year`: of its first time, over the runs in which it happens. `history`: the years in
    which it was so, such as '1891-1914'.
    """

    states: tuple[str, str]
    probability: Interval
    median_year: int | None
    happened: bool | None
    history: str | None


class GreatPowerWar(NamedTuple):
    """The chance of a war between great powers, by year, who begins it, and which pairs fight."""

    probability: Interval
    median_year: int | None
    years: tuple[int, ...]
    by_year: tuple[Interval, ...]
    starters: tuple[StateChance, ...]
    pairs: tuple[PairChance, ...]


class ScoreRow(NamedTuple):
    """A score against history: its interval over runs, and that over pairs of states."""

    value: float
    low: float
    high: float
    pairs_low: float
    pairs_high: float


class ArmsRow(NamedTuple):
    """Rank correlation of growth of arms: its interval over runs, and that over states."""

    value: float
    low: float
    high: float
    states_low: float
    states_high: float
    states: int
    first_year: int
    last_year: int


class TheoryRow(NamedTuple):
    """What one theory expects, and how that scores; None where there is no history."""

    theory: str
    title: str
    baseline: bool
    great_power_war: GreatPowerWar
    pacts: tuple[PairChance, ...]
    wars: tuple[PairChance, ...]
    belligerents: tuple[StateChance, ...]
    scores: dict[str, ScoreRow] | None
    arms_growth: dict[str, ArmsRow] | None


class Comparison(NamedTuple):
    """The paired difference of two theories by a score, and whether they can be told apart."""

    theories: tuple[str, str]
    score: str
    difference: Interval
    pairs_low: float
    pairs_high: float
    told_apart: bool


class PairYears(NamedTuple):
    """A pair of states and the years in which something was so."""

    states: tuple[str, str]
    years: str


class StateYear(NamedTuple):
    """A state and the year of what it did."""

    state: str
    year: int


class HistoryWar(NamedTuple):
    """Whether great powers fought each other, when, who began it, and which pairs fought."""

    happened: bool
    year: int | None
    starters: tuple[StateYear, ...]
    pairs: tuple[PairYears, ...]


class HistoryRows(NamedTuple):
    """What happened in the years of a run."""

    great_power_war: HistoryWar
    pacts: tuple[PairYears, ...]
    pacts_ended: tuple[tuple[str, str], ...]
    wars: tuple[PairYears, ...]
    pairs_changed: int
    pairs: int


@dataclass(frozen=True)
class RunTable:
    """The table of a run. `last_year`: of what is scored; `states`: names by label."""

    case: str
    title: str
    runs: int
    seed: int
    first_year: int
    last_year: int
    states: dict[str, str]
    great_powers: tuple[str, ...]
    history: HistoryRows | None
    theories: tuple[TheoryRow, ...]
    comparisons: tuple[Comparison, ...]
    measures: tuple[Estimate, ...]
    notes: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return as_data(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "RunTable":
        """The table that was written as JSON.

        Raises:
            ValueError: something is missing or of another kind.
        """
        return from_data(cls, data)

    def to_dataframe(self) -> "pd.DataFrame":
        """A row for every theory and number: great-power war, scores, growth of arms, measures."""
        import pandas as pd

        columns = ["theory", "number", "value", "low", "high"]
        return pd.DataFrame(list(self._numbers()), columns=columns)

    def _numbers(self) -> Iterator[tuple[Any, ...]]:
        for row in self.theories:
            yield row.theory, "great-power war", *row.great_power_war.probability
            for name, score in (row.scores or {}).items():
                yield row.theory, name, *score[:3]
            for name, arms in (row.arms_growth or {}).items():
                yield row.theory, f"arms growth, rank correlation with {name}", *arms[:3]
            for found in self.measures:
                if found.theory == row.theory:
                    yield row.theory, found.measure, found.value, found.low, found.high
