"""Disputes as events: who began one against whom."""

from records.panels import Invented
from westphalia.records.compile.disputes import disputes


def test_originators_alone_begin_disputes_and_side_a_is_first():
    found = disputes(Invented(), 1900, 1906)
    columns = ["coding", "number", "year", "ccode1", "ccode2", "hostility"]
    assert found[columns].values.tolist() == [["gml", 7, 1901, 1, 2, 3]]


def test_years_outside_are_left_out():
    assert disputes(Invented(), 1902, 1906).empty
