"""The record of history that a study reads: the built-in great powers, or a folder of data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from westphalia.records.builtin import DATA, GREAT_POWERS, great_power_tables
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.compile.grid import Frame
from westphalia.records.folder import Folder, open_folder, remembered_folder
from westphalia.records.panel import Coding, Panel
from westphalia.records.tables import Tables
from westphalia.runs.manifest import digest
from westphalia.world.problems import UserError

#: The years of the built-in panel, and of a folder's unless others are asked for.
FIRST, LAST = 1816, 2016


@dataclass(frozen=True, eq=False)
class Record:
    """The record that panels are made from.

    `inputs`: SHA-256 of every file that was read, by its name. `codes`: the states of a panel;
    None for all, of which only politically relevant pairs are scored. `folder`: of the user's
    data; None for the built-in ones.
    """

    tables: Tables
    inputs: Mapping[str, str]
    codes: tuple[int, ...] | None
    folder: Path | None = None

    def panel(self, coding: Coding, first: int, last: int) -> Panel:
        """A panel in a coding; UserError for codings and years that are not there."""
        some = self.codes is not None
        return build_panel(self.tables, coding, first, last, self.codes, relevant_all=some)


def span_of(first: int | None, last: int | None) -> tuple[int, int]:
    """The years asked for, or else those of the built-in panel."""
    return FIRST if first is None else first, LAST if last is None else last


def record_of(data: Path | None, all_states: bool, first: int, last: int) -> Record:
    """The built-in record of the great powers, or that of a folder of data."""
    if data is None and not all_states:
        return Record(great_power_tables(), builtin_inputs(), GREAT_POWERS)
    path = data or remembered_folder()
    if path is None:
        raise UserError(
            "--all-states needs a folder of data: the package has the great powers only. Give "
            "one with --data FOLDER, or have one remembered with `westphalia data use FOLDER`."
        )
    codes = None if all_states else GREAT_POWERS
    tables, inputs = tables_from(path, first, last, codes)
    return Record(tables, inputs, codes, path)


def tables_from(
    path: Path, first: int, last: int, codes: Sequence[int] | None
) -> tuple[Tables, dict[str, str]]:
    """The tables of a folder, and the SHA-256 of every file that was read for them.

    From 1816 on even if later years are asked for: growth and peace are measured from before.
    """
    noting = _Noting(open_folder(path))
    return compile_tables(noting, min(FIRST, first), last, codes), noting.inputs()


def builtin_inputs() -> dict[str, str]:
    """The SHA-256 of every file of the built-in panel."""
    files = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".yaml"))
    return {path.name: digest(path.read_bytes()) for path in files}


@dataclass(frozen=True)
class _Noting:
    """A folder that notes which data sets were read."""

    folder: Folder
    read: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        return self.folder.has(key)

    def table(self, key: str) -> Frame:
        self.read.add(key)
        return self.folder.table(key)

    def inputs(self) -> dict[str, str]:
        return {key: self.folder.sha256(key) for key in sorted(self.read)}
