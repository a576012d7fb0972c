"""A calibration for the terminal."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from westphalia.report.calibration.folder import TABLES, CalibrationFolder
from westphalia.report.table_file import read_parquet

#: Fewer effective draws than this are called few.
ENOUGH = 100
#: A standard error above this share of a target's sd is told.
ROUGH = 1 / 3


def show(to: CalibrationFolder, about: dict[str, Any], console: Console) -> None:
    """Print what is left of the ranges, whether the targets are met, and where the draws lie."""
    tables = to.folder / TABLES
    targets = read_parquet(tables / "targets.parquet")
    console.print(_targets(targets))
    _say(
        console,
        "Met somewhere: some point of the ranges comes within three standard deviations. p: chance "
        "that a world drawn from the result is as far from the target as this.",
    )
    for line in too_noisy(targets, to.job.runs):
        _say(console, line)
    for one in about["failed"]:
        _say(
            console,
            f"Warning: '{one['measure']}' failed in {one['runs']:,} runs, which are left out: "
            f"{one['why']}",
        )
    waves = read_parquet(tables / "waves.parquet")
    left = ", ".join(
        f"{row['share']:.2g} [{row['share_low']:.2g}, {row['share_high']:.2g}]"
        for row in waves.to_dict("records")
    )
    _say(console, f"Share of the ranges that is still plausible after each wave: {left}.")
    _say(console, about["verdict"])
    if not about["draws"]:
        _say(console, "There are no draws: change the ranges or the targets.")
        return
    console.print()
    console.print(_ranges(to, read_parquet(tables / "calibrated.parquet")))
    for line in _worth(about):
        _say(console, line)
    if not about["moves"] and about["draws"] > 1.5 * about["effective"]:
        _say(
            console,
            "There are more draws than the points are worth: intervals over them are too narrow. "
            "Leave `draws` out of the file to have as many as they are worth.",
        )
    if about["missing"]:
        _say(
            console,
            f"At {about['missing']:.0%} of the points some target could not be measured; these "
            f"points count for nothing.",
        )
    _say(console, f"Use them with --draws {to.folder}.")


def _worth(about: dict[str, Any]) -> Iterator[str]:
    """What is said of how many draws there are, and what they are worth."""
    draws = f"{about['draws']:,} draws ({about['distinct']:,} distinct"
    if not about["moves"]:
        few = about["effective"] < ENOUGH
        more = ", which is few: give more particles or generations" if few else ""
        yield f"{draws}; effective sample size {about['effective']:.0f}{more})."
        return
    few = about["distinct"] < ENOUGH
    more = ", which is few: give more particles or moves" if few else ""
    yield f"{draws}{more}) from a population that was moved {about['moves']} times."
    if about["power"] < 1.0:
        yield (
            f"It has not reached the targets: the draws are those of standard deviations "
            f"{about['power'] ** -0.5:.3g} times as large. Give more moves."
        )


def too_noisy(targets: pd.DataFrame, runs: int) -> Iterator[str]:
    """What is said of targets that the runs of a point measure too roughly."""
    for row in targets.to_dict("records"):
        if not pd.isna(row["error"]) and row["error"] > row["sd"] * ROUGH:
            needed = runs * (row["error"] / (row["sd"] * ROUGH)) ** 2
            yield (
                f"'{row['target']}' is measured roughly: with {runs:,} runs of a point its "
                f"standard error is about {row['error']:.2g}, more than a third of the target's "
                f"sd. It acts on all points alike, for they share random numbers. About "
                f"{needed:,.0f} runs would do."
            )


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _targets(rows: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in (
        ("target", "left"), ("value (sd)", "right"), ("draws give [95%]", "right"),
        ("p", "right"), ("met somewhere", "right"),
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
