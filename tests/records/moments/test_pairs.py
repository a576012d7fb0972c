"""Pairs of the whole system that are politically relevant."""

import numpy as np
import pandas as pd
import pytest

from records.figures.wars_by_hand import Tables
from records.moments.test_great_powers import dispute
from westphalia.records.moments.pairs import (
    at_borders,
    of_democracies,
    onsets,
    relevant_pairs,
    wars_of_any,
)


@pytest.fixture(scope="module")
def tables():
    """Four states in 1900-1909: 2 and 200 are great powers, 40 and 41 touch, 42 touches nobody."""
    codes = (2, 40, 41, 42, 200)
    spell = {"start": "1900-01-01", "end": "1909-12-31"}
    states = pd.DataFrame([{"ccode": code, **spell} for code in codes])
    touch = pd.DataFrame(
        [
            {"ccode1": 40, "ccode2": 41, "conttype": 4, **spell},
            {"ccode1": 2, "ccode2": 200, "conttype": 1, **spell},
            {"ccode1": 41, "ccode2": 42, "conttype": 0, **spell},
        ]
    )
    polity = {2: 8, 40: 6, 41: 5, 42: np.nan, 200: 10}
    regime = pd.DataFrame([(c, y, p) for c, p in polity.items() for y in range(1900, 1910)])
    regime.columns = ["ccode", "year", "polity2"]
    rows = [
        *dispute(1900, 40, 41, hostlev1=5, hostlev2=5),
        *dispute(1901, 2, 200),
        *dispute(1902, 42, 2),
        *dispute(1903, 42, 41),
    ]
    great = states[states.ccode.isin([2, 200])]
    return Tables(
        states=states, major_powers=great, contiguity=touch, regime=regime,
        mid_gml=pd.DataFrame(rows),
    )  # fmt: skip


def test_pairs_that_touch_or_have_a_great_power(tables):
    pairs = relevant_pairs(tables)
    assert len(pairs) == 10 * 8  # seven with 2 or 200, and 40 with 41
    found = onsets(tables, 1816, 1945)
    assert (found.value, found.n) == (pytest.approx(100 * 3 / 80), 80)
    assert np.isnan(onsets(tables, 1946, 2010).value)


def test_wars_of_any_pair(tables):
    assert wars_of_any(tables, 1816, 1945).value == pytest.approx(25.0)


def test_democracies_against_others_where_regimes_are_known(tables):
    # 2-40, 2-200, 40-200 are democracies with a great power; 2-41 and 41-200 are not; 42 is unknown
    found = of_democracies(tables, 1816, 1945)
    assert found.n == 1
    assert np.isnan(found.value)  # no dispute of the others


def test_borders_of_great_powers(tables):
    assert np.isnan(at_borders(tables, 1816, 1945).value)  # no great powers without a border
    assert at_borders(tables, 1816, 1945).n == 1
