"""Threat: Walt's four components, and what posture tells."""

import numpy as np
import pytest
from conftest import equals
from traces import REALIST_OR_NOT, A, B, C, among, pair, raises

from westphalia.world.state import Modules


@pytest.mark.parametrize("depth", [0.0, 1.0])
@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_arms_and_b_who_is_near_fears_it_and_arms(theory, depth):
    """Whether B looks at its own act alone (depth 0) or at how A will answer it (depth 1)."""
    scene = equals(3, theory, Modules(response=depth))
    near = among(scene, "delivery", pair(A, B, 0.95) | pair(A, C, 0.2))
    armed = among(near, "arms", {(A, 0): 1.5 * float(near.world.arms[A, 0])})
    fear, before = armed.seen().threat, near.seen().threat
    assert fear[B, A, 0] > before[B, A, 0]
    # the rise is the larger, the nearer the victim
    assert fear[B, A, 0] - before[B, A, 0] > fear[C, A, 0] - before[C, A, 0]
    assert raises(armed, B) > raises(near, B)
    assert raises(armed, B) - raises(near, B) > raises(armed, C) - raises(near, C)


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
@pytest.mark.parametrize(
    ("component", "name", "change"),
    [
        ("aggregate power", "arms", {(A, 0): 0.4}),
        ("proximity", "delivery", pair(A, B, 0.99)),
        ("offensive capability", "posture", {(A, 0): 0.7}),
        ("intentions", "belief", {(B, A): 0.9}),
    ],
)
def test_walts_four_components_each_raise_threat(theory, component, name, change):
    scene = equals(3, theory)
    more = among(scene, name, change)
    before, after = scene.seen().threat, more.seen().threat
    rise = after[B, A, 0] - before[B, A, 0]
    assert rise > 0.005 * before[B, A, 0], component
    # it is A that has changed: C threatens more only in so far as A would help less against it
    assert abs(after[B, C, 0] - before[B, C, 0]) < 0.5 * rise, component


def test_indistinguishable_arms_make_posture_tell_nothing():
    scene = equals(3, distinguishability=0.0)
    more = among(scene, "posture", {(A, 0): 0.9})
    assert (more.seen().threat == scene.seen().threat).all()


def test_worst_case_thinking_takes_a_doubt_for_danger():
    calm, afraid = (equals(3).having(fear=fear).seen().threat for fear in (0.0, 0.6))
    assert (afraid[A, B:] > calm[A, B:]).all()
    sure = [equals(3).having(fear=fear, belief=1.0).seen().threat for fear in (0.0, 0.6)]
    assert np.asarray(sure[0]) == pytest.approx(np.asarray(sure[1]))  # nothing left to doubt


def test_a_defence_advantage_of_all_makes_war_harder_and_fear_less():
    off = Modules(response=0.0)
    scenes = [equals(3, modules=off, defence_advantage=beta) for beta in (0.8, 1.6)]
    threats = [float(s.seen().threat[A, B, 0]) for s in scenes]
    assert threats[1] < threats[0]
    assert raises(scenes[1], A) < raises(scenes[0], A)
