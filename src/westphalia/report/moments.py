"""`westphalia moments`: numbers of a simulated world beside the same numbers of history."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rich.console import Console, Group
from rich.text import Text

from westphalia.cases import Case
from westphalia.measures.intervals import Interval
from westphalia.measures.moments import MOMENTS, Sums
from westphalia.measures.moments.start import of_start
from westphalia.measures.quantities import Records
from westphalia.measures.rates import SETTLE
from westphalia.records.moments.history import UNKNOWN, Known, of_moment
from westphalia.report.table import bare_grid
from westphalia.runs.history import great_indices
from westphalia.runs.simulate import Progress, no_progress
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    import pandas as pd

STYLES = {"inside": "green", "at the edge": "yellow", "outside": "red"}


class Row(NamedTuple):
    """A moment: simulated, with its cases, and history's values, the earlier period first."""

    name: str
    simulated: Interval
    n: int
    history: tuple[Known, ...]

    @property
    def verdict(self) -> str:
        """'inside', 'outside', 'at the edge' of the earlier period's interval, or 'unknown'."""
        return self.history[0].verdict(self.simulated) if self.history else "unknown"


@dataclass(frozen=True)
class MomentsTable:
    """The moments of a world, and which world.

    `settled`: years before those that count. `rows`: a row for each moment.
    """

    world: str
    runs: int
    years: int
    settled: int
    theory: str
    seed: int
    rows: tuple[Row, ...]

    def to_dataframe(self) -> "pd.DataFrame":
        """A table with a row for every moment and period; one alone where history has none."""
        import pandas as pd

        return pd.DataFrame([line for row in self.rows for line in _lines(row)])

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        about = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**about, "rows": self.to_dataframe().to_dict("records")}


def _lines(row: Row) -> list[dict[str, Any]]:
    moment = MOMENTS[row.name]
    about = {
        "moment": row.name, "unit": moment.unit, "meaning": moment.meaning,
        "value": row.simulated.value, "low": row.simulated.low, "high": row.simulated.high,
        "n": row.n, "unit_of_n": moment.unit_of_cases,
    }  # fmt: skip
    nothing = {
        **dict.fromkeys(("first", "last", *(f"history_{k}" for k in _NUMBERS))),
        "verdict": "unknown", "interval": "", "who": "", "source": "",
        "note": UNKNOWN.get(row.name, ""),
    }  # fmt: skip
    return [about | _past(known, row.simulated) for known in row.history] or [about | nothing]


_NUMBERS = ("value", "low", "high", "n")


def _past(known: Known, simulated: Interval) -> dict[str, Any]:
    numbers = {f"history_{name}": getattr(known, name) for name in _NUMBERS}
    return {
        "first": known.first, "last": known.last, **numbers,
        "verdict": known.verdict(simulated), "interval": known.interval, "who": known.who,
        "source": known.cited, "note": known.note,
    }  # fmt: skip


def moments_of(
    spec: Spec, workers: int | None = None, progress: Progress = no_progress
) -> MomentsTable:
    """The moments of a world with intervals, beside those of history.

    Of a random world the years count that come after `SETTLE` more; every state is a great power.
    """
    line = spec.lines[0]
    case = spec.world if isinstance(spec.world, Case) else None
    settled = 0 if case else SETTLE
    program = Program(replace(spec.setting(line), years=settled + spec.years))
    sums = Sums(MOMENTS.values(), settled, great_indices(case) if case else None)
    for records in with_start(program, spec.runs, workers):
        sums.add(records)
        progress(line.text, records["alive"].shape[-1])
    found, cases = sums.estimates(), sums.cases()
    rows = tuple(Row(name, found[name], cases[name], of_moment(name)) for name in MOMENTS)
    return MomentsTable(
        spec.name, spec.runs, spec.years, settled, line.text, spec.seed, rows
    )  # fmt: skip


def with_start(program: Program, runs: int, workers: int | None = None) -> Iterator[Records]:
    """Records chunk by chunk, with what does not change (`of_start`)."""
    width = chunk_size(program.n)
    for k, records in enumerate(program.chunks(runs, workers)):
        world = program.begin(program.start(np.arange(k * width, (k + 1) * width)))[0].world
        years, *_, wide = records["alive"].shape
        yield records | {name: v[..., :wide] for name, v in of_start(world, years).items()}


def write(found: MomentsTable, path: Path) -> None:
    """Write the table as CSV.

    Raises:
        UserError: the file exists, or cannot be written.
    """
    from westphalia.report.table_file import write_csv
    from westphalia.runs.writing import refuse_existing

    refuse_existing(path)
    if not path.parent.is_dir():
        raise UserError(f"{path.parent} is not a folder; create it, or choose another --out.")
    write_csv(found.to_dataframe(), path)


def show(found: MomentsTable, console: Console) -> None:
    """Print the moments, and below them what history's are counted on."""
    head = Text(f"Moments of {found.world}  ", style="bold")
    head.append(
        f"{found.years} years, {found.runs} runs, {found.theory}, seed {found.seed}",
        "not bold dim",
    )
    console.print(Group(head, _numbers(found)))
    console.print(Text("What history's are counted on", style="bold"))
    console.print(_sources(found))
    console.print(
        "Values with their 95% interval, below it the number of cases. Only the years to 1945 are "
        "used to fit the world; the verdict is on them.",
        style="dim",
    )


def _numbers(found: MomentsTable) -> Any:
    periods = sorted({(k.first, k.last) for row in found.rows for k in row.history})
    heads = [f"history {first}-{last}" for first, last in periods]
    grid = bare_grid(["moment", "simulated", heads[0], "verdict", *heads[1:]], edge=True, wrap=True)
    for row in found.rows:
        past = {(k.first, k.last): k for k in row.history}
        cells = [
            _cell(past[p], past[p].n) if p in past else Text("-", style="dim") for p in periods
        ]
        grid.add_row(
            Text.assemble(row.name, (f"\n{MOMENTS[row.name].unit}", "dim")),
            _cell(row.simulated, row.n),
            cells[0],
            Text(row.verdict, style=STYLES.get(row.verdict, "dim")),
            *cells[1:],
        )
    return grid


def _cell(value: Interval | Known, n: int) -> Text:
    """'2.4 [2.1, 2.8]' above the number of cases."""
    if not np.isfinite(value.value):
        return Text("-", style="dim")
    ends = f" [{value.low:.3g}, {value.high:.3g}]" if np.isfinite(value.low) else ""
    return Text.assemble(f"{value.value:.3g}{ends}", (f"\nn = {n:,}", "dim"))


def _sources(found: MomentsTable) -> Any:
    grid = bare_grid(["moment", "who counts, and how", "source"], edge=True, wrap=True)
    for row in found.rows:
        if not row.history and row.name not in UNKNOWN:
            continue
        of = MOMENTS[row.name].unit_of_cases
        if row.history:
            known = row.history[0]
            said = f"{known.who}; n: {of}; {known.interval}. {known.note}".strip()
            grid.add_row(row.name, said, known.cited)
        else:
            grid.add_row(row.name, UNKNOWN[row.name], "-")
    return grid
