"""Records become columns: numbers, dates and texts in the names and units of the catalogue."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from westphalia.records.catalogue import DataSet, counted_columns, source_columns
from westphalia.records.reading.problems import Findings
from westphalia.records.reading.text import Block, blocks, header_of

WHOLE = frozenset({"state", "year", "month", "day", "whole", "flag", "code"})
_NOTHING = ("", "NA")


class Rows(NamedTuple):
    """A file's rows in the columns of its data set, and the line (or row) of each. [N]

    Numbers are floats with NaN where nothing stands, or where `unread` tells that what stands
    there is not a number; dates are text, YYYY-MM-DD. `unread`: [N] bool by column.
    """

    table: pd.DataFrame
    lines: np.ndarray
    unread: dict[str, np.ndarray]


def columns_of(path: Path) -> tuple[list[str], str]:
    """The names of a file's columns and the character between them ("" of Parquet)."""
    if path.suffix.lower() == ".parquet":
        return list(pq.read_schema(path).names), ""
    return header_of(path)


def rows_of(path: Path, entry: DataSet, findings: Findings) -> Rows:
    """Read a file whose columns are those of a data set; what cannot be read is in `findings`."""
    header, delimiter = columns_of(path)
    pieces = []
    for strings, lines in _tables(
        path, header, delimiter, _wanted_columns(entry, header), findings
    ):
        pieces.append(_piece(entry, header, strings, lines, findings))
    if not pieces:
        nothing = {name: pa.array([], pa.string()) for name in header}
        pieces.append(_piece(entry, header, nothing, np.zeros(0, int), findings))
    table: Any = pd.concat([p.table for p in pieces], ignore_index=True)
    rows = Rows(
        table,
        np.concatenate([p.lines for p in pieces]),
        {k: np.concatenate([p.unread[k] for p in pieces]) for k in pieces[0].unread},
    )
    for column in entry.columns.values():
        if counted_columns(entry, column, header):
            rows = _with_some(rows, column.name, findings)
    return rows


def _with_some(rows: Rows, name: str, findings: Findings) -> Rows:
    """The rows in which a count is not zero: zero may be none or unknown, as with no row at all."""
    some = rows.table[name].to_numpy() > 0
    none = int((~some).sum())
    if none:
        findings.notes.append(
            f"{none} rows with a count of zero are left out: zero may be none or unknown"
        )
    table: Any = rows.table[some].reset_index(drop=True)
    return Rows(
        table,
        rows.lines[some],
        {k: mask[some] for k, mask in rows.unread.items()},
    )


def _wanted_columns(entry: DataSet, header: Sequence[str]) -> list[str]:
    """The columns of a file that a data set is read from."""
    columns = entry.columns.values()
    names = {
        n for c in columns for n in (*source_columns(c, header), *counted_columns(entry, c, header))
    }
    return [name for name in header if name in names]


def _tables(
    path: Path, header: Sequence[str], delimiter: str, wanted: Sequence[str], findings: Findings
) -> Iterator[tuple[dict[str, pa.Array], np.ndarray]]:
    """Columns of a file in pieces, with the line of each row."""
    if path.suffix.lower() == ".parquet":
        table = pq.read_table(path, columns=list(wanted))
        yield {n: table[n].combine_chunks() for n in wanted}, np.arange(1, table.num_rows + 1)
        return
    for block in blocks(path, len(header), delimiter, findings):
        if block.data:
            yield _parse(block, header, delimiter, wanted, findings)


