"""Sentences computed from a study."""

import pytest

from report.history import made_up as made
from westphalia.report.history import words


def test_a_missing_interval_is_no_interval():
    row = made.difference(0.1, 0.01, made.ALIKE) | {"pairs": [None, None]}
    assert words.wider(row) == (None, None)
    assert words.wider(made.difference(0.1, 0.01, "better")) == pytest.approx((0.09, 0.11))


def test_standings_are_turned_for_the_other_of_a_pair():
    found = made.tournament()
    assert words.standing(found, "rolling", "all", "offensive")["worse"] == ["defensive", "dyadic"]
    assert words.standing(found, "rolling", "all", "dyadic")["better"] == made.NAMES[:3]
