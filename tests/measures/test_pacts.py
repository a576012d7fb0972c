"""Measures of pacts, against plain loops."""

import pytest

from measures.made_up import ALL, RECORDS, WINDOWS, agrees, living, span
from westphalia import measures


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (0, 2)])
@pytest.mark.parametrize("among", [None, (1, 2, 4)])
def test_allies_are_counted(of, among, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(sum(RECORDS["pact"][y, s, a, k] for a in among or ALL) for y, s in at), len(at)

    agrees(measures.allies(of, among, first, last), each)


@pytest.mark.parametrize(("of", "among", "without"), [
    (None, None, None), ((0, 2), (1, 3), None), ((0, 2), (1, 3), (4,)), (None, (1,), (4, 0)),
])  # fmt: skip
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_states_with_an_ally_among_some_and_none_among_others(of, among, without, first, last):
    def has(y, s, k):
        friends = {a for a in ALL if RECORDS["pact"][y, s, a, k]}
        return bool(friends & set(among or ALL)) and not friends & set(without or ())

    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(has(y, s, k) for y, s in at), len(at)

    agrees(measures.with_ally(of, among, without, first, last), each)
