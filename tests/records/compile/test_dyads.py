"""Pair-years: distances over land and sea."""

import pytest

from records.panels import Invented, of_pair
from westphalia.cases.load import haversine
from westphalia.records.compile.build_panel import build_panel
from westphalia.records.compile.compile_tables import compile_tables


def test_land_joins_states_over_others():
    panel = build_panel(compile_tables(Invented(), 1900, 1906), relevant_all=True)
    ten = haversine(0, 10, 0, 20) / 1000
    assert of_pair(panel, "distance", 1, 2) == pytest.approx([ten / 2] * 7, abs=1e-3)
    thirty = haversine(0, 10, 0, 40) / 1000
    bridge = [0.3, 0.3, 0, 0.3, 0.3, 0.3, 0.3]  # the last border of CCC falls in December 1903
    assert of_pair(panel, "distance", 1, 4) == pytest.approx([thirty + s for s in bridge], abs=1e-3)
    some = build_panel(compile_tables(Invented(), 1900, 1906, codes=(1, 4)), relevant_all=True)
    assert of_pair(some, "distance", 1, 4) == of_pair(panel, "distance", 1, 4)
