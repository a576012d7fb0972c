"""What a lesson is, as data: a question, a control to move, a picture, an exercise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from westphalia.claims import CLAIMS
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure
from westphalia.world.problems import UserError

#: The worlds at a position of the control, by name: first the one that the lesson is about, then
#: those it is compared with.
Worlds = Callable[[float], Mapping[str, Condition]]


@dataclass(frozen=True)
class Control:
    """The one thing a student moves.

    `label`: what it is. `values`: its positions; `names`: words for them where they are not
    numbers. `value`: its position at first. `about`: what it means. `source`: author, year.
    """

    label: str
    unit: str
    values: tuple[float, ...]
    value: float
    about: str
    source: str
    names: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.value not in self.values:
            raise ValueError(f"{self.label}: {self.value:g} is not one of its positions")
        if self.names is not None and len(self.names) != len(self.values):
            raise ValueError(f"{self.label}: give a name for each position, or none")

    def position(self, value: float) -> str:
        """A position in words.

        Raises:
            UserError: the control has no such position.
        """
        if value not in self.values:
            valid = ", ".join(f"{v:g}" for v in self.values)
            raise UserError(
                f"{self.label} cannot be set to {value:g}. Its positions are {valid} ({self.unit})."
            )
        if self.names is None:
            return f"{value:g}"
        return f"'{self.names[self.values.index(value)]}'"


@dataclass(frozen=True)
class Picture:
    """What is drawn: a measure by year in each world, and its value over a period of years.

    `what`: the measure in words, with its unit, as the subject of a sentence. `curve`: what the
    response curve over the positions shows. `years`: first and last year drawn. `back`: how many
    years a point of the picture covers, up to its own; None for all years so far.
    `outcome`: first and last year of the outcome.
    """

    title: str
    what: str
    measure: Measure
    curve: str
    years: tuple[int, int] = (1, YEARS)
    back: int | None = 1
    outcome: tuple[int, int] = (1, YEARS)

    def __post_init__(self) -> None:
        for first, last in (self.years, self.outcome):
            if not 1 <= first <= last <= YEARS:
                raise ValueError(f"{self.title}: years {first} to {last} are not simulated")

    def periods(self) -> list[tuple[int, int]]:
        """First and last year that each point of the picture covers; then the outcome's."""
        first, last = self.years
        back = last if self.back is None else self.back
        points = [(max(1, year - back + 1), year) for year in range(first, last + 1)]
        return [*points, self.outcome]


@dataclass(frozen=True)
class Exercise:
    """A question that the simulation answers. `right`: the position of the right answer.
    `because`: why, by the mechanism."""

    question: str
    answers: tuple[str, ...]
    right: int
    because: str

    def __post_init__(self) -> None:
        if not 0 <= self.right < len(self.answers):
            raise ValueError(f"there is no answer {self.right} to '{self.question}'")


@dataclass(frozen=True)
class Lesson:
    """One lesson. `story`: paragraphs, without verdicts, which come from the ledger's data.

    `worlds`: the worlds at a position of the control, of eight powers and fifty years; those of
    the claims where they fit. `claims`: numbers in the ledger. `reading`: works, as the
    bibliography names them. `runs`: of each world, chosen so that a run takes a second or a few.
    """

    id: str
    title: str
    question: str
    story: tuple[str, ...]
    control: Control
    picture: Picture
    worlds: Worlds
    exercise: Exercise
    claims: tuple[int, ...]
    reading: tuple[str, ...]
    runs: int = 512

    def __post_init__(self) -> None:
        known = {claim.id for claim in CLAIMS}
        strange = [k for k in self.claims if k not in known]
        if strange:
            raise ValueError(f"{self.id}: there is no claim {strange[0]}")
