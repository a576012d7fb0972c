"""Keeping an arms cap or cheating: a cheat that is found ends the cap."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close
from mechanisms.assessments import each_run, logistic, pairs_of

from decisions.years import HABIT, RULES, RUNS, Dealt, N, a_year, plain, told, worth
from westphalia.decisions.compliance import COMPLIANCE


def capped(seed, pairs=((0, 1), (1, 0), (0, 2), (2, 0)), **parameters):
    """A year in which some pairs have a cap, each state with a ceiling of its own."""
    year, known = a_year(seed, **parameters)
    cap = np.zeros((N, N, RUNS))
    for i, j in pairs:
        cap[i, j] = 0.02 + 0.01 * i + 0.005 * j
    return year._replace(world=year.world._replace(cap=jnp.asarray(cap, float))), known


def test_a_cap_is_kept_by_its_value_and_always_by_habit():
    year, known = capped(1, temperature_deal=0.2)
    found = COMPLIANCE.weigh(year, known, RULES)
    terms = plain(found.terms, (N, N, RUNS))
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i, j in pairs_of(N):
            value = worth(terms, (i, j, run), m, w, q)
            assert found.value[i, j, run] == pytest.approx(value, rel=1e-4, abs=1e-7)
            chance = logistic(value / (q.temperature_deal * w.leader_temperature[i]))
            chance = 1.0 if i == HABIT else chance
            assert found.chance[i, j, run] == pytest.approx(chance, rel=1e-4)
    assert (np.asarray(found.allowed) == (np.asarray(year.world.cap) > 0)).all()
    off = known._replace(mods=switched(caps=0.0))
    assert not COMPLIANCE.weigh(year, off, RULES).allowed.any()


def test_a_cap_that_may_be_agreed_on_this_year_is_weighed_as_it_would_be():
    """(0, 1) have a cap, (1, 2) meet on one, and (0, 2) do neither."""
    year, known = capped(2, ((0, 1), (1, 0)), agenda=0.6, cap_depth=0.3, discount=0.8)
    lot = np.full((N, N, RUNS), 0.9)
    lot[1, 2] = lot[2, 1] = 0.6 * 4.5 / 6  # the fifth of six items
    lot = jnp.asarray(lot, float)
    known = known._replace(streams=Dealt(cooperation_item=(lot, lot)))
    found = COMPLIANCE.foresee(year, known, RULES)
    there = np.asarray(found.allowed)
    assert there[0, 1].all()
    assert there[1, 2].all()
    assert there[2, 1].all()
    assert not there[0, 2].any()
    assert not there[2, 0].any()
    saved = np.asarray(found.terms["consumption"])
    for run, w, q in each_run(RUNS, year.world, known.p):
        for i, j in ((1, 2), (2, 1), (0, 1)):
            seen = q.detection + (q.inspected_detection - q.detection) * w.transparency[i, j]
            future = 0.8 / 0.2 * seen * (1.0 - w.belief[i, j])
            free = w.cap[i, j] * np.exp(0.3) if w.cap[i, j] else w.burden[i]
            own = np.log(1.0 - free * np.exp(-0.3)) - np.log(1.0 - free)
            assert saved[i, j, run] == pytest.approx((1.0 + future) * own, rel=1e-3)
    assert not COMPLIANCE.weigh(year, known, RULES).allowed[1, 2].any()


def test_kept_caps_hold_the_burden_and_a_cheat_that_is_found_ends_one():
    year, known = capped(3, detection=0.5, inspected_detection=0.5)
    found = jnp.asarray([[0.9], [0.1], [0.9]]) * jnp.ones((N, RUNS))  # 1 alone is found out
    streams = Dealt(cooperation_comply=(jnp.full((N, RUNS), 0.5), found))
    keeps = jnp.asarray([[0, 1, 0], [0, 0, 0], [1, 1, 0]])[:, :, None]
    rules = told(explain=True, comply=keeps)
    after = COMPLIANCE.take(year, known._replace(streams=streams), rules)
    cap = np.asarray(year.world.cap)
    # 0 keeps its cap with 1 and cheats on 2 unseen; 1 cheats on 0 and is found; 2 keeps its own
    assert after.ceiling[0] == close(cap[0, 1])
    assert (after.ceiling[1] == 1.0).all()
    assert after.ceiling[2] == close(cap[2, 0])
    kept = np.zeros((N, N))
    kept[0, 1] = kept[2, 0] = 1.0
    assert (np.asarray(after.kept) == kept[:, :, None]).all()
    left = np.asarray(after.world.cap)
    assert not left[0, 1].any()
    assert not left[1, 0].any()
    assert (left[0, 2] == cap[0, 2]).all()
    assert (left[2, 0] == cap[2, 0]).all()
    assert (after.taken["comply"].choice == keeps).all()


def test_without_caps_nobody_is_held_to_anything():
    year, known = capped(4)
    after = COMPLIANCE.take(year, known._replace(mods=switched(caps=0.0)), told(comply=0.0))
    assert (after.ceiling == 1.0).all()
    assert not after.kept.any()
    assert (after.world.cap == year.world.cap).all()
    assert after.taken == {}
