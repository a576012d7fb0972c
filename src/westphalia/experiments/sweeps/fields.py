"""The fields of a sweep's file."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from westphalia.experiments.sweeps.points import Span
from westphalia.mechanisms.forms import FORMS
from westphalia.runs.parse import Numbers
from westphalia.runs.switches import MODULES
from westphalia.theories import defensive

CASE, WORLD, THEORY, SERIAL = "case", "random_world", "theory", "serial"
#: Factors that are no numbers.
SWITCHES = (SERIAL, *MODULES)
LEVELS = (CASE, WORLD, THEORY, *SWITCHES, *FORMS)

Name = Annotated[str, Field(max_length=1000)]


class RangeFile(BaseModel):
    """Where a number may lie, on an even scale or on that of its logarithm."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    low: Annotated[float, Field(alias="from")]
    high: Annotated[float, Field(alias="to")]
    scale: Literal["linear", "log"] = "linear"

    @property
    def span(self) -> Span:
        """The range."""
        return Span(self.low, self.high, self.scale == "log")


class StepsFile(RangeFile):
    """Values from one end of a range to the other: at steps, or sampled where none are given."""

    steps: Annotated[int, Field(ge=2, le=100_000)] | None = None


class SampleFile(BaseModel):
    """How ranges without steps are sampled."""

    model_config = ConfigDict(extra="forbid", strict=True)

    method: Name
    points: Annotated[int, Field(ge=1, le=10_000_000)]


class SweepFile(Numbers):
    """The file of a sweep. `case`, `random_world`: as in a scenario; `theory`: one, or a mix."""

    sweep: Literal[1] = 1
    case: Name | None = None
    random_world: Any = None
    theory: Any = defensive.name
    factors: Annotated[dict[Name, Any], Field(default_factory=dict, max_length=100)]
    sample: SampleFile | None = None
    draws: Name | None = None
    measures: Annotated[list[Name], Field(min_length=1, max_length=100)]
