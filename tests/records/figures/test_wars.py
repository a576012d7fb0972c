"""How long and deadly wars are."""

import numpy as np

from records.figures.wars_by_hand import WARS, Tables
from westphalia.records.figures.wars import deaths, median_days


def test_unknown_deaths_are_missing_and_days_count_both_ends():
    tables = Tables(wars=WARS)
    assert deaths(tables).tolist() == [100.0]
    assert median_days(tables).value == np.median([10, 701])
