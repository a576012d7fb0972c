"""Regions of a map, from what two populations meet."""

import numpy as np
import pytest

from westphalia.claims.atlas import (
    BALANCING,
    BOTH,
    EMPTY,
    NEITHER,
    PASSING,
    regions,
    standard_error,
)
from westphalia.claims.claim import Atlas, Cell
from westphalia.experiments.run import Outcome
from westphalia.measures.measure import Measure

# How a verdict comes about

MEASURE = Measure("thing", "things", lambda records: (records["x"], records["x"]))


@pytest.mark.filterwarnings("error")
def test_one_value_has_no_standard_error():
    assert np.isnan(standard_error(np.ones((3, 1)))).all()
    assert standard_error(np.array([[1.0, 3.0]])).tolist() == [1.0]


@pytest.mark.filterwarnings("error")
def test_regions_of_a_map_follow_what_the_two_populations_meet():
    met = {"both": (0.7, 0.3), "one": (0.7, 0.6), "other": (0.4, 0.3), "none": (0.4, 0.6)}
    cells, measured = [], []
    for k, (expected, rival) in enumerate(met.values()):
        cells.append(Cell({"x": k, "y": 0.0, "z": 4.0}, {}))
        measured.append(
            {
                condition: Outcome(np.full((1, 100), f), np.ones((1, 100)), np.ones(0), np.ones(0))
                for condition, f in (("balancing", expected), ("passing", rival))
            }
        )
    cells.append(Cell({"x": 4, "y": 0.0, "z": 4.0}, {}))
    nothing = Outcome(np.zeros((1, 100)), np.zeros((1, 100)), np.ones(0), np.ones(0))
    measured.append({"balancing": nothing, "passing": nothing})
    axes = {"x": "", "y": "", "z": ""}
    atlas = Atlas(axes, cells, {"m": MEASURE}, {"balancing": 0.8, "passing": 0.2})
    found = regions(atlas, measured)
    assert list(found.region) == [BOTH, BALANCING, PASSING, NEITHER, EMPTY]
    assert sum(area.value for area in found.areas.values()) == pytest.approx(1.0)
