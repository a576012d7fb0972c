"""The difference of two independent shares."""

import pytest

from westphalia.measures.intervals import Interval, difference_of


def test_difference_of_independent_shares():
    """Zou & Donner (2008): as wide as the two halves that face each other."""
    found = difference_of(Interval(0.5, 0.4, 0.6), Interval(0.7, 0.6, 0.8))
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.2 - 0.02**0.5, 0.2 + 0.02**0.5))
