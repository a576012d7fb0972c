"""A calibration as the work of a plan, so that other processes and machines can make it again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from westphalia.experiments.calibration.file import calibration_from_data
from westphalia.experiments.calibration.job import Calibration
from westphalia.experiments.sweeps.plan import SWEEPS, refuse_changed
from westphalia.programs.environment import SIMULATING
from westphalia.work.plan import Kind

#: Calibrations, and the parts of the code and the packages that decide their numbers.
CALIBRATIONS = Kind(
    "calibrate",
    (*SWEEPS.code, "experiments/calibration"),
    (*SIMULATING, "numpy", "scipy", "scikit-learn"),
)


def job_of(about: Mapping[str, Any], folder: Path) -> Calibration:
    """The calibration that describes itself so. Files of the user's are run."""
    job = calibration_from_data(about["calibration"], folder)
    refuse_changed(job.files, folder)
    return job
