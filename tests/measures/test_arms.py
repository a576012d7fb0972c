"""Measures of arms and fear, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, WINDOWS, agrees, living, span
from westphalia import measures


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (1, 3)])
@pytest.mark.parametrize(
    ("make", "record", "scale"),
    [
        (measures.burden, "burden", 100.0),
        (measures.threat, "threatened", 100.0),
        (measures.suspicion, "suspected", 1.0),
    ],
)
def test_means_over_living_states(make, record, scale, of, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return scale * sum(RECORDS[record][y, s, k] for y, s in at), len(at)

    agrees(make(of, first, last), each)
