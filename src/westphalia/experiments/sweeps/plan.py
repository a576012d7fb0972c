"""A sweep as the work of a plan, so that other processes and machines can make it again."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.experiments.sweeps.file import sweep_from_data
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.programs.environment import SIMULATING
from westphalia.runs.manifest import DECISIVE
from westphalia.work.plan import Kind

#: Sweeps, and the parts of the code and the packages that decide their numbers.
SWEEPS = Kind(
    "sweep",
    (*DECISIVE, "experiments/sweeps", "experiments/sensitivity"),
    (*SIMULATING, "numpy", "scipy"),
)


def keep(files: Mapping[str, Path], folder: Path) -> None:
    """Keep the user's files beside a plan. `files`: by name in the folder."""
    for name, path in files.items():
        copy = folder / name
        copy.parent.mkdir(exist_ok=True)
        if not copy.is_file():
            shutil.copyfile(path, copy)


def job_of(about: Mapping[str, Any], folder: Path) -> Sweep:
    """The sweep that describes itself so. Files of the user's are run."""
    return sweep_from_data(about["sweep"], folder)
