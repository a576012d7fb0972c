"""What stood the year before."""

from dataclasses import replace

import numpy as np
import pytest

from forecast.histories import made_up
from westphalia.forecast.lagged import capabilities, years_since


def test_capabilities_are_shares_of_members(panel):
    c = capabilities(panel)
    assert np.nansum(c, 1) == pytest.approx(1.0)
    assert np.isnan(c[5, 1])
    r, m = panel.resources[30], panel.arms[30]
    assert c[30] == pytest.approx((r / r.sum() + m / m.sum()) / 2)


def test_years_since_an_event_are_missing_before_there_is_a_pair():
    small = replace(made_up(years=7, n=2), member=np.array([[1, 0]] + [[1, 1]] * 6, bool))
    event, covered = np.zeros((7, 2, 2), bool), np.ones((7, 2, 2), bool)
    event[4], covered[6] = True, False
    since = years_since(event, covered, small)
    assert since[:, 0, 1] == pytest.approx([np.nan, 0, 1, 2, 0, 1, np.nan], nan_ok=True)
    assert np.isnan(since[:, 0, 0]).all()
