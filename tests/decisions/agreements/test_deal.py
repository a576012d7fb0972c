"""A trade deal: what it gains, and what the partner's gain turns into."""

import pytest
from mechanisms.assessments import answers, assessment

from decisions.agreements.items import EXACT, N, holds, stands_where_both_want_it, trade
from decisions.years import given_by
from westphalia.decisions.agreements.deal import DEAL, terms
from westphalia.decisions.context import Year


@EXACT
def test_a_deal_is_worth_its_gain_less_what_the_partners_gain_turns_into():
    def by_hand(w, m, s, a, q, i, j):
        mine, others = trade(w, q, i, j), trade(w, q, j, i)
        return {
            "consumption": mine,
            "survival": sum(a.pressure[i, k] for k in range(N)) * mine - a.pressure[i, j] * others,
            "identity": w.identity[i, j] * others,
        }

    holds(DEAL, by_hand)


@EXACT
def test_two_equals_alone_lose_in_safety_from_each_other_what_they_gain_from_all(equals):
    """Between two the partner is all the rest: equal gains leave both as safe as before."""
    scene = equals(2)
    year = Year(scene.world, {}, assessment(2, 1), answers(2, 1))
    pressure = year.answer.pressure.at[0, 0].set(0.0).at[1, 1].set(0.0)
    year = year._replace(answer=year.answer._replace(pressure=pressure))
    found = terms(year, given_by(*scene[1:]))
    assert float(found["consumption"][0, 1, 0]) > 0.0
    assert float(found["survival"][0, 1, 0]) == pytest.approx(0.0, abs=1e-15)


def test_a_deal_stands_where_both_want_it():
    stands_where_both_want_it(DEAL)
