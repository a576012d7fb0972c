"""Goals beyond security: a challenge is worth the same for its own sake to whoever makes it."""

import numpy as np
from conftest import anything, switched
from limits import close

from westphalia.mechanisms.critiques import goals


def test_a_challenge_is_worth_its_prestige_to_every_state_of_either_type():
    scene = anything(4, 3, 1, prestige=0.03)
    assert 0 < scene.world.greedy.sum() < 12
    found = goals.prestige(scene.world.greedy, scene.p, switched(goals=1.0))
    assert found == close(np.full((4, 3), 0.03))


def test_without_the_module_no_challenge_is_worth_anything_for_its_own_sake():
    scene = anything(4, 3, 1, prestige=0.03)
    assert not goals.prestige(scene.world.greedy, scene.p, switched()).any()
