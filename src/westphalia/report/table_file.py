"""Tables as files: Parquet that says what its columns hold, and CSV that R and Stata read."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from westphalia.report.columns import describe
from westphalia.runs.settings import ALL
from westphalia.runs.writing import replace_file
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
    plain = frame.replace(r"\s*[\r\n]+\s*", " ", regex=True)
    flags = [name for name in plain if pd.api.types.is_bool_dtype(plain[name])]
    plain = plain.astype(dict.fromkeys(flags, "Int8")).rename(columns=legal_names(plain))
    plain.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


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
