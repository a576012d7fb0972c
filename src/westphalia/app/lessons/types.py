"""What the page is given of lessons: the shapes of the JSON, which `web/src/types.ts` mirrors."""

from typing_extensions import TypedDict

from westphalia.page.table_types import Estimate, Interval


class LessonControl(TypedDict):
    """The one thing that a student moves."""

    label: str
    unit: str
    values: tuple[float, ...]
    """The positions of the control."""
    names: tuple[str, ...] | None
    """Words for the positions, where they are not numbers."""
    value: float
    """Its position at first."""
    about: str
    source: str


class LessonPicture(TypedDict):
    """What is drawn."""

    title: str
    unit: str
    curve: str
    """What the curve over the positions of the control shows."""
    years: tuple[int, int]
    """The first and the last year drawn."""


class LessonExercise(TypedDict):
    """A question that the simulation answers."""

    question: str
    answers: tuple[str, ...]
    right: int
    """The position of the right answer."""
    because: str


class Verdict(TypedDict):
    """A claim and what its test found."""

    id: int
    title: str
    sentence: str
    source: str
    verdict: str
    """holds, depends, unresolved, fails or elsewhere"""
    close: bool
    share: Interval | None
    """Of draws in which all predictions come out; null where a claim is tested elsewhere."""
    draws: int
    note: str
    """What was found, and how far the experiment bears on the claim."""


class LessonDescription(TypedDict):
    """A lesson with the verdicts on its claims."""

    id: str
    """Such as "security-dilemma"."""
    title: str
    question: str
    story: list[str]
    """Paragraphs."""
    control: LessonControl
    picture: LessonPicture
    exercise: LessonExercise
    claims: list[Verdict]
    reading: list[str]


class Series(TypedDict):
    """By year: mean and 95% interval over runs; null where nothing could be measured."""

    mean: list[float | None]
    low: list[float | None]
    high: list[float | None]


class LessonWorld(TypedDict):
    """One of a lesson's worlds."""

    name: str
    series: Series
    outcome: Estimate


class LessonResult(TypedDict):
    """A lesson's worlds at one position of its control."""

    value: float
    worlds: list[LessonWorld]
    runs: int
    sentence: str
    """What the picture shows, in one sentence."""
