"""Who is next: how dangerous an attacker is after the war that it has begun."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals
from limits import close
from traces import A, B, C, among

from mechanisms.assessments import each_run
from mechanisms.joining.futures import FLOWS, FORMS, THIRDS, danger_by_hand, years_of
from mechanisms.wars import EXACT, RUNS, N, a_war, by_forms, front_of
from westphalia.mechanisms.joining import next_victim


@EXACT
@pytest.mark.parametrize("total", [0.0, 1.0])
def test_the_danger_of_an_attacker_is_that_of_loops_over_third_states(total):
    scene, seen, _, front, _ = a_war(1, total, FLOWS, forms=FORMS)
    world, _, p, mods = scene
    alone = jnp.asarray(np.random.default_rng(1).uniform(size=(N, RUNS)))
    found = next_victim.danger(world, seen, front, alone, p, mods)
    at_issue = next_victim.survival_at_issue(found, p, mods)
    spared = next_victim.goodwill(found, 0.5 * alone, 0.1 + 0.0 * alone, p, mods)
    for run, w, s, q, w0 in each_run(RUNS, world, seen, p, alone):
        land, arms = years_of(q)
        for k in THIRDS:
            known, grown, beaten = danger_by_hand(w, s, q, total, w0[k], k)
            assert found.known[k, run] == close(known)
            assert found.grown[k, run] == close(grown)
            assert found.beaten[k, run] == close(beaten)
            shifted = land * (grown - 1.0) + arms * (1.0 - beaten)
            assert at_issue[k, run] == close(q.horizon * known * shifted)
            mean = 0.5 * w0[k] * grown + (1.0 - 0.5 * w0[k]) * beaten
            assert spared[k, run] == close(0.1 * q.horizon * arms * known * mean)


def danger_in(scene):
    """What survival has at issue for A when B has attacked C with total aims."""
    front = front_of()._replace(total=jnp.ones(1))
    world, _, p, mods = scene
    alone = jnp.full((3, 1), 0.5)
    found = next_victim.danger(world, scene.assessment(), front, alone, p, mods)
    return float(next_victim.survival_at_issue(found, p, mods)[A, 0])


def test_an_attacker_is_the_more_dangerous_the_stronger_it_is():
    scene = by_forms(equals(3), joining="future")
    dangers = [danger_in(among(scene, "arms", {(B, 0): arms})) for arms in (0.2, 0.4, 0.8)]
    assert 0.0 < dangers[0] < dangers[1] < dangers[2]


def test_victory_never_makes_an_attacker_look_harmless():
    """Even where the chance that it attacks falls as it grows: what it can do does not."""
    scene, seen, _, front, _ = a_war(5, forms=FORMS)
    calm = seen._replace(by_attack=0.0 * seen.by_attack - 1.0)
    alone = jnp.full((N, RUNS), 0.5)
    found = next_victim.danger(scene.world, calm, front, alone, scene.p, scene.mods)
    assert (found.grown[2:] > 1.0).all()
    assert (found.beaten[2:] < 1.0).all()


def test_evidence_of_the_attack_raises_or_lowers_what_is_known_of_its_author():
    scene, seen, _, front, _ = a_war(6, total=0.0, forms=FORMS)

    def known(evidence):
        told = seen._replace(
            evidence_demand=0.0 * seen.evidence_demand + evidence,
            looming_by_belief=0.0 * seen.looming_by_belief + 0.01,
        )
        return np.asarray(next_victim.known_after(scene.world, told, front, scene.p))[2:]

    assert known(0.0) == close(seen.looming[2:, 0], rel=1e-5)
    assert (known(2.0) > known(0.0)).all()
    assert (known(-2.0) < known(0.0)).all()


def test_the_reach_of_c_matters_where_it_is_nearer():
    """Holding the land of C brings B nearer to A only if C is nearer to A than B is."""
    scene = by_forms(equals(3), joining="future").under(annexation=0.8)
    far = among(scene, "delivery", {(B, A): 0.3, (A, B): 0.3})
    reach = (far.world.delivery[B], far.world.delivery[C])
    firm = jnp.full((3, 1), 2.0)
    assert next_victim.nearer(*reach, firm)[A, 0] > 1.0
    assert next_victim.nearer(*reversed(reach), firm)[A, 0] == 1.0
    assert next_victim.nearer(reach[0], 10.0 + reach[1], firm)[A, 0] == 5.0
