"""The run folder of a sweep: made step by step, resumed when interrupted, never overwritten."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from westphalia.experiments.sweeps.group import Failed
from westphalia.experiments.sweeps.plan import SWEEPS, job_of, keep
from westphalia.experiments.sweeps.rehearsal import refuse_failing
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.report.sweeps.figures import write_figures
from westphalia.report.sweeps.tables import POINTS, RUNS, factor_columns, point_rows, run_rows
from westphalia.report.table_file import TableWriter, read_parquet
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import read_manifest, signature
from westphalia.runs.writing import MANIFEST, PLAN, replace_file
from westphalia.work.executors import ONE_PER_CORE, Workers, carry_out
from westphalia.work.plan import Plan, begin_plan
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

TABLES = "tables"


@dataclass(frozen=True)
class SweepFolder:
    """A sweep to be run into a folder."""

    sweep: Sweep
    folder: Path

    @property
    def plan(self) -> Plan:
        """The work, in that folder."""
        return Plan(self.folder, self.sweep)

    @property
    def is_complete(self) -> bool:
        """Whether the folder has everything; it must be begun."""
        return (self.folder / MANIFEST).is_file()

    def begin(self) -> None:
        """Begin the folder, or go on with it.

        Raises:
            UserError: it holds something else, and is left as it is; a measure of the user's always
                fails.
        """
        if not self.is_complete:
            refuse_failing(self.sweep)
        about = self.sweep.describe()
        begin_plan(self.plan, SWEEPS, about, lambda: keep(self.sweep.files, self.folder))


def default_folder(sweep: Sweep) -> Path:
    """Where a sweep is written unless the user says otherwise."""
    return Path("runs") / f"sweep-{SWEEPS.mark(sweep.describe())}"


def run_sweep(
    to: SweepFolder,
    workers: Workers = ONE_PER_CORE,
    report: Report = lambda runs: None,
    command: list[str] | None = None,
) -> None:
    """Run what is missing of a sweep that is begun, and write tables, figures and manifest."""
    sweep, folder, store = to.sweep, to.folder, to.plan.store
    carry_out(to.plan, workers, report)
    (folder / TABLES).mkdir(exist_ok=True)
    points: dict[str, list[np.ndarray]] = {name: [] for name in sweep.factors}
    values: list[np.ndarray] = []
    failed: dict[str, Failed] = {}
    with TableWriter(folder / TABLES, POINTS) as table:
        for block in sweep.blocks(store):
            rows = point_rows(block, sweep.names, sweep.measures)
            table.add(rows)
            for name, column in factor_columns(block, sweep.names).items():
                points[name].append(column)
            values.append(rows["value"].to_numpy(np.float32).reshape(-1, len(sweep.measures)))
            for name, sums in block.sums.items():
                if number := int(np.isnan(sums[0]).sum()):
                    before = failed.get(name, Failed(name, 0, block.why.get(name, "")))
                    failed[name] = before._replace(runs=before.runs + number)
    factors = {name: np.concatenate(parts) for name, parts in points.items()}
    write_figures(factors, np.concatenate(values), sweep.measures, folder / "figures")
    about = {
        **signature(SWEEPS.mark(sweep.describe()), SWEEPS.code, command),
        "sweep": sweep.describe(),
        "failed": [one._asdict() for one in failed.values()],
    }
    replace_file(folder / MANIFEST, (to_json(about) + "\n").encode())
    store.pack(piece.key for piece in to.plan.job.pieces())


def write_runs(to: SweepFolder) -> None:
    """Write the table of single runs, of a sweep that is complete, unless it is there."""
    if (to.folder / TABLES / f"{RUNS}.parquet").is_file():
        return
    with TableWriter(to.folder / TABLES, RUNS) as table:
        for block in to.sweep.blocks(to.plan.store):
            table.add(run_rows(block, to.sweep.names, to.sweep.measures))


class Found(NamedTuple):
    """A sweep that was run: its folder, the sweep, its table, and measures that failed."""

    folder: Path
    sweep: Sweep
    table: pd.DataFrame
    failed: tuple[Failed, ...]


def read_found(folder: Path) -> Found:
    """What the complete folder of a sweep holds. Files of the user's in it are run.

    Raises:
        UserError: it is not the complete folder of a sweep.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; `westphalia sweep FILE` writes one.")
    if (folder / PLAN).is_file() and not (folder / MANIFEST).is_file():
        raise UserError(
            f"{folder} is not finished: run the same `westphalia sweep` again, which goes on from "
            f"what is done."
        )
    about = read_manifest(folder)
    if not isinstance(about.get("sweep"), dict):
        raise UserError(f"{folder} is not the folder of a sweep.")
    return found_of(SweepFolder(job_of(about["sweep"], folder), folder), about)


def found_of(to: SweepFolder, about: dict[str, Any] | None = None) -> Found:
    """What was found by a sweep whose folder is complete. `about`: its manifest."""
    about = read_manifest(to.folder) if about is None else about
    table = read_parquet(to.folder / TABLES / f"{POINTS}.parquet")
    return Found(to.folder, to.sweep, table, tuple(Failed(**row) for row in about["failed"]))
