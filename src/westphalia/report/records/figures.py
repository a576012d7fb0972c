"""`westphalia data figures`: empirical figures from a folder of data, next to a list of them."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from westphalia.records.figures.recompute import recompute
from westphalia.records.folder import open_folder
from westphalia.report.table import bare_grid

Row = Mapping[str, Any]
_AGREES, _EXPLAINED, _OPEN = "agrees", "explained", "not explained"
_SHORT = 90  # characters of a definition in the table


def recompute_figures(folder: Path) -> dict[str, Any]:
    """Every figure recomputed from a folder, JSON-able: `folder`, `figures`, `counts`.

    `figures`: the rows of `records.figures.recompute.recompute` with a `verdict` each:
    "agrees" if value and number of cases round to those of the folder's list, "explained" if a
    reading gives those that do not, else "not explained"; "not listed", "not computed" (data
    sets lacking, or a name not known) where there is nothing to compare. `counts`: figures by
    verdict. UserError if there is no such folder, or a file in it cannot be read.
    """
    rows = [{**row, "verdict": _verdict(row)} for row in recompute(open_folder(folder))]
    counts = Counter(row["verdict"] for row in rows)
    return {"folder": str(folder), "figures": rows, "counts": dict(counts)}


def _verdict(row: Row) -> str:
    if row["value"] is None:
        return "not computed"
    if row["there"] is None:
        return "not listed"
    differs = {"value", "n"} & set(row["differs"])
    if not differs:
        return _AGREES
    return _EXPLAINED if differs <= set(row["explained"]) else _OPEN


def show(found: Mapping[str, Any], console: Console) -> None:
    """Print the figures: name, short definition, recomputed, listed, verdict; then what differs."""
    console.print(render(found))


def render(found: Mapping[str, Any]) -> RenderableType:
    """The figures for the terminal."""
    grid = bare_grid(["figure", "what", "recomputed", "n", "listed", "n listed", ""])
    for row in found["figures"]:
        there = row["there"]
        grid.add_row(
            row["id"],
            _short(row.get("definition", "only in the list")),
            _number(row["value"]),
            str(row.get("n", "")),
            there["value"] if there else "-",
            str(there["n"]) if there else "",
            _verdict_text(row),
        )
    counts = ", ".join(f"{verdict}: {count}" for verdict, count in found["counts"].items())
    parts: list[RenderableType] = [grid, Text(), Text(counts, style="bold")]
    notes = _notes(found["figures"])
    if notes:
        parts += [Text(), Text("What differs", style="bold"), *(Text(note) for note in notes)]
    return Group(*parts)


def _short(definition: str) -> str:
    """The beginning of a definition, up to a whole word."""
    if len(definition) <= _SHORT:
        return definition
    return definition[:_SHORT].rsplit(" ", 1)[0] + " ..."


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _verdict_text(row: Row) -> str:
    if row["lacking"]:
        return f"no {', '.join(row['lacking'])}"
    apart = row.get("errors_apart")
    if row["verdict"] != _OPEN or apart is None:
        return row["verdict"]
    return f"{row['verdict']}, {apart:.1f} standard errors apart"


def _notes(rows: list[Row]) -> list[str]:
    """Every reason once, with the figures it is given for and what differs in each."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        for reading in row.get("readings", ()):
            other = "" if reading.get("value") is None else f": {_number(reading['value'])}"
            name = f"{row['id']} ({', '.join(row['differs'])}{other})"
            reasons.setdefault(reading["why"], []).append(name)
    return [f"{'; '.join(names)}\n  {why}" for why, names in reasons.items()]
