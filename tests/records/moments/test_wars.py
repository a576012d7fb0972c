"""Wars, the ends of states, and races, on lists written by hand."""

import numpy as np
import pandas as pd
import pytest

from records.figures.wars_by_hand import Tables, part
from westphalia.records.moments.promises import kept
from westphalia.records.moments.wars import (
    drift,
    ends_of_states,
    great_power_wars,
    joiners_per_war,
    on_targets_side,
    parts_in_wars,
    races_to_war,
    tail_of_deaths,
)

#: 1 and 2 are great powers, 3 is one to 1914; 8 and 9 are small.
GREAT = pd.DataFrame(
    [(1, "1816-01-01", "1945-12-31"), (2, "1816-01-01", "1945-12-31"),
     (3, "1816-01-01", "1914-12-31")],
    columns=["ccode", "start", "end"],
)  # fmt: skip
#: In 1850 1 attacks 9; 2 joins 9 and so does 3. In 1900 8 attacks 9, and 1 joins the attacker.
WARS = pd.DataFrame(
    [
        part(1, 1, 1, 18500101, 18510101, Initiator=1, BatDeath=100),
        part(1, 9, 2, 18500101, 18510101, BatDeath=-9),
        part(1, 2, 2, 18500301, 18510101, BatDeath=60),
        part(1, 3, 2, 18500401, 18510101, BatDeath=40),
        part(2, 8, 1, 19000101, 19000301, Initiator=1, BatDeath=25),
        part(2, 9, 2, 19000101, 19000301, BatDeath=25),
        part(2, 1, 1, 19000201, 19000214, BatDeath=-9),
        part(2, 1, 2, 19000215, 19000301, BatDeath=-9),  # changes sides, and joined once
    ]
)
STATES = pd.DataFrame(
    [(1, "1816-01-01", "2016-12-31"), (2, "1816-01-01", "1945-05-08"),
     (3, "1816-01-01", "1918-11-11"), (9, "1816-01-01", "1902-01-01")],
    columns=["ccode", "start", "end"],
)  # fmt: skip
TABLES = Tables(wars=WARS, major_powers=GREAT, states=STATES)
EARLY, LATE = (1816, 1945), (1946, 2010)


def test_who_began_and_who_joined():
    rows = parts_in_wars(TABLES).set_index(["war", "ccode"])
    assert rows.began[[(1, 1), (1, 9), (2, 8), (2, 9)]].all()
    assert not rows.began[[(1, 2), (1, 3), (2, 1)]].any()
    assert rows.attacks[(2, 1)]
    assert not rows.attacks[(1, 2)]


def test_wars_of_great_powers_and_their_joiners():
    found = great_power_wars(TABLES, *EARLY)
    assert (found.value, found.n) == (pytest.approx(100 / 130), 1)
    assert joiners_per_war(TABLES, *EARLY).value == pytest.approx(2.0)
    side = on_targets_side(TABLES, *EARLY)
    assert (side.value, side.n) == (pytest.approx(100 * 2 / 3), 3)
    assert great_power_wars(TABLES, *LATE).value == 0.0
    assert np.isnan(joiners_per_war(TABLES, *LATE).value)


def test_wars_per_state_year_late_and_early():
    # the quarters of 1850-1901 are 1850-62 and 1889-1901: a war each, and four states in each
    assert drift(TABLES, 1850, 1901).value == pytest.approx(1.0)


def test_the_ends_of_states():
    years = 130 * 2 + 103 + 87
    found = ends_of_states(TABLES, *EARLY, great=False)
    assert (found.value, found.n) == (pytest.approx(1000 * 3 / years), years)
    # 2 ends as a great power; 3 was one four years before
    found = ends_of_states(TABLES, *EARLY, great=True)
    assert (found.value, found.n) == (pytest.approx(1000 * 2 / (130 * 2 + 99)), 359)


def test_races_that_end_in_war():
    races = pd.DataFrame(
        [(2, 1, 1846, 1849), (1, 2, 1840, 1848), (8, 9, 1897, 1901)],
        columns=["ccode1", "ccode2", "styear", "endyear"],
    )
    tables = Tables(wars=WARS, arms_races=races)
    found = races_to_war(tables, *EARLY)
    assert (found.value, found.n) == (pytest.approx(100 * 2 / 3), 3)


def test_the_tail_of_deaths():
    # 200 and 50 deaths: one above the median
    found = tail_of_deaths(TABLES, *EARLY)
    assert found.n == 2
    assert np.isnan(found.value)  # one size alone has no exponent
    third = part(3, 1, 1, 19050101, 19050102, BatDeath=400)
    more = pd.DataFrame([*WARS.to_dict("records"), third])
    # of 50, 200 and 400 those above the first half are 200 and 400: 1 + 2 / ln 2
    found = tail_of_deaths(Tables(wars=more), *EARLY)
    assert found.value == pytest.approx(1 + 2 / np.log(2), rel=0.07)


def test_promises_that_a_war_tested():
    columns = ["cowwarid", "honorBF", "violateBF", "defense", "offense", "neutral", "nonagg"]
    rows = [
        (1, 1, np.nan, 1, 1, 0, 0),
        (1, np.nan, 1, 1, 0, 0, 0),
        (2, np.nan, np.nan, 1, 0, 0, 0),  # not tested
        (7, 1, np.nan, 1, 0, 0, 0),  # no interstate war
        (2, 1, np.nan, 0, 0, 0, 1),
    ]
    tables = Tables(wars=WARS, alliance_reliability=pd.DataFrame(rows, columns=columns))
    found = kept(tables, *EARLY, obligation="defence")
    assert (found.value, found.n) == (50.0, 2)
    assert kept(tables, *EARLY, obligation="non-aggression").value == 100.0
