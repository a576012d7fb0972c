"""What a player is shown: the shapes of the JSON, which `web/src/types.ts` mirrors."""

from typing import Annotated, Literal, NotRequired

from pydantic import AfterValidator
from typing_extensions import TypeAliasType, TypedDict

from westphalia.app.play.game import FIELDS
from westphalia.decisions.decision import Phase
from westphalia.page.table_types import Estimate


def _known(field: str) -> str:
    """The field, if a move has it."""
    if field not in FIELDS:
        raise ValueError(f"no decision is answered in the field '{field}'")
    return field


#: Where a move answers a decision (`Words.field`).
Field = Annotated[str, AfterValidator(_known)]
Choice = TypeAliasType("Choice", bool | str)


class About(TypedDict, total=False):
    """Further figures of an option."""

    burden: float
    """Arms: the burden it leads to."""
    odds: float
    """Crisis: the chance of victory over the target."""
    demand: float
    """A demand: the share that would be asked for."""
    risk: float
    """A demand: the chance that it is resisted."""
    credible: bool
    """A demand: without credibility it gains nothing."""


class AdvisedOption(TypedDict):
    """An option; value, terms (utils) and chance are the staff's estimate."""

    choice: Choice
    """What a move says to choose it."""
    name: str
    act: str
    value: float
    terms: dict[str, float]
    chance: float
    about: About


class Question(TypedDict):
    """A decision to make. Values are the staff's estimate and can be wrong."""

    field: Field
    heading: str
    """Questions of one heading stand together."""
    key: str | None
    """The partner, challenger or attacker; null where the field has one answer."""
    title: str
    """Such as "A pact of help with Russia"."""
    against: str
    """What the options' values are relative to."""
    note: str
    """What is in force already; may be empty."""
    advised: Choice
    """The choice with the highest value."""
    advice: str
    """The advice in words."""
    options: list[AdvisedOption]
    """Of arms, crisis and wars the best first."""
    held: NotRequired[float]
    """Answers to a demand: the share of what is disputed that the player's state holds."""
    demand: NotRequired[float]
    """Answers to a demand: the share that the other would hold."""
    odds: NotRequired[float]
    """Answers to a demand: the other's chance of victory, by the staff's estimate."""
    cost: NotRequired[float]
    """Answers to a demand: the cost of war to the player's state, which it alone knows, in shares
    of what is disputed."""
    firm: NotRequired[float]
    """Answers to a demand: the chance that the other goes to war if it is resisted."""


class PublicFigures(TypedDict):
    """What everybody knows of a state. Arms and strengths in a state's mean resources."""

    state: str
    name: str
    alive: bool
    power: float
    """Share of the living states' resources."""
    arms: float
    burden: float
    """Share of resources spent on arms a year."""
    attack: float
    """What its arms are worth in attack; with `defend`, all that shows its posture."""
    defend: float


class OwnState(PublicFigures):
    """The player's own state, with what it alone knows."""

    posture: float
    """Offensive share of arms."""
    type: Literal["greedy", "secure"]
    war_cost: float
    """This year's cost of war to it; the mean over years is 1."""
    threatened: float
    """Chance a year of being attacked and beaten, summed over the others."""


class OtherState(PublicFigures):
    """Another state as the player's state sees it."""

    belief: float
    """The believed probability that it is greedy."""
    threat: float
    """Chance a year that it attacks and wins, by the staff's estimate."""
    odds: float
    """Chance of beating it, by the player's state's own judgement this year."""
    against: float
    """Chance that it wins if it attacks."""
    identity: float
    """From -1 (enemy) to 1 (friend), as the player's state sees it."""
    stake: float
    """The player's share of what the two dispute."""
    pact: int | None
    """Years that their pact has lasted; null where there is none."""
    agreements: list[str]
    """Their names."""
    institutions: float
    """From 0 to 1."""
    near: float
    """Share of strength that arrives."""
    peace: int
    """Years since their last war."""


class Pact(TypedDict):
    """A pact of help and the years it has lasted."""

    states: tuple[str, str]
    years: int


class Sight(TypedDict):
    """What the player's state sees. Nothing in it depends on what others hide."""

    own: OwnState
    others: list[OtherState]
    pacts: list[Pact]
    """Of all states."""


