"""Regime: audiences make a crisis dear, and democracies suspect each other less."""

import jax.numpy as jnp
import numpy as np
from conftest import anything, equals, switched
from limits import close

from westphalia.mechanisms.critiques import regime

ON = switched(regime=1.0)
N, RUNS = 3, 4


def test_a_crisis_costs_more_the_more_open_the_state():
    scene = anything(N, RUNS, 1, audience=1.5)
    found = regime.audience(scene.world.openness, scene.p, ON)
    for i, run in np.ndindex(N, RUNS):
        assert found[i, run] == close(1.0 + 1.5 * float(scene.world.openness[i, run]))


def test_suspicion_goes_only_where_both_are_open():
    p = equals(N, democratic_trust=0.8).p
    both = jnp.asarray([0.0, 0.5, 1.0])[None, :, None] * jnp.asarray([0.0, 1.0, 0.5])[:, None, None]
    found = np.asarray(regime.suspected(both, p, ON))[:, :, 0]
    by_hand = [[1.0, 1.0, 1.0], [1.0, 0.6, 0.2], [1.0, 0.8, 0.6]]
    assert found == close(np.asarray(by_hand))


def test_full_trust_lifts_all_suspicion_between_two_full_democracies():
    p = equals(N, democratic_trust=1.0).p
    assert not regime.suspected(jnp.ones((N, N, 1)), p, ON).any()


def test_without_the_module_regimes_do_not_count():
    scene = anything(N, RUNS, 1)
    assert (regime.audience(scene.world.openness, scene.p, switched()) == 1.0).all()
    assert (regime.suspected(jnp.ones((N, N, 1)), scene.p, switched()) == 1.0).all()
