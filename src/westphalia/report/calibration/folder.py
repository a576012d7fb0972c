"""The run folder of a calibration: made round by round, resumed when interrupted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from westphalia.experiments.calibration.folder import CALIBRATIONS
from westphalia.experiments.calibration.job import Calibration
from westphalia.experiments.calibration.verdict import in_words
from westphalia.experiments.sweeps.plan import keep
from westphalia.experiments.sweeps.rehearsal import refuse_failing
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.measures.measure import Measure
from westphalia.report.calibration.figures import write_figures
from westphalia.report.calibration.tables import tables_of
from westphalia.report.table_file import read_parquet, write_tables
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import read_manifest, signature
from westphalia.runs.writing import MANIFEST, replace_file
from westphalia.work.executors import ONE_PER_CORE, Workers, carry_out
from westphalia.work.plan import Plan, begin_plan
from westphalia.work.worker import Report

TABLES = "tables"


@dataclass(frozen=True)
class CalibrationFolder:
    """A calibration to be run into a folder."""

    job: Calibration
    folder: Path

    @property
    def plan(self) -> Plan:
        """The work, in that folder."""
        return Plan(self.folder, self.job)

    @property
    def is_complete(self) -> bool:
        """Whether the folder has everything; it must be begun."""
        return (self.folder / MANIFEST).is_file()

    def begin(self) -> None:
        """Begin the folder, or go on with it.

        Raises:
            UserError: it holds something else, and is left as it is; a measure of the user's
                always fails.
        """
        if not self.is_complete:
            self._refuse_failing()
        about = self.job.describe()
        begin_plan(self.plan, CALIBRATIONS, about, lambda: keep(self.job.files, self.folder))

    def _refuse_failing(self) -> None:
        """Refuse measures of the user's that fail in all runs of some points in the middle."""
        space = self.job.schedule.space
        middle = space.values(np.full((1, len(space.names)), 0.5))
        for k, group in enumerate(self.job.groups):
            read = self.job.readings_in(k)
            if own := tuple(m for m in read if isinstance(m, Measure) and m.file):
                once = Sweep([group], space.names, middle, {}, None, self.job.runs, own, {}, {})
                refuse_failing(once)


def default_folder(job: Calibration) -> Path:
    """Where a calibration is written unless the user says otherwise."""
    return Path("runs") / f"calibrate-{CALIBRATIONS.mark(job.describe())}"


def run_calibration(
    to: CalibrationFolder,
    workers: Workers = ONE_PER_CORE,
    report: Report = lambda runs: None,
    command: list[str] | None = None,
) -> None:
    """Run what is missing of a calibration that is begun, and write tables, figures, manifest."""
    job, folder, store = to.job, to.folder, to.plan.store
    carry_out(to.plan, workers, report)
    rounds, found = job.made(store), job.found(store)
    write_tables(tables_of(job, found, rounds), folder / TABLES)
    write_figures(job, found, rounds, folder / "figures")
    draws = found.draws
    about = {
        **signature(CALIBRATIONS.mark(job.describe()), CALIBRATIONS.code, command),
        **job.describe(),
        "verdict": in_words(
            found.verdict, job.schedule.space, job.schedule.targets, found.left[-1].share.value
        ),
        "draws": 0 if draws is None else len(draws.points),
        "effective": 0.0 if draws is None else float(draws.effective.sum()),
        "distinct": 0 if draws is None else draws.distinct,
        "missing": 0.0 if draws is None else draws.missing,
        "power": 1.0 if draws is None else draws.power,
        "moves": job.schedule.moves,
        "failed": [one._asdict() for one in job.failed(store)],
    }
    replace_file(folder / MANIFEST, (to_json(about) + "\n").encode())
    store.pack(piece.key for piece in to.plan.job.pieces())


def read_table(to: CalibrationFolder, name: str) -> pd.DataFrame | None:
    """A table of a calibration whose folder is complete; None if it has no row."""
    path = to.folder / TABLES / f"{name}.parquet"
    return read_parquet(path) if path.is_file() else None


def read_about(to: CalibrationFolder) -> dict[str, Any]:
    """The manifest of a calibration whose folder is complete."""
    return read_manifest(to.folder)
