"""A sweep for the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from westphalia.experiments.sweeps.rehearsal import Rehearsal
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.measures.measure import EXPECTED
from westphalia.report.sweeps.folder import Found

#: Rows of the table of points that are printed whole; more are summed up.
MOST_ROWS = 40


def show(found: Found, console: Console) -> None:
    """Print the points with their values, or where each measure is lowest and highest."""
    sweep, table = found.sweep, found.table
    console.print(
        f"{_count(sweep.size, 'combination')} of {', '.join(sweep.factors) or 'nothing'}, "
        f"{_count(sweep.runs, 'run')} of each.",
        highlight=False,
        soft_wrap=True,
    )
    if len(table) <= MOST_ROWS:
        console.print(_table(table, sweep))
    else:
        for line in ends_of(table, sweep.factors):
            console.print(line, highlight=False, soft_wrap=True)
        console.print()
    for one in found.failed:
        console.print(
            f"Warning: '{one.measure}' could not be computed in {one.runs:,} of "
            f"{sweep.size * sweep.runs:,} runs (column missing): {one.why.partition(EXPECTED)[0]}",
            style="yellow",
            markup=False,
            soft_wrap=True,
        )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def ends_of(table: pd.DataFrame, factors: Sequence[str]) -> Iterator[str]:
    """For each measure a line for the points where it is lowest and highest."""
    values = table["value"].to_numpy(float, na_value=np.nan)
    for name in table["measure"].unique():
        at = np.flatnonzero((table["measure"] == name).to_numpy(bool) & np.isfinite(values))
        if not len(at):
            yield f"{name}: no value at any point"
            continue
        ends = (("lowest ", values[at].argmin()), ("highest", values[at].argmax()))
        for k, (word, place) in enumerate(ends):
            (row,) = table.iloc[[at[place]]].to_dict("records")
            if k == 0:
                yield f"{name}, {row['unit']}"
            where = ", ".join(f"{factor} {_number(row[factor])}" for factor in factors)
            yield f"  {word} {_value(row)} at point {row['point']}: {where}"


def _table(rows: pd.DataFrame, sweep: Sweep) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("point", *sweep.factors):
        table.add_column(name, overflow="fold")
    table.add_column("measure")
    table.add_column("value [95%]", justify="right", no_wrap=True)
    table.add_column("unit")
    for row in rows.to_dict("records"):
        levels = (_number(row[name]) for name in sweep.factors)
        table.add_row(str(row["point"]), *levels, row["measure"], _value(row), row["unit"])
    return table


def _value(row: Mapping[Any, Any]) -> str:
    return f"{_number(row['value'])} [{_number(row['low'])}, {_number(row['high'])}]"


def _number(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, str | int):
        return str(value)
    return "-" if pd.isna(value) else f"{float(value):.4g}"  # type: ignore[arg-type]


def show_rehearsal(found: Rehearsal, cores: int, console: Console) -> None:
    """Print what a sweep would take."""
    console.print(
        f"{found.points:,} points, {found.runs:,} runs in {found.pieces:,} pieces: "
        f"{found.world_years:,} simulated years.\n"
        f"Time: about {_time(found.seconds)} on one core, {_time(found.seconds / cores)} on the "
        f"{cores} of this machine, estimated from a short trial. Getting ready took "
        f"{_time(found.compiling)}, mostly compiling, which is not repeated.\n"
        f"Memory: about {found.bytes / 1e9:.1f} GB for each process.\n"
        f"Nothing was written.",
        highlight=False,
        soft_wrap=True,
    )


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
