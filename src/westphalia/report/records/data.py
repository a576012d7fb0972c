"""`westphalia data`: what is built in and remembered; remember a folder, write its tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from westphalia.records.builtin import great_power_tables
from westphalia.records.catalogue import data_sets
from westphalia.records.compile.columns import TABLES
from westphalia.records.compile.disputes import CODINGS
from westphalia.records.folder import open_folder, remember, remembered_folder
from westphalia.records.tables import FORMATS, Tables, write_tables
from westphalia.report.records import check as data
from westphalia.report.records.source import span_of, tables_from
from westphalia.runs.writing import writing
from westphalia.world.problems import UserError, unknown

#: Data sets without which no panel can be made, and those of which one is enough.
NEEDED = (
    "states", "major_powers", "contiguity", "nmc", "atop", "wars",
)  # fmt: skip
ONE_OF = tuple(key for key, _ in CODINGS.values())


def overview() -> dict[str, Any]:
    """What is built in, and beside it `report.records.check.overview`. JSON-able."""
    tables = great_power_tables()
    states = tables.states.drop_duplicates("ccode").label
    sources = {s for table in TABLES.values() for column in table.values() for s in column.sources}
    built_in = {
        "title": "The great powers",
        "years": list(tables.years),
        "states": [str(label) for label in states],
        "sources": sorted(sources),
    }
    return {"built_in": built_in, **data.overview()}


def show_overview(found: Mapping[str, Any], console: Console) -> None:
    """Print what is built in, and the data sets that can be read."""
    inside = found["built_in"]
    first, last = inside["years"]
    console.print(Text(f"Built in: {inside['title'].lower()}, {first}-{last}", style="bold"))
    console.print(Text(f"{', '.join(inside['states'])}\n", style="dim"))
    data.show_overview(found, console)


def folder_or_remembered(path: Path | None) -> Path:
    """The folder that is named, or else the remembered one; UserError if there is neither."""
    folder = path or remembered_folder()
    if folder is None:
        raise UserError(
            "No data folder was given, and none is remembered. Give one, or have one "
            "remembered with `westphalia data use FOLDER`."
        )
    return folder


def use(path: Path) -> Path:
    """Remember a folder of data, if a panel of history can be made from it.

    Raises:
        UserError: there is no such folder, or it lacks data sets; each is named with its files
            and where to get them.
    """
    folder = open_folder(path)
    lacking = [key for key in NEEDED if not folder.has(key)]
    if not any(folder.has(key) for key in ONE_OF):
        lacking += ONE_OF[:1]
    if lacking:
        raise UserError(
            f"{path} is not remembered: a panel of history needs "
            f"{len(lacking)} more data set{'s' if len(lacking) > 1 else ''}.\n"
            + "\n".join(_lack(key) for key in lacking)
        )
    return remember(path)


def _lack(key: str) -> str:
    entry = data_sets()[key]
    other = f" (or {data_sets()[ONE_OF[1]].title})" if key == ONE_OF[0] else ""
    return f"{key}: {entry.title}{other}; files: {', '.join(entry.names)}; from {entry.site}"


def write_data_tables(
    out: Path, folder: Path | None, format: str, first: int | None, last: int | None
) -> list[Path]:
    """Write state-years, dyad-years, disputes and wars into a new folder; returns its files.

    Of all states in a folder of data, or of the built-in great powers. Raises UserError for
    another format, years that are not there, and an `out` that exists.
    """
    if format not in FORMATS:  # before anything is compiled
        raise unknown("format of tables", format, FORMATS)
    with writing(out) as beside:
        written = write_tables(_tables(folder, first, last), beside, format)
    return [out / path.name for path in written]


def _tables(folder: Path | None, first: int | None, last: int | None) -> Tables:
    span = span_of(first, last)
    whole = great_power_tables() if folder is None else tables_from(folder, *span, None)[0]
    return cut_years(whole, *span)


def cut_years(tables: Tables, first: int, last: int) -> Tables:
    """The tables cut to a span of years, with the wars that began until its end.

    Raises:
        UserError: years that the tables do not have.
    """
    begun, ended = tables.years
    if not begun <= first < last <= ended:
        raise UserError(
            f"There are no tables from {first} to {last}: these cover {begun}-{ended}. "
            "Choose a first and a later last year in that range."
        )
    cut = {
        name: getattr(tables, name)[getattr(tables, name).year.between(first, last)]
        for name in ("states", "dyads", "disputes")
    }
    wars, fights = tables.wars, tables.fights
    cut["wars"] = wars[wars.began.str[:4].astype(int) <= last]
    cut["fights"] = fights[fights["first"] <= last]
    return Tables(**cut, years=(first, last), covered=tables.covered)
