"""History as a replay is fed with it."""

from dataclasses import replace

import numpy as np
import pytest

from replay.by_hand.panels import N, T, hand_made
from westphalia.mechanisms.arming import OPTIONS
from westphalia.replay.feed import RIVAL_IDENTITY, feed
from westphalia.world.problems import UserError


def test_an_entry_holds_what_stood_and_what_was_then_done():
    panel, found = hand_made(), feed(hand_made())
    np.testing.assert_array_equal(found.alive, panel.member[:-1])
    np.testing.assert_array_equal(found.fought, panel.fought[1:] > 0)
    assert all(len(column) == T - 1 for column in found)
    assert all(np.isfinite(column).all() for name, column in found._asdict().items()
               if name not in ("posture", "stake"))  # fmt: skip


def test_resources_have_mean_one_over_members_and_arms_the_same_unit():
    panel, found = hand_made(), feed(hand_made())
    alive = np.asarray(found.alive)
    mean = (np.asarray(found.resources) * alive).sum(1) / alive.sum(1)
    np.testing.assert_allclose(mean, 1.0, rtol=1e-6)
    ratio = np.asarray(found.arms)[0, 0] / np.asarray(found.resources)[0, 0]
    assert ratio == pytest.approx(panel.arms[0, 0] / panel.resources[0, 0], rel=1e-5)


def test_a_state_enters_once_and_unknown_pacts_are_as_last_known():
    panel, found = hand_made(), feed(hand_made())
    assert found.entered[:, 3].tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    assert panel.pact[4, 1, 2] == -1
    assert found.pact[4, 1, 2] == found.pact[3, 1, 2] == 1
    assert set(np.unique(found.first_identity[panel.rival[:-1] > 0])) <= {
        np.float32(RIVAL_IDENTITY)
    }


def test_a_challenge_is_a_claim_or_an_attack():
    panel, found = hand_made(), feed(hand_made())
    begun = (panel.dispute[1:] > 0) | (panel.attack[1:] > 0)
    np.testing.assert_array_equal(np.asarray(found.demanded) + np.asarray(found.attacked), begun)


def test_what_is_known_of_arming_leaves_the_options_that_it_may_have_been():
    panel = hand_made()
    panel = replace(panel, arming=np.zeros((T, N)))
    held = np.asarray(feed(panel).armed)
    options = [OPTIONS[k] for k in np.flatnonzero(held[0, 0])]
    assert set(options) == {"hold", "offence", "defence"}
    raised = np.asarray(feed(replace(panel, arming=np.ones((T, N)))).armed)
    assert [OPTIONS[k] for k in np.flatnonzero(raised[0, 0])] == ["raise"]
    unknown = np.asarray(feed(replace(panel, arming=np.full((T, N), np.nan))).armed)
    assert not unknown.any()


def test_wars_are_known_when_they_are_over():
    found = feed(hand_made())
    t, winner, loser = np.nonzero(found.won)
    rows = list(zip(t.tolist(), winner.tolist(), loser.tolist(), strict=True))
    assert rows == [(4, 1, 0), (4, 2, 0), (5, 0, 3)]
    assert np.argwhere(found.joined).tolist() == [[5, 1, 3]]
    assert np.argwhere(found.third).tolist() == [[4, 2, 1], [4, 3, 1], [5, 1, 3], [5, 2, 3]]


def test_a_distance_that_is_not_known_is_named():
    panel = hand_made()
    distance = panel.distance.copy()
    distance[2, 0, 1] = distance[2, 1, 0] = np.nan
    with pytest.raises(UserError, match=r"distance between A and B in 1902 .*1 pair-years in all"):
        feed(replace(panel, distance=distance))