def _parse(
    block: Block, header: Sequence[str], delimiter: str, wanted: Sequence[str], findings: Findings
) -> tuple[dict[str, pa.Array], np.ndarray]:
    """The columns of a block as text, and the lines of its rows."""
    at = {name: str(header.index(name)) for name in wanted}
    skipped: list[int] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        skipped.append(row.number - 1)
        return "skip"

    table = pa_csv.read_csv(
        io.BytesIO(block.data),
        read_options=pa_csv.ReadOptions(
            column_names=[str(k) for k in range(len(header))],
            block_size=len(block.data) + 1,
            use_threads=False,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=pa_csv.ConvertOptions(
            include_columns=list(at.values()),
            column_types={k: pa.string() for k in at.values()},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    message = "unescaped quotation mark inside a value; its fields cannot be separated"
    findings.add("misplaced quotation mark", message, block.lines[skipped], [""] * len(skipped))
    lines = np.delete(block.lines, skipped)
    return {name: table[k].combine_chunks() for name, k in at.items()}, lines


def _piece(
    entry: DataSet,
    header: Sequence[str],
    arrays: dict[str, pa.Array],
    lines: np.ndarray,
    findings: Findings,
) -> Rows:
    """Some rows in the columns of the data set."""
    table: dict[str, np.ndarray | pd.Series] = {}
    unread: dict[str, np.ndarray] = {}
    for column in entry.columns.values():
        name = column.name
        unread[name] = np.zeros(len(lines), bool)
        parts = [arrays[part] for part in source_columns(column, header)]
        ones = [arrays[part] for part in counted_columns(entry, column, header)]
        if ones:
            table[name] = _count_of_ones(ones, lines, findings)
        elif not parts:
            table[name] = np.full(len(lines), np.nan)
        elif column.kind == "text":
            table[name] = parts[0].cast(pa.string()).to_pandas()
        elif column.kind == "date":
            table[name], unread[name] = _dates(name, parts, lines, findings)
        else:
            values, unread[name] = _numbers(name, parts[0], lines, findings)
            unknown = np.isin(values, entry.missing) & column.gaps
            table[name] = np.where(unknown, np.nan, values)
    return Rows(pd.DataFrame(table), lines, unread)


def _numbers(
    name: str, array: pa.Array, lines: np.ndarray, findings: Findings
) -> tuple[np.ndarray, np.ndarray]:
    """The values as floats, NaN where nothing stands, and where what stands is not a number. [N]"""
    unread = np.zeros(len(lines), bool)
    try:
        return _floats(array), unread
    except pa.ArrowInvalid:
        texts = array.cast(pa.string()).to_pandas().str.strip()
    values = np.array(pd.to_numeric(texts, errors="coerce"), float)  # a copy
    unread = ~np.isfinite(values) & (texts.notna() & ~texts.isin(_NOTHING)).to_numpy()
    values[unread] = np.nan
    message = f"{name} '{{value}}' is not a number"
    findings.add("not a number", message, lines[unread], texts[unread].tolist())
    return values, unread


def _floats(array: pa.Array) -> np.ndarray:
    """The numbers of a column; ArrowInvalid if something else stands there."""
    values = array.cast(pa.float64()).to_numpy(zero_copy_only=False)
    if np.isinf(values).any() or np.isnan(values).sum() > array.null_count:
        raise pa.ArrowInvalid("inf and nan are not numbers")
    return values


def _dates(
    name: str, parts: Sequence[pa.Array], lines: np.ndarray, findings: Findings
) -> tuple[pd.Series, np.ndarray]:
    """Dates as YYYY-MM-DD, and where what stands is not a date. [N]

    Of one text, YYYY-MM-DD or YYYYMM (the day is then the first), or of year, month and day.
    """
    texts = [part.cast(pa.string()).to_pandas().str.strip() for part in parts]
    if len(texts) == 1:
        whole = texts[0].str.replace(r"^(\d{4})(\d{2})$", r"\1-\2-01", regex=True)
    else:
        year, month, day = texts
        whole = year.str.zfill(4) + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    formed = whole.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).to_numpy(bool)
    days = pd.to_datetime(whole.where(formed), format="%Y-%m-%d", errors="coerce")
    text = texts[0] if len(texts) == 1 else texts[0].str.cat(texts[1:], sep="-", na_rep="")
    unread = days.isna().to_numpy() & text.notna().to_numpy()
    message = f"{name} '{{value}}' is not a date (YYYY-MM-DD)"
    findings.add("not a date", message, lines[unread], text[unread].tolist())
    return whole.where(days.notna()), unread


def _count_of_ones(arrays: list[pa.Array], lines: np.ndarray, findings: Findings) -> np.ndarray:
    """How many of the columns are 1. [N]

    0 is no joint membership, -1 a state that is not a member of the system, -9 unknown.
    """
    number = np.zeros(len(lines))
    known = pc.SetLookupOptions(value_set=pa.array(["0", "1", "-1", "-9", None], pa.string()))
    for array in arrays:
        texts = array.cast(pa.string())
        ones = pc.call_function("equal", [texts, pa.scalar("1")]).fill_null(False)
        number += ones.to_numpy(zero_copy_only=False)
        odd = ~pc.call_function("is_in", [texts], known).to_numpy(zero_copy_only=False)
        message = "membership '{value}' is not 1, 0, -1 or -9"
        findings.add(
            "impossible value", message, lines[odd], texts.filter(pa.array(odd)).to_pylist()
        )
    return number


def convert_types(table: pd.DataFrame, entry: DataSet) -> pd.DataFrame:
    """The table with whole numbers as integers where none is missing."""
    whole = [
        name
        for name, column in entry.columns.items()
        if column.kind in WHOLE and not np.isnan(table[name].to_numpy(float)).any()
    ]
    return table.astype(dict.fromkeys(whole, int))
