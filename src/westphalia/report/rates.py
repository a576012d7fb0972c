"""`westphalia rates`: base rates of a random world beside what is known of real ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.text import Text

from westphalia.measures.rates import SETTLE, BaseRate, base_rates, to_dataframe
from westphalia.report.table import bare_grid
from westphalia.runs.simulate import Progress, no_progress
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program

if TYPE_CHECKING:
    import pandas as pd

#: The number of states and years for which the target ranges are known.
TARGETS_FOR = (8, 100)
STYLES = {"inside": "green", "at the edge": "yellow", "outside": "red"}


@dataclass(frozen=True)
class RatesTable:
    """Base rates of a random world, and of which world."""

    states: int
    runs: int
    years: int
    settled: int
    theory: str
    seed: int
    rates: tuple[BaseRate, ...]

    def to_dataframe(self) -> "pd.DataFrame":
        """A table with a row for every rate."""
        return to_dataframe(self.rates)

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        rows = self.to_dataframe().to_dict("records")
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, "rates": rows}


def rates_of(
    spec: Spec,
    workers: int | None = None,
    progress: Progress = no_progress,
) -> RatesTable:
    """Base rates of a random world with intervals, and the range that each should lie in.

    `spec`: the world and the years that count, which come after `SETTLE` more.
    """
    line = spec.lines[0]
    setting = replace(spec.setting(line), years=SETTLE + spec.years)

    def chunks() -> Iterator[Mapping[str, np.ndarray]]:
        for records in Program(setting).chunks(spec.runs, workers):
            yield records
            progress(line.text, records["alive"].shape[-1])

    rates = base_rates(chunks())
    return RatesTable(len(spec.labels), spec.runs, spec.years, SETTLE, line.text, spec.seed, rates)


def show(found: RatesTable, console: Console) -> None:
    """Print base rates."""
    head = Text("Base rates of a random world  ", style="bold")
    head.append(
        f"{found.states} states, {found.years} years, {found.runs} runs, "
        f"{found.theory}, seed {found.seed}",
        "not bold dim",
    )
    console.print(head)
    heads = ["rate", "value [95%]", "unit", "target range", "verdict", "source"]
    grid = bare_grid(heads, edge=True, wrap=True)
    for rate in found.rates:
        ends = f" [{rate.low:.2f}, {rate.high:.2f}]" if np.isfinite(rate.low) else ""
        grid.add_row(
            rate.name,
            f"{rate.value:.2f}{ends}",
            rate.unit,
            f"{rate.target.low:.2g} to {rate.target.high:.2g}",
            Text(rate.verdict, style=STYLES.get(rate.verdict, "")),
            rate.target.source,
        )
    console.print(grid)
    if (found.states, found.years) != TARGETS_FOR:
        console.print("The target ranges are those of eight powers over a century.", style="dim")
