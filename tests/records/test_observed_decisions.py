"""Which decisions a panel holds, counted by hand on four states and nine years."""

from dataclasses import replace

import numpy as np
import pytest
from replay.by_hand.panels import hand_made

from westphalia.records.observed_decisions import KINDS, observed_decisions, pairs_there


@pytest.fixture(scope="module")
def small():
    return hand_made()


def rows(panel, kind):
    d = observed_decisions(panel)[kind]
    years = (d.year + panel.years[0]).tolist()
    return list(zip(years, d.who.tolist(), d.whom.tolist(), d.outcome.tolist(), strict=True))


def test_pairs_are_those_of_the_year_before(small):
    there = pairs_there(small)
    assert not there[0].any()
    assert not there[3, :, 3].any()  # D enters in year 3, and decides from 4 on
    assert there[4, 0, 3]
    assert there[7, 0, 2]  # C was there at the end of 6
    assert not there[8, 0, 2]


def test_a_pact_is_formed_ended_and_not_decided_where_it_is_unknown(small):
    formed, ended = rows(small, "pact formed"), rows(small, "pact ended")
    assert (1902, 0, 1, 1) in formed
    assert (1903, 0, 1, 1) in ended
    assert not [r for r in (*formed, *ended) if r[0] == 1904 and r[1:3] == (1, 2)]
    assert all(r[1] < r[2] for r in (*formed, *ended))


def test_pairs_that_fight_decide_nothing_about_pacts(small):
    for kind in ("pact formed", "pact ended"):
        d = observed_decisions(small)[kind]
        assert not (small.fought[d.year, d.who, d.whom] > 0).any()


def test_disputes_are_decided_as_far_as_they_are_known(small):
    found = rows(small, "dispute")
    begun = {r[:3] for r in found if r[3]}
    assert begun == {(1902, 0, 1), (1902, 0, 2), (1901, 0, 1), (1904, 1, 0), (1905, 1, 2),
                     (1906, 3, 0)} | {r[:3] for r in found if r[3] and r[0] == 1903}  # fmt: skip
    assert max(r[0] for r in found) == 1906


def test_each_third_state_joins_a_side_or_stays_out(small):
    assert rows(small, "joining") == [(1904, 2, 1, 2), (1904, 3, 1, 0), (1906, 1, 3, 1),
                                      (1906, 2, 3, 0)]  # fmt: skip


def test_arms_are_held_raised_or_cut(small):
    d = observed_decisions(small)["arms"]
    done = small.arming[d.year, d.who]
    np.testing.assert_array_equal(d.outcome, np.where(done > 0, 1, np.where(done < 0, 2, 0)))
    assert (d.whom == -1).all()
    assert (d.year > 0).all()


def test_what_is_not_covered_is_not_scored(small):
    none = replace(small, covered=dict.fromkeys(small.covered, (1800, 1801)))
    found = observed_decisions(none)
    assert set(found) == set(KINDS)
    assert all(d.size == 0 for d in found.values())


def test_part_of_the_decisions(small):
    d = observed_decisions(small)["arms"]
    late = d.where(d.year > 5)
    assert late.kind == "arms"
    assert 0 < late.size < d.size
    assert (late.year > 5).all()
