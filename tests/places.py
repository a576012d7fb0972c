"""Where things are in the repository."""

import os
from pathlib import Path

import pytest

#: The root of the repository.
ROOT = Path(__file__).resolve().parent.parent
#: The data sets as their authors publish them; they are not in the repository.
RAW = Path(os.environ.get("WESTPHALIA_DATA") or ROOT.parent / "shared" / "data")
needs_data = pytest.mark.skipif(
    not RAW.is_dir(), reason="no raw data; set WESTPHALIA_DATA to a folder that has them"
)
