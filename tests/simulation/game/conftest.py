"""The cases on which games are played."""

import pytest

import westphalia as wp


@pytest.fixture(scope="session")
def case():
    return wp.load_case("europe-1890")


@pytest.fixture(scope="session")
def small():
    return wp.load_case("examples/three-powers.yaml")
