"""The folder of a sensitivity analysis: its table, figures and manifest."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from westphalia.report.sensitivity.analysis import Sensitivity, analyse
from westphalia.report.sensitivity.figures import write_figures
from westphalia.report.sensitivity.table import NAME, frame_of
from westphalia.report.sensitivity.words import sentences
from westphalia.report.sweeps.folder import TABLES, read_found
from westphalia.report.table_file import write_tables
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import digest, hash_of, signature
from westphalia.runs.writing import MANIFEST, writing

#: Parts of the code, and packages, that decide the numbers.
CODE = ("experiments", "measures", "report")
PACKAGES = ("numpy", "scipy", "scikit-learn")


def default_folder(folder: Path) -> Path:
    """Where the analysis of a sweep is written unless the user says otherwise."""
    return folder / NAME


def write_sensitivity(
    folder: Path,
    target: Path,
    measures: Sequence[str] = (),
    report: Callable[[str], None] = lambda what: None,
    command: list[str] | None = None,
) -> Sensitivity:
    """Analyse the sweep in a folder and write what is found to another. See `analyse`.

    Raises:
        UserError: it is no complete sweep, there is nothing to analyse, or `target` exists.
    """
    sweep = read_found(folder)
    with writing(target) as made:
        found = analyse(sweep, measures, report)
        write_tables({NAME: frame_of(found)}, made / TABLES)
        report("figures")
        write_figures(found, made / "figures")
        of = {
            "sweep_manifest": digest((folder / MANIFEST).read_bytes()),
            "measures": list(found.values),
        }
        about = {
            **signature(hash_of(of, CODE, PACKAGES), CODE, command),
            "sensitivity": {**of, "said": data_of(found)},
        }
        (made / MANIFEST).write_text(to_json(about) + "\n", encoding="utf-8")
    return found


def data_of(found: Sensitivity) -> list[dict[str, Any]]:
    """What was found, measure by measure and group by group. JSON-able."""
    return [
        {
            "measure": part.measure,
            "unit": part.unit,
            "levels": dict(part.levels),
            "label": found.label(part),
            "noise": part.noise,
            "sentences": sentences(found, part),
            "indices": [
                {"analysis": answer.analysis, **index._asdict()}
                for answer in part.answers
                for index in answer.indices
            ],
        }
        for part in found.parts
    ]
