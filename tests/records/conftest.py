"""What the tests of records share."""

import pytest
from places import RAW

from westphalia.records.builtin import (
    great_powers,
)
from westphalia.records.folder import open_folder
from westphalia.records.panel import Panel


@pytest.fixture(scope="module")
def panel() -> Panel:
    return great_powers()


@pytest.fixture(scope="module")
def raw():
    if not RAW.is_dir():
        pytest.skip("WESTPHALIA_DATA does not name a folder with the raw files")
    return open_folder(RAW)


@pytest.fixture
def config(tmp_path, monkeypatch):
    """No remembered folder but what the test remembers."""
    monkeypatch.setenv("WESTPHALIA_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("WESTPHALIA_DATA", raising=False)
    return tmp_path / "config"
