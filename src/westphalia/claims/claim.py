"""What a claim is: a sentence, the worlds that put it to the test, and what it predicts, as data.

The prediction is written down before anything is run; the verdict is computed (`judge`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure
from westphalia.runs.manifest import file_name
from westphalia.world.problems import unknown

#: Where the files of users' own claims lie in a run folder.
FILES = "claims"
Sign = Literal["+", "-", "0"]
#: The usual names of the two conditions, and their difference.
TREATED = {"treatment": 1.0, "control": -1.0}


@dataclass(frozen=True)
class Part:
    """One prediction: a measure, a contrast of conditions, and the sign it should have.

    `says`: what is predicted, in words. `contrast`: weights of the conditions. `sign`: "+", "-", or
    "0" for no effect, |effect| <= `margin` (in the unit of the measure).
    """

    says: str
    measure: Measure
    sign: Sign
    contrast: Mapping[str, float] = field(default_factory=lambda: dict(TREATED))
    margin: float = 0.0

    def holds(self, effect: np.ndarray) -> np.ndarray:
        """Whether effects have the predicted sign; not where there is none (NaN)."""
        with np.errstate(invalid="ignore"):
            if self.sign == "+":
                return effect > 0.0
            if self.sign == "-":
                return effect < 0.0
            return np.abs(effect) <= self.margin


@dataclass(frozen=True)
class Without:
    """How to take the mechanism of a claim away: then its effect must be gone.

    `changes`: what every condition, or a condition by name, then has (arguments of
    `Condition.having`). For a claim that predicts no effect, `changes` instead breaks what the
    claim says is irrelevant, and an effect must appear (`appears`).
    """

    says: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    by_condition: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    appears: bool = False

    def applied(self, conditions: Mapping[str, Condition]) -> dict[str, Condition]:
        """The conditions without the mechanism."""
        return {
            name: condition.having(**self.changes).having(**self.by_condition.get(name, {}))
            for name, condition in conditions.items()
        }


@dataclass(frozen=True)
class Causes:
    """Causes of an event, to be taken in all their subsets: which are necessary, which suffice?

    `event`: a measure that is 0 or 1 in each run. The condition of a subset is
    `subset_name(causes)`.
    """

    names: tuple[str, ...]
    event: Measure


@dataclass(frozen=True)
class Cell:
    """A place of a map: where it lies on each axis, and its conditions."""

    at: Mapping[str, float]
    conditions: Mapping[str, Condition]


@dataclass(frozen=True)
class Atlas:
    """A map of worlds: in which is each expectation about third parties self-confirming?

    `axes`: unit by axis. `cells`: the worlds. `measures`: the realised frequency, in one or more
    readings, by what each counts. `priors`: what each condition's states expect it to be.
    """

    axes: Mapping[str, str]
    cells: Sequence[Cell]
    measures: Mapping[str, Measure]
    priors: Mapping[str, float]


@dataclass(frozen=True)
class Claim:
    """One claim of the ledger.

    `sentence`: the claim in one sentence. `source`: who made it (author year). `treatment`,
    `control`: the worlds that are compared, in words. `conditions`: the same as data. `parts`: the
    predictions, all of which must come out for the claim to hold; a claim without any is not
    tested here, and its note says where. `reported`: measured beside them, with no prediction.
    `without`: how to take the mechanism away. `note`: how far the experiment bears on the
    sentence, and what it does not show. `file`, `name`: where a user's own is, and what it is
    called there; set when it is loaded.
    """

    id: int
    title: str
    sentence: str
    source: str
    treatment: str
    control: str
    conditions: Mapping[str, Condition]
    parts: tuple[Part, ...]
    without: Without
    note: str = ""
    reported: tuple[Part, ...] = ()
    causes: Causes | None = None
    atlas: Atlas | None = None
    file: Path | None = None
    name: str = ""

    def __post_init__(self) -> None:
        for part in (*self.parts, *self.reported):
            strange = [name for name in part.contrast if name not in self.conditions]
            if strange:
                raise unknown("condition", strange[0], self.conditions, where=f"claim {self.id}")

    @property
    def text(self) -> int | str:
        """What names it in a plan: its number, or that of its file in the plan's folder."""
        return self.id if self.file is None else f"{file_name(self.file, FILES)}:{self.name}"

    def measures(self, condition: str) -> tuple[Measure, ...]:
        """What has to be measured in one condition."""
        found = [p.measure for p in (*self.parts, *self.reported) if condition in p.contrast]
        return (*found, self.causes.event) if self.causes else tuple(found)


def subset_name(causes: Sequence[str]) -> str:
    """The name of the condition in which just these causes are at work."""
    return " + ".join(causes) or "none"
