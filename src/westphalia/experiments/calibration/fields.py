"""The fields of a calibration's file."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from westphalia.experiments.sweeps.fields import Name, RangeFile, SweepFile
from westphalia.runs.parse import Numbers
from westphalia.theories import defensive

#: In place of targets: those that the built-in measures have, after random worlds have settled.
BASE_RATES = "base rates"
#: In place of targets: every moment that history has an interval of, in the years to 1945.
EVERY_MOMENT = "moments"
MOST_TARGETS = 100


Source = Annotated[str, Field(min_length=1, max_length=1000)]


class AimFile(BaseModel):
    """What a simulation should give: a 95% interval, or a value with its standard deviation.

    `where`: in which world, by factor, where there are several. `first_year`, `last_year`: the
    simulated years (1 = the first) that are measured.
    """

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    low: float | None = None
    high: float | None = None
    value: float | None = None
    sd: float | None = None
    where: Annotated[dict[Name, Any], Field(default_factory=dict, max_length=20)]
    first_year: Annotated[int, Field(ge=1)] | None = None
    last_year: Annotated[int, Field(ge=1)] | None = None


class MeasureFile(AimFile):
    """What a measure should be, and how that is known. Without `first_year`: from the first on."""

    measure: Name
    source: Source


class MomentFile(AimFile):
    """What a moment should be: what it was in history, unless numbers say otherwise.

    Without `first_year` the years count in which it is held against history. `log`: whether the
    interval is even on the scale of logarithms; a ratio's is, unless that says otherwise.
    """

    moment: Name
    source: Source | None = None
    log: bool | None = None


TargetFile = MeasureFile | MomentFile


class WorldsFile(SweepFile):
    """The worlds of a calibration and its measures, which may be none, as a sweep of one point."""

    measures: Annotated[list[Name], Field(max_length=MOST_TARGETS)]


class CalibrationFile(Numbers):
    """The file of a calibration. `case`, `random_world`, `theory`, `factors`: as in a sweep, but
    factors are worlds, theories and switches alone. The rest: see `schedule.Schedule`.
    """

    calibrate: Literal[1] = 1
    case: Name | None = None
    random_world: Any = None
    theory: Any = defensive.name
    factors: Annotated[dict[Name, Any], Field(default_factory=dict, max_length=20)]
    ranges: Annotated[dict[Name, RangeFile], Field(min_length=1, max_length=100)]
    targets: Any
    waves: Annotated[int, Field(ge=1, le=20)] = 3
    points: Annotated[int, Field(ge=1, le=100_000)] = 200
    generations: Annotated[int, Field(ge=1, le=20)] = 3
    particles: Annotated[int, Field(ge=1, le=100_000)] = 500
    draws: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    moves: Annotated[int, Field(ge=0, le=400)] = 0
