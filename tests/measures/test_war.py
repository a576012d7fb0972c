"""Measures of war, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, RUNS, WARS, WINDOWS, T, agrees, span
from westphalia import measures


@pytest.mark.parametrize("by", [None, (0, 1), (3,)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_wars_are_counted_by_who_begins_them(by, first, last):
    def each(k):
        years = span(first, last)
        mine = [w for w in WARS if w[0] in years and w[1] == k and w[2] in (by or ALL)]
        return 100.0 * len(mine), len(years)

    agrees(measures.wars(by, None, first, last), each)


@pytest.mark.parametrize(("by", "against"), [(None, (0,)), ((1, 2), (0, 4)), (None, (2, 3, 4))])
def test_wars_against_a_state_are_those_begun_against_it_and_not_those_it_joins(by, against):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[2] in (by or ALL) and w[3] in against]
        return 100.0 * len(mine), T

    agrees(measures.wars(by, against), each)


@pytest.mark.parametrize("among", [None, (0, 1, 4)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_pairs_that_fight(among, first, last):
    def each(k):
        pairs = fighting = 0
        for y in span(first, last):
            for i in among or ALL:
                for j in among or ALL:
                    if i < j and RECORDS["alive"][y, i, k] and RECORDS["alive"][y, j, k]:
                        pairs += 1
                        fighting += RECORDS["war"][y, i, j, k] > 0
        return 100.0 * fighting, pairs

    agrees(measures.pairs_at_war(among, first, last), each)


@pytest.mark.parametrize("of", [None, (0, 1), (3,)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_years_at_war_are_those_in_which_a_state_fights_on_whatever_side(of, first, last):
    def each(k):
        years, states = span(first, last), of or ALL
        mine = [w for w in WARS if w[0] in years and w[1] == k]
        fighting = sum(s in (w[2], w[3], *w[4], *w[5]) for w in mine for s in states)
        return 100.0 * fighting, len(years) * len(states)

    agrees(measures.years_at_war(of, first, last), each)


def test_peace_is_no_war_at_all():
    for first, last in WINDOWS:
        total, weight = measures.no_war(first, last).sums(RECORDS)
        bloody = {w[1] for w in WARS if w[0] in span(first, last)}
        assert total.tolist() == [float(k not in bloody) for k in range(RUNS)]
        assert weight.tolist() == [1.0] * RUNS
        assert (first, last) == (1, None) or 0 < len(bloody) < RUNS


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_belligerents_per_war(first, last):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[0] in span(first, last)]
        return sum(2 + len(w[4]) + len(w[5]) for w in mine), len(mine)

    agrees(measures.belligerents(first, last), each)
