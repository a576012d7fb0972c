"""A user's folder of data: its tables, its files, and which folder is remembered."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from platformdirs import user_config_path

from westphalia.records.catalogue import DataSet, data_set
from westphalia.records.check_folder import (
    duplicate_message,
    examine,
    find_duplicates,
    state_codes,
)
from westphalia.records.reading.derived import DERIVED
from westphalia.records.reading.files import Report, recognise_files
from westphalia.records.reading.problems import Problem
from westphalia.world.problems import UserError

_SHOWN = 5  # places of each kind of problem in an error


@dataclass(frozen=True, eq=False)
class Folder:
    """The data sets in a folder; each is read and checked when it is first asked for.

    `found`: what each file is.
    """

    path: Path
    found: tuple[Report, ...]
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file of each data set that one file holds."""
        rivals = find_duplicates(self.found)
        return {r.key: r.path for r in self.found if r.key is not None and r.key not in rivals}

    def has(self, key: str) -> bool:
        """Whether there is a file of the data set, or of one it follows from.

        UserError if there is no data set of the name.
        """
        data_set(key)
        return any(report.key == self._source_key(key) for report in self.found)

    def table(self, key: str) -> pd.DataFrame:
        """The data set in the columns of the catalogue, in the order of the file.

        Whole numbers are integers where none is missing, else floats with NaN; dates are text,
        YYYY-MM-DD. Optional columns that the file has not are NaN. Raises UserError if there is
        no file, if several hold the set, and for every problem in it: no row is left out.
        """
        entry = data_set(key)
        if key not in self._tables:
            held = self._source_key(key)
            table = self._read(entry, held)
            self._tables[key] = table if held == key else DERIVED[key][1](table)
        return self._tables[key].copy()

    def sha256(self, key: str) -> str:
        """The SHA-256 of the file that the table is read from."""
        entry = data_set(key)
        with self._report(entry, self._source_key(key)).path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def _source_key(self, key: str) -> str:
        """The data set itself if there is a file of it, else the one it follows from."""
        if any(report.key == key for report in self.found):
            return key
        other = DERIVED.get(key, (key,))[0]
        return other if any(report.key == other for report in self.found) else key

    def _report(self, entry: DataSet, held: str) -> Report:
        """The one file that holds a data set."""
        reports = [report for report in self.found if report.key == held]
        if len(reports) > 1:
            raise UserError(f"{self.path}: {duplicate_message(reports)}.")
        if not reports:
            names = [*entry.names, *(data_set(DERIVED[held][0]).names if held in DERIVED else ())]
            raise UserError(
                f"{self.path} has no {entry.title}. Put one of these there: {', '.join(names)} "
                f"(.csv, .csv.gz, .txt or .parquet). Get it from {entry.site}; cite {entry.cite}."
            )
        return reports[0]

    @cached_property
    def _codes(self) -> np.ndarray | None:
        return state_codes(self.found)

    def _read(self, entry: DataSet, held: str) -> pd.DataFrame:
        report, table = examine(self._report(entry, held), self._codes)
        if report.problems:
            raise UserError(_refusal(entry, report.problems))
        return table


def _refusal(entry: DataSet, problems: tuple[Problem, ...]) -> str:
    """Why a data set is not read, with the first places of each kind of problem."""
    count = sum(problem.total for problem in problems)
    places = [sentence for problem in problems for sentence in problem.sentences(_SHOWN)]
    return "\n".join(
        [
            f"{entry.title} is not read: {count} problem{'s' if count > 1 else ''}. "
            "`westphalia data check` lists all.",
            *places,
        ]
    )


def open_folder(path: Path | str) -> Folder:
    """A folder of data; UserError if there is no such folder."""
    folder = Path(path).expanduser()
    return Folder(folder, tuple(recognise_files(folder)))


def remember(path: Path | str) -> Path:
    """Remember a folder of data as the one to use; UserError if there is no such folder.

    It is written to `data.json` in the user's configuration folder, or in the folder that the
    environment variable WESTPHALIA_CONFIG names. Returns the folder.
    """
    folder = Path(path).expanduser().resolve()
    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder; name the folder that holds the data files.")
    note = _note()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"folder": str(folder)}) + "\n", encoding="utf-8")
    return folder


def remembered_folder() -> Path | None:
    """The folder of data to use, None if none was named.

    The environment variable WESTPHALIA_DATA goes before what was remembered. UserError if the
    folder is gone.
    """
    if named := os.environ.get("WESTPHALIA_DATA"):
        where, fix = "the environment variable WESTPHALIA_DATA", "set it again"
    elif _note().is_file():
        named, where = _read_note(), str(_note())
        fix = "name another with `westphalia data use FOLDER`"
    else:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise UserError(f"The data folder {folder}, named by {where}, does not exist; {fix}.")
    return folder


def _read_note() -> str:
    try:
        return json.loads(_note().read_text(encoding="utf-8"))["folder"]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{_note()} does not name a folder; name one with `westphalia data use FOLDER`."
        ) from error


def _note() -> Path:
    folder = os.environ.get("WESTPHALIA_CONFIG")
    return (Path(folder) if folder else user_config_path("westphalia")) / "data.json"
