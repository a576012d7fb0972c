"""Measures of crises, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, agrees, span
from westphalia import measures
from westphalia.measures import crises


@pytest.mark.parametrize("by", [None, (2,)])
@pytest.mark.parametrize("code", crises.OUTCOMES)
def test_challenges_are_counted_by_what_came_of_them(code, by):
    def each(k):
        found = 0
        for y in span(2, 6):
            for i in by or ALL:
                for j in ALL:
                    found += RECORDS["crisis"][y, i, j, k] == code
        return 100.0 * found, 5

    agrees(measures.challenges(code, by, 2, 6), each)
