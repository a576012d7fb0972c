"""The run folder of a study of history: made step by step, resumed, never overwritten."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.forecast.frames import tables_of
from westphalia.forecast.results import Result, read_result, write_result
from westphalia.programs.environment import SIMULATING
from westphalia.report import table_file
from westphalia.report.history.question import parse_again
from westphalia.report.history.studies import RESULTS, STUDIES, Study
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import DECISIVE, DRAWS, copy_file, read_manifest, signature
from westphalia.runs.writing import MANIFEST, holds_other, replace_file
from westphalia.work.executors import ONE_PER_CORE, Workers, carry_out
from westphalia.work.job import Job
from westphalia.work.plan import Kind, Plan, begin_plan
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

#: Everything a study found.
STUDY = "tables/study.json"
#: Where the user's folder of data is, if one is read.
PLACE = "data-folder.txt"
#: Parts of the code that decide a study's numbers, and packages that do.
CODE = (*DECISIVE, "records", "replay", "forecast", "experiments")
DECIDING = (*SIMULATING, "numpy", "scipy", "scikit-learn", "nutpie")


def _kind(study: Study) -> Kind:
    return Kind(study.kind, CODE, DECIDING)


def study_hash(study: Study) -> str:
    """Ten letters that stand for a study, this code and the packages that decide its numbers."""
    return _kind(study).mark(study.describe())


def job_of(about: Mapping[str, Any], folder: Path) -> Job:
    """The work of a study, from how it describes itself."""
    return study_of(about, folder).job


def study_of(about: Mapping[str, Any], folder: Path) -> Study:
    """The study that describes itself so. Theories of the user's, which lie in its folder, run.

    Raises:
        UserError: the user's data or theories were changed.
    """
    place = folder / PLACE
    data = Path(place.read_text(encoding="utf-8")) if place.is_file() else None
    question = parse_again(about, folder, data)
    return STUDIES[about["study"]](question, **about["options"])


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
    folder: Path,
    workers: Workers = ONE_PER_CORE,
    report: Report = lambda size: None,
    command: list[str] | None = None,
) -> Result:
    """Make what is missing of a study, and write its tables and figures; returns what it found."""
    plan = begin(study, folder)
    carry_out(plan, workers, report)
    found = study.gather(plan.store)
    _write(found, study, folder, command)
    plan.store.pack(piece.key for piece in plan.job.pieces())
    return found


def begin(study: Study, folder: Path) -> Plan:
    """Make a folder ready for a study: begin it there, or go on with it. See `begin_plan`."""
    plan = Plan(folder, study.job)
    begin_plan(plan, _kind(study), study.describe(), lambda: _keep_files(study, folder))
    return plan


def _keep_files(study: Study, folder: Path) -> None:
    """Copy the user's theories and draws into the folder, and note where the user's data are."""
    for theory in study.question.chosen:
        if theory.file is not None:
            copy_file(theory.file.path, folder)
    if study.question.draws is not None:
        copy_file(study.question.draws.file, folder, DRAWS)
    if (data := study.question.record.folder) is not None:
        replace_file(folder / PLACE, str(data.resolve()).encode())


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
    table_file.write_tables(tables_of(found), folder)
