"""Alignment: what a pact is worth, who wants one, and that none is made without consent."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, streams_of, switched
from limits import close
from traces import REALIST_OR_NOT, A, B, C, among, pair, wants_pact

from mechanisms.assessments import assessment, each_run, logistic, pairs_of
from mechanisms.wars import by_forms
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules
from westphalia.mechanisms import alignment, pledges
from westphalia.simulation.year import step
from westphalia.theories import weighted_sum
from westphalia.world.state import flip

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


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
    seen = scene.assessment()
    against_c = alignment.helps(scene.world, seen, scene.p)
    free = equals(3)
    alone = alignment.helps(free.world, free.assessment(), free.p)
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
        given = Given(scene.agents, jnp.zeros(n), scene.p, scene.mods, streams_of(5, runs), growth)
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


# Against loops over states


N, RUNS = 4, 3


def brought_by_hand(w, s, q, k, i, bases=0.0):
    """What k brings to i in a pact."""
    depth = w.pact[i, k] if w.pact[i, k] > 0 else 1.0
    arrives = w.delivery[k, i] + bases * depth * (1.0 - w.delivery[k, i])
    return q.reliability * depth * arrives * s.defend[k]


def worth_by_hand(w, s, q, i, k, bases=0.0):
    """What k's pledge is worth to i against all who are not k's own allies."""
    brings = brought_by_hand(w, s, q, k, i, bases)
    total = 0.0
    for j in (m for m in range(N) if m not in (i, k) and w.pact[k, m] == 0):
        exposure = q.horizon * s.looming[i, j] / (1.0 - s.looming[i, j])
        steep = -s.by_defence[i, j]
        # an ally's help is in what j meets already, a stranger's comes on top
        base = s.met[j, i] + (-brings if w.pact[i, k] > 0 else abs(steep) * brings)
        total += exposure * steep * brings / base
    return total


@EXACT
@pytest.mark.parametrize("seed", range(2))
def test_terms_of_a_pact_are_those_of_loops_over_pairs(seed):
    world, _, p, mods = anything(N, RUNS, seed)
    seen = assessment(N, RUNS, seed + 1)
    helped = alignment.helps(world, seen, p)
    found = alignment.options(world, seen, helped, p, mods)
    assert np.array_equal(found.allowed, np.broadcast_to(1.0 - np.eye(N)[:, :, None], helped.shape))
    for run, w, s, q in each_run(RUNS, world, seen, p):
        for i, k in pairs_of(N):
            allied = w.pact[i, k] > 0
            bound = q.restraint * (1.0 - w.belief[i, k])
            free = s.looming[i, k] / (1.0 - bound if allied else 1.0)
            wars = sum(s.looming[k, j] for j in range(N) if j != i)
            by_hand = {
                "survival": worth_by_hand(w, s, q, i, k),
                "restraint": q.horizon * free * bound,
                "autonomy": -q.autonomy_cost * 2.0 * w.arms[k] / (w.arms[i] + w.arms[k]),
                "entrapment": -q.entrapment * q.reliability * 4.0 * q.war_cost * q.horizon * wars,
                "identity": w.identity[i, k] * worth_by_hand(w, s, q, k, i),
                "effort": -q.treaty_cost,
                "obligation": q.abrogation * allied,
            }
            assert found.terms.keys() == by_hand.keys()
            for name, value in by_hand.items():
                assert found.terms[name][i, k, run] == close(value), name


@EXACT
def test_autonomy_costs_of_a_pact_sum_to_those_of_two_equals():
    world, _, p, mods = anything(N, RUNS, 4)
    none = jnp.zeros((N, N, RUNS))
    found = alignment.options(world, assessment(N, RUNS), none, p, mods).terms["autonomy"]
    both = np.asarray(found + flip(found))
    assert both == pytest.approx(-2.0 * float(p.autonomy_cost), rel=1e-6)


def test_a_pact_stands_if_both_want_it_and_only_where_they_meet():
    for was, one, other, meets in np.ndindex(2, 2, 2, 2):

        def matrix(x, y):
            return jnp.asarray([[0.0, x], [y, 0.0]])[:, :, None]

        after = alignment.agree(matrix(was, was), matrix(one, other), matrix(meets, meets))
        wanted = float(one and other) if meets else float(was)
        assert after[0, 1, 0] == after[1, 0, 0] == wanted


def test_a_kept_pact_deepens_and_ages_and_a_new_one_is_shallow():
    scene = equals(4, deepening=0.2).having(alive=[[1.0], [1.0], [1.0], [0.0]])
    scene = among(scene, "pact", pair(0, 1, 0.6) | pair(0, 2, 0.6))
    scene = among(scene, "pact_age", pair(0, 1, 7.0) | pair(0, 2, 7.0))
    allied = jnp.zeros((4, 4, 1)).at[0, 1].set(1.0).at[1, 0].set(1.0)
    allied = allied.at[1, 2].set(1.0).at[2, 1].set(1.0).at[0, 3].set(1.0).at[3, 0].set(1.0)
    after = alignment.resolve(scene.world, allied, scene.p)
    assert after.pact[0, 1, 0] == pytest.approx(0.6 + 0.2 * 0.4)
    assert after.pact_age[0, 1, 0] == 8.0
    assert after.pact[0, 2, 0] == after.pact_age[0, 2, 0] == 0.0
    assert after.pact[1, 2, 0] == alignment.FIRST_DEPTH
    assert after.pact_age[1, 2, 0] == 0.0
    assert after.pact[0, 3, 0] == 0.0  # nobody is allied with the dead
    assert (after.pact == flip(after.pact)).all()


@EXACT
def test_threats_are_reviewed_by_their_elasticity_in_what_is_met():
    world, _, p, mods = anything(N, RUNS, 5)
    seen = assessment(N, RUNS, 6)
    rho = jnp.full((N, RUNS), 0.4)
    met = pledges.defended(world, seen.defend, rho, mods.response, p)
    same = alignment.reviewed(world, seen._replace(met=met), rho, p, mods)
    assert same.threat == close(seen.threat)
    doubled = alignment.reviewed(world, seen._replace(met=0.5 * met), rho, p, mods)
    assert doubled.met == close(met)
    assert doubled.threat == close(jnp.minimum(seen.threat * 2.0**seen.by_defence, 0.999))
    assert doubled.looming == close(jnp.minimum(seen.looming * 2.0**seen.by_defence, 0.999))


def test_states_that_review_in_turn_see_the_pacts_made_before():
    """Whoever acts first is free, and nobody wants a second ally."""
    scene = equals(3)

    def wants(state):
        others = (state.pact > 0).sum(1, keepdims=True) - (state.pact > 0)
        return (others == 0).astype(jnp.float32)

    meets = jnp.ones((3, 3, 1)) - jnp.eye(3)[:, :, None]
    meets = meets.at[0, 1].set(0.0).at[1, 0].set(0.0)  # 2 is asked by both
    for order, partner in (([0.1, 0.5, 0.9], 0), ([0.5, 0.1, 0.9], 1)):
        allied = alignment.in_turn(scene.world, meets, jnp.asarray(order)[:, None], wants)
        assert allied[2, partner, 0] == allied[partner, 2, 0] == 1.0
        assert allied.sum() == 2.0


# Binding pacts


def binding(seed, **parameters):
    """A world with binding pacts, and an assessment that nothing computed."""
    scene = anything(N, RUNS, seed, modules=switched(flows=1.0), **parameters)
    return by_forms(scene, pacts="binding"), assessment(N, RUNS, seed + 1)


def terms_of(scene, seen):
    helped = alignment.helps(scene.world, seen, scene.p)
    return alignment.options(scene.world, seen, helped, scene.p, scene.mods).terms


def allys_wars_by_hand(w, s, q, i, k):
    """What i expects to pay a year for the wars of k."""
    land = 1.0 / (1.0 - q.discount * (1.0 - q.convergence))
    total = 0.0
    for j in (m for m in range(N) if m not in (i, k) and w.pact[i, m] == 0):
        attack = s.looming[k, j] / max(logistic(s.odds[j, k] - s.bias[j]), 0.05)
        unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[j] * w.nuclear[k] else q.war_cost
        cost = unit * min(w.resources[[i, j, k]]) / w.resources[i]
        total += max(attack, 0.0) * q.reliability * q.join_cost * land * 1.5 * cost
    return total


@EXACT
@pytest.mark.parametrize("seed", range(2))
def test_terms_of_a_binding_pact_are_those_of_loops_over_pairs(seed):
    scene, seen = binding(seed, entrapment=1.3)
    found, usual = terms_of(scene, seen), terms_of(by_forms(scene), seen)
    for run, w, s, q in each_run(RUNS, scene.world, seen, scene.p):
        for i, k in pairs_of(N):
            allied = w.pact[i, k] > 0
            leaving = 1.0 - np.exp(-(w.pact_age[i, k] + 1.0) / q.commitment_years)
            by_hand = {
                "survival": worth_by_hand(w, s, q, i, k, q.bases),
                "entrapment": -1.3 * allys_wars_by_hand(w, s, q, i, k),
                "identity": w.identity[i, k] * worth_by_hand(w, s, q, k, i, q.bases),
                "effort": -q.treaty_cost - q.formation * (not allied),
                "obligation": q.abrogation * leaving * allied,
            }
            for name, value in by_hand.items():
                assert found[name][i, k, run] == close(value), name
    assert found.keys() == usual.keys()
    for name in ("restraint", "autonomy"):
        assert (found[name] == usual[name]).all()


@EXACT
def test_leaving_a_pact_costs_the_more_the_older_it_is_and_abrogation_in_the_end():
    scene, seen = binding(3)
    allied = np.asarray(scene.world.pact) > 0
    costs = [
        np.asarray(terms_of(scene.having(pact_age=age), seen)["obligation"])
        for age in (0.0, 1.0, 5.0, 30.0, 1e4)
    ]
    assert (np.diff(costs, axis=0)[:, allied] > 0.0).all()
    assert costs[-1][allied] == pytest.approx(float(scene.p.abrogation))
    assert not np.any(np.asarray(costs)[:, ~allied])
    stiff = terms_of(scene.under(commitment_years=1e-9), seen)["obligation"]
    assert stiff == close(scene.p.abrogation * allied)


@EXACT
def test_the_wars_of_an_ally_cost_the_same_whatever_the_horizon():
    scene, seen = binding(4)
    far = terms_of(scene.under(horizon=2.0 * scene.p.horizon), seen)["entrapment"]
    assert far == close(terms_of(scene, seen)["entrapment"])
    usual = by_forms(scene)
    longer = terms_of(usual.under(horizon=2.0 * scene.p.horizon), seen)["entrapment"]
    assert longer == close(2.0 * terms_of(usual, seen)["entrapment"])


@EXACT
def test_a_patron_pays_less_for_the_wars_of_a_small_client():
    scene, seen = binding(5)
    loose = scene.having(pact=0.0, nuclear=0.0)
    small = loose.world.resources.at[1].multiply(0.2)
    paid = terms_of(loose, seen)["entrapment"][0, 1]
    assert (terms_of(loose.having(resources=small), seen)["entrapment"][0, 1] > paid).all()


def test_without_bases_or_costs_a_pact_that_is_old_is_as_loose_as_ever():
    scene, seen = binding(6, bases=0.0, formation=0.0)
    old = scene.having(pact_age=1e6)
    found, usual = terms_of(old, seen), terms_of(by_forms(old), seen)
    for name in set(found) - {"entrapment"}:
        assert (found[name] == usual[name]).all(), name
