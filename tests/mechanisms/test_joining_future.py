"""Joining, weighed by the wars that may follow and by who else will help."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals
from limits import close
from traces import A, B, C, among

from mechanisms.assessments import dtypes, each_run, logistic
from mechanisms.wars import EXACT, RUNS, N, a_war, by_forms, front_of
from westphalia.mechanisms import joining
from westphalia.mechanisms.joining import future, next_victim
from westphalia.world.parameters import Forms
from westphalia.world.state import Modules

THIRDS = (2, 3)
FORMS = {"joining": "future", "crisis": "brinkmanship", "pacts": "binding"}
FLOWS = Modules(flows=1.0)


def years_of(q):
    """Discounted years that land and arms are felt."""
    land, arms = (1.0 - q.discount * (1.0 - h) for h in (q.convergence, q.depreciation))
    return 1.0 / land, 1.0 / arms


def danger_by_hand(w, s, q, total, alone, k):
    """The danger to k from 0 once it has attacked 1: l', and its factors. From docs/model.md."""
    least = q.decisiveness * (1.0 - logistic(s.odds[0, k]))
    steep = min(max(s.by_attack[k, 0], least), 4.0)
    firm = min(max(-s.by_defence[k, 0], least), 4.0)
    land = q.annexation * (1.0 - q.waste) * w.resources[1] * total
    take = q.stake_size * min(w.resources[:2]) + land
    held = total * q.annexation * alone**2
    nearer = min(max(w.delivery[1, k] / w.delivery[0, k], 1.0) ** firm, 5.0)
    rho = w.joined[0] / (w.joined[0] + w.abstained[0])
    strength = w.delivery[1, k] * s.defend[1]
    reach = w.delivery[1, k] + q.bases * w.pact[1, k] * (1.0 - w.delivery[1, k])
    if w.pact[1, k] > 0:
        counted = willing = q.reliability * w.pact[1, k] * reach * s.defend[1]
    else:
        willing = rho * strength
        counted = q.volunteers * rho * strength * w.threat[1, 0] / w.threat[1].sum()
    counted *= w.pact[1, 0] == 0
    willing = max(willing, counted)
    met = s.met[0, k] + willing - counted
    lost = held + (1.0 - held) * q.defeat_loss
    bare = min((met / max(met - lost * willing, 0.05 * met)) ** firm, 5.0)
    belief = w.belief[k, 0]
    told = q.tempering * (s.evidence_total if total else s.evidence_demand)[0, 1]
    after = belief * np.exp(told) / (belief * np.exp(told) + 1.0 - belief)
    known = s.looming[k, 0] + s.looming_by_belief[k, 0] * (after - belief)
    grown = (1.0 + take / w.resources[0]) ** steep * (1.0 + held * (nearer - 1.0)) * bare
    return min(max(known, 0.0), 0.5), grown, np.exp(-steep * q.defeat_loss)


def terms_by_hand(w, s, side, helped, q, total, k, brought):
    """Terms of (joining the target, joining the attacker) for k, given what others bring."""
    r, (y_land, y_arms) = w.resources, years_of(q)
    unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
    x, y = side.attack + brought[0], side.defend + brought[1]

    def chance(with_x, with_y):
        ratio = (x + with_x) / (y + with_y)
        return logistic(q.decisiveness * np.log(ratio) - np.log(q.defence_advantage) + s.bias[k])

    alone = chance(0.0, 0.0)
    left, won = chance(0.0, side.as_defender[k]), chance(side.as_attacker[k], 0.0)
    known, grown, beaten = danger_by_hand(w, s, q, total, alone, k)
    at_issue = q.horizon * known * (y_land * (grown - 1.0) + y_arms * (1.0 - beaten))
    lost = helped[k, 1] * (w.pact[1, k] > 0)
    at_issue += y_arms * lost * (q.defeat_loss + (1.0 - q.defeat_loss) * total)
    spares = q.appeasement * r[0] ** 2 / (r[0] ** 2 + r[k] ** 2) * q.restraint
    spares *= (1.0 - w.belief[k, 0]) * (w.pact[0, k] == 0)
    spared = spares * q.horizon * y_arms * known * (won * grown + (1.0 - won) * beaten)
    land = q.annexation * (1.0 - q.waste) * r[1] * total
    take = q.stake_size * min(r[:2]) + land
    felt = w.identity[k, 1] * min(take / r[1], 1.0) - w.identity[k, 0] * take / r[0]
    decided, pie = 1.0 - q.indecisive, s.ground.pie
    part_t = side.as_defender[k] / (side.as_defender[k] + y)
    part_a = side.as_attacker[k] / (side.as_attacker[k] + x)
    regained = decided * (1.0 - left) * part_t * (1.0 - w.stake[k, 0]) * pie[k, 0]
    spoils = decided * won * part_a * ((1.0 - w.stake[k, 1]) * pie[k, 1] + land * y_land * won**2)
    paid = q.join_cost * y_land * unit * min(*r[:2], r[k]) * (1.0 + total) / r[k]
    small = (min(*r[:2], r[k]) / r[k]) ** q.smallness
    to_target = {
        "consumption": regained / r[k] - paid - s.ground.trade[k, 0],
        "power": regained / r[k],
        "greed": regained,
        "survival": (alone - left) * at_issue,
        "identity": (alone - left) * felt,
        "obligation": -q.breach * (w.pact[0, k] > 0),
        "effort": -q.join_effort * q.crisis_cost * small,
    }
    to_attacker = {
        "consumption": spoils / r[k] - paid - s.ground.trade[k, 1],
        "power": spoils / r[k],
        "greed": spoils,
        "survival": spared - (won - alone) * at_issue,
        "identity": -(won - alone) * felt,
        "obligation": -2.0 * q.breach * (w.pact[1, k] > 0) - q.enforcement * q.sanction,
        "effort": -q.join_attacker_effort * q.crisis_cost * small,
    }
    owes = w.pact[1, k] > 0 and not w.pact[0, k] > 0
    out = dict.fromkeys(to_target, 0.0) | {"obligation": -q.breach * owes}
    return out, to_target, to_attacker


