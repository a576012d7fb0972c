"""The empirical figures: each recomputed from a folder of data, and held against its targets.

A folder can carry a list of figures that somebody else computed, `calibration_targets.csv`, with
columns `id, definition, period, value, uncertainty, n, source`. A number agrees with the one
there if it lies within half a unit of the last digit printed there.
"""

import csv
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.records.figures.alliances import ALLIANCES
from westphalia.records.figures.balancing import BALANCING
from westphalia.records.figures.burdens import BURDENS
from westphalia.records.figures.figure import Figure, Result
from westphalia.records.figures.richardson import RICHARDSON
from westphalia.records.figures.victory import VICTORY
from westphalia.records.figures.wars import WARS
from westphalia.records.folder import Folder
from westphalia.world.problems import UserError

TARGETS = "calibration_targets.csv"
FIGURES: dict[str, Figure] = {
    figure.id: figure for figure in (*BALANCING, *WARS, *ALLIANCES, *VICTORY, *BURDENS, *RICHARDSON)
}
_COLUMNS = ("id", "value", "uncertainty", "n")
_DECIMAL = re.compile(r"\d*\.\d+")
_WHOLE = re.compile(r"\d+")


class Target(NamedTuple):
    """A figure as a list has it: as printed there, for rounding depends on the digits."""

    value: str
    uncertainty: str
    n: int


def recompute(folder: Folder) -> list[dict[str, Any]]:
    """A row for each figure, JSON-able, in the order of `FIGURES`; then those of the list alone.

    `id, definition, unit, period, sources, value, n, spread`; `lacking`: data sets that are not
    there, without which nothing is computed. `there`: `value, uncertainty, n` as the folder's own
    list has them, None if it has none. `differs`: which of "value", "n" and "spread" are not the
    same there. `explained`: which of these a reading gives. `errors_apart`: how many of its
    standard errors the value lies from the one there, where it differs and has one. `readings`:
    `why, value, n, spread` of each, where something differs. UserError if the list cannot be read.
    """
    targets = read_targets(folder.path / TARGETS)
    rows = [_row(folder, figure, targets.get(name)) for name, figure in FIGURES.items()]
    return rows + [
        {"id": name, "there": target._asdict(), "lacking": [], "value": None}
        for name, target in targets.items()
        if name not in FIGURES
    ]


def read_targets(path: Path) -> dict[str, Target]:
    """The figures of a list by their names; none if there is no such file.

    UserError for a column that is not there, and for every value and n that is not a number, with
    the line; and for a name that is listed twice.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = [column for column in _COLUMNS if column not in (reader.fieldnames or [])]
        if lacking:
            raise UserError(f"{path} has no column {', '.join(lacking)}; add it to the first line.")
        lines = [(reader.line_num, line) for line in reader]
    problems, out = [], {}
    for number, line in lines:
        name = line["id"]
        for column, kind in (("value", float), ("n", int)):
            try:
                kind(line[column])
            except (TypeError, ValueError):
                problems.append(
                    f"{path}, line {number}: '{line[column]}' is not a {column} of {name}; "
                    f"give a {'whole ' if kind is int else ''}number."
                )
        if name in out:
            problems.append(f"{path}, line {number}: {name} is listed twice; keep one.")
        out[name] = (line["value"], line["uncertainty"] or "", line["n"])
    if problems:
        raise UserError("\n".join(problems))
    return {name: Target(value, text, int(n)) for name, (value, text, n) in out.items()}


def agrees(ours: float, printed: str) -> bool:
    """Whether a number rounds to the one printed, within half a unit of its last digit."""
    digits = len(printed.partition(".")[2])
    return abs(ours - float(printed)) <= 0.5 * 10.0**-digits * (1 + 1e-9)


def compare_figures(result: Result, target: Target) -> dict[str, bool]:
    """Whether value, n and spread are the same; the spread only if its text has numbers.

    Of a text with decimal numbers these are compared in their order, as years are not; else its
    whole numbers.
    """
    printed = _DECIMAL.findall(target.uncertainty) or _WHOLE.findall(target.uncertainty)
    out = {"value": agrees(result.value, target.value), "n": result.n == target.n}
    if printed:
        pairs = zip(result.spread.values(), printed, strict=False)
        enough = len(result.spread) >= len(printed)
        out["spread"] = enough and all(agrees(ours, text) for ours, text in pairs)
    return out


def _row(folder: Folder, figure: Figure, target: Target | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": figure.id,
        "definition": figure.definition,
        "unit": figure.unit,
        "period": list(figure.period),
        "sources": list(figure.needs),
        "lacking": [key for key in figure.needs if not folder.has(key)],
        "there": target._asdict() if target else None,
    }
    if row["lacking"]:
        return {**row, "value": None}
    result = figure.compute(folder)
    return row | _numbers(result) | (_against(folder, figure, result, target) if target else {})


def _numbers(result: Result) -> dict[str, Any]:
    spread = {name: _finite(number) for name, number in result.spread.items()}
    return {"value": _finite(result.value), "n": result.n, "spread": spread}


def _finite(number: float) -> float | None:
    """None for what JSON has no number for: the mean of nothing, a median that is not reached."""
    return number if math.isfinite(number) else None


def _against(folder: Folder, figure: Figure, result: Result, target: Target) -> dict[str, Any]:
    """What differs from the target, and what the readings of the figure make of it."""
    differs = [part for part, alike in compare_figures(result, target).items() if not alike]
    readings, given = [], set()
    for reading in figure.readings if differs else ():
        other = reading.compute(folder) if reading.compute else None
        readings.append({"why": reading.why} | (_numbers(other) if other else {}))
        if other:
            given |= {part for part, alike in compare_figures(other, target).items() if alike}
    apart = None
    if "value" in differs and result.spread.get("error"):
        apart = abs(result.value - float(target.value)) / result.spread["error"]
    return {
        "differs": differs,
        "explained": [part for part in differs if part in given],
        "errors_apart": apart,
        "readings": readings,
    }
