"""Joining, weighed by the wars that may follow and by who else will help."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close

from mechanisms.assessments import dtypes, each_run, logistic
from mechanisms.joining.futures import FLOWS, FORMS, THIRDS, danger_by_hand, years_of
from mechanisms.wars import EXACT, RUNS, N, a_war, by_forms
from westphalia.mechanisms import joining
from westphalia.mechanisms.joining import future


def terms_by_hand(w, s, side, helped, q, total, k, brought):
    """Terms of (joining the target, joining the attacker) for k, given what others bring."""
    r, (y_land, y_arms) = w.resources, years_of(q)
    unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
    x, y = side.attack + brought[0], side.defend + brought[1]

    def chance(with_x, with_y):
        return judged((x + with_x) / (y + with_y))

    def judged(ratio):
        return logistic(q.decisiveness * np.log(ratio) - np.log(q.defence_advantage) + s.bias[k])

    alone = chance(0.0, 0.0)
    left, won = chance(0.0, side.as_defender[k]), chance(side.as_attacker[k], 0.0)
    known, grown, beaten = danger_by_hand(w, s, q, total, judged(side.attack / side.defend), k)
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


def expected_by_hand(terms, w, side, q):
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
            small = (min(*w.resources[:2], w.resources[k]) / w.resources[k]) ** q.smallness
            value = value / (q.temperature_join * small)
            value[1:] += np.log(max(w.delivery[k, 0], w.delivery[k, 1]))
            weights = np.exp(value - value.max())
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

        expected = expected_by_hand(terms, w, sides, q)
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


def test_a_small_war_takes_less_effort_only_where_crises_are_brinkmanship():
    scene, *_, front, _ = a_war(8)
    plain = by_forms(scene, joining="future")
    assert (future.scale(scene.world, front, plain.p) == 1.0).all()
    small = np.asarray(future.scale(scene.world, front, by_forms(scene, **FORMS).p))
    r = np.asarray(scene.world.resources)
    wanted = np.minimum(np.minimum(r[0], r[1]), r) / r
    assert small == close(wanted ** float(scene.p.smallness), rel=1e-5)


def test_nobody_joins_with_the_module_off_and_single_precision_stays_single():
    scene, seen, helped, front, side = a_war(7, mods=switched(joining=0.0), forms=FORMS)
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


def test_the_weak_are_drawn_to_a_strong_attackers_side():
    """For all else alike."""
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


def test_values_have_slopes_in_every_number():
    """Also with a state that is no more, whose resources are none."""
    scene, seen, helped, front, side = a_war(10, mods=FLOWS, forms=FORMS)
    gone = jnp.ones((N, RUNS)).at[3].set(0.0)
    world = scene.world._replace(alive=gone, resources=scene.world.resources * gone)

    def value(p):
        offered = joining.options(world, seen, helped, front, side, p, scene.mods)
        return sum(term.sum() for term in offered.terms.values())

    slopes = jax.tree.leaves(jax.grad(value)(scene.p))
    assert all(np.isfinite(slope) for slope in slopes)
    assert sum(bool(slope != 0.0) for slope in slopes) > 20
