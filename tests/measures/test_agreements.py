"""Measures of agreements, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, agrees, span
from westphalia import measures
from westphalia.measures.codes import AGREEMENTS


@pytest.mark.parametrize("kind", AGREEMENTS)
@pytest.mark.parametrize("among", [None, (0, 2, 3)])
def test_agreements_in_force(kind, among):
    bit = ["inspection", "hotline", "withdrawal", "cap", "trade", "kept"].index(kind)

    def each(k):
        pairs = agreed = 0
        for y in span(2, 6):
            at = [s for s in among or ALL if RECORDS["alive"][y, s, k]]
            for i in at:
                for j in at:
                    if i != j:
                        pairs += 1
                        agreed += (int(RECORDS["agreements"][y, i, j, k]) >> bit) % 2
        return agreed, pairs

    agrees(measures.agreement(kind, among, 2, 6), each)
