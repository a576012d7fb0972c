"""Records as labelled arrays: every variable with its dimensions, type, unit and codes."""

import numpy as np
import pytest

from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms.war import ROLES
from westphalia.simulation.dataset import VARIABLES, attributes, by_run, dataset

YEARS, N, RUNS = 4, 3, 5


@pytest.fixture(scope="module")
def records():
    """A record of every variable, each number telling its place."""
    sizes = {"state": N, "other": N}
    shapes = {k: (YEARS, *(sizes[d] for d in v.dims), RUNS) for k, v in VARIABLES.items()}
    return {k: np.arange(np.prod(s)).reshape(s) for k, s in shapes.items()}


def test_a_number_is_found_by_its_run_year_and_states(records):
    data = dataset(records | {"private": np.zeros(1)}, ["AAA", "BBB", "CCC"], 1901, "a test")
    assert dict(data.sizes) == {"run": RUNS, "year": YEARS, "state": N, "other": N}
    assert set(data.data_vars) == set(VARIABLES)  # what is not public is left out
    one = data.sel(run=3, year=1902, state="BBB")
    assert one.burden == records["burden"][1, 1, 3]
    assert one.war.sel(other="CCC") == records["war"][1, 1, 2, 3]
    assert data.attrs["source"] == "a test"


def test_runs_come_first_and_nothing_else_moves(records):
    for name, record in records.items():
        moved = by_run(record)
        assert moved.shape == (RUNS, *record.shape[:-1]), name
        assert (moved[2] == record[..., 2]).all(), name


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_says_what_it_is_and_names_all_its_codes(name):
    about = attributes(name, "a test")
    assert about["units"]
    assert about["long_name"]
    codes = about.get("flag_values", about.get("flag_masks", ()))
    assert len(about.get("flag_meanings", "").split()) == len(codes)
    if len(codes):
        assert max(codes) <= np.iinfo(VARIABLES[name].dtype).max
    if "flag_masks" in about:
        assert list(codes) == [2**k for k in range(len(codes))]
    else:
        assert list(codes) == list(range(len(codes)))


def test_codes_of_roles_and_motives_are_those_of_the_mechanisms():
    roles = attributes("war", "")["flag_meanings"].split()
    assert [role.replace("_", " ") for role in roles] == list(ROLES)
    for name in ("alignment", "challenge", "joining"):
        meanings = attributes(name, "")["flag_meanings"].split()
        assert [m.replace("_", "-") for m in meanings] == list(MOTIVES)


def test_flags_of_agreements_are_those_declared():
    about = attributes("agreements", "")
    flags = dict(zip(about["flag_masks"].tolist(), about["flag_meanings"].split(), strict=True))
    assert flags == {1: "inspection", 2: "hotline", 4: "withdrawal", 8: "cap", 16: "trade",
                     32: "cap_kept_by_state"}  # fmt: skip
