"""Rows laid out over states and years."""

import numpy as np
import pandas as pd

from records.panels import table_of
from westphalia.records.compile.grid import Grid, last_year_end, round_significant

GRID = Grid(np.array([2, 5, 9]), np.arange(1900, 1903))


def test_places_of_states_and_years():
    assert GRID.place(pd.Series([9, 3, 2])).tolist() == [2, -1, 0]
    assert GRID.spell(1890, 1900) == slice(0, 1)
    assert GRID.spell(1901, 1950) == slice(1, 51)
    assert GRID.within((1901, 1910)).tolist() == [False, True, True]


def test_state_years_and_pair_years_are_nan_where_there_is_no_row():
    states = GRID.of_states(table_of("ccode year x", (5, 1901, 7.0), (3, 1901, 8.0)), "x")
    assert states[1, 1] == 7.0
    assert np.isnan(states).sum() == 8
    pairs = GRID.of_pairs(table_of("ccode1 ccode2 year x", (2, 9, 1902, 4.0)), "x")
    assert pairs[2, 0, 2] == pairs[2, 2, 0] == 4.0
    assert np.isfinite(pairs).sum() == 2


def test_events_are_counted_one_way():
    events = [(2, 5, 1900), (2, 5, 1900), (5, 2, 1901), (2, 5, 1899)]
    counts = GRID.counts(table_of("ccode1 ccode2 year", *events))
    assert counts[0, 0, 1] == 2
    assert counts[1, 1, 0] == 1
    assert counts.sum() == 3


def test_a_spell_that_the_file_cuts_off_has_not_ended():
    ends = pd.DataFrame({"end": ["1914-08-04", "1913-12-31", "2016-06-30"]})
    assert last_year_end(ends).tolist() == [1913, 1913, 2016]


def test_rounding_to_significant_digits():
    assert round_significant(pd.Series([0.012345, 98765.4]), 3).tolist() == [0.0123, 98800.0]
