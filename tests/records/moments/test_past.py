"""Intervals of history's values."""

import numpy as np
import pytest

from westphalia.measures.intervals import HALF
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.moment import NONE_SEEN
from westphalia.records.moments.past import by_decades, drawn, of_rate, of_share, of_two_rates


def test_decades_are_drawn_whole():
    parts = np.array([[1.0, 3.0], [10.0, 10.0]])
    found = by_decades(MOMENTS["disputes"], parts)
    assert (found.value, found.n) == (pytest.approx(20.0), 20)
    assert (found.low, found.high) == (pytest.approx(10.0), pytest.approx(30.0))  # one twice
    draws = drawn(lambda sums: sums[0] / sums[1], parts)
    assert set(np.round(draws, 6)) == {0.1, 0.2, 0.3}
    assert np.mean(draws == 0.2) == pytest.approx(0.5, abs=0.03)


def test_what_never_happened_has_an_upper_end_and_one_decade_has_no_interval():
    never = by_decades(MOMENTS["disputes"], np.array([[0.0, 0.0], [100.0, 100.0]]))
    assert never[:3] == pytest.approx((0.0, 0.0, 100 * NONE_SEEN / 200))
    alone = by_decades(MOMENTS["disputes"], np.array([[1.0], [10.0]]))
    assert alone.value == pytest.approx(10.0)
    assert np.isnan([alone.low, alone.high]).all()


def test_rates_and_shares_by_hand():
    assert of_rate(0, 2.0, 5)[:3] == pytest.approx((0.0, 0.0, 1.8444), abs=1e-4)  # -ln(.025) / 2
    low, high = of_rate(10, 1.0, 10)[1:3]
    assert (low, high) == (pytest.approx(4.795, abs=1e-3), pytest.approx(18.39, abs=1e-2))
    assert of_share(1, 4)[0] == 25.0
    found = of_two_rates(4, 10, 1, 10)
    assert found.value == pytest.approx(4.0)
    assert found.high == pytest.approx(4.0 * np.exp(HALF * np.sqrt(1.25)))
    assert np.isnan(of_two_rates(0, 10, 1, 10).value)
