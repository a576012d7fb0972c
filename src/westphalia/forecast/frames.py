"""Results of studies of history as tables: one row per line, for R, Stata and pandas."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import pandas as pd

from westphalia.forecast.results import (
    CalibrationRow,
    Cell,
    Comparison,
    EstimateRow,
    Pair,
    PosteriorRow,
    RankRow,
    RecoveryMatrix,
    RecoveryResult,
    ReplayResult,
    RobustnessRow,
    Scores,
    StackingRow,
    Tabular,
    TournamentResult,
)
from westphalia.measures.intervals import Interval

Rows = Iterator[dict[str, Any]]


def tables_of(result: Tabular) -> dict[str, pd.DataFrame]:
    """The tables of a result by name; those of which it has nothing are empty."""
    rows: dict[str, Iterable[dict[str, Any]]] = {}
    if isinstance(result, Scores):
        rows |= {
            "cells": _cells(result.cells),
            "auc": _areas(result.cells),
            "calibration": _bins(result.calibration),
            "estimates": _estimates(result.estimates),
        }
    if isinstance(result, ReplayResult):
        rows["posterior"] = _posterior(result.posterior)
    if isinstance(result, TournamentResult):
        rows |= {
            "pairs": _pairs(result.pairs),
            "stacking": _weights(result.stacking),
            "robustness": _robustness(result.robustness),
            "orders": _orders(result.robustness),
        }
    if isinstance(result, TournamentResult | RecoveryResult):
        rows["recovery"] = _recovery(result.recovery)
    if isinstance(result, RecoveryResult):
        rows["ranks"] = _ranks(result.ranks)
    return {name: pd.DataFrame(list(of)) for name, of in rows.items()}


def _place(row: Cell | Pair | CalibrationRow | StackingRow) -> dict[str, str]:
    """Window and kind, and who where it is one."""
    who = {"contender": row.contender} if isinstance(row, Cell | CalibrationRow) else {}
    return {"window": row.window, "kind": row.kind, **who}


def _ends(difference: Comparison) -> dict[str, Any]:
    """The two intervals of a difference, and its verdict."""
    (low, high), (lower, higher) = difference.decades, difference.pairs
    return {
        "decades_low": low,
        "decades_high": high,
        "pairs_low": lower,
        "pairs_high": higher,
        "verdict": difference.verdict,
    }


def _share(name: str, share: Interval) -> dict[str, float]:
    return {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}


def _cells(cells: Iterable[Cell]) -> Rows:
    for row in cells:
        yield {
            **_place(row),
            "decisions": row.decisions,
            "events": row.events,
            "log": row.log,
            "brier": row.brier,
            "against_base": row.against_base.value,
            **_ends(row.against_base),
        }


def _areas(cells: Iterable[Cell]) -> Rows:
    for row in cells:
        for outcome, area in (row.auc or {}).items():
            yield {**_place(row), "outcome": outcome, **area._asdict()}


def _pairs(pairs: Iterable[Pair]) -> Rows:
    for row in pairs:
        value = {"value": row.difference.value}
        yield {**_place(row), "one": row.one, "other": row.other, **value, **_ends(row.difference)}


def _bins(curves: Iterable[CalibrationRow]) -> Rows:
    names = ("chance", "observed", "low", "high", "number")
    for row in curves:
        columns = (getattr(row, name) for name in names)
        for k, values in enumerate(zip(*columns, strict=True)):
            yield {**_place(row), "bin": k + 1, **dict(zip(names, values, strict=True))}


def _estimates(estimates: Iterable[EstimateRow]) -> Rows:
    for row in estimates:
        yield from _by_parameter(row, ("default", "values", "low", "high", "at_limit"))


def _posterior(posterior: Iterable[PosteriorRow]) -> Rows:
    for row in posterior:
        yield from _by_parameter(row, ("mean", "low", "high", "rhat", "ess"))


def _by_parameter(row: EstimateRow | PosteriorRow, columns: tuple[str, ...]) -> Rows:
    """A row for each parameter of a theory; what stands once for a theory stands in every row."""
    every = {f.name: getattr(row, f.name) for f in fields(row)}
    once = {name: value for name, value in every.items() if not isinstance(value, tuple)}
    for k, name in enumerate(row.names):
        yield {**once, "parameter": name, **{c: every[c][k] for c in columns}}


def _weights(stacking: Iterable[StackingRow]) -> Rows:
    for row in stacking:
        for contender, weight in row.weights.items():
            yield {**_place(row), "contender": contender, "weight": weight}


def _robustness(rows: Iterable[RobustnessRow]) -> Rows:
    for row in rows:
        yield {
            "what": row.what,
            "cases": row.cases,
            "reference": row.reference,
            "kendall": row.kendall,
            "skipped": row.skipped,
            **_share("same_order", row.same_order),
            **_share("same_best", row.same_best),
        }


def _orders(rows: Iterable[RobustnessRow]) -> Rows:
    for row in rows:
        for order, count in row.orders.items():
            yield {"what": row.what, "order": order, "cases": count}


def _recovery(matrices: Iterable[RecoveryMatrix]) -> Rows:
    for matrix in matrices:
        for row in matrix.rows:
            yield {
                "kind": row.kind,
                "made_by": row.made_by,
                "best": row.best,
                "estimated": matrix.estimated,
                "histories": matrix.histories,
                **_share("share", row.share),
                **_share("clear", row.clear),
            }


def _ranks(rows: Iterable[RankRow]) -> Rows:
    for row in rows:
        for name, ranks in zip(row.names, row.ranks, strict=True):
            for history, rank in enumerate(ranks):
                yield {
                    "theory": row.theory,
                    "parameter": name,
                    "history": history,
                    "rank": rank,
                    "draws": row.draws,
                }
