"""The shape of a run's table (`tables/table.json` of a run folder), which the page shows."""

from typing_extensions import TypedDict


class Interval(TypedDict):
    """An estimate with its 95% interval."""

    value: float
    low: float
    high: float


class Estimate(TypedDict):
    """An estimate with its 95% interval; null where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class StateChance(TypedDict):
    """The probability that a state does something."""

    state: str
    probability: Interval


class PairChance(TypedDict):
    """The probability that something happens to a pair, with history beside it."""

    states: tuple[str, str]
    probability: Interval
    median_year: int | None
    happened: bool | None
    """Null where history is not known."""
    history: str | None
    """The years in history, "1891-1914" or "1905, 1910-1912"; empty where there were none."""


class GreatPowerWar(TypedDict):
    """When a war between great powers is expected, who starts it and who fights."""

    probability: Interval
    median_year: int | None
    years: list[int]
    by_year: list[Interval]
    """The probability that there has been one by each of the years."""
    starters: list[StateChance]
    pairs: list[PairChance]


class TableScore(Estimate):
    """A score against history; its interval is over runs."""

    pairs_low: float | None
    """The interval over pairs of states."""
    pairs_high: float | None


class ArmsScore(Estimate):
    """Rank correlation over states of simulated with real growth; its interval is over runs."""

    states_low: float | None
    """The interval over states."""
    states_high: float | None
    states: int
    first_year: int
    last_year: int | None


class TableRow(TypedDict):
    """What one theory expects and how it scores."""

    theory: str
    title: str
    baseline: bool
    great_power_war: GreatPowerWar
    pacts: list[PairChance]
    wars: list[PairChance]
    belligerents: list[StateChance]
    scores: dict[str, TableScore] | None
    """Null where history is not known."""
    arms_growth: dict[str, ArmsScore] | None


class Comparison(TypedDict):
    """The paired difference of two theories by one score."""

    theories: tuple[str, str]
    score: str
    difference: Estimate
    pairs_low: float | None
    pairs_high: float | None
    told_apart: bool
    """Whether both intervals, over runs and over pairs, exclude zero."""


class PairYears(TypedDict):
    """A pair and the years in which something happened."""

    states: tuple[str, str]
    years: str


class Starter(TypedDict):
    """A state that started a war between great powers, and when."""

    state: str
    year: int


class PastGreatPowerWar(TypedDict):
    """The first war between great powers in the scored years of history."""

    happened: bool
    year: int | None
    starters: list[Starter]
    pairs: list[PairYears]


class Past(TypedDict):
    """What happened in the scored years."""

    great_power_war: PastGreatPowerWar
    pacts: list[PairYears]
    """Pacts that were new."""
    pacts_ended: list[tuple[str, str]]
    wars: list[PairYears]
    pairs_changed: int
    """Pairs whose alignment changed after the start."""
    pairs: int


class MeasuredRow(TypedDict):
    """A measure that was asked for, under one theory, with its interval over runs."""

    theory: str
    measure: str
    unit: str
    value: float | None
    low: float | None
    high: float | None


class Table(TypedDict):
    """What the theories expect, how they score against history, and which can be told apart."""

    case: str
    title: str
    runs: int
    seed: int
    first_year: int
    last_year: int
    """Of what is scored."""
    states: dict[str, str]
    great_powers: list[str]
    history: Past | None
    theories: list[TableRow]
    comparisons: list[Comparison]
    measures: list[MeasuredRow]
    notes: list[str]
