"""What nobody recorded, followed over the years, in odd histories."""

from dataclasses import replace

import jax
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import hand_made
from replay.histories import replay_of, told_of


@pytest.mark.parametrize("who", [0, 1])
def test_a_dispute_with_who_is_not_there_yet_tells_nothing(who):
    """A has quarrels of its own in the year, B has none."""
    panel, t = hand_made(), 2
    dispute = panel.dispute.copy()
    dispute[t, who, 3] = 1
    told = told_of(replace(panel, dispute=dispute), panel)
    found, again = replay_of(told_of(panel)), replay_of(told)
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-12)


def test_shares_of_a_pair_add_to_one_when_each_beat_the_other():
    panel = hand_made()
    one, two = panel.wars
    two = two._replace(year=5, ended=5, attacker=0, target=1, won=1, third=(), with_target=())
    hidden = replay_of(told_of(replace(panel, wars=(one, two)), panel)).hidden
    stake = hidden.stake[5:, [0, 1], [1, 0], 0]
    np.testing.assert_allclose(stake.sum(1), 1.0, rtol=1e-6)


def test_an_unknown_pact_is_not_taken_to_have_ended():
    panel = hand_made()
    pact = panel.pact.copy()
    pact[4:7] = -1
    kept = panel.pact.copy()
    kept[4:7] = kept[3]
    one, two = (replay_of(told_of(replace(panel, pact=p), panel)) for p in (pact, kept))
    np.testing.assert_allclose(one.hidden.depth[:7], two.hidden.depth[:7], rtol=1e-9)
    np.testing.assert_allclose(one.hidden.threat[:7], two.hidden.threat[:7], rtol=1e-9)


def test_a_lone_state_and_a_war_with_a_newcomer_leave_everything_finite():
    panel = hand_made()
    member = panel.member.copy()
    member[5, 1:] = False
    early = panel.wars[0]._replace(year=3, ended=3, attacker=3, target=0, third=(1, 2))
    strange = replace(panel, member=member, wars=(early, panel.wars[1]))
    found = replay_of(told_of(strange, panel))
    assert all(np.isfinite(v).all() for v in jax.tree.leaves(found))
