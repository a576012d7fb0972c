"""What the files of a folder are: of which data set, in which version, by name and columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa

from westphalia.records import catalogue
from westphalia.records.catalogue import DataSet
from westphalia.records.reading.problems import Findings, Problem
from westphalia.records.reading.rows import columns_of
from westphalia.world.problems import UserError

NOT_RECOGNISED = "not recognised; not read"
_OTHER_FORMS = {
    ".zip": "not read: unpack it in the folder",
    **dict.fromkeys((".dta", ".xls", ".xlsx", ".sav", ".rda", ".rds"), "not read: take the .csv"),
}


@dataclass(frozen=True)
class Report:
    """What a file is and what was found in it.

    `key`: its data set, None if it is of none that is read. `years`: first and last it speaks
    of. `problems`: what must be put right before it is used. `notes`: what one should know.
    """

    file: str
    path: Path
    key: str | None = None
    version: str = ""
    years: tuple[int, int] | None = None
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Number of problems, each place counted."""
        return sum(problem.total for problem in self.problems)


def recognise_files(path: Path) -> list[Report]:
    """What each file of a folder is, by its name and columns, in order of the names.

    A file that is of a data set by name and lacks a column has a problem, and no table.
    """
    if not path.is_dir():
        raise UserError(f"{path} is not a folder; name the folder that holds the data files.")
    hidden = (".", "__MACOSX")
    files = (
        file
        for file in sorted(path.rglob("*"))
        if file.is_file()
        and not any(part.startswith(hidden) for part in file.relative_to(path).parts)
    )
    return [_recognise(file, path) for file in files]


def _recognise(file: Path, folder: Path) -> Report:
    """What a file is by its name and columns."""
    findings = Findings(file.relative_to(folder).as_posix())
    report = Report(file=findings.file, path=file)
    header: list[str] = []
    if catalogue.is_readable(file.name):
        try:
            header, _ = columns_of(file)
        except (OSError, pa.ArrowException) as error:
            message = f"cannot be read ({str(error).splitlines()[0]}); download it again"
            findings.whole("unreadable", message)
    if (why := catalogue.why_not_read(file.name, header)) is not None:
        return replace(report, notes=(f"not read: {why}",))
    entry = catalogue.find_by_name(file.name) if catalogue.is_readable(file.name) else None
    fitting = catalogue.find_by_columns(header)
    if entry is None and len(fitting) == 1:
        entry = fitting[0]
    if entry is None:
        if len(fitting) > 1 and header:
            names = " or ".join(f"'{next(iter(f.names))}' ({f.title})" for f in fitting)
            findings.whole("ambiguous", f"has the columns of several data sets; name it {names}")
            return replace(report, problems=findings.problems())
        note = _OTHER_FORMS.get(file.suffix.lower(), NOT_RECOGNISED)
        return replace(report, notes=(note,), problems=findings.problems())
    version = catalogue.version_of(entry, file.name)
    report = replace(report, key=entry.key, version=version)
    if not findings.found and not header:
        findings.whole("empty", "empty, or damaged so that nothing can be read; download it again")
    if header:
        _check_header(entry, header, fitting, findings)
    return replace(report, problems=findings.problems())


def _check_header(
    entry: DataSet, header: Sequence[str], fitting: Sequence[DataSet], findings: Findings
) -> None:
    """Columns that are missing, with the nearest there is, and columns that appear twice."""
    lower = [name.lower() for name in header]
    twice = sorted({name for name in lower if name and lower.count(name) > 1})
    for name in twice:
        findings.add("column twice", f"column '{name}' appears twice", [1], [""])
    for column in catalogue.lacking_columns(entry, header):
        names = [column.name, *column.also, *([", ".join(column.made)] if column.made else [])]
        spare = [name for name in header if name not in entry.columns]
        near = get_close_matches(column.name.lower(), [n.lower() for n in spare], 1, 0.5)
        hint = f"; is it '{near[0]}'?" if near else f"; columns found: {', '.join(header[:12])}"
        if fitting and fitting[0].key != entry.key:
            hint += f". By its columns the file is: {fitting[0].title}"
        message = f"the column {' or '.join(repr(n) for n in names)} of {entry.title} is missing"
        findings.add("missing column", message + hint, [1], [""])
