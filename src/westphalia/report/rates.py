"""`westphalia rates`: base rates of a random world beside what is known of real ones."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.measures.rates import BANDS, SETTLE, Band, base_rates, summary
from westphalia.runs.lines import theory_of
from westphalia.runs.settings import settings_of
from westphalia.runs.switches import modules_of
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.world.problems import UserError

#: The number of states the bands were made for.
BANDS_FOR = 8


def measured(
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
) -> dict[str, Any]:
    """Base rates of a random world with intervals and the verdict on every band, as data."""
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

    def chunks() -> Any:
        for records in Program(setting).chunks(runs, workers):
            yield records
            progress(theory, records["alive"].shape[-1])

    rates = base_rates(chunks())
    found = summary(rates)
    return {
        "states": states,
        "runs": runs,
        "years": years,
        "settled": SETTLE,
        "theory": theory,
        "seed": seed,
        "bands": [
            {
                "name": band.name,
                "unit": band.unit,
                "value": found[band.name][0],
                "low": found[band.name][1],
                "high": found[band.name][2],
                "from": band.low,
                "to": band.high,
                "verdict": verdict(band, *found[band.name]),
                "source": band.source,
            }
            for band in BANDS
        ],
    }


def verdict(band: Band, value: float, low: float, high: float) -> str:
    """'inside', 'outside', or 'at the edge' where the interval crosses an end of the band."""
    if not np.isfinite(value):
        return "unknown"
    inside = band.low <= value <= band.high
    if not (np.isfinite(low) and np.isfinite(high)):
        return "inside" if inside else "outside"
    crosses = any(low < end < high for end in (band.low, band.high) if end > 0)
    return "at the edge" if crosses else "inside" if inside else "outside"


def show(found: dict[str, Any], console: Console) -> None:
    """Print base rates."""
    head = Text("Base rates of a random world  ", style="bold")
    head.append(
        f"{found['states']} states, {found['years']} years, {found['runs']} runs, "
        f"{found['theory']}, seed {found['seed']}",
        "not bold dim",
    )
    console.print(head)
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("rate", "value [95%]", "unit", "should be", "verdict", "source"):
        grid.add_column(name, overflow="fold")
    styles = {"inside": "green", "at the edge": "yellow", "outside": "red"}
    for row in found["bands"]:
        ends = f" [{row['low']:.2f}, {row['high']:.2f}]" if np.isfinite(row["low"]) else ""
        grid.add_row(
            row["name"],
            f"{row['value']:.2f}{ends}",
            row["unit"],
            f"{row['from']:.2g} to {row['to']:.2g}",
            Text(row["verdict"], style=styles.get(row["verdict"], "")),
            row["source"],
        )
    console.print(grid)
    if found["states"] != BANDS_FOR or found["years"] != 100:
        console.print("The bands are those of eight powers over a century.", style="dim")
