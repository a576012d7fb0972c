"""Calibrations from Python."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from westphalia.experiments.calibration.file import calibration_from_data, read_calibration
from westphalia.report.calibration.folder import (
    TABLES,
    CalibrationFolder,
    read_about,
    run_calibration,
)
from westphalia.report.sweeps.python import checked_path, plain
from westphalia.report.table_file import read_parquet
from westphalia.work.parse import workers_of


@dataclass(frozen=True, repr=False)
class CalibrationResult:
    """What a calibration found.

    `verdict`: in words. `tables`: by name; `calibrated` has the draws, and is not there where no
    point of the ranges is left. `folder`: where it was written, if it was.
    """

    verdict: str
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None = None

    def to_dataframe(self) -> pd.DataFrame:
        """The draws, a row each; no row where no point of the ranges is left."""
        return self.tables.get("calibrated", pd.DataFrame())

    def __repr__(self) -> str:
        where = f" in {self.folder}" if self.folder else ""
        return f"<CalibrationResult {len(self.to_dataframe())} draws{where}: {self.verdict}>"

    def _repr_html_(self) -> str:
        verdict = escape(self.verdict).replace("\n", "<br>")
        return f"<p>{verdict}</p>{self.tables['targets'].to_html(index=False)}"


def calibrate(
    what: str | Path | Mapping[str, Any],
    folder: str | Path | None = None,
    workers: int | str | None = None,
) -> CalibrationResult:
    """Find the parameters that targets do not rule out, and draws from them.

    Args:
        what: the file of a calibration, or a mapping with its fields.
        folder: where it is written, or goes on; a complete one is read. None: nowhere.
        workers: number of threads, one per core if None; or what `--workers` takes, such as
            "processes:2".

    Raises:
        UserError: everything that is wrong with the file or the fields.
    """
    who = workers_of(None if workers is None else str(workers))
    job = (
        read_calibration(checked_path(what, "calibration"))
        if not isinstance(what, Mapping)
        else calibration_from_data(plain(what))
    )
    with ExitStack() as stack:
        place = folder
        if place is None:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "calibration"
        to = CalibrationFolder(job, Path(place))
        to.begin()
        if not to.is_complete:
            run_calibration(to, who)
        tables = {p.stem: read_parquet(p) for p in sorted((to.folder / TABLES).glob("*.parquet"))}
        verdict = read_about(to)["verdict"]
    return CalibrationResult(verdict, tables, None if folder is None else to.folder)
