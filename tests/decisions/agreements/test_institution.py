"""Joint institutions: held as a degree, a step deeper or looser at a meeting."""

import pytest
from conftest import equals

from decisions.agreements.items import EXACT, after_meeting, holds, revealed, trade
from westphalia.decisions.agreements.institution import INSTITUTION


@EXACT
def test_institutions_add_to_trade_cost_autonomy_and_show_what_one_is():
    def by_hand(w, m, s, a, q, i, j):
        return {
            "consumption": 0.25 * trade(w, q, i, j),
            "autonomy": -0.1 * q.autonomy_cost,
            "response": a.belief[i, j] * revealed(w, q, i, j) * 0.2,
        }

    holds(INSTITUTION, by_hand)


@pytest.mark.parametrize(
    ("before", "both", "after"), [(0.1, 1, 0.3), (0.1, 0, 0.0), (0.95, 1, 1.0), (0.5, 0, 0.3)]
)
def test_institutions_deepen_and_loosen_by_a_step_within_bounds(before, both, after):
    scene = equals(3).having(institutions=before)
    found = after_meeting(scene, scene.world, INSTITUTION, both)
    assert found.institutions[0, 1, 0] == pytest.approx(after)
    assert found.institutions[0, 2, 0] == pytest.approx(before)
