"""A server with one saved run, for all tests of the server."""

import pytest
from serving import SMALL, done, serving

from westphalia.cli import dispatch


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with one saved run."""
    place = tmp_path_factory.mktemp("served") / "runs"
    texts = ["run", "iraq-1990", "--theory", "defensive", "--theory", "offensive"]
    small = ["--runs", "20", "--years", "5", "--no-baselines"]
    assert dispatch([*texts, *small, "--out", str(place / "first")]) == 0
    return place


@pytest.fixture(scope="session")
def client(folder):
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def unsaved(client):
    """The key of a simulation that is not saved."""
    return done(client, kind="simulate", scenario=SMALL)["key"]
