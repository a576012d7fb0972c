"""Joining, weighed by what this war alone changes: what each side promises third states."""

import numpy as np
import pytest
from conftest import PLAIN_FORMS, equals, switched
from limits import close
from traces import REALIST_OR_NOT, A, B, C, among, pair, value_of

from mechanisms.assessments import dtypes, each_run, logistic
from mechanisms.wars import EXACT, RUNS, a_war, front_of
from westphalia.decisions.valuation import quantal
from westphalia.mechanisms import alignment, joining
from westphalia.mechanisms.joining import present


def join_chances(scene):
    """Chances of the third state A to stay out, join the target or the attacker: B attacks C."""
    world, _, p, mods = scene
    seen = scene.assessment()
    helped = alignment.helps(world, seen, p)
    side = joining.sides(world, front_of(), p, mods)
    offered = present.options(world, seen, helped, front_of(), side, p, mods)
    return quantal(value_of(scene, offered.terms), offered.allowed, p.temperature_join)[A, :, 0]


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_an_ally_joins_more_often_than_a_stranger(theory):
    scene = equals(3, theory)
    out, target, attacker = joining.JOIN.index("out"), 1, 2
    stranger = join_chances(scene)
    with_target = join_chances(among(scene, "pact", pair(A, C, 1.0)))
    with_attacker = join_chances(among(scene, "pact", pair(A, B, 1.0)))
    assert with_target[target] > 2 * stranger[target]
    assert with_target[attacker] < stranger[attacker]
    assert with_attacker[target] < stranger[target]
    assert stranger[out] > 0.5
    # a dearer breach binds more
    dear = join_chances(among(scene, "pact", pair(A, C, 1.0)).under(breach=0.12))
    assert dear[target] > with_target[target]


def join_by_hand(w, s, side, helped, q, total, k):
    """Terms of (joining the target, joining the attacker) for k, from docs/model.md."""
    r = w.resources
    unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
    cost = unit * min(r[0], r[1], r[k])
    promised = sum(side.pledged[j] for j in (2, 3) if j != k)

    def chance(with_x, with_y):
        ratio = (side.attack + with_x) / (side.defend + promised + with_y)
        odds = q.decisiveness * np.log(ratio) - np.log(q.defence_advantage)
        return logistic(odds + s.bias[k])

    alone = chance(0.0, 0.0)
    saved = alone - chance(0.0, side.as_defender[k])
    added = chance(side.as_attacker[k], 0.0) - alone
    land = q.annexation * (1.0 - q.waste) * r[1] * total
    take = q.stake_size * min(r[0], r[1]) + land
    steep = min(s.by_attack[k, 0], 4.0)
    next_victim = q.horizon * s.threat[k, 0]
    next_victim *= (1.0 + take / r[0]) ** steep - np.exp(-steep * q.defeat_loss)
    ally_lost = helped[k, 1] * (w.pact[1, k] > 0)
    ally_lost *= q.defeat_loss + (1.0 - q.defeat_loss) * total
    felt = w.identity[k, 1] * min(take / r[1], 1.0) - w.identity[k, 0] * take / r[0]
    pie, win = s.ground.pie[k, 1], alone + added
    part = side.as_attacker[k] / (side.as_attacker[k] + side.attack)
    spoils = win * ((1.0 - w.stake[k, 1]) * pie + land * part * win**2)
    paid = 2.0 * q.join_cost * cost / r[k]
    to_target = {
        "consumption": -paid - s.ground.trade[k, 0],
        "power": 0.0,
        "greed": 0.0,
        "survival": saved * (next_victim + ally_lost),
        "identity": saved * felt,
        "obligation": -q.breach * (w.pact[0, k] > 0),
        "effort": -q.join_effort * q.crisis_cost,
    }
    to_attacker = {
        "consumption": spoils / r[k] - paid - s.ground.trade[k, 1],
        "power": spoils / r[k],
        "greed": spoils,
        "survival": -added * (next_victim + ally_lost),
        "identity": -added * felt,
        "obligation": -2.0 * q.breach * (w.pact[1, k] > 0) - q.enforcement * q.sanction,
        "effort": -q.join_attacker_effort * q.crisis_cost,
    }
    return to_target, to_attacker


@EXACT
def test_terms_of_joining_are_those_of_loops_over_third_states():
    scene, seen, helped, front, side = a_war(2, enforcement=0.3)
    world, _, p, mods = scene
    found = present.options(world, seen, helped, front, side, p, mods)
    rows = each_run(RUNS, world, seen, side, helped, p, front)
    for run, w, s, sides, h, q, f in rows:
        for k in (2, 3):
            by_hand = join_by_hand(w, s, sides, h, q, f.total, k)
            owes = w.pact[1, k] > 0 and not w.pact[0, k] > 0
            out = dict.fromkeys(by_hand[0], 0.0) | {"obligation": -q.breach * owes}
            for option, terms in enumerate((out, *by_hand)):
                assert found.terms.keys() == terms.keys()
                for name, value in terms.items():
                    got = float(found.terms[name][k, option, run])
                    assert got == pytest.approx(float(value), rel=1e-6, abs=1e-12), (option, name)
            assert found.allowed[k, :, run].tolist() == [1.0, 1.0, 1.0]
        assert found.allowed[0, :, run].tolist() == [1.0, 0.0, 0.0]


def test_nobody_joins_with_the_module_off_and_single_precision_stays_single():
    scene, seen, helped, front, side = a_war(7, mods=switched(joining=0.0))
    world, _, p, mods = scene
    offered = present.options(world, seen, helped, front, side, p, mods)
    assert (offered.allowed[:, 1:] == 0.0).all()
    assert (offered.allowed[:, 0] == 1.0).all()
    assert dtypes((side, offered)) == {"float32"}


def test_the_simplest_form_counts_on_the_pledges_of_allies_alone():
    """Nothing of the future: neither the evidence of the attack nor bases nor sizes matter."""
    scene, seen, helped, front, side = a_war(9)
    world, _, p, mods = scene
    usual = present.options(world, seen, helped, front, side, p, mods)
    assert p.forms == PLAIN_FORMS
    odd = scene.under(hope=2.0, appeasement=0.1, bases=1.0, war_tail=0.5, smallness=1.0)
    told = seen._replace(
        looming=0.5 * seen.looming, evidence_demand=1.0 + seen.evidence_demand, met=2.0 * seen.met
    )
    again = joining.sides(world, front, odd.p, mods)
    other = present.options(world, told, helped, front, again, odd.p, mods)
    for name, values in usual.terms.items():
        assert (np.asarray(values) == np.asarray(other.terms[name])).all(), name


def test_the_price_is_that_of_a_total_war_whatever_the_aims():
    scene, seen, helped, front, side = a_war(3, stake_size=1e-6, annexation=0.0)
    world, _, p, mods = scene
    found = present.options(world, seen, helped, front, side, p, mods).terms["consumption"]
    paid = present.price(world, front, p)
    assert paid[2:] == close(-found[2:, 1] - seen.ground.trade[2:, 0], rel=1e-4)
    assert joining.price(world, front, p, mods) == close(paid)
