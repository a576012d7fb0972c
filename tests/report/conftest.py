"""Saved runs that several tests of reports read."""

from pathlib import Path

import pytest
from places import ROOT

import westphalia as wp
from report.folders import of_every_kind
from westphalia.cli import dispatch

RUNS = 70
OWN = f"{ROOT / 'examples' / 'own_theory.py'}:anxious"


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A run of a built-in theory, a user's theory and a mix."""
    target = tmp_path_factory.mktemp("runs") / "run"
    mix = "GMY=offensive,*=defensive"
    theories = ["--theory", "defensive", "--theory", OWN, "--theory", mix]
    args = ["run", "europe-1890", *theories, "--no-baselines", "--runs", str(RUNS)]
    assert dispatch([*args, "--seed", "5", "--set", "beta=1.2", "--out", str(target)]) == 0
    return target


@pytest.fixture(scope="session")
def alone() -> "wp.Experiment":
    case = wp.load_case("europe-1890")
    return wp.simulate(case, wp.theories.defensive, runs=20, seed=5, set={"beta": 1.2}, workers=1)


@pytest.fixture(scope="session")
def explained(tmp_path_factory) -> Path:
    """A run of a theory and a baseline, to be explained and changed."""
    target = tmp_path_factory.mktemp("runs") / "run"
    theories = ["--theory", "defensive", "--theory", "base-rate"]
    args = ["run", "europe-1890", *theories, "--no-baselines", "--runs", "70"]
    assert dispatch([*args, "--out", str(target)]) == 0
    return target


@pytest.fixture(scope="session")
def folders(tmp_path_factory) -> dict[str, Path]:
    """A run folder of every kind: run, ledger, replay, tournament, recovery."""
    return of_every_kind(tmp_path_factory.mktemp("folders"))
