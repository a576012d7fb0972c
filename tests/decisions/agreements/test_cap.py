"""An arms cap: a ceiling below what the burdens are, worth as much as the partner is trusted."""

import numpy as np
import pytest
from conftest import equals

from decisions.agreements.items import EXACT, N, after_meeting, holds
from decisions.years import given_by
from westphalia.decisions.agreements.cap import CAP, proposed


@EXACT
def test_a_cap_saves_arms_and_is_as_safe_as_the_partner_is_trusted():
    def by_hand(w, m, s, a, q, i, j):
        slope = sum(
            q.horizon * s.threat[i, k] / (1.0 - s.threat[i, k]) * -s.by_defence[i, k]
            * s.defend[i] / s.met[k, i]
            for k in range(N) if k != i
        )  # fmt: skip
        capped = w.burden[i] * np.exp(-q.cap_depth)
        trusted = (1.0 - w.belief[i, j]) * a.pressure[i, j]
        return {
            "consumption": np.log(1.0 - capped) - np.log(1.0 - w.burden[i]),
            "survival": (trusted - slope) * q.cap_depth,
        }

    holds(CAP, by_hand)


def test_what_is_proposed_is_the_same_cut_of_everyones_burden():
    scene = equals(3, cap_depth=0.2).having(burden=[[0.1], [0.05], [0.03]])
    found = proposed(scene.world, given_by(*scene[1:]))
    assert found.shape == (3, 1, 1)
    assert found[:, 0, 0].tolist() == pytest.approx([x * np.exp(-0.2) for x in (0.1, 0.05, 0.03)])


def test_a_cap_is_a_ceiling_below_todays_burden_and_a_renewed_one_stays():
    scene = equals(3, cap_depth=0.2).having(burden=[[0.1], [0.05], [0.03]])
    made = after_meeting(scene, scene.world, CAP, True)
    assert made.cap[0, 1, 0] == pytest.approx(0.1 * np.exp(-0.2))
    assert made.cap[1, 0, 0] == pytest.approx(0.05 * np.exp(-0.2))
    assert not made.cap[2].any()
    renewed = after_meeting(scene, made._replace(burden=0.5 * made.burden), CAP, True)
    assert (renewed.cap == made.cap).all()
    ended = after_meeting(scene, made, CAP, False)
    assert (ended.cap == 0.0).all()
