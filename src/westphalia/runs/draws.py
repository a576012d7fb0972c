"""Tables of draws: values of several numbers that belong together, a row each.

A posterior, a set of parameters that history does not rule out, or what a colleague sent: CSV or
Parquet, a column for each number by its name, and a row for each draw.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np
import pandas as pd

from westphalia.runs.settings import ALL, about, full_name
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import NUMBERS, THEORIES, Theory
from westphalia.world.parameters import ABOUT, Parameters
from westphalia.world.problems import Problems, UserError
from westphalia.world.state import Agents

#: Columns that say which draw it is: their number, or the index that pandas writes.
BESIDE = ("draw", "", "Unnamed: 0")
#: Where the folder of a calibration has its draws.
CALIBRATED = Path("tables") / "calibrated.parquet"
#: Problems with values that are told.
MOST_TOLD = 10


class Draws(NamedTuple):
    """Values of several numbers. `names`: in full; `values`: [draws, names]; `file`: of them."""

    names: tuple[str, ...]
    values: np.ndarray
    file: Path


def spelt_out(draws: Draws, theories: Iterable[Theory]) -> Draws:
    """The draws with what is said of every theory said of each; what is said of one goes first."""
    columns = dict(zip(draws.names, draws.values.T, strict=True))
    for name in [name for name in columns if name.startswith(f"{ALL}.")]:
        column, number = columns.pop(name), name.removeprefix(f"{ALL}.")
        for theory in theories:
            columns.setdefault(f"{theory.name}.{number}", column)
    return draws._replace(names=tuple(columns), values=np.column_stack(list(columns.values())))


def thinned(draws: Draws, number: int) -> Draws:
    """So many of the draws, evenly taken; all of them if there are no more."""
    rows = np.unique(np.linspace(0, len(draws.values) - 1, number).astype(int))
    return draws._replace(values=draws.values[rows])


def world_numbers(own: Parameters, names: Sequence[str], values: np.ndarray) -> Parameters:
    """The world's numbers, one of each per draw. `own`: the others; `values`: [draws, names]."""
    wide = {name: np.full(len(values), getattr(own, name), np.float32) for name in ABOUT}
    for name, column in zip(names, values.T, strict=True):
        if name in ABOUT:
            wide[name] = column.astype(np.float32)
    return Parameters(**wide, forms=own.forms)  # type: ignore[arg-type]


def agent_numbers(theories: Sequence[Theory], names: Sequence[str], values: np.ndarray) -> Agents:
    """The numbers of every state's theory. [states, draws]

    What is said of one theory goes before what is said of all. `values`: [draws, names].
    """
    shape = len(theories), len(values)
    wide = jax.tree.map(lambda v: np.broadcast_to(v, shape), agents_of(theories))
    of_all = [k for k, name in enumerate(names) if name.startswith(f"{ALL}.")]
    of_one = [k for k, name in enumerate(names) if name not in ABOUT and k not in of_all]
    for k in (*of_all, *of_one):
        whose, _, number = names[k].rpartition(".")
        mine = np.array([whose in (ALL, theory.name) for theory in theories])[:, None]
        column = np.where(mine, values[:, k].astype(np.float32), getattr(wide, number))
        wide = wide._replace(**{number: column})
    return wide


def read_draws(path: Path, theories: tuple[Theory, ...] | None = None) -> Draws:
    """The draws in a file, or in the folder of a calibration.

    `theories`: those whose numbers may be drawn; None if they are not known.

    Raises:
        UserError: every column that is no number, and every value that is missing or outside its
            limits, by its line.
    """
    if path.is_dir():
        if not (path / CALIBRATED).is_file():
            raise UserError(
                f"{path} has no draws: it is not the folder of a calibration, or not of a finished "
                f"one, or one whose targets no point of the ranges meets."
            )
        path = path / CALIBRATED
    problems, names = Problems(), []
    frame = _table(path)
    frame = frame.drop(columns=[name for name in BESIDE if name in frame])
    for column in frame:
        name = problems.attempt(lambda c=column: _name_of(str(c), theories))
        names.append(name)
        if name is not None and names.count(name) > 1:
            problems.add(f"{name} is given by two columns; keep one.")
    if not len(frame) or not len(names):
        problems.add("there is no draw: write a column for each number and a row for each draw.")
    columns = [_numbers(column) for _, column in frame.items()]
    values = np.column_stack(columns or [np.empty((len(frame), 0))])
    wrong = [
        problem
        for k, name in enumerate(names)
        if name is not None
        for problem in _outside(name, values[:, k], theories)
    ]
    problems.add(*wrong[:MOST_TOLD])
    if len(wrong) > MOST_TOLD:
        problems.add(f"and {len(wrong) - MOST_TOLD} more values are missing or outside.")
    try:
        problems.refuse()
    except UserError as error:
        lines = "\n".join(f"  {path.name}: {line}" for line in str(error).split("\n"))
        raise UserError(f"{path} cannot be used as draws here:\n{lines}") from None
    return Draws(tuple(names), values, path)


def _name_of(column: str, theories: tuple[Theory, ...] | None) -> str:
    """The full name of a column's number, which may be written as in an exported CSV file."""
    known = [theory.name for theory in theories or THEORIES.values()]
    written = {
        f"{'theory' if whose == ALL else whose}_{number}".replace("-", "_"): f"{whose}.{number}"
        for whose in (*known, ALL)
        for number in NUMBERS
    }
    return full_name(written.get(column.strip(), column), theories)


def _table(path: Path) -> pd.DataFrame:
    """The columns of a file as they are, texts where it is CSV."""
    try:
        if path.suffix.lower() == ".parquet":
            return pd.read_parquet(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except FileNotFoundError:
        raise UserError(f"There is no file {path}: give a table, CSV or Parquet.") from None
    except (OSError, ValueError, csv.Error) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise UserError(f"{path} cannot be read as a table ({why}).") from error
    if not rows:
        raise UserError(f"{path} is empty: write a column for each number, a row for each draw.")
    head = rows[0]
    if len(head) == 1 and ";" in head[0]:
        raise UserError(
            f"{path}: its fields are parted by semicolons; write commas, and 1.5 for 1,5."
        )
    uneven = [k for k, row in enumerate(rows) if len(row) != len(head)]
    if uneven:
        raise UserError(
            f"{path}:{uneven[0] + 1}: {len(rows[uneven[0]])} fields under {len(head)} names."
        )
    return pd.DataFrame(rows[1:], columns=head)


def _numbers(column: pd.Series) -> np.ndarray:
    """The numbers of a column, NaN where there are none."""
    return np.asarray(pd.to_numeric(column, errors="coerce"), float)


def _outside(name: str, values: np.ndarray, theories: tuple[Theory, ...] | None) -> list[str]:
    row = about(name, theories)
    bad = np.flatnonzero(~((values >= row.least) & (values <= row.most)))
    return [
        f"row {k + 1}: {name} is missing or not a number."
        if np.isnan(values[k])
        else f"row {k + 1}: {name} = {values[k]:g} is outside its limits, "
        f"{row.least:g} to {row.most:g} {row.unit}."
        for k in bad
    ]
