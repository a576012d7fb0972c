"""Results that are read from a folder: the same numbers again, with names and units."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import westphalia as wp
from westphalia.runs.arguments import spec_from_arguments
from westphalia.runs.results import read_runs
from westphalia.simulation.dataset import VARIABLES
from westphalia.world.problems import UserError

RUNS = 70


def test_results_are_those_of_a_run_alone(folder, alone):
    """Run 17 is run 17, whatever the number of runs, of theories beside it, of workers."""
    stored = read_runs(folder / "results.nc", 0, slice(0, 20), list(VARIABLES))
    for name, values in stored.items():
        np.testing.assert_array_equal(values, alone.records[name], err_msg=name)


def test_xarray_reads_the_results(folder, alone):
    with xr.open_dataset(folder / "results.nc") as data:
        assert dict(data.sizes) == {"theory": 3, "run": RUNS, "year": 24, "state": 13, "other": 13}
        assert list(data.theory.values) == ["defensive", "anxious", "GMY=offensive,*=defensive"]
        assert data.pact.dtype == bool
        for variable in data.data_vars.values():
            assert variable.attrs["units"]
            assert variable.attrs["long_name"]
            assert variable.attrs["source"]
        one = data.sel(theory="defensive", run=17, year=1900, state="GMY")
        same = alone.dataset.sel(run=17, year=1900, state="GMY")
        assert one.burden == same.burden
        assert (one.war == same.war).all()
    assert alone.dataset.burden.dims == ("run", "year", "state")
    assert alone.dataset.pact.dims == ("run", "year", "state", "other")
    assert alone.dataset.burden.attrs["units"]


def test_tables_have_cow_codes_and_shares(folder):
    frame = pd.read_parquet(folder / "tables" / "dyad_years.parquet")
    assert {"ccode1", "ccode2", "year", "pact", "pact_low", "pact_history"} <= set(frame.columns)
    assert frame.pact.between(0, 1).all()
    assert (frame.pact_low <= frame.pact).all()
    assert len(frame) == 3 * 24 * 78


def test_experiments_are_scored_and_compared_from_python(alone):
    theories = wp.theories
    other = wp.simulate(
        alone.case, {"GMY": theories.offensive, "*": theories.defensive}, runs=20, seed=5
    )
    assert [t.name for t in other.line.theories[:2]] == ["offensive", "defensive"]
    table = wp.score([alone, other], wp.load_facts("europe-1890"))
    assert set(table.to_dataframe().columns) == {"theory", "number", "value", "low", "high"}
    assert len(table.theories) == 2
    assert {c.score for c in table.comparisons} == {
        "alignments brier",
        "changes brier",
        "wars log",
    }
    with pytest.raises(UserError, match="same case"):
        wp.score([alone, wp.simulate(alone.case, "liberal", runs=10, seed=5)])


def test_decisions_in_turn_are_another_plan(alone):
    in_turn = spec_from_arguments(alone.case, "defensive", runs=20, serial=True)
    assert in_turn.setting(in_turn.lines[0]).serial
    assert not alone.spec.setting(alone.line).serial
