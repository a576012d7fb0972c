"""Alignment: who wants a pact, and that none is made without consent."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, luck
from traces import REALIST_OR_NOT, A, B, C, among, pair, wants_pact

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules
from westphalia.mechanisms import alignment
from westphalia.simulation.year import step
from westphalia.theories import weighted_sum


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_threatened_pair_wants_a_pact_more_as_the_common_enemy_grows(theory):
    wants = []
    for arms in (0.2, 0.4, 0.6):
        scene = among(equals(3, theory), "arms", {(C, 0): arms})
        wants.append((wants_pact(scene, A, B), wants_pact(scene, B, A)))
    assert wants[0] < wants[1] < wants[2]
    for a, b in wants:
        assert a == pytest.approx(b, rel=1e-4)  # the two are alike


def test_an_enemys_ally_is_no_help_against_it():
    scene = among(equals(3), "pact", pair(B, C, 1.0))
    seen = scene.seen()
    against_c = alignment.helps(scene.world, seen, scene.p)
    free = equals(3)
    alone = alignment.helps(free.world, free.seen(), free.p)
    assert against_c[A, B, 0] == 0.0
    assert alone[A, B, 0] > 0.0


class Refuses:
    """A chooser in whom one state never wants a pact and the others always do."""

    def __init__(self, state):
        self.state = state

    def pick(self, decision, chances, u, war=None):
        return Draw().pick(decision, chances, u)

    def consent(self, decision, chance, u):
        if decision != "align":
            return Draw().consent(decision, chance, u)
        willing = jnp.arange(chance.shape[0]) != self.state
        return (chance > 0) * willing[:, None, None].astype(chance.dtype)


@pytest.mark.parametrize("serial", [False, True])
def test_no_pact_without_the_consent_of_both(serial):
    n, runs, recluse = 4, 32, 2
    scene = anything(n, runs, 5).under(consideration=1.0, accident=0.0, crisis_cost=0.5)

    @jax.jit
    def after(scene):
        growth = jnp.full((n, runs), jnp.nan)
        given = Given(scene.mind, jnp.zeros(n), scene.p, scene.mods, luck(5, runs), growth)
        return step(scene.world, given, Rules(Refuses(recluse), (weighted_sum,), serial=serial))

    world, record = after(scene)
    pact = np.asarray(record["pact"])
    assert not pact[recluse].any()
    assert not pact[:, recluse].any()
    assert (pact == pact.swapaxes(0, 1)).all()
    others = [i for i in range(n) if i != recluse]
    peace = np.asarray(record["war"] == 0).all((0, 1))
    assert pact[np.ix_(others, others)][~np.eye(n - 1, dtype=bool)][:, peace].all()
    # pacts that were kept have deepened, new ones begin shallow
    was, now = np.asarray(scene.world.pact), np.asarray(world.pact)
    kept, new = (was > 0) & (now > 0) & (was < 1), (was == 0) & (now > 0)
    assert (now[kept] > was[kept]).all()
    assert np.unique(now[new]).tolist() == [alignment.FIRST_DEPTH]
