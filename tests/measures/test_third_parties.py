"""Measures of third parties, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, WARS, agrees, span
from westphalia import measures
from westphalia.decisions.motives import MOTIVES


def third(k, first, last):
    """(why, side) of every third party to a war of run k; side is a role or none."""
    for year, at, a, _, with_a, with_t in WARS:
        if at == k and year in span(first, last):
            for s in ALL:
                why = MOTIVES[RECORDS["joining"][year, s, a, k]]
                if why != "none":
                    yield why, 2 if s in with_a else 4 if s in with_t else 0


@pytest.mark.parametrize("side", [None, measures.JOINED_ATTACKER, measures.JOINED_TARGET])
@pytest.mark.parametrize("code", ["profit", "obligation", "aloof"])
def test_third_parties_by_motive_and_side(code, side):
    def each(k):
        every = list(third(k, 1, None))
        return sum(why == code and side in (None, on) for why, on in every), len(every)

    agrees(measures.third_parties(code, side), each)


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_balancers_against_buck_passers(first, last):
    def each(k):
        every = [why for why, _ in third(k, first, last)]
        came = every.count("balancing")
        return came, came + every.count("buck-passing")

    agrees(measures.balancers(first, last), each)


def test_threatened_third_parties_come_or_stay_out():
    def sums(which):
        def each(k):
            came, out = (float(RECORDS["volunteers"][1:6, x, k].sum()) for x in (0, 1))
            return (came, out)[which], came + out

        return each

    agrees(measures.joining_target(2, 6), sums(0))
    agrees(measures.not_joining_target(2, 6), sums(1))


def test_the_side_is_part_of_the_name_of_third_parties():
    names = {
        measures.third_parties("profit", side).name
        for side in (None, measures.JOINED_ATTACKER, measures.JOINED_TARGET)
    }
    assert len(names) == 3
