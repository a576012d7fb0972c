"""The run folder of a study of history: complete or absent, never overwritten."""

import json
import shutil
from pathlib import Path
from typing import Any

from westphalia.report.folder import MANIFEST, writing
from westphalia.report.history.studies import Found, Study, Told
from westphalia.report.manifest import (
    DECISIVE,
    code_digest,
    digest,
    read_manifest,
    signed,
    versions,
)
from westphalia.runs.as_json import to_json
from westphalia.world.problems import UserError

#: Everything a study found.
STUDY = "tables/study.json"
#: Parts of the code that decide a study's numbers, and packages that do.
CODE = (*DECISIVE, "records", "replay", "forecast", "experiments")
DECIDING = ("jax", "jaxlib", "scikit-learn", "nutpie")


def study_hash(study: Study) -> str:
    """Ten letters that stand for a study, this code and the packages that decide its numbers."""
    decisive = {
        "study": study.described(),
        "code": code_digest(CODE),
        "packages": {k: v for k, v in versions().items() if k in DECIDING},
    }
    return digest(json.dumps(decisive, sort_keys=True).encode())[:10]


def default_folder(study: Study) -> Path:
    """Where a study is written unless the user says otherwise."""
    return Path("runs") / f"{study.kind}-{study_hash(study)}"


def stored(folder: Path, study: Study) -> Found:
    """What was found in a folder that holds this very study.

    Raises:
        UserError: the folder holds something else; it is left as it is.
    """
    try:
        if read_manifest(folder).get("hash") == study_hash(study):
            return read(folder)
    except UserError:
        pass
    raise UserError(
        f"{folder} exists but is not a complete run of this study, and is not overwritten. "
        f"Choose another folder with --out, or remove it first."
    )


def carried_out(
    study: Study, target: Path, progress: Told = lambda what: None, command: list[str] | None = None
) -> Found:
    """Carry out a study and write its folder; returns what was found, as data."""
    with writing(target) as folder:
        found = json.loads(to_json(study.answer(progress)))
        progress("tables and figures")
        from westphalia.report.history.figures import write_figures
        from westphalia.report.history.rows import write_tables

        write_tables(found, folder / "tables")
        _write(folder / STUDY, found)
        write_figures(found, folder / "figures")
        for theory, row in zip(study.question.chosen, study.described()["theories"], strict=True):
            for name in row["files"]:
                (folder / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(str(theory.file), folder / name)
        mark = study_hash(study)
        _write(folder / MANIFEST, {**signed(mark, CODE, command), "study": study.described()})
    return found


def read(folder: Path) -> Found:
    """What a complete folder of a study found, as data.

    Raises:
        UserError: it is no such folder.
    """
    if "study" not in read_manifest(folder):
        raise UserError(f"{folder} is not the run folder of a replay, tournament or recovery.")
    try:
        return json.loads((folder / STUDY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{folder / STUDY} cannot be read: {error}.") from error


def _write(path: Path, data: Any) -> None:
    path.write_text(to_json(data) + "\n", encoding="utf-8")
