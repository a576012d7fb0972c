"""A calibration for the terminal."""

from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from westphalia.report.calibration.folder import TABLES, CalibrationFolder
from westphalia.report.table_file import read_parquet

#: Fewer effective draws than this are called few.
ENOUGH = 100


def show(to: CalibrationFolder, about: dict[str, Any], console: Console) -> None:
    """Print what is left of the ranges, whether the targets are met, and where the draws lie."""
    tables = to.folder / TABLES
    console.print(_targets(read_parquet(tables / "targets.parquet")))
    waves = read_parquet(tables / "waves.parquet")
    left = ", ".join(
        f"{row['share']:.2g} [{row['share_low']:.2g}, {row['share_high']:.2g}]"
        for row in waves.to_dict("records")
    )
    _say(console, f"Share of the ranges that is left after each wave: {left}.")
    _say(console, about["verdict"])
    if not about["draws"]:
        _say(console, "There are no draws: change the ranges or the targets.")
        return
    console.print()
    console.print(_ranges(to, read_parquet(tables / "calibrated.parquet")))
    _say(
        console,
        f"{about['draws']:,} draws, {about['distinct']:,} of them different, worth "
        f"{about['effective']:.0f} independent ones"
        + (", which is few: give more particles or generations." if about["effective"] < ENOUGH
           else "."),
    )  # fmt: skip
    if about["missing"]:
        _say(console, f"{about['missing']:.0%} of the points had no value for some target.")
    _say(console, f"Use them with --draws {to.folder}.")


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _targets(rows: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in (
        ("target", "left"), ("value (sd)", "right"), ("draws give [95%]", "right"),
        ("p", "right"), ("can be met", "right"),
    ):  # fmt: skip
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows.to_dict("records"):
        met = row["can_be_met"]
        met = "not known" if pd.isna(met) else "yes" if met else "no"
        given, p = "-", "-"
        if not pd.isna(row["simulated"]):
            ends = f"[{row['simulated_low']:.3g}, {row['simulated_high']:.3g}]"
            given, p = f"{row['simulated']:.3g} {ends}", f"{row['p']:.2f}"
        table.add_row(row["target"], f"{row['value']:.3g} ({row['sd']:.2g})", given, p, met)
    return table


def _ranges(to: CalibrationFolder, draws: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("number", "range", "draws: median [90%]"):
        table.add_column(name, justify="left" if name == "number" else "right")
    space = to.job.schedule.space
    for name, span in zip(space.names, space.spans, strict=True):
        low, mid, high = draws[name].astype(float).quantile([0.05, 0.5, 0.95])
        drawn = f"{mid:.3g} [{low:.3g}, {high:.3g}]"
        table.add_row(name, f"{span.low:g} to {span.high:g}", drawn)
    return table
