"""The folder of raw data."""

from pathlib import Path

import pytest
from places import RAW


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder of raw data, which is not in the repository."""
    if not (RAW / "calibration_targets.csv").is_file():
        pytest.skip("no folder of raw data: WESTPHALIA_DATA does not name one")
    return RAW
