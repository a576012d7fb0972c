"""`tables/` of a study of history: one row per line, for R, Stata and pandas."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from westphalia.report.history.words import ranked, recoveries

Row = Mapping[str, Any]
Rows = Iterator[dict[str, Any]]
ENDS = ("value", "low", "high")


def write_tables(found: Row, folder: Path) -> None:
    """Write every table that has rows, as Parquet and as CSV."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables(found).items():
        if len(rows):
            rows.to_parquet(folder / f"{name}.parquet", index=False)
            rows.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def tables(found: Row) -> dict[str, pd.DataFrame]:
    """The tables of a study by name; those of which it has nothing are empty."""
    made = {
        "cells": _cells(found),
        "auc": _areas(found),
        "pairs": ({**row, **_ends(row)} for row in found.get("pairs") or ()),
        "calibration": _bins(found),
        "estimates": _numbers(found, "estimates", ("default", "values", "low", "high", "at_limit")),
        "posterior": _numbers(found, "posterior", ("mean", "low", "high", "rhat", "ess")),
        "stacking": _weights(found),
        "robustness": _robustness(found),
        "orders": _orders(found),
        "recovery": _recovery(found),
        "ranks": _ranks(found),
    }
    frames = {name: pd.DataFrame(list(rows)) for name, rows in made.items()}
    return {
        name: frame.drop(columns=["decades", "pairs"], errors="ignore")
        for name, frame in frames.items()
    }


def _ends(row: Row) -> dict[str, Any]:
    """The two intervals of a difference."""
    return {
        f"{over}_{end}": value
        for over in ("decades", "pairs")
        for end, value in zip(("low", "high"), row[over], strict=True)
    }


def _cells(found: Row) -> Rows:
    for row in found.get("cells") or ():
        plain = {k: v for k, v in row.items() if k not in ("against_base", "auc")}
        against = row["against_base"]
        yield {
            **plain,
            "against_base": against["value"],
            **_ends(against),
            "verdict": against["verdict"],
        }


def _areas(found: Row) -> Rows:
    for row in found.get("cells") or ():
        for outcome, area in (row["auc"] or {}).items():
            where = {k: row[k] for k in ("window", "kind", "contender")}
            yield {**where, "outcome": outcome, **dict(zip(ENDS, area, strict=True))}


def _bins(found: Row) -> Rows:
    for row in found.get("calibration") or ():
        where = {k: row.get(k) for k in ("window", "kind", "contender")}
        names = ("chance", "observed", "low", "high", "number")
        for k, values in enumerate(zip(*(row[name] for name in names), strict=True)):
            yield {**where, "bin": k + 1, **dict(zip(names, values, strict=True))}


def _numbers(found: Row, what: str, columns: tuple[str, ...]) -> Rows:
    """A row for each parameter of a theory; what stands once for a theory stands in every row."""
    for row in found.get(what) or ():
        once = {k: v for k, v in row.items() if not isinstance(v, list)}
        for k, name in enumerate(row["names"]):
            yield {**once, "parameter": name, **{c: row[c][k] for c in columns if c in row}}


def _weights(found: Row) -> Rows:
    for row in found.get("stacking") or ():
        for contender, weight in row["weights"].items():
            yield {"window": row["window"], "kind": row["kind"], "contender": contender,
                   "weight": weight}  # fmt: skip


def _robustness(found: Row) -> Rows:
    for row in found.get("robustness") or ():
        told = {k: v for k, v in row.items() if k not in ("orders", "same_order", "same_best")}
        yield {**told, **_shares(row, ("same_order", "same_best"))}


def _orders(found: Row) -> Rows:
    for row in found.get("robustness") or ():
        for order, count in (row.get("orders") or {}).items():
            yield {"what": row["what"], "order": order, "cases": count}


def _recovery(found: Row) -> Rows:
    for made in recoveries(found):
        for row in made["rows"]:
            yield {
                **{k: row[k] for k in ("kind", "made_by", "best")},
                "estimated": made["estimated"],
                "histories": made["histories"],
                **_shares(row, ("share", "clear")),
            }


def _shares(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """Shares with the ends of their intervals."""
    return {
        name if end == "value" else f"{name}_{end}": value
        for name in names
        for end, value in zip(ENDS, row[name], strict=True)
    }


def _ranks(found: Row) -> Rows:
    for made in ranked(found):
        for k, name in enumerate(made["names"]):
            for history, rank in enumerate(made["ranks"][k]):
                yield {"theory": made.get("theory"), "parameter": name, "history": history,
                       "rank": rank, "draws": made["draws"]}  # fmt: skip
