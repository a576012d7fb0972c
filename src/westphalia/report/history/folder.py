"""The run folder of a study of history: complete or absent, never overwritten."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.forecast.frames import tables_of
from westphalia.forecast.results import Result, read_result, write_result
from westphalia.programs.environment import SIMULATING
from westphalia.report.history.question import HistoryOptions, parse_question
from westphalia.report.history.studies import RESULTS, InPieces, Progress, Study, recover
from westphalia.report.table_file import write_csv, write_parquet
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import DECISIVE, copy_file, read_manifest, signature
from westphalia.runs.writing import MANIFEST, holds_other, replace_file, writing
from westphalia.work.executors import ONE_PER_CORE, Workers, carry_out
from westphalia.work.job import Job
from westphalia.work.plan import Kind, Plan, begin_plan
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

#: Everything a study found.
STUDY = "tables/study.json"
#: Parts of the code that decide a study's numbers, and packages that do.
CODE = (*DECISIVE, "records", "replay", "forecast", "experiments")
DECIDING = (*SIMULATING, "numpy", "scipy", "scikit-learn", "nutpie")


def _kind(study: Study) -> Kind:
    return Kind(study.kind, CODE, DECIDING)


def study_hash(study: Study) -> str:
    """Ten letters that stand for a study, this code and the packages that decide its numbers."""
    return _kind(study).mark(study.describe())


def job_of(about: Mapping[str, Any], folder: Path) -> Job:
    """The work of a recovery, from how it describes itself. Theories of the user are run."""
    texts = [f"{folder / t['spec']}" if t["files"] else t["spec"] for t in about["theories"]]
    question = parse_question(HistoryOptions(texts, seed=about["seed"]))
    study = recover(question, **about["options"])
    assert isinstance(study.run, InPieces)
    return study.run.job


def default_folder(study: Study) -> Path:
    """Where a study is written unless --out names a folder."""
    return Path("runs") / f"{study.kind}-{study_hash(study)}"


def read_same(folder: Path, study: Study) -> Result:
    """What was found in a folder that holds this very study.

    Raises:
        UserError: the folder holds something else; it is left as it is.
    """
    try:
        if read_manifest(folder).get("hash") == study_hash(study):
            return read_study(folder)
    except UserError:
        pass
    raise holds_other(folder, "study")


def run_study(
    study: Study,
    target: Path,
    progress: Progress = lambda what: None,
    command: list[str] | None = None,
) -> Result:
    """Run a study that is not made in pieces, and write its folder; returns what it found."""
    assert not isinstance(study.run, InPieces)
    with writing(target) as folder:
        found = study.run(progress)
        progress("tables and figures")
        _keep_files(study, folder)
        _write(found, study, folder, command)
    return found


def run_in_pieces(
    study: Study,
    folder: Path,
    workers: Workers = ONE_PER_CORE,
    report: Report = lambda size: None,
    command: list[str] | None = None,
) -> Result:
    """Make what is missing of a study that is made in pieces, and write its tables and figures."""
    assert isinstance(study.run, InPieces)
    plan = Plan(folder, study.run.job)
    begin_plan(plan, _kind(study), study.describe(), lambda: _keep_files(study, folder))
    carry_out(plan, workers, report)
    found = study.run.gather(plan.store)
    _write(found, study, folder, command)
    plan.store.pack(piece.key for piece in plan.job.pieces())
    return found


def _keep_files(study: Study, folder: Path) -> None:
    """Copy the theories of the user into the folder."""
    for theory in study.question.chosen:
        if theory.file is not None:
            copy_file(theory.file.path, folder)


def _write(found: Result, study: Study, folder: Path, command: list[str] | None) -> None:
    """Write tables, figures and, last, the manifest."""
    from westphalia.report.history.figures import write_figures

    write_tables(found, folder / "tables")
    (folder / STUDY).write_text(write_result(found) + "\n", encoding="utf-8")
    write_figures(found, folder / "figures")
    about = {**signature(study_hash(study), CODE, command), "study": study.describe()}
    replace_file(folder / MANIFEST, (to_json(about) + "\n").encode())


def read_study(folder: Path) -> Result:
    """What a complete folder of a study found.

    Raises:
        UserError: it is not the folder of a study.
    """
    study = read_manifest(folder).get("study")
    kind = study.get("study") if isinstance(study, dict) else None
    if kind not in RESULTS:
        raise UserError(f"{folder} is not the run folder of a replay, tournament or recovery.")
    try:
        return read_result((folder / STUDY).read_text(encoding="utf-8"), RESULTS[kind])
    except (OSError, ValueError) as error:
        raise UserError(f"{folder / STUDY} cannot be read: {error}.") from error


def write_tables(found: Result, folder: Path) -> None:
    """Write every table that has rows, as Parquet and as CSV."""
    folder.mkdir(exist_ok=True)
    for name, table in tables_of(found).items():
        if len(table):
            write_parquet(table, folder / f"{name}.parquet")
            write_csv(table, folder / f"{name}.csv")
