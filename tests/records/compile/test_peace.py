"""Years of peace and of war."""

import numpy as np
import pandas as pd

from westphalia.records.compile.grid import Grid
from westphalia.records.compile.peace import fought_and_peace


def test_peace_begins_when_a_war_ends():
    grid = Grid(np.array([1, 2]), np.arange(1900, 1908))
    since = np.full((8, 2), 1890.0)
    since[:, 1] = [np.nan, *[1901] * 7]
    rows = pd.DataFrame({"ccode1": [1], "ccode2": [2], "first": [1903], "last": [1904]})
    fought, peace = fought_and_peace(rows, (1900, 1906), grid, since)
    assert fought[:, 0, 1].tolist() == [0, 0, 0, 1, 1, 0, 0, -1]
    np.testing.assert_array_equal(peace[:, 1, 0], [np.nan, 0, 1, 0, 0, 1, 2, np.nan])
