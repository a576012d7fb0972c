"""Troops withdrawn from the border: neither can strike first from it."""

import numpy as np

from decisions.agreements.items import EXACT, N, holds, stands_where_both_want_it
from westphalia.decisions.agreements.withdrawal import WITHDRAWAL


@EXACT
def test_withdrawal_takes_the_edge_of_surprise_from_both():
    def by_hand(w, m, s, a, q, i, j):
        edge = np.log(1.0 + q.surprise * w.delivery[i, j])
        opening = s.opening_greedy[i] if w.greedy[i] else s.opening_secure[i]
        towards = s.crisis[i, j] / sum(s.crisis[i, k] for k in range(N) if k != i)
        return {
            "survival": a.pressure[i, j] * edge,
            "opportunity": -q.horizon * opening * towards * edge,
        }

    holds(WITHDRAWAL, by_hand)


def test_a_withdrawal_stands_where_both_want_it():
    stands_where_both_want_it(WITHDRAWAL)
