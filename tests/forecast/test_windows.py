"""Which years are learnt from, and which are held out."""

from types import SimpleNamespace

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given
from hypothesis import strategies as st

from forecast.contenders import powers
from westphalia.forecast.windows import FIXED, ROLLING_STEP, rolling_windows, windows_inside
from westphalia.records.builtin import great_powers
from westphalia.world.problems import UserError


@given(first=st.integers(1700, 1950), length=st.integers(2, 320))
def test_rolling_windows_cover_each_year_once_and_learn_from_all_before(first, length):
    years = np.arange(first, first + length)
    found = rolling_windows(SimpleNamespace(years=years))
    ahead = [y for w in found for y in range(w.test[0], w.test[1] + 1)]
    assert len(ahead) == len(set(ahead))
    if length > 50:
        assert ahead == list(range(ahead[0], years[-1] + 1))
        assert 30 <= ahead[0] - first <= 40
    for w in found:
        assert w.test[0] % ROLLING_STEP == 0
        assert w.test[1] - w.test[0] < ROLLING_STEP
        np.testing.assert_array_equal(years[w.learns_from(years)], years[years < w.test[0]])


def test_no_window_learns_from_what_it_forecasts_or_from_later():
    for w in (*FIXED, *rolling_windows(powers().panel)):
        years = np.arange(1700, 2100)
        assert years[w.learns_from(years)].max() < years[w.holds_out(years)].min(), w


def test_a_panel_outside_all_windows_is_refused():
    with pytest.raises(UserError, match=r"1946-1985, leave nothing .* 1914-1945, 1990-2016"):
        windows_inside(great_powers(first=1946, last=1985), FIXED)
    with pytest.raises(UserError, match="leave nothing to learn"):
        windows_inside(great_powers(first=1914, last=1930), FIXED)
    kept = windows_inside(great_powers(first=1900, last=1950), FIXED)
    assert [w.name for w in kept] == ["1914-1945"]
