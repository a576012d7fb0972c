"""Capture: the gains of war are over-counted in proportion to who has a hold on policy."""

import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import close

from westphalia.mechanisms.critiques import capture

ON = switched(capture=1.0)


def test_gains_of_war_are_counted_as_often_as_the_hold_on_policy_says():
    scene = anything(3, 4, 1, capture_gain=0.8)
    found = capture.inflated(scene.world.capture, scene.p, ON)
    for i, run in np.ndindex(3, 4):
        by_hand = 1.0 + 0.8 * float(scene.world.capture[i, run])
        assert found[i, run] == close(by_hand)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_half_a_module_counts_half_of_it_and_none_nothing(share):
    scene = equals(3).having(capture=0.5).under(capture_gain=2.0)
    found = capture.inflated(scene.world.capture, scene.p, switched(capture=share))
    assert found == close(np.full((3, 1), 1.0 + share))


def test_a_state_that_nobody_holds_counts_gains_as_they_are():
    scene = equals(3, capture_gain=2.0).having(capture=[[0.0], [1.0], [0.0]])
    assert capture.inflated(scene.world.capture, scene.p, ON)[:, 0].tolist() == [1.0, 3.0, 1.0]
