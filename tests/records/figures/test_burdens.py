"""Military burdens and how they change."""

import numpy as np
import pandas as pd
import pytest

from records.figures.wars_by_hand import WARS, Tables
from westphalia.records.figures.burdens import burden_of_great_powers, changes


def test_a_change_needs_two_years_and_zero_is_not_missing_nor_a_logarithm():
    table = pd.DataFrame(
        {"ccode": [1, 1, 1, 1], "year": [1900, 1901, 1903, 1904], "milper": [1.0, np.e, 3.0, 0.0]}
    )
    found = changes(table, "milper")
    assert found.year.tolist() == [1901]
    assert found.change.tolist() == pytest.approx([1.0])


def test_burdens_of_great_powers_by_whether_they_fight():
    means = pd.DataFrame(
        {"ccode": [10, 10, 20, 30], "year": [1899, 1900, 1900, 1900], "tpop": [1000.0] * 4}
    ).assign(milper=[0.0, 20.0, 4.0, np.nan])
    great = pd.DataFrame(
        {"ccode": [10, 30], "start": ["1899-12-31"] * 2, "end": ["1900-01-01"] * 2}
    )
    tables = Tables(nmc=means, major_powers=great, wars=WARS)
    assert burden_of_great_powers(tables, True)[:2] == (2.0, 1)
    assert burden_of_great_powers(tables, False)[:2] == (0.0, 1)  # 30's army is missing, not 0
