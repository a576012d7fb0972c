"""Words of a game."""

import pytest

from westphalia.app.play.words import spans

pytestmark = pytest.mark.xdist_group(name="play")


def test_spans_of_years():
    assert spans([]) == ""
    assert spans([1900, 1901, 1902, 1905, 1907, 1908]) == "1900-1902, 1905, 1907-1908"
