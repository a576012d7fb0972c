"""How long treaties last."""

import pandas as pd
import pytest

from records.figures.wars_by_hand import Tables
from westphalia.records.figures.alliances import ends_per_year, helping_pacts, median_life

TREATIES = pd.DataFrame(
    {
        "defense": [1, 0, 1, 0],
        "offense": [0, 1, 0, 0],
        "begyr": [1900, 1900, 1910, 1900],
        "begmo": [1, 1, 1, 1],
        "begday": [1, 1, 1, 1],
        "endyr": [1910, 1904, 0, 1901],
        "endmo": [1, 1, 0, 1],
        "endday": [1, 1, 0, 1],
        "ineffect": [0, 0, 1, 0],
        "wartime": [0, 1, 0, 0],
    }
)


def test_promises_of_help_alone_count_and_those_in_force_have_not_ended():
    found = helping_pacts(Tables(atop_treaties=TREATIES))
    assert found.years.tolist() == pytest.approx([10, 4, 107])
    assert found.ended.tolist() == [True, True, False]


def test_the_median_life_of_some_treaties():
    tables = Tables(atop_treaties=TREATIES)
    assert median_life(tables, 1890, 1905, False).value == pytest.approx(4.0)
    assert median_life(tables, 1890, 1905, True)[:2] == (pytest.approx(10.0), 1)


def test_ends_per_treaty_year():
    found = ends_per_year(Tables(atop_treaties=TREATIES))
    assert found.value == pytest.approx(2 / 121)
    assert found.spread["1-5 years"] == pytest.approx(1 / 11)
