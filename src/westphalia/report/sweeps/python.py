"""Sweeps from Python."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from westphalia.experiments.sweeps.file import read_sweep, sweep_from_data
from westphalia.experiments.sweeps.group import Failed
from westphalia.report.sweeps.folder import SweepFolder, found_of, run_sweep
from westphalia.work.parse import workers_of
from westphalia.world.problems import UserError


@dataclass(frozen=True, repr=False)
class SweepTable:
    """What a sweep found: a row for every point and measure, with its 95% interval over runs.

    `failed`: measures that failed in some runs. `folder`: where it was written, if it was.
    """

    table: pd.DataFrame
    factors: tuple[str, ...]
    failed: tuple[Failed, ...]
    folder: Path | None = None

    def to_dataframe(self) -> pd.DataFrame:
        """The table."""
        return self.table

    def __repr__(self) -> str:
        points, where = self.table["point"].nunique(), f" in {self.folder}" if self.folder else ""
        measures = ", ".join(self.table["measure"].unique())
        lost = "".join(f"; {one.measure} is missing in {one.runs} runs" for one in self.failed)
        return f"<SweepTable {points} points of {', '.join(self.factors)}: {measures}{where}{lost}>"

    def _repr_html_(self) -> str:
        return self.table.to_html(index=False, max_rows=40)


def plain(value: Any) -> Any:
    """Values of Python and NumPy as a file has them."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, tuple | range | list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def checked_path(what: Any, kind: str) -> Path:
    """The path of a file.

    Raises:
        UserError: it is neither that nor a mapping.
    """
    if not isinstance(what, str | Path):
        raise UserError(f"{what!r} is neither the file of a {kind} nor a mapping with its fields.")
    return Path(what)


def sweep(
    what: str | Path | Mapping[str, Any],
    folder: str | Path | None = None,
    workers: int | str | None = None,
) -> SweepTable:
    """Run a sweep: one world at many points, with several runs of each.

    Args:
        what: the file of a sweep, or a mapping with its fields, such as
            {"random_world": 8, "years": 50, "runs": 100, "measures": ["wars"],
             "factors": {"beta": [0.5, 1, 2], "theory": ["defensive", "offensive"]}}.
        folder: where it is written, or goes on; a complete one is read. None: nowhere.
        workers: number of threads, one per core if None; or what `--workers` takes, such as
            "processes:2".

    Raises:
        UserError: everything that is wrong with the file or the fields.
    """
    who = workers_of(None if workers is None else str(workers))
    asked = (
        read_sweep(checked_path(what, "sweep"))
        if not isinstance(what, Mapping)
        else sweep_from_data(plain(what))
    )
    with ExitStack() as stack:
        place = folder
        if place is None:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sweep"
        to = SweepFolder(asked, Path(place))
        to.begin()
        if not to.is_complete:
            run_sweep(to, who)
        found = found_of(to)
    return SweepTable(
        found.table, asked.factors, found.failed, None if folder is None else to.folder
    )
