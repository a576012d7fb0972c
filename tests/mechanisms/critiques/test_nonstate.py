"""Attacks without a state behind them: who is hit fears more, and blames somebody."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import close

from westphalia.mechanisms.critiques import nonstate

ON = switched(nonstate=1.0)
N, RUNS = 4, 40


def struck(seed=2, mods=ON):
    """Worlds in which half of the states are hit and one is dead, the draws, and the worlds after.

    An attack makes fear 0.2 at least, and e times as sure of the suspect.
    """
    scene = anything(N, RUNS, seed, attack_hazard=0.5, attack_fear=0.2, attribution=1.0)
    scene = scene.having(alive=[[1.0], [1.0], [0.0], [1.0]])
    rng = np.random.default_rng(seed)
    attack, blame = (
        jnp.asarray(rng.uniform(0.001, 0.999, shape), float) for shape in ((N, RUNS), (N, N, RUNS))
    )
    after = nonstate.strike(scene.world, attack, blame, scene.p, mods)
    return scene.world, np.asarray(attack), np.asarray(blame), after


def test_fear_fades_by_a_fifth_and_an_attack_brings_it_back():
    before, attack, _, after = struck()
    was, fear = np.asarray(before.fear), np.asarray(after.fear)
    fears = {True: 0, False: 0}
    for i, run in np.ndindex(N, RUNS):
        hit = attack[i, run] < 0.5 and i != 2
        faded = 0.8 * was[i, run]
        assert fear[i, run] == close(max(0.2, faded) if hit else faded)
        fears[hit and faded < 0.2] += 1
    assert min(fears.values()) > 10


def test_who_is_hit_blames_one_living_state_alone_by_suspicion_and_chance():
    before, attack, blame, after = struck()
    now, blamed = np.asarray(after.belief), 0
    for i, run in np.ndindex(N, RUNS):
        others = [j for j in range(N) if j not in (i, 2)]
        belief = np.asarray(before.belief)[i, :, run]
        score = {j: np.log(belief[j]) - np.log(-np.log(blame[i, j, run])) for j in others}
        suspect = max(score, key=score.get) if attack[i, run] < 0.5 and i != 2 else None
        for j in range(N):
            odds = belief[j] / (1.0 - belief[j]) * (np.e if j == suspect else 1.0)
            assert now[i, j, run] == pytest.approx(odds / (1.0 + odds), rel=1e-5)
        blamed += suspect is not None
    assert blamed > 40


def test_a_state_is_blamed_as_often_as_its_share_of_all_suspicion():
    runs = 4000
    scene = equals(3, attack_hazard=1.0)
    beliefs = np.asarray([[0.5, 0.2, 0.6], [0.5] * 3, [0.5] * 3])[:, :, None]
    world = scene.world._replace(belief=jnp.broadcast_to(beliefs, (3, 3, runs)))
    blame = np.random.default_rng(3).uniform(0.0, 1.0, (3, 3, runs)).clip(1e-7, 1 - 1e-7)
    after = nonstate.strike(world, jnp.zeros((3, runs)), jnp.asarray(blame, float), scene.p, ON)
    more = np.asarray(after.belief) > beliefs + 1e-3
    assert (more.sum(1) == 1).all()
    assert more[0, 1].mean() == pytest.approx(0.2 / 0.8, abs=0.03)
    assert more[1, 0].mean() == pytest.approx(0.5, abs=0.03)


def test_without_the_module_nobody_is_hit_and_no_fear_fades():
    before, _, _, after = struck(mods=switched())
    assert (after.fear == before.fear).all()
    assert after.belief == close(before.belief)