class YearEvent(TypedDict):
    """Something public that happened in a year."""

    kind: Literal["agreement", "signal", "pact", "arms", "demand", "war", "death"]
    states: list[str]
    """In a demand and a war: who began it, then the target."""
    text: str
    began: NotRequired[bool]
    """Agreement, pact: whether it began or ended. Arms: raised or cut."""
    item: NotRequired[str]
    """The agreement."""
    outcome: NotRequired[int]
    """Demand: 0 not credible, 1 conceded, 2 war, 4 accidental war, 5 withdrawn."""
    total: NotRequired[bool]
    """War: whether its aims were total."""
    winner: NotRequired[str | None]
    """War: who began it or its target; null if undecided."""
    side_a: NotRequired[list[str]]
    side_b: NotRequired[list[str]]


class YearFigures(TypedDict):
    """A year's public figures, by state."""

    power: list[float]
    arms: list[float]
    burden: list[float]
    alive: list[bool]


class YearLog(TypedDict):
    """What everybody could see of a year."""

    year: int
    events: list[YearEvent]
    figures: YearFigures


class OwnChoice(TypedDict):
    """A choice that the player made."""

    year: int
    field: Field
    key: str | None
    title: str
    act: str


class TheoryScore(TypedDict):
    """How well a theory predicts the player's choices."""

    name: str
    title: str
    loglik: Estimate
    """Mean log likelihood of a decision, nats."""
    agrees: Estimate
    """Share of decisions in which the theory's likeliest option was chosen."""


class TheoryDifference(TypedDict):
    """The paired difference in log likelihood of two theories."""

    theories: tuple[str, str]
    difference: Estimate
    told_apart: bool


class ScoredChoice(TypedDict):
    """A choice of the player beside what the theories would have chosen."""

    year: int
    state: str
    field: Field
    key: str | None
    title: str
    chosen: str
    """The option's name."""
    act: str
    chances: list[float] | None
    """The probability of the choice by each theory; null where the theories have no part in it."""
    likeliest: list[str] | None
    """Each theory's likeliest option."""


class HistoryPair(TypedDict):
    """The player's state and another, as played and in history. Spans of years as text:
    "1891-1899, 1905", or empty."""

    state: str
    pact: str
    pact_history: str
    war: str
    war_history: str
    unknown: str
    """Years in which history is not known."""


class SameAlignment(TypedDict):
    """How often the player's state was aligned as in history."""

    share: float | None
    """Null where history is not known."""
    pair_years: int


class HistoryYear(TypedDict):
    """What the player's state did in a year of history, in sentences."""

    year: int
    told: list[str]


class BesideHistory(TypedDict):
    """The game beside history."""

    pairs: list[HistoryPair]
    same: SameAlignment
    years: list[HistoryYear]


class RunsMeasure(TypedDict):
    """One measure of how the player's state fared, among runs in which theories played it."""

    title: str
    unit: str
    share: bool
    """Shown in per cent."""
    value: float
    """The player's."""
    percentile: float
    """Of the runs, from 0 to 100."""
    low: float
    """The 5% quantile of the runs."""
    median: float
    high: float
    """The 95% quantile of the runs."""


class BesideRuns(TypedDict):
    """The game beside runs of the same world in which theories played all states."""

    runs: int
    theories: str
    survival: Estimate
    """Share of runs in which the state has survived so far."""
    measures: list[RunsMeasure]


class Result(TypedDict):
    """How a player chose and fared so far."""

    state: str
    name: str
    years: list[int]
    """Those that have passed."""
    over: bool
    died: int | None
    decisions: int
    """Those in which theories have a part."""
    sentence: str
    names: list[str]
    """The theories, in the order of `chances` and `likeliest`."""
    theories: list[TheoryScore]
    """The best first."""
    differences: list[TheoryDifference]
    choices: list[ScoredChoice]
    history: BesideHistory | None
    """Null where the case has no facts."""
    runs: BesideRuns | None
    """Null before the first year has passed."""


class GameCase(TypedDict):
    """The case of a game."""

    name: str
    title: str
    start: int


class NamedState(TypedDict):
    """A state's label and name."""

    id: str
    name: str


class Seat(TypedDict):
    """What one player sees now."""

    case: GameCase
    state: str
    name: str
    states: list[NamedState]
    """In the order of every list by state."""
    years: tuple[int, int]
    """The first and the last."""
    year: int
    phase: Phase | Literal["over"]
    over: bool
    died: int | None
    """The year in which the player's state ceased to exist."""
    waiting_for: list[str]
    """Other players who have yet to choose in this phase."""
    adviser: str | None
    """The theory of the staff; null for the state's own."""
    questions: list[Question]
    """Empty where there is nothing to choose."""
    view: Sight | None
    """Null once the game is over."""
    log: list[YearLog]
    """The years that have passed, as everybody saw them."""
    yours: list[OwnChoice]
    result: Result | None
    """Null until the game is over."""