def expected_by_hand(terms, side, q):
    """Strength that 2 and 3 expect of each other, (on the attack, on the defence), by state."""
    public = ("consumption", "survival", "obligation", "effort")
    brought, rounds = dict.fromkeys(THIRDS, (0.0, 0.0)), []

    def of_others(chances):
        attack = {k: chances[k][2] * side.as_attacker[k] for k in THIRDS}
        defend = {k: chances[k][1] * side.as_defender[k] for k in THIRDS}
        return {2: (attack[3], defend[3]), 3: (attack[2], defend[2])}

    for _ in range(2):
        chances = {}
        for k in THIRDS:
            value = np.array([sum(o[t] for t in public) for o in terms(k, brought[k])])
            weights = np.exp((value - value.max()) / q.temperature_join)
            chances[k] = weights / weights.sum()
        rounds.append(chances)
        brought = {k: tuple(q.hope * b for b in v) for k, v in of_others(chances).items()}
    mean = {k: 0.5 * (rounds[0][k] + rounds[1][k]) for k in THIRDS}
    return {k: tuple(q.hope * b for b in v) for k, v in of_others(mean).items()}


@EXACT
@pytest.mark.parametrize("turns", [False, True])
def test_terms_are_those_of_loops_over_third_states(turns):
    """At once each counts on the others it expects, in turn on those who have joined."""
    scene, seen, helped, front, side = a_war(
        2, mods=FLOWS, forms=FORMS, enforcement=0.3, hope=0.8, temperature_join=0.05
    )
    world, _, p, mods = scene
    came = (jnp.full((N, RUNS), 0.3), jnp.full((N, RUNS), 0.2)) if turns else None
    found = joining.options(world, seen, helped, front, side, p, mods, came)
    matters = 0.0
    for run, w, s, sides, h, q, f in each_run(RUNS, world, seen, side, helped, p, front):

        def terms(k, brought, w=w, s=s, sides=sides, h=h, q=q, f=f):
            return terms_by_hand(w, s, sides, h, q, f.total, k, brought)

        expected = expected_by_hand(terms, sides, q)
        matters = max(matters, *(b for pair in expected.values() for b in pair))
        for k in THIRDS:
            by_hand = terms(k, (0.3, 0.2) if turns else expected[k])
            for option, values in enumerate(by_hand):
                assert found.terms.keys() == values.keys()
                for name, value in values.items():
                    got = float(found.terms[name][k, option, run])
                    assert got == pytest.approx(float(value), rel=1e-6, abs=1e-12), (option, name)
            assert found.allowed[k, :, run].tolist() == [1.0, 1.0, 1.0]
        assert found.allowed[0, :, run].tolist() == [1.0, 0.0, 0.0]
    assert matters > 0.05  # some help is expected
    with_joining = joining.price(world, front, p, mods)[2:]
    lost = np.asarray(found.terms["consumption"] - found.terms["power"])[2:, 1]
    assert with_joining == close(-lost - np.asarray(seen.ground.trade)[2:, 0])


def test_the_more_others_bring_the_less_survival_pulls_to_the_target():
    scene, seen, helped, front, side = a_war(3, mods=FLOWS, forms=FORMS)
    nobody = jnp.zeros((N, RUNS))

    def pull(more):
        others = nobody, nobody + more
        found = joining.options(scene.world, seen, helped, front, side, scene.p, scene.mods, others)
        return np.asarray(found.terms["survival"][2:, 1])

    pulls = [pull(more) for more in (0.0, 0.3, 1.0, 3.0)]
    assert (np.diff(pulls, axis=0) < 0.0).all()


