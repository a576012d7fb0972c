"""Arming and posture: one of five options, by interest, by ministries, by routine or by habit."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close
from mechanisms.assessments import each_run

from decisions.years import HABIT, MINDS, RULES, RUNS, N, a_year, plain, softmax, told, worth
from westphalia.decisions.arming import ARMING
from westphalia.mechanisms.arming import OPTIONS

TREASURY = ("consumption", "effort")
MILITARY = ("survival", "power", "opportunity", "effort")
FREE = jnp.ones((N, RUNS))  # a ceiling that binds nobody


@pytest.mark.parametrize("organised", [0.0, 1.0])
def test_chances_are_those_of_interest_routine_and_ministries(organised):
    mods = switched(organisations=organised)
    year, known = a_year(1, mods=mods, routine=0.3, ministries=0.4)
    found = ARMING.weigh(year, known, RULES)
    terms = plain(found.terms, (N, 5, RUNS))
    usual = MINDS[HABIT].habits
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i in range(N):
            heat = q.temperature_arms * w.leader_temperature[i]
            by_hand = {}
            for who, only in (("state", None), ("treasury", TREASURY), ("military", MILITARY)):
                values = [worth(terms, (i, k, run), m, w, q, only) for k in range(5)]
                by_hand[who] = softmax(np.asarray(values), found.allowed[i, :, run], heat)
                if who == "state":
                    assert found.value[i, :, run] == pytest.approx(values, rel=1e-4, abs=1e-6)
            vote, routine = organised * 0.4, organised * 0.3
            chance = (1 - vote) * by_hand["state"]
            chance = chance + 0.5 * vote * (by_hand["treasury"] + by_hand["military"])
            chance = (1 - routine) * chance + routine * np.asarray([1, 0, 0, 0, 0])
            if i == HABIT:
                p = usual.posture
                chance = [1 - usual.raise_ - usual.cut - 2 * p, usual.raise_, usual.cut, p, p]
            assert found.chance[i, :, run] == pytest.approx(chance, rel=1e-3, abs=1e-6)


def test_nobody_moves_a_posture_past_its_ends_and_the_dead_have_no_options():
    year, known = a_year(2)
    posture = jnp.asarray([[0.0], [1.0], [0.5]]) * FREE
    alive = FREE.at[2].set(0.0)
    year = year._replace(world=year.world._replace(posture=posture, alive=alive))
    allowed = np.asarray(ARMING.weigh(year, known, RULES).allowed)[:, :, 0]
    assert allowed.tolist() == [[1, 1, 1, 1, 0], [1, 1, 1, 0, 1], [0, 0, 0, 0, 0]]


@pytest.mark.parametrize("option", OPTIONS)
def test_burden_posture_and_stock_are_those_of_the_option_taken(option):
    year, known = a_year(3, burden_step=0.1, depreciation=0.2)
    year = year._replace(ceiling=FREE)
    after = ARMING.take(year, known, told(arm=[OPTIONS.index(option)] * N)).world
    was = year.world
    factor = {"raise": np.exp(0.1), "cut": np.exp(-0.1)}.get(option, 1.0)
    turn = {"offence": 0.1, "defence": -0.1}.get(option, 0.0)
    burden = factor * np.asarray(was.burden)
    assert after.burden == close(burden, rel=1e-5)
    moved = np.clip(np.asarray(was.posture) + turn, 0.0, 1.0)
    assert np.asarray(after.posture) == pytest.approx(moved, abs=1e-6)
    stock = 0.8 * np.asarray(was.arms) + burden * np.asarray(was.resources)
    assert after.arms == close(stock, rel=1e-5)


def test_a_cap_holds_the_burden_whatever_is_chosen():
    year, known = a_year(4)
    ceiling = FREE.at[1].set(0.5 * year.world.burden[1])
    after = ARMING.take(year._replace(ceiling=ceiling), known, told(arm=[1, 1, 1])).world
    assert after.burden[1] == close(0.5 * np.asarray(year.world.burden[1]))
    assert (after.burden[0] > year.world.burden[0]).all()


def test_what_is_taken_tells_of_the_type_by_the_odds_of_greedy_to_secure():
    year, known = a_year(5, temperature_arms=0.02)
    year = year._replace(ceiling=FREE)
    after = ARMING.take(year, known, told(arm=[0, 1, 3], explain=True))
    taken = after.taken["arm"]
    assert taken.choice[:, :, 0].argmax(1).tolist() == [0, 1, 3]
    assert (taken.choice.sum(1) == 1.0).all()
    # by the terms that others know: the same for both types but for the opportunity
    opening = [np.asarray(getattr(year.assessment, f"opening_{t}")) for t in ("greedy", "secure")]
    terms = plain(taken.terms, (N, 5, RUNS))
    for run, m in each_run(RUNS, known.agents):
        for i in range(N):
            there = np.asarray(taken.allowed[i, :, run]) > 0
            own = opening[0 if year.world.greedy[i, run] else 1][i, run]
            moved = terms["opportunity"][i, :, run] / own
            log = []
            for kind in opening:
                value = m.consumption[i] * terms["consumption"][i, :, run]
                value = value + m.survival[i] * terms["survival"][i, :, run]
                value = value + terms["effort"][i, :, run] + moved * kind[i, run]
                log.append(np.log(np.maximum(softmax(value, there, 0.02), 1e-30)))
            by_hand = (log[0] - log[1])[[0, 1, 3][i]]
            told_ = after.world.evidence[i, run] - year.world.evidence[i, run]
            assert told_ == pytest.approx(by_hand, rel=1e-2, abs=1e-4)
    assert (np.abs(after.world.evidence - year.world.evidence) > 1e-2).sum() > N
