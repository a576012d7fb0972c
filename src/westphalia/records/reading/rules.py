"""What may stand in the columns of a data set: codes, bounds, order, no row twice."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from westphalia.records.catalogue import Column, DataSet
from westphalia.records.reading.problems import Findings
from westphalia.records.reading.rows import WHOLE, Rows

_BOUNDS = {"year": (1400, 2100), "month": (1, 12), "day": (1, 31), "state": (1, 999)}


def check_rows(
    entry: DataSet, rows: Rows, codes: np.ndarray | None, word: str, findings: Findings
) -> None:
    """Hold the rows against the catalogue; every problem goes to `findings`.

    `codes`: the numbers of states there are, None if they are not known. `word`: what a place in
    the file is called, "line" or "row".
    """
    for column in entry.columns.values():
        if column.kind not in ("text", "date"):
            _check_column(column, rows, codes, findings)
        if not (column.gaps or column.optional or column.kind == "text"):
            empty = rows.table[column.name].isna().to_numpy() & ~rows.unread[column.name]
            message = f"{column.name} is empty"
            findings.add("empty", message, rows.lines[empty], [""] * int(empty.sum()))
    _check_pairs(entry, rows, findings)
    for span in entry.spans:
        _check_span(span, rows, findings)
    _check_twice(entry, rows, word, findings)


def _check_column(column: Column, rows: Rows, codes: np.ndarray | None, findings: Findings) -> None:
    """Values that are not whole, not among the codes or out of bounds."""
    name, lines = column.name, rows.lines
    values = rows.table[name].to_numpy(float)
    known = np.isfinite(values) & ~np.isin(values, column.special)
    broken = known & (column.kind in WHOLE) & (values != np.round(values))
    _add(
        findings,
        "not a whole number",
        f"{name} {{value}} is not a whole number",
        broken,
        values,
        lines,
    )
    odd = np.isin(values, column.odd)
    if odd.any():
        which = " or ".join(f"{value:g}" for value in np.unique(values[odd]))
        places = ", ".join(str(line) for line in lines[odd][:5])
        findings.notes.append(
            f"{name} is {which} in {odd.sum()} of {len(odd)} rows, as in the release; kept "
            f"(first: {places})"
        )
    wrong = known & ~broken & ~odd & ~_is_allowed(column, values, codes)
    if column.kind == "state" and codes is not None:
        kind, message = "unknown state", f"{name} {{value}} is not in the list of states"
    else:
        kind, message = "impossible value", f"{name} {{value}} is not {_description(column)}"
    _add(findings, kind, message, wrong, values, lines)
    missing = int(np.isnan(values).sum())
    if column.kind == "state" and column.gaps and 0 < missing < len(values) / 20:
        findings.notes.append(f"{name} is empty in {missing} rows; these rows name no state")


def _add(
    findings: Findings,
    kind: str,
    message: str,
    where: np.ndarray,
    values: np.ndarray,
    lines: np.ndarray,
) -> None:
    findings.add(kind, message, lines[where], [f"{value:.12g}" for value in values[where]])


def _is_allowed(column: Column, values: np.ndarray, codes: np.ndarray | None) -> np.ndarray:
    """Whether each value is among the codes or within the bounds. [N] bool"""
    if column.kind == "state" and codes is not None:
        return np.isin(values, codes)
    if only := _only(column):
        return np.isin(values, only)
    low, high = _limits(column)
    return (values >= low) & (values <= high)


def _only(column: Column) -> tuple[float, ...]:
    return (0, 1) if column.kind == "flag" else column.codes


def _limits(column: Column) -> tuple[float, float]:
    low, high = _BOUNDS.get(column.kind, (-np.inf, np.inf))
    return (
        low if column.low is None else column.low,
        high if column.high is None else column.high,
    )


def _description(column: Column) -> str:
    """What a value of a column may be, in words."""
    low, high = _limits(column)
    if only := _only(column):
        words = " or ".join(f"{value:g}" for value in only)
    elif np.isfinite(high):
        words = f"{low:g} to {high:g}"
    else:
        words = f"{low:g} or more"
    return words + "".join(f", or {code:g}" for code in column.special)


def _check_pairs(entry: DataSet, rows: Rows, findings: Findings) -> None:
    """A state paired with itself, or the pair in the wrong order."""
    if not {"ccode1", "ccode2"} <= set(entry.columns):
        return
    first, second = (rows.table[name].to_numpy(float) for name in ("ccode1", "ccode2"))
    same = (first == second) & (first > 0)
    _add(
        findings, "same state twice", "ccode1 and ccode2 are both {value}", same, first, rows.lines
    )
    if entry.ordered:
        message = (
            "ccode1 {value} is larger than ccode2; each pair appears once, with the smaller code "
            "first"
        )
        _add(findings, "pair in the wrong order", message, first > second, first, rows.lines)


def _check_span(span: Sequence[str], rows: Rows, findings: Findings) -> None:
    """Rows that end before they start, as far as year, month and day are known."""
    half = len(span) // 2
    start, end = (
        _day(rows.table, names, unknown) for names, unknown in ((span[:half], 0), (span[half:], 99))
    )
    wrong = start > end
    message = f"{span[half]} is before {span[0]}: {{value}}"
    texts = _describe_rows(rows.table.loc[wrong, list(span)])
    findings.add("ends before it starts", message, rows.lines[wrong], texts)


def _day(table: pd.DataFrame, names: Sequence[str], unknown: int) -> np.ndarray:
    """Dates as numbers YYYYMMDD; NaN without a year. [N]

    `unknown` stands for a month or day that is not known.
    """
    year, *rest = (_part(table[name]) for name in names)
    total = np.where(year > 0, year, np.nan)
    for part in [*rest, *[np.zeros(len(year))] * (2 - len(rest))]:
        known = part > 0
        total = total * 100 + np.where(known, part, unknown)
    return total


def _part(column: Any) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(column):
        return column.to_numpy(float)
    digits = column.str.replace("-", "").astype(float)
    return digits.to_numpy(float, na_value=np.nan)


def _check_twice(entry: DataSet, rows: Rows, word: str, findings: Findings) -> None:
    """Rows with the same key as an earlier one."""
    keys = list(entry.keys)
    table = rows.table[keys] if keys else rows.table.iloc[:, :0]
    twice = table.duplicated().to_numpy() & table.notna().to_numpy().all(axis=1)
    if not keys or not twice.any():
        return
    first = table.assign(line=rows.lines).groupby(keys)["line"].transform("first").to_numpy()
    what = zip(_describe_rows(table[twice]), first[twice], strict=True)
    values = [f"{key}, first in {word} {line:.0f}" for key, line in what]
    message = f"duplicate {', '.join(keys)}: {{value}}"
    findings.add("row twice", message, rows.lines[twice], values)


def _describe_rows(table: Any) -> list[str]:
    """The rows as texts for a message."""
    return [
        " ".join(f"{value:.12g}" if isinstance(value, int | float) else str(value) for value in row)
        for row in table.itertuples(index=False)
    ]


def coverage(entry: DataSet, rows: Rows) -> tuple[int, int] | None:
    """First and last year that the rows speak of; None if they speak of none."""
    years = []
    for column in entry.columns.values():
        values = rows.table[column.name]
        if column.kind == "year":
            numbers = values.to_numpy(float)
            years.append(numbers[np.isfinite(numbers) & (numbers > 0)])
        elif column.kind == "date":
            years.append(values.dropna().str[:4].astype(int).to_numpy())
    found = np.concatenate([np.zeros(0), *years])
    return (int(found.min()), int(found.max())) if len(found) else None
