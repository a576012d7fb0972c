"""History in the form of records: who counts when, and what is read off it."""

import numpy as np
import pandas as pd
import pytest

from records.figures.wars_by_hand import Tables
from westphalia.records.moments.great_powers import (
    concentrated,
    decades,
    dispute_pairs,
    of_records,
    records_of,
)

A, B, C = 200, 220, 365


def dispute(year, one, other, **more):
    """The two rows of a dispute that `one` begins."""
    row = {
        "dispnum": 1, "year": year, "midonset": 1, "orig1": 1, "orig2": 1, "outcome": 5,
        "hostlev1": 4, "hostlev2": 4,
    }  # fmt: skip
    first = {**row, "ccode1": one, "ccode2": other, "sidea1": 1, **more}
    return [first, {**first, "ccode1": other, "ccode2": one, "sidea1": 0}]


@pytest.fixture(scope="module")
def tables():
    """Three great powers; C is one from 1900 on. A leads with half of the power from 1930 on."""
    great = pd.DataFrame(
        [(A, "1816-01-01", "1950-12-31"), (B, "1816-01-01", "1950-12-31"),
         (C, "1900-01-01", "1950-12-31")],
        columns=["ccode", "start", "end"],
    )  # fmt: skip
    rows = [
        *dispute(1820, A, B),
        *dispute(1824, B, A, outcome=4),
        *dispute(1850, A, B, hostlev1=5, hostlev2=5),
        *dispute(1860, A, B, orig2=0),  # it was not there from the beginning
        *dispute(1870, A, C),  # C is not yet a great power
        *dispute(1902, A, C),
        *dispute(1903, A, C, midonset=0),
        *dispute(1948, B, C),
    ]
    years = range(1816, 2011)
    power = pd.DataFrame(
        [(c, y, 3.0 if c == A and y >= 1930 else 1.0) for y in years for c in (A, B, C)],
        columns=["ccode", "year", "cinc"],
    )
    atop = pd.DataFrame(
        [(A, B, y, 1) for y in range(1890, 1900)] + [(A, C, 2010, 0)],
        columns=["ccode1", "ccode2", "year", "defense"],
    ).assign(offense=0, neutral=0, nonagg=0, consul=0)
    return Tables(major_powers=great, mid_gml=pd.DataFrame(rows), nmc=power, atop=atop)


def test_a_run_is_a_decade_cut_where_a_period_ends(tables):
    years = np.arange(1938, 1952)
    assert (decades(years) == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]).all()
    records = records_of(tables)
    assert records["alive"].shape == (195, 3, 22)
    assert records["alive"][:, 0].sum() == 135  # each year once
    assert records["alive"][:, 2].sum() == 51


def test_disputes_of_those_who_began_them(tables):
    found = dispute_pairs(tables)
    assert found.year.tolist() == [1820, 1824, 1850, 1870, 1902, 1948]
    assert found.war.tolist() == [False, False, True, False, False, False]
    assert found.conceded.tolist() == [False, True, False, False, False, False]


def test_moments_of_a_period(tables):
    early, late = (1816, 1945), (1946, 2010)
    pair_years = 130 + 2 * 46
    found = of_records("disputes", tables, *early)
    assert (found.value, found.n) == (pytest.approx(100 * 4 / pair_years), pair_years)
    assert of_records("disputes", tables, *late).value == pytest.approx(100 / 15)
    assert of_records("war given dispute", tables, *early).value == pytest.approx(25.0)
    assert of_records("conceded", tables, *early).value == pytest.approx(25.0)
    # soon: 1821-26 and 1825-30 overlap, 1821-30 with 1824, 1851-56, 1903-08; of A and C also
    # 1900, when the last dispute was 30 years ago
    soon, late_ = 1 / (10 + 6 + 6), of_records("recurrence of disputes", tables, *early)
    # late: A-B 1845-50 and 1871-1945, A-C 1900-02 and 1923-45, B-C 1900-45
    assert late_.value == pytest.approx(soon / (2 / (6 + 75 + 3 + 23 + 46)))
    assert of_records("allies", tables, *early).value == pytest.approx(2 * 9 / (130 * 2 + 46))
    # in its last year a pact no longer stands at the end
    assert of_records("pacts kept a year", tables, *early).value == pytest.approx(100 * 8 / 9)
    assert of_records("runaway years", tables, *early).value == pytest.approx(100 * 16 / 130)
    # the tenth of three pairs: 0.3 of the one with three disputes of four
    assert concentrated(tables, *early).value == pytest.approx(100 * 0.3 * 3 / 4)
