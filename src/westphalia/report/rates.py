"""`westphalia rates`: base rates of a random world beside what is known of real ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.measures.rates import SETTLE, BaseRate, base_rates, to_dataframe
from westphalia.runs.lines import theory_of
from westphalia.runs.settings import settings_of
from westphalia.runs.switches import modules_of
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.world.problems import UserError

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
    states: int,
    runs: int,
    years: int,
    theory: str,
    seed: int,
    set_: Sequence[str],
    off: Sequence[str],
    on: Sequence[str],
    workers: int | None = None,
    progress: Callable[[str, int], None] = lambda what, runs: None,
    form: Sequence[str] = (),
) -> RatesTable:
    """Base rates of a random world with intervals, and the range that each should lie in."""
    if not 0 <= seed < 2**32:
        raise UserError(f"seed = {seed} is outside its range: 0 to {2**32 - 1}.")
    chosen = theory_of(theory)[0]
    settings = settings_of(set_, [chosen], form)
    setting = Setting(
        scene=RandomWorld(states),
        theories=settings.applied(assign(chosen, states)),
        years=SETTLE + years,
        seed=seed,
        parameters=settings.parameters,
        modules=modules_of(off, on),
    )

    def chunks() -> Iterator[Mapping[str, np.ndarray]]:
        for records in Program(setting).chunks(runs, workers):
            yield records
            progress(theory, records["alive"].shape[-1])

    return RatesTable(states, runs, years, SETTLE, theory, seed, base_rates(chunks()))


def show(found: RatesTable, console: Console) -> None:
    """Print base rates."""
    head = Text("Base rates of a random world  ", style="bold")
    head.append(
        f"{found.states} states, {found.years} years, {found.runs} runs, "
        f"{found.theory}, seed {found.seed}",
        "not bold dim",
    )
    console.print(head)
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("rate", "value [95%]", "unit", "target range", "verdict", "source"):
        grid.add_column(name, overflow="fold")
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
