"""What the server answers: the shapes of the JSON, which `web/src/types.ts` mirrors.

Answers and the types of what the page shows: see `westphalia.page.types`, `app.lessons.types` and
`app.play.types`. Requests are the models of `app.server.requests` and `app.server.play`.
"""

from typing import Literal, NotRequired

from typing_extensions import TypeAliasType, TypedDict

from westphalia.app.lessons.types import LessonResult
from westphalia.app.play.game import Game
from westphalia.app.play.types import Seat
from westphalia.page.table_types import Interval
from westphalia.page.types import Line, Meanings, ParameterOption, State, TheoryOption

JobKind = TypeAliasType("JobKind", Literal["simulate", "change", "compare", "save", "lesson"])
JobStatus = TypeAliasType("JobStatus", Literal["waiting", "running", "done", "failed", "cancelled"])
#: Before and after; null where the state survives in no run.
BeforeAfter = TypeAliasType("BeforeAfter", tuple[float | None, float | None])


class CaseOption(TypedDict):
    """A built-in case."""

    name: str
    title: str
    summary: str
    start: int
    end: int
    states: list[State]


class FormOption(TypedDict):
    """One form of a process."""

    name: str
    about: str
    source: str


class ProcessOption(TypedDict):
    """A process of which there are rival forms."""

    name: str
    about: str
    usual: str
    """The form that it has unless another is chosen."""
    forms: list[FormOption]


class ModuleOption(TypedDict):
    """A mechanism that can be switched."""

    name: str
    on: bool
    about: str


class Limits(TypedDict):
    """The most runs per theory, and years, that the page may ask for."""

    runs: int
    years: int


class SavedRun(TypedDict):
    """A saved run as it is listed."""

    key: str
    title: str
    case: str
    theories: list[str]
    runs: int
    seed: int
    years: tuple[int, int]
    date: str
    changes: list[str]
    """What differs from the defaults, in words."""
    live: bool
    problem: str | None
    """Why it cannot be opened."""


class Choosable(TypedDict):
    """What can be chosen on the start page."""

    version: str
    cases: list[CaseOption]
    theories: list[TheoryOption]
    """Those that are built in."""
    parameters: list[ParameterOption]
    """Of the world."""
    processes: list[ProcessOption]
    modules: list[ModuleOption]
    limits: Limits
    meanings: Meanings


class Options(Choosable):
    """What can be chosen on the start page, and the saved runs."""

    runs: list[SavedRun]


class Simulated(TypedDict):
    """A simulation that the server holds: GET /api/runs/KEY shows it."""

    key: str


class Saved(TypedDict):
    """A run that was saved."""

    key: str
    folder: str


class PairDifference(TypedDict):
    """Shares of runs in which something happens to a pair."""

    states: tuple[str, str]
    before: Interval
    after: Interval
    difference: Interval


class GreatPowerWarDifference(TypedDict):
    """Shares of runs with a war between great powers."""

    before: Interval
    after: Interval
    difference: Interval


class FirstDecision(TypedDict):
    """A decision with which runs first part."""

    kind: str
    states: list[str]
    runs: int


class FirstDifference(TypedDict):
    """Where runs first part."""

    median_year: int | None
    decisions: list[FirstDecision]


class Fate(TypedDict):
    """A state in the last year."""

    state: str
    survival: BeforeAfter
    burden: BeforeAfter
    power: BeforeAfter


class Difference(TypedDict):
    """What differs between two simulations."""

    paired: bool
    """Compared run by run under the same draws; otherwise two independent samples."""
    runs: tuple[int, int]
    runs_changed: Interval | None
    """Share of runs in which anything differs; null unless paired."""
    first: FirstDifference | None
    """Null unless paired."""
    great_power_war: GreatPowerWarDifference | None
    wars: list[PairDifference]
    """Pairs that ever fight, the largest difference first."""
    pacts: list[PairDifference]
    """Pairs with a pact in the last year."""
    states: list[Fate]


class Changed(TypedDict):
    """The same draws with something changed."""

    key: str
    """The changed simulation, unsaved, of one line."""
    changes: list[str]
    """In words."""
    line: Line
    difference: Difference


JobResult = TypeAliasType("JobResult", Simulated | Changed | Difference | Saved | LessonResult)


class JobReport(TypedDict):
    """The state of a job."""

    id: str
    kind: JobKind
    status: JobStatus
    ahead: int
    """Jobs before it in the queue."""
    done: int
    """Runs simulated so far."""
    total: int
    what: str
    """The current step, in words."""
    error: str | None
    result: JobResult | None
    """Null until it is done."""


class Scenario(TypedDict):
    """What decides a simulation, as in a scenario file (see `runs.spec.Spec`)."""

    scenario: NotRequired[Literal[1]]
    case: str
    """A built-in name."""
    theories: NotRequired[list[str]]
    baselines: NotRequired[bool]
    runs: NotRequired[int]
    years: NotRequired[int | None]
    seed: NotRequired[int]
    serial: NotRequired[bool]
    parameters: NotRequired[dict[str, float]]
    forms: NotRequired[dict[str, str]]
    modules: NotRequired[dict[str, bool]]


class PlayAnswer(TypedDict):
    """A game, with the move added, and what the player sees."""

    game: Game
    seat: Seat
