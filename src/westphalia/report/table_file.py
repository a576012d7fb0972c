"""Tables as files: Parquet that says what its columns hold, and CSV that R and Stata read."""

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any, TextIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from westphalia.report.columns import describe
from westphalia.runs.settings import ALL
from westphalia.runs.writing import beside, replace_file
from westphalia.world.problems import UserError

#: Letters in the name of a variable that Stata takes.
LONGEST = 32


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a table, named as the file is, with what is known of each column as its metadata."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [_described(path.stem, field) for field in table.schema]
    content = BytesIO()
    pq.write_table(table.cast(pa.schema(fields, table.schema.metadata)), content)
    replace_file(path, content.getvalue())


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write every table that has rows, by name, as Parquet and as CSV."""
    folder.mkdir(exist_ok=True)
    for name, table in tables.items():
        if len(table):
            write_parquet(table, folder / f"{name}.parquet")
            write_csv(table, folder / f"{name}.csv")


class TableWriter:
    """A table that is written a few rows at a time, as Parquet and as CSV, never whole in memory.

    It lies under other names until it is complete; without an end it is not there. Where there is
    the Parquet file there is the CSV file too.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """`name`: of the table, and of its two files in the folder."""
        self._parquet, self._csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        self._files = ExitStack()
        self._open: tuple[pq.ParquetWriter, TextIO] | None = None

    def __enter__(self) -> "TableWriter":
        return self

    def add(self, frame: pd.DataFrame) -> None:
        """Add rows; the columns are those of the first."""
        name, first = self._parquet.stem, self._open is None
        table = pa.Table.from_pandas(frame, preserve_index=False)
        if self._open is None:
            fields = [_described(name, field) for field in table.schema]
            self._open = self._begin(pa.schema(fields, table.schema.metadata))
        parquet, csv = self._open
        parquet.write_table(table.cast(parquet.schema))
        plain_rows(frame).to_csv(csv, header=first, index=False, lineterminator="\n")

    def _begin(self, schema: pa.Schema) -> tuple[pq.ParquetWriter, TextIO]:
        """Open both files; at the end they are closed, and CSV is renamed before Parquet."""
        enter = self._files.enter_context
        parquet, csv = enter(beside(self._parquet)), enter(beside(self._csv))
        file = enter(csv.open("w", encoding="utf-8", newline=""))
        return enter(pq.ParquetWriter(parquet, schema)), file

    def __exit__(self, *error: Any) -> None:
        self._files.__exit__(*error)


def _described(table: str, field: pa.Field) -> pa.Field:
    about = describe(table, field.name)
    return field if about is None else field.with_metadata(about.described())


def read_parquet(path: Path) -> pd.DataFrame:
    """A table from its file, whole numbers and flags as such also where some are missing.

    Raises:
        UserError: the file is damaged.
    """
    try:
        return pd.read_parquet(path, dtype_backend="numpy_nullable")
    except (OSError, ValueError, pa.ArrowException) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise UserError(
            f"{path} is damaged and cannot be read ({why}). Copy it once more from where it came "
            f"from, or remove the run folder and run its command again."
        ) from error


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, commas, points in numbers, names that R and Stata take.

    A flag is 1 or 0, what is missing an empty field, and every row is one line.
    """
    with beside(path) as file:
        plain_rows(frame).to_csv(file, index=False, lineterminator="\n", encoding="utf-8")


def plain_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as `write_csv` writes it."""
    plain = frame.replace(r"\s*[\r\n]+\s*", " ", regex=True)
    flags = [name for name in plain if pd.api.types.is_bool_dtype(plain[name])]
    return plain.astype(dict.fromkeys(flags, "Int8")).rename(columns=legal_names(plain))


def legal_names(columns: Iterable[str]) -> dict[str, str]:
    """For each column a name of its own that both R and Stata take.

    Small letters, digits and _, a letter first, at most 32: "*.survival" is theory_survival.
    """
    out: dict[str, str] = {}
    for column in columns:
        words = column.replace(ALL, "theory").lower()
        name = re.sub(r"[^a-z0-9]+", "_", words).strip("_")
        name = name if name[:1].isalpha() else f"x{name}"
        legal, k = name[:LONGEST], 1
        while legal in out.values():
            k += 1
            legal = f"{name[: LONGEST - len(str(k)) - 1]}_{k}"
        out[column] = legal
    return out
