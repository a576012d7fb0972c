"""`westphalia data`: what a folder's files are, what is wrong with them, which sets there are."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from westphalia.records.catalogue import data_sets
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder, remembered_folder
from westphalia.records.reading.derived import DERIVED
from westphalia.records.reading.files import NOT_RECOGNISED, Report
from westphalia.report.table import bare_grid

Found = Mapping[str, Any]
_SHOWN = 5  # places of each kind of problem


def check_data(path: Path) -> dict[str, Any]:
    """What checking a folder found, every problem with file and line. JSON-able.

    `problems`: their number; `files`: one entry for each file; `lacking`: keys of the data sets
    that no file holds. Raises UserError if there is no such folder.
    """
    reports = check_folder(path)
    held = {report.key for report in reports}
    followed = {key for key, (other, _) in DERIVED.items() if other in held}
    return {
        "folder": str(path),
        "problems": sum(report.count for report in reports),
        "files": [_file(report) for report in reports],
        "lacking": [key for key in data_sets() if key not in held | followed],
    }


def _file(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "data_set": report.key,
        "title": data_sets()[report.key].title if report.key else None,
        "version": report.version or None,
        "years": list(report.years) if report.years else None,
        "rows": report.rows,
        "problems": [
            {"kind": problem.kind, "line": line or None, "message": message}
            for problem in report.problems
            for line, message in zip(problem.lines, problem.sentences(), strict=True)
        ],
        "notes": list(report.notes),
    }


def show(found: Found, console: Console) -> None:
    """Print what checking a folder found: the sets, the problems, the notes, what is not read."""
    console.print(render(found))


def render(found: Found) -> RenderableType:
    """What checking a folder found, for the terminal; of each kind of problem the first places."""
    files = found["files"]
    read = [file for file in files if file["data_set"]]
    parts: list[RenderableType] = [_sets(read)] if read else [Text("No file of a known data set.")]
    problems = _problems(files)
    if problems:
        parts += [Text(), Text("Problems", style="bold"), Text("\n".join(problems))]
    notes = [
        f"{file['file']}: {note}"
        for file in files
        for note in file["notes"]
        if note != NOT_RECOGNISED
    ]
    if notes:
        parts += [Text(), Text("Notes", style="bold"), Text("\n".join(notes), style="dim")]
    strange = [file["file"] for file in files if NOT_RECOGNISED in file["notes"]]
    for title, names in (("Not recognised", strange), ("Missing", found["lacking"])):
        if names:
            parts += [Text(), Text(f"{title}: {', '.join(names)}", style="dim")]
    count = found["problems"]
    verdict = f"{count} problem{'s' if count > 1 else ''}" if count else "No problems"
    parts += [Text(), Text(f"{verdict} in {found['folder']}", style="bold")]
    return Group(*parts)


def _sets(files: Sequence[Found]) -> Table:
    grid = bare_grid(["data set", "file", "version", "years", "rows", "problems"])
    for file in files:
        years = "-".join(str(year) for year in file["years"] or ())
        row = (file["data_set"], file["file"], file["version"] or "", years, str(file["rows"]))
        grid.add_row(*row, str(len(file["problems"]) or ""))
    return grid


def _problems(files: Sequence[Found]) -> list[str]:
    """The first places of each kind of problem in each file, and how many more."""
    lines = []
    for file in files:
        kinds: dict[str, list[str]] = {}
        for problem in file["problems"]:
            kinds.setdefault(problem["kind"], []).append(problem["message"])
        for kind, places in kinds.items():
            lines += places[:_SHOWN]
            if len(places) > _SHOWN:
                lines.append(f"{file['file']}: and {len(places) - _SHOWN} more: {kind}")
    return lines


def overview() -> dict[str, Any]:
    """The data sets that can be read, and which of them the remembered folder holds. JSON-able.

    Raises UserError if the remembered folder is gone.
    """
    path = remembered_folder()
    folder = open_folder(path) if path else None
    return {
        "folder": str(path) if path else None,
        "sets": [
            {
                "key": entry.key,
                "title": entry.title,
                "version": entry.version or None,
                "years": list(entry.years) or None,
                "unit": entry.unit,
                "holds": entry.holds,
                "cite": entry.cite,
                "terms": entry.terms,
                "site": entry.site,
                "files": list(entry.names),
                "columns": {c.name: c.about or c.kind for c in entry.columns.values()},
                "held": folder.has(entry.key) if folder else False,
            }
            for entry in data_sets().values()
        ],
    }


def show_overview(found: Found, console: Console) -> None:
    """Print the data sets that can be read, and which the remembered folder holds."""
    grid = bare_grid(["data set", "found", "what it is", "cite", "file names"])
    for entry in found["sets"]:
        years = "-".join(str(year) for year in entry["years"] or ())
        what = " ".join(part for part in (entry["title"], entry["version"], years) if part)
        names = ", ".join(entry["files"])
        grid.add_row(entry["key"], "yes" if entry["held"] else "", what, entry["cite"], names)
    folder = found["folder"] or "none; name one with `westphalia data use FOLDER`"
    terms = "None of these data are in this package. Get them from their authors, and cite them."
    console.print(Group(grid, Text(f"\nFolder: {folder}", style="bold"), Text(terms, style="dim")))
