"""Tables of draws: values of several numbers that belong together, a row each.

A posterior, a set of parameters that history does not rule out, or what a colleague sent: CSV or
Parquet, a column for each number by its name, and a row for each draw.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from westphalia.runs.settings import about, full_name
from westphalia.theories import Theory
from westphalia.world.problems import Problems, UserError

#: Columns that say something of a draw and are no number of the world.
BESIDE = ("draw",)
#: Problems with values that are told.
MOST_TOLD = 10


class Draws(NamedTuple):
    """Values of several numbers. `names`: in full; `values`: [draws, names]."""

    names: tuple[str, ...]
    values: np.ndarray


def read_draws(path: Path, theories: tuple[Theory, ...] | None = None) -> Draws:
    """The draws in a file. `theories`: those whose numbers may be drawn; None if not known.

    Raises:
        UserError: every column that is no number, and every value that is missing or outside its
            limits, by its line.
    """
    frame = _table(path)
    frame = frame.drop(columns=[name for name in BESIDE if name in frame])
    problems, names = Problems(), []
    for column in frame:
        name = problems.attempt(lambda c=column: full_name(str(c), theories))
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
        raise UserError(f"{path} is not a table of draws:\n{lines}") from None
    return Draws(tuple(names), values)


def _table(path: Path) -> pd.DataFrame:
    try:
        if path.suffix.lower() == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError(
            f"There is no file {path}. Give a table of draws, CSV or Parquet."
        ) from None
    except (OSError, ValueError) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise UserError(f"{path} cannot be read as a table ({why}).") from error


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
