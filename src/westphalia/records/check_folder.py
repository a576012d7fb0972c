"""Check a folder of data: what each file is, what it covers, every problem with file and line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from westphalia.records import catalogue
from westphalia.records.reading.files import Report, recognise_files
from westphalia.records.reading.problems import Findings
from westphalia.records.reading.rows import convert_types, rows_of
from westphalia.records.reading.rules import check_rows, coverage


def check_folder(path: Path) -> list[Report]:
    """Check every file of a folder and of the folders in it, in order of their names.

    All problems are reported; that several files hold the same set is a problem of each. Raises
    UserError if there is no such folder.
    """
    found = recognise_files(path)
    codes = state_codes(found)
    checked = [examine(report, codes)[0] for report in found]
    rivals = find_duplicates(checked)
    return [_with_rivals(report, rivals.get(report.key or "", [])) for report in checked]


def examine(report: Report, codes: np.ndarray | None) -> tuple[Report, pd.DataFrame]:
    """Read and check a recognised file: the report, and the table in canonical columns.

    `codes`: numbers of the states there are, None if not known. What has problems is in the table
    all the same, or missing there: use none of it before `Report.problems` is empty.
    """
    if report.key is None or report.problems:
        return report, pd.DataFrame()
    entry = catalogue.data_set(report.key)
    findings = Findings(report.file)
    try:
        rows = rows_of(report.path, entry, findings)
    except (OSError, pa.ArrowException) as error:
        findings.whole(
            "unreadable", f"cannot be read ({str(error).splitlines()[0]}); download it again"
        )
        return replace(report, problems=findings.problems()), pd.DataFrame()
    word = "row" if report.path.suffix.lower() == ".parquet" else "line"
    listed = codes if entry.key != "states" else None
    check_rows(entry, rows, listed, word, findings)
    if not len(rows.lines) and not findings.found:
        findings.whole("empty", "the file has a header but no rows")
    if codes is None and any(c.kind == "state" for c in entry.columns.values()):
        findings.notes.append("state numbers not checked: the folder has no list of states")
    report = replace(
        report,
        rows=len(rows.lines),
        years=coverage(entry, rows),
        problems=findings.problems(),
        notes=(*report.notes, *findings.notes),
    )
    return report, convert_types(rows.table, entry)


def state_codes(found: Sequence[Report]) -> np.ndarray | None:
    """The numbers of the states in a folder's list; None without a list free of problems."""
    lists = [examine(report, None) for report in found if report.key == "states"]
    whole = [table.ccode for report, table in lists if not report.problems]
    return np.unique(pd.concat(whole)) if whole else None


def find_duplicates(reports: Sequence[Report]) -> dict[str, list[Report]]:
    """The data sets that more than one file holds, and the reports of those files."""
    held = defaultdict(list)
    for report in reports:
        if report.key is not None:
            held[report.key].append(report)
    return {key: group for key, group in held.items() if len(group) > 1}


def duplicate_message(rivals: Sequence[Report]) -> str:
    """The message about a data set that several files hold."""
    title = catalogue.data_set(rivals[0].key or "").title
    files = " and ".join(f"{r.file} (version {r.version or 'unknown'})" for r in rivals)
    return f"{title} is held by {files}; leave only one of them in the folder"


def _with_rivals(report: Report, rivals: Sequence[Report]) -> Report:
    """The report, with a problem if other files hold the same data set."""
    if not rivals:
        return report
    findings = Findings(report.file)
    findings.whole("several files of a set", duplicate_message(rivals))
    return replace(report, problems=(*findings.problems(), *report.problems))
