"""The run folder of a study of history: complete or absent, never overwritten."""

from pathlib import Path

from westphalia.forecast.frames import tables_of
from westphalia.forecast.results import Result, read_result, write_result
from westphalia.programs.environment import SIMULATING
from westphalia.report.history.studies import RESULTS, Progress, Study
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import DECISIVE, copy_file, hash_of, read_manifest, signature
from westphalia.runs.writing import MANIFEST, holds_other, writing
from westphalia.world.problems import UserError

#: Everything a study found.
STUDY = "tables/study.json"
#: Parts of the code that decide a study's numbers, and packages that do.
CODE = (*DECISIVE, "records", "replay", "forecast", "experiments")
DECIDING = (*SIMULATING, "numpy", "scipy", "scikit-learn", "nutpie")


def study_hash(study: Study) -> str:
    """Ten letters that stand for a study, this code and the packages that decide its numbers."""
    return hash_of(study.describe(), CODE, DECIDING)


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
    """Run a study and write its folder; returns what it found."""
    with writing(target) as folder:
        found = study.run(progress)
        progress("tables and figures")
        from westphalia.report.history.figures import write_figures

        write_tables(found, folder / "tables")
        (folder / STUDY).write_text(write_result(found) + "\n", encoding="utf-8")
        write_figures(found, folder / "figures")
        for theory in study.question.chosen:
            if theory.file is not None:
                copy_file(theory.file.path, folder)
        mark = study_hash(study)
        manifest = {**signature(mark, CODE, command), "study": study.describe()}
        (folder / MANIFEST).write_text(to_json(manifest) + "\n", encoding="utf-8")
    return found


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
            table.to_parquet(folder / f"{name}.parquet", index=False)
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