def test_nobody_expects_help_without_hope_and_nobody_expects_its_own():
    scene, seen, helped, front, side = a_war(4, forms=FORMS)
    none = jnp.zeros((N, RUNS))
    sure = jnp.zeros((N, 3, RUNS)).at[:, 1].set(1.0)
    attack, defend = future.expected(sure, side, scene.p)
    assert not np.asarray(attack).any()
    assert defend[2] == close(side.as_defender[3], rel=1e-5)
    assert defend[3] == close(side.as_defender[2], rel=1e-5)
    p = scene.under(hope=0.0).p
    at_once = joining.options(scene.world, seen, helped, front, side, p, scene.mods)
    alone = joining.options(scene.world, seen, helped, front, side, p, scene.mods, (none, none))
    for name, values in at_once.terms.items():
        assert values == close(alone.terms[name], rel=1e-6), name


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


def test_an_attacker_spares_the_weak_that_help_it():
    p = equals(3, appeasement=0.8).p
    helpers = jnp.asarray([0.1, 1.0, 3.0])
    spares = joining.protection(jnp.ones(3), helpers, p)
    assert spares[1] == pytest.approx(0.4)
    assert (np.diff(spares) < 0.0).all()
    assert spares[0] < 0.8
    # and the weak are drawn to its side, for all else alike
    scene, seen, helped, front, _ = a_war(7, forms=FORMS, stake_size=1e-6, total=0.0)
    quiet = scene.having(pact=0.0)
    side = joining.sides(quiet.world, front, scene.p, scene.mods)
    none = jnp.zeros((N, RUNS))

    def drawn(resources):
        world = quiet.world._replace(resources=quiet.world.resources.at[2].set(resources))
        found = joining.options(world, seen, helped, front, side, scene.p, scene.mods, (none, none))
        return np.asarray(found.terms["survival"][2, 2])

    assert (drawn(0.2) > drawn(1.0)).all()
    assert (drawn(1.0) > drawn(4.0)).all()


def test_a_small_war_takes_less_effort_only_where_crises_are_brinkmanship():
    scene, *_, front, _ = a_war(8)
    plain = by_forms(scene, joining="future")
    assert (future.scale(scene.world, front, plain.p) == 1.0).all()
    small = np.asarray(future.scale(scene.world, front, by_forms(scene, **FORMS).p))
    r = np.asarray(scene.world.resources)
    wanted = np.minimum(np.minimum(r[0], r[1]), r) / r
    assert small == close(wanted ** float(scene.p.smallness), rel=1e-5)


def test_the_usual_form_counts_on_the_pledges_of_allies_alone():
    """Nothing of the future: neither the evidence of the attack nor bases nor sizes matter."""
    scene, seen, helped, front, side = a_war(9)
    world, _, p, mods = scene
    usual = joining.options(world, seen, helped, front, side, p, mods)
    assert p.forms == Forms()
    odd = scene.under(hope=2.0, appeasement=0.1, bases=1.0, war_tail=0.5, smallness=1.0)
    told = seen._replace(
        looming=0.5 * seen.looming, evidence_demand=1.0 + seen.evidence_demand, met=2.0 * seen.met
    )
    again = joining.sides(world, front, odd.p, mods)
    other = joining.options(world, told, helped, front, again, odd.p, mods)
    for name, values in usual.terms.items():
        assert (np.asarray(values) == np.asarray(other.terms[name])).all(), name


def test_nobody_joins_with_the_module_off_and_single_precision_stays_single():
    scene, seen, helped, front, side = a_war(7, mods=Modules(joining=0.0), forms=FORMS)
    world, _, p, mods = scene
    offered = joining.options(world, seen, helped, front, side, p, mods)
    assert (offered.allowed[:, 1:] == 0.0).all()
    assert (offered.allowed[:, 0] == 1.0).all()
    assert dtypes((side, offered)) == {"float32"}
    # whom nobody can join, nobody counts on
    none = jnp.zeros((N, RUNS))
    alone = joining.options(world, seen, helped, front, side, p, mods, (none, none))
    for name, values in offered.terms.items():
        assert (np.asarray(values) == np.asarray(alone.terms[name])).all(), name


def test_the_reach_of_c_matters_where_it_is_nearer():
    """Holding the land of C brings B nearer to A only if C is nearer to A than B is."""
    scene = by_forms(equals(3), joining="future").under(annexation=0.8)
    far = among(scene, "delivery", {(B, A): 0.3, (A, B): 0.3})
    reach = (far.world.delivery[B], far.world.delivery[C])
    firm = jnp.full((3, 1), 2.0)
    assert next_victim.nearer(*reach, firm)[A, 0] > 1.0
    assert next_victim.nearer(*reversed(reach), firm)[A, 0] == 1.0
    assert next_victim.nearer(reach[0], 10.0 + reach[1], firm)[A, 0] == 5.0
