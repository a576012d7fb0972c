"""Measures of survival and power, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, WINDOWS, agrees, span
from westphalia import measures


@pytest.mark.parametrize("of", [None, (0, 3)])
def test_survivors_are_those_alive_at_the_end(of):
    who = of or ALL
    agrees(
        measures.survival(of), lambda k: (sum(RECORDS["alive"][-1, s, k] for s in who), len(who))
    )


@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_shares_of_resources_and_their_concentration(first, last):
    years = span(first, last)

    def shares(y, k):
        held = [float(RECORDS["resources"][y, s, k]) for s in ALL]
        return [h / sum(held) for h in held]

    def held(k):
        return sum(shares(y, k)[1] + shares(y, k)[4] for y in years), len(years)

    def squared(k):
        return sum(sum(x * x for x in shares(y, k)) for y in years), len(years)

    agrees(measures.resources((1, 4), first, last), held)
    agrees(measures.concentration(first, last), squared)
