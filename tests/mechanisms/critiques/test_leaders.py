"""Leaders: who is new draws a character, who stays keeps his."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, switched
from limits import close

from westphalia.mechanisms.critiques import leaders

ON = switched(leaders=1.0)
FACTORS = ("leader_temperature", "leader_confidence")


def scene_of():
    """Three states with leaders of some character; the hazard is a quarter, the spread a half."""
    scene = equals(3, leader_hazard=0.25, leader_spread=0.5)
    return scene.having(leader_temperature=1.3, leader_confidence=0.7)


TURN = jnp.asarray([[0.2499], [0.2501], [0.0]])
CHARACTER = jnp.asarray([[[1.0], [2.0], [-1.0]], [[-2.0], [1.0], [0.0]]])


def test_a_new_leader_has_the_heat_and_the_confidence_that_are_drawn():
    scene = scene_of()
    after = leaders.succeed(scene.world, TURN, CHARACTER, scene.p, ON)
    heat = [np.exp(0.5), 1.3, np.exp(-0.5)]
    confidence = [np.exp(-1.0), 0.7, 1.0]
    assert after.leader_temperature[:, 0].tolist() == close(heat)
    assert after.leader_confidence[:, 0].tolist() == close(confidence)
    for name in set(after._fields) - set(FACTORS):
        assert getattr(after, name) is getattr(scene.world, name), name


def test_leaders_who_are_all_alike_are_even_tempered():
    scene = scene_of().under(leader_spread=0.0, leader_hazard=1.0)
    after = leaders.succeed(scene.world, TURN, CHARACTER, scene.p, ON)
    for name in FACTORS:
        assert (getattr(after, name) == 1.0).all(), name


@pytest.mark.parametrize("hazard", [0.0, 1.0])
def test_without_the_module_nobody_succeeds(hazard):
    scene = scene_of().under(leader_hazard=hazard)
    after = leaders.succeed(scene.world, TURN, CHARACTER, scene.p, switched())
    for name in FACTORS:
        assert (getattr(after, name) == getattr(scene.world, name)).all(), name
