"""A sweep as the work of a plan, so that other processes and machines can make it again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.experiments.sweeps.file import sweep_from_data
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.programs.environment import SIMULATING
from westphalia.runs.manifest import DECISIVE
from westphalia.runs.writing import copy_whole
from westphalia.work.plan import Kind
from westphalia.world.problems import UserError

#: Sweeps, and the parts of the code and the packages that decide their numbers.
SWEEPS = Kind(
    "sweep",
    (*DECISIVE, "experiments/sweeps", "experiments/sensitivity"),
    (*SIMULATING, "numpy", "scipy"),
)


def keep(files: Mapping[str, Path], folder: Path) -> None:
    """Keep the user's files beside a plan. `files`: by name in the folder."""
    for name, path in files.items():
        copy_whole(path, folder / name)


def job_of(about: Mapping[str, Any], folder: Path) -> Sweep:
    """The sweep that describes itself so. Files of the user's are run."""
    sweep = sweep_from_data(about["sweep"], folder)
    refuse_changed(sweep.files, folder)
    return sweep


def refuse_changed(files: Mapping[str, Path], folder: Path) -> None:
    """Refuse files of the user's in a folder that are no longer those of the plan.

    `files`: those that are read there; their names tell what was in them.
    """
    changed = [path for name, path in files.items() if folder / name != path]
    if changed:
        raise UserError(
            f"{', '.join(map(str, changed))}: changed or damaged since {folder} was begun. Give "
            f"the command that began it again, which puts the file back."
        )
