"""What studies of history found, as typed rows that are written as JSON and read back.

A number that is not known is NaN here and null in JSON.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from westphalia.forecast.windows import Window
from westphalia.measures.intervals import Interval
from westphalia.records.panel import Coding, Panel
from westphalia.runs.as_json import as_data, from_data, to_json
from westphalia.world.problems import unknown

if TYPE_CHECKING:
    import pandas as pd

#: All decisions together, each counting once.
TOGETHER = "all"


@dataclass(frozen=True)
class Comparison:
    """A mean difference of two forecasts' scores and what it says.

    `decades`, `pairs`: ends of its 95% interval over decades and over pairs of states. `verdict`:
    "better", "worse" or `blocks.ALIKE`, of the first beside the second.
    """

    value: float
    decades: tuple[float, float]
    pairs: tuple[float, float]
    verdict: str

    @property
    def wider(self) -> tuple[float, float] | None:
        """The wider of the two intervals; None if either is missing."""
        spans = (self.decades, self.pairs)
        if any(end != end for span in spans for end in span):
            return None
        return max(spans, key=lambda span: span[1] - span[0])


@dataclass(frozen=True)
class PanelSummary:
    """Which panel: `first`, `last`: years of its decisions; `covered`: years of each kind of
    event; `sources`: keys of the data sets.
    """

    states: tuple[str, ...]
    codes: tuple[int, ...]
    first: int
    last: int
    coding: Coding | None
    covered: dict[str, tuple[int, int]]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, panel: Panel) -> "PanelSummary":
        """The summary of a panel."""
        return cls(
            panel.labels,
            panel.codes,
            int(panel.years[0]) + 1,
            int(panel.years[-1]),
            panel.coding,
            dict(panel.covered),
            tuple(panel.sources),
        )


@dataclass(frozen=True)
class ContenderSummary:
    """`baseline`: whether it holds no theory."""

    name: str
    title: str
    baseline: bool


@dataclass(frozen=True)
class Cell:
    """One contender's scores of a kind of decisions in a window.

    `events`: decisions in which something happened, None of all kinds together. `log`, `brier`:
    mean scores. `auc`: by outcome, None of all kinds together.
    """

    window: str
    kind: str
    contender: str
    decisions: int
    events: int | None
    log: float
    brier: float
    against_base: Comparison
    auc: dict[str, Interval] | None


@dataclass(frozen=True)
class Pair:
    """Two contenders compared on a kind of decisions in a window, `one` beside `other`."""

    window: str
    kind: str
    one: str
    other: str
    difference: Comparison


@dataclass(frozen=True)
class CalibrationRow:
    """A calibration curve of "something happens"; see `measures.scoring.Curve`."""

    window: str
    kind: str
    contender: str
    chance: tuple[float, ...]
    observed: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    number: tuple[int, ...]
    binned: float
    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True)
class EstimateRow:
    """A theory's parameters at the maximum of the likelihood; see `estimate.Estimate`.

    `names`: parameters; the tuples have a number for each. `learnt_until`: last year learnt from.
    """

    theory: str
    window: str
    learnt_until: int
    names: tuple[str, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    default: tuple[float, ...]
    at_limit: tuple[bool, ...]
    log_likelihood: float
    at_default: float
    slope: float


@dataclass(frozen=True)
class PosteriorRow:
    """Mean and 95% interval of a theory's parameters in its posterior; see
    `posterior.Posterior`. `draws`: of each chain.
    """

    theory: str
    names: tuple[str, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    rhat: tuple[float, ...]
    ess: tuple[float, ...]
    divergent: int
    gradients: int
    chains: int
    draws: int


@dataclass(frozen=True)
class StackingRow:
    """Weights of the mixture of all contenders that would have scored best."""

    window: str
    kind: str
    weights: dict[str, float]


@dataclass(frozen=True)
class RobustnessRow:
    """How often the order of the theories stays the same under other choices.

    `what`: the choice. `cases`: how often it was made otherwise. `reference`: the order that the
    others are compared with. `same_order`, `same_best`: shares of the cases. `kendall`: mean
    Kendall's tau. `orders`: cases by order. `skipped`: why there are no cases.
    """

    what: str
    cases: int
    reference: str
    same_order: Interval
    same_best: Interval
    kendall: float
    orders: dict[str, int]
    skipped: str | None = None


@dataclass(frozen=True)
class RecoveryRow:
    """Of the histories that one theory made, the share in which another (or it) scored best, and
    in which it was also told apart from every other.
    """

    kind: str
    made_by: str
    best: str
    share: Interval
    clear: Interval


@dataclass(frozen=True)
class RecoveryMatrix:
    """Which theory scores best on the histories of which. `histories`: simulated under each;
    `estimated`: on their first half, scored on the second.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    histories: int
    estimated: bool
    rows: tuple[RecoveryRow, ...]


@dataclass(frozen=True)
class RankRow:
    """Ranks of a theory's true parameters among posterior draws; see `calibration.Ranks`.

    `ranks`, `bins`: by parameter.
    """

    theory: str
    names: tuple[str, ...]
    ranks: tuple[tuple[int, ...], ...]
    draws: int
    histories: int
    bins: tuple[tuple[int, ...], ...]
    uniform_p: tuple[float, ...]
    mean: tuple[float, ...]


class Tabular:
    """Results that can be read as tables."""

    def to_dataframe(self, table: str = "cells") -> "pd.DataFrame":
        """One of the result's tables, such as "cells" (the scores) or "estimates".

        Raises UserError for a table that there is not, with the names of those that there are.
        """
        from westphalia.forecast.frames import tables_of

        found = tables_of(self)
        if table not in found:
            raise unknown("table of this study", table, found)
        return found[table]


@dataclass(frozen=True)
class Scores(Tabular):
    """Scores of contenders on one panel, side by side.

    `against`: the contender beside which all stand. `notes`: what must be known of a baseline's
    fits, by contender and kind.
    """

    panel: PanelSummary
    kinds: tuple[str, ...]
    contenders: tuple[ContenderSummary, ...]
    against: str
    cells: tuple[Cell, ...]
    calibration: tuple[CalibrationRow, ...]
    estimates: tuple[EstimateRow, ...]
    notes: dict[str, dict[str, str]]
    seed: int


@dataclass(frozen=True)
class ReplayResult(Scores):
    """What `replay_study` found. `log_likelihood`: of all choices, nats, by theory; `serial`:
    states acted in turn.
    """

    log_likelihood: dict[str, float]
    posterior: tuple[PosteriorRow, ...]
    serial: bool


@dataclass(frozen=True)
class TournamentResult(Scores):
    """What `tournament_study` found. `order`: theories from best to worst in the windows that are
    not rolling; `quick`: a short one.
    """

    windows: tuple[Window, ...]
    estimated: bool
    pairs: tuple[Pair, ...]
    stacking: tuple[StackingRow, ...]
    order: tuple[str, ...]
    robustness: tuple[RobustnessRow, ...]
    recovery: tuple[RecoveryMatrix, ...]
    quick: bool


@dataclass(frozen=True)
class RecoveryResult(Tabular):
    """What `westphalia recover` found."""

    panel: PanelSummary
    seed: int
    recovery: tuple[RecoveryMatrix, ...]
    ranks: tuple[RankRow, ...]


Result = ReplayResult | TournamentResult | RecoveryResult
R = TypeVar("R", bound=Tabular)


def write_result(result: Tabular) -> str:
    """A result as JSON."""
    return to_json(as_data(result))


def read_result(text: str, kind: type[R]) -> R:
    """A result from its JSON; ValueError with the place that does not fit."""
    return from_data(kind, json.loads(text))
