"""Names and years in a sentence."""

import pytest

from westphalia.world.text import join_names, spans


@pytest.mark.parametrize(
    ("names", "told"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_joined(names, told):
    assert join_names(names) == told


def test_years_are_told_in_spans():
    assert spans([]) == ""
    assert spans([1900, 1901, 1902, 1905, 1907, 1908]) == "1900-1902, 1905, 1907-1908"
