"""A hotline: worth the wars by accident that it saves."""

import numpy as np
from conftest import switched
from mechanisms.assessments import answers, assessment

from decisions.agreements.items import EXACT, RUNS, N, holds, stands_where_both_want_it
from decisions.years import given_by
from westphalia.decisions.agreements.hotline import HOTLINE, terms
from westphalia.decisions.context import Year


@EXACT
def test_a_hotline_is_worth_the_cost_of_the_pairs_accidental_wars():
    def by_hand(w, m, s, a, q, i, j):
        crises = s.crisis[i, j] + s.crisis[j, i]
        return {"consumption": q.accident * crises * s.ground.cost[i, j]}

    holds(HOTLINE, by_hand)


def test_where_nothing_happens_by_accident_a_hotline_is_worth_nothing(anything):
    scene = anything(N, RUNS, 1)
    year = Year(scene.world, {}, assessment(N, RUNS), answers(N, RUNS))
    off = given_by(scene.agents, scene.p, switched(accidents=0.0))
    assert not np.asarray(terms(year, off)["consumption"]).any()


def test_a_hotline_stands_where_both_want_it():
    stands_where_both_want_it(HOTLINE)
