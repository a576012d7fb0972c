"""Mutual inspections: the worst case lifted, and oneself seen for what one is."""

import numpy as np
from mechanisms.assessments import answers, assessment

from decisions.agreements.items import (
    EXACT,
    RUNS,
    N,
    holds,
    revealed,
    stands_where_both_want_it,
)
from decisions.years import given_by
from westphalia.decisions.agreements.inspection import INSPECTION, terms
from westphalia.decisions.context import Year


@EXACT
def test_inspections_are_worth_the_doubt_they_lift_and_what_being_seen_does():
    def by_hand(w, m, s, a, q, i, j):
        worst = m.worst_case[i] + (1.0 - m.worst_case[i]) * w.fear[i]
        lifted = worst * m.good_news[i] * (1.0 - w.belief[i, j])
        return {
            "survival": q.horizon * s.by_doubt[i, j] * lifted,
            "response": a.belief[i, j] * revealed(w, q, i, j),
        }

    holds(INSPECTION, by_hand)


def test_the_greedy_have_more_to_hide(anything):
    """Others' suspicion costs: being seen is a loss to who is greedy, a gain to who is not."""
    scene = anything(N, RUNS, 1)
    year = Year(scene.world, {}, assessment(N, RUNS), answers(N, RUNS))
    shown = terms(year, given_by(*scene[1:]))["response"]
    assert (np.asarray(shown.greedy) <= 0.0).all()
    assert (np.asarray(shown.secure) >= 0.0).all()
    apart = ~np.eye(N, dtype=bool)
    assert (np.asarray(shown.greedy - shown.secure)[apart] < 0.0).all()


def test_inspections_stand_where_both_want_them():
    stands_where_both_want_it(INSPECTION)
