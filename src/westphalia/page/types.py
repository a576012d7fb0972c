"""What the page is given of a simulation: the shapes of the JSON, which `web/src/types.ts` mirrors.

`tools/write_page_types.py` writes that file from these types and those of `app`. Pairs are the
pairs i < j of the states: (0, 1), (0, 2), ..., (1, 2), ...
"""

from typing import Literal

from typing_extensions import TypedDict

from westphalia.page.table_types import Table


class Packed(TypedDict):
    """An array of numbers, row by row: value = offset + scale * integer."""

    shape: list[int]
    kind: Literal["u1", "u2"]
    """Little-endian unsigned integers of 1 or 2 bytes."""
    offset: float
    scale: float
    missing: int | None
    """The integer that stands for "not known"; null where all are known."""
    data: str
    """Base64."""


class State(TypedDict):
    """A state of the case, at the place of its capital."""

    id: str
    """The abbreviation of the Correlates of War, such as GMY."""
    ccode: int
    name: str
    lat: float
    lon: float
    great_power: bool


class War(TypedDict):
    """A war of history. The sides hold states of the case; others are named in words."""

    name: str
    side_a: list[str]
    side_b: list[str]
    outside_a: list[str]
    """Names of belligerents that are not states of the case."""
    outside_b: list[str]
    initiators: list[str]
    entered: dict[str, int]
    """The year in which each state entered the war."""
    left: dict[str, int]


class Death(TypedDict):
    """A state that ceased to exist."""

    state: str
    year: int


class History(TypedDict):
    """What happened in the simulated years."""

    pact: Packed
    """[years, pairs] 0, 1 or missing"""
    war: Packed
    """[years, pairs] 0, 1 or missing"""
    wars: list[War]
    personnel: list[list[float | None]]
    """[years][states] share of all states' military personnel; null where not known"""
    deaths: list[Death]


class Ensemble(TypedDict):
    """Chances and spreads over all runs of one line. Quantiles: .05 .25 .5 .75 .95."""

    runs: int
    sample: int
    """The quantiles are taken over this many runs, the first ones."""
    pact: Packed
    """[years, pairs] share of runs with a pact at the end of the year"""
    war: Packed
    """[years, pairs] share of runs in which the pair fights in the year"""
    fought: Packed
    """[years, pairs] share of runs in which the pair has fought by then"""
    threat: Packed
    """[years, states, states] mean threat to i from j, chance a year"""
    alive: Packed
    """[years, states] share of runs"""
    power: Packed
    """[5, years, states] share of the living states' resources"""
    burden: Packed
    """[5, years, states] share of resources spent on arms a year"""
    arms: Packed
    """[5, years, states] stock of arms; a state's mean resources = 1"""


class RunRecord(TypedDict):
    """One run, year by year."""

    run: int
    power: Packed
    """[years, states] share of the living states' resources"""
    arms: Packed
    """[years, states]"""
    burden: Packed
    """[years, states]; undefined for extinct states"""
    posture: Packed
    """[years, states] offensive share of arms; undefined for extinct states"""
    alive: Packed
    """[years, states] 0 or 1, at the end of the year"""
    threat: Packed
    """[years, states, states] to i from j, chance a year of being attacked and beaten"""
    pact: Packed
    """[years, pairs] 0 or 1"""
    war: Packed
    """[years, states, states] role of i against j, a code of `Roles`; 0 none"""
    crisis: Packed
    """[years, states, states] i's challenge of j, a code of `CrisisOutcome`; 0 none"""
    agreements: Packed
    """[years, states, states] sum of bits of `Agreement`, and of those that i keeps"""


class Keeping(TypedDict):
    """An agreement that either side may break."""

    bit: int
    """In `RunRecord.agreements`: i keeps it."""
    broken: str
    """What a state did that broke it, {} being the partner: "cheated on its arms cap with {}"."""


class Agreement(TypedDict):
    """What a pair may agree on."""

    name: str
    bit: int
    """In `RunRecord.agreements`."""
    noun: str
    """As in "agreed on a hotline"."""
    keeping: Keeping | None
    """Null where neither side can break it."""


class Roles(TypedDict):
    """The codes of `RunRecord.war`."""

    initiator: int
    joined_attacker: int
    target: int
    joined_target: int


