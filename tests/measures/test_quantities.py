"""Quantities of records against plain loops."""

import numpy as np
import pytest

from measures.made_up import RECORDS, RUNS, STATES, WARS, T
from westphalia.measures import quantities as q


def test_pairs_are_those_above_the_diagonal():
    rows, columns = q.pairs(4)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [
        (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3),
    ]  # fmt: skip
    by_pair = q.by_pair(RECORDS["pact"])
    assert by_pair.shape == (T, 10, RUNS)
    assert (by_pair[:, 0] == RECORDS["pact"][:, 0, 1]).all()


def test_pairs_among_some_states_have_both_of_them():
    rows, columns = q.pairs(5)
    both = [{i, j} <= {0, 2, 3} for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
    assert q.pairs_among(5, [3, 0, 2]).tolist() == both
    assert not q.pairs_among(5, []).any()


def test_wars_are_begun_by_their_initiators_alone():
    begun = q.wars_begun(RECORDS["war"])
    found = {(y, k, i, j) for y, i, j, k in np.argwhere(begun).tolist()}
    assert found == {war[:4] for war in WARS}


def test_the_first_time_and_the_first_year():
    happens = np.array([[False, False], [True, False], [True, False]])
    assert q.first_time(happens).tolist() == [[False, False], [True, False], [False, False]]
    assert q.first_year(happens).tolist() == [1, -1]


@pytest.mark.parametrize("years", [0, 1, 255, 256, 700])
def test_what_happens_is_counted_however_many_years(years):
    happens = np.ones((years, 2, 3), bool)
    happens[::7, 1, 2] = False
    assert q.times(happens).tolist() == happens.sum((0, 1)).tolist()
    assert q.times(happens)[0] == 2 * years


def test_power_is_shared_among_the_living():
    power = q.power(RECORDS)
    living = RECORDS["alive"].any(1)
    assert power.sum(1)[living] == pytest.approx(1.0)
    assert not power[~RECORDS["alive"]].any()


def test_living_pairs_are_of_two_different_living_states():
    there = q.living_pairs(RECORDS["alive"])
    for k in range(RUNS):
        for y in range(T):
            alive = RECORDS["alive"][y, :, k]
            for i, j in np.ndindex(STATES, STATES):
                assert there[y, i, j, k] == (i != j and alive[i] and alive[j])
