"""A war of others as a third state finds it."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals
from limits import close

from mechanisms.assessments import each_run
from mechanisms.wars import EXACT, RUNS, a_war, by_forms, strengths
from westphalia.mechanisms.joining import fronts


@EXACT
def test_what_meets_at_the_target_is_that_of_loops_over_states():
    scene, _, _, _, side = a_war()
    for _, w, s, q in each_run(RUNS, scene.world, side, scene.p):
        attack, defend = strengths(w, q)
        edge = 1.0 + q.surprise * w.delivery[0, 1] * (1.0 - w.withdrawal[0, 1])
        assert s.attack == close(w.delivery[0, 1] * attack[0] * edge)
        unarmed = q.unarmed_resistance * w.resources[1] / q.depreciation
        assert s.defend == close(defend[1] + unarmed)
        assert s.thirds.tolist() == [0.0, 0.0, 1.0, 1.0]
        for k in (2, 3):
            assert s.as_attacker[k] == close(w.delivery[k, 1] * attack[k])
            assert s.as_defender[k] == close(w.delivery[k, 1] * defend[k])
            promise = q.reliability * w.pact[1, k] * w.delivery[k, 1] * defend[k]
            assert s.pledged[k] == close(0.0 if w.pact[0, k] > 0 else promise)
            assert s.with_target[k] == (w.pact[1, k] > 0)
            assert s.with_attacker[k] == (w.pact[0, k] > 0)


def test_an_ally_with_bases_brings_more_to_a_war_on_its_ally_alone():
    scene = by_forms(anything(4, 3, 10, bases=0.5), pacts="binding")
    front = fronts.Front(jnp.zeros(3, int), jnp.ones(3, int), jnp.zeros(3))
    based, loose = (fronts.sides(s.world, front, s.p, s.mods) for s in (scene, by_forms(scene)))
    allied = np.asarray(scene.world.pact)[1] > 0
    assert allied.any()
    gain = np.asarray(based.as_defender) - np.asarray(loose.as_defender)
    assert ((gain > 0.0) == allied).all()
    promised = np.asarray(based.pledged - loose.pledged)
    assert ((promised > 0.0) == (allied & (np.asarray(based.with_attacker) == 0))).all()
    for name in ("as_attacker", "attack", "defend"):
        assert (getattr(based, name) == getattr(loose, name)).all()


def test_an_attacker_spares_the_weak_that_help_it():
    p = equals(3, appeasement=0.8).p
    helpers = jnp.asarray([0.1, 1.0, 3.0])
    spares = fronts.protection(jnp.ones(3), helpers, p)
    assert spares[1] == pytest.approx(0.4)
    assert (np.diff(spares) < 0.0).all()
    assert spares[0] < 0.8