class CrisisOutcome(TypedDict):
    """What a challenge may come to."""

    code: int
    """In `RunRecord.crisis`."""
    war: bool
    words: str
    """A sentence, "the crisis was settled", or what the war is called, "a limited war"."""


class Term(TypedDict):
    """A term of an option's value."""

    name: str
    meaning: str


class ScoreMeaning(TypedDict):
    """A score of the table."""

    name: str
    """In `TableRow.scores` and in `Comparison`."""
    title: str
    unit: str
    more_is_better: bool


class Meanings(TypedDict):
    """What the names and codes in records, decisions, games and tables mean."""

    agreements: list[Agreement]
    roles: Roles
    crises: list[CrisisOutcome]
    terms: list[Term]
    scores: list[ScoreMeaning]
    """Those that are shown, in their order."""


class ParameterOption(TypedDict):
    """A number of the world or of a theory that can be set."""

    name: str
    """That of a theory's begins with the theory: "offensive.worst_case"."""
    symbol: str
    unit: str
    default: float
    low: float
    """The plausible range."""
    high: float
    least: float
    """What may be set."""
    most: float
    meaning: str
    source: str
    matters: bool
    """Among those shown first."""


class TheoryOption(TypedDict):
    """A theory or baseline."""

    name: str
    title: str
    baseline: bool
    about: str
    numbers: list[ParameterOption]
    """Its own numbers; none of a baseline, whose states weigh nothing."""


class Option(TypedDict):
    """One option of a decision: value and terms in utils (.01 = 1% of a year's consumption)."""

    name: str
    act: str
    value: float
    terms: dict[str, float]
    """What each term adds to the value."""
    chance: float
    chosen: bool


class Decision(TypedDict):
    """A decision with everything that was weighed."""

    name: str
    small: bool
    """An agreement, the keeping of one, or a signal: of these a year has many."""
    against: str
    """What the options' values are relative to."""
    sentence: str
    """The decision in words, with its figures."""
    plain: str
    """The same without figures."""
    options: list[Option]
    """The best first."""


class Why(TypedDict):
    """Why one state did what it did in one year of one run."""

    state: str
    year: int
    lived: bool
    by_habit: bool
    """It follows a baseline: the chances are habits and do not come from values."""
    headline: str
    """The year's most important decision, in one sentence."""
    decisions: list[Decision]
    history: list[str]
    """What the state did in this year of history, in sentences."""


class Line(TypedDict):
    """One theory, or mix of theories, simulated."""

    label: str
    """Such as "defensive" or "GMY=offensive,*=defensive"."""
    title: str
    """The theory's, or the label of a mix."""
    baseline: bool
    theories: list[str]
    """The theory's name, by state."""
    ensemble: Ensemble
    typical: int
    """The number of the run nearest to all others (the medoid)."""
    records: list[RunRecord]
    """The typical run first."""


class CaseSummary(TypedDict):
    """The case that was simulated."""

    name: str
    title: str
    summary: str
    start: int
    """The year whose figures it starts from."""
    sources: dict[str, str]


class Start(TypedDict):
    """The world in the year before the first simulated one."""

    power: list[float]
    """[states] share of all resources"""
    pact: list[int]
    """[pairs] 0 or 1"""
    agreements: list[int]
    """[pairs] bits as in RunRecord"""


class View(TypedDict):
    """Everything the page shows of one simulation."""

    format: Literal[4]
    key: str
    """The folder's name of a saved run; "~..." for a simulation the server holds unsaved."""
    saved: bool
    live: bool
    """Whether the server can continue from it; false in a report."""
    not_live_reason: str
    """Why the server cannot continue from it; empty where it can."""
    case: CaseSummary
    command: str
    date: str
    hash: str
    versions: dict[str, str]
    seed: int
    runs: int
    serial: bool
    parameters: dict[str, float]
    """Those that differ from the defaults."""
    forms: dict[str, str]
    """By process, those that differ from the defaults."""
    modules: dict[str, bool]
    """Those that differ from the defaults."""
    years: list[int]
    states: list[State]
    start: Start
    history: History | None
    lines: list[Line]
    built_in_theories: list[str]
    """Names of the built-in theories, in the order of their colours."""
    own_theories: list[TheoryOption]
    """The theories of the lines that are not built in."""
    meanings: Meanings
    table: Table | None
    """Null for a changed simulation, which is not scored."""
    scenario: str
    """YAML that `westphalia run FILE` accepts."""
