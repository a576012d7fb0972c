"""Standing firm: whether a challenger that is resisted goes to war or backs down."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, streams_of, switched
from mechanisms.assessments import each_run, logistic, pairs_of

from decisions.years import (
    HABIT,
    MINDS,
    RULES,
    RUNS,
    Dealt,
    N,
    a_year,
    given_by,
    plain,
    told,
    worth,
)
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.context import Year
from westphalia.decisions.standing import STANDING, judgement
from westphalia.mechanisms import brinkmanship
from westphalia.mechanisms.contest import chance
from westphalia.world.parameters import BRINKMANSHIP

NO_ERROR, MEAN_COST = jnp.zeros((N, N, RUNS)), jnp.ones((N, RUNS))
#: Option of a demand on state 1, and of a quiet year.
DEMAND, QUIET = 1 + 1, 0


def a_crisis_year(seed, mods=None, **parameters):
    """A year at its assessment in which challengers may back down, and what it is given."""
    scene = anything(N, RUNS, seed, MINDS, mods, **parameters).with_forms(crisis=BRINKMANSHIP)
    year = Year(scene.world, {}, scene.assessment(), scene.answer())
    return year, given_by(scene.agents, scene.p, scene.mods, streams_of(seed, RUNS))


def test_a_challenger_stands_firm_by_what_war_is_worth_against_backing_down_or_by_habit():
    year, known = a_crisis_year(1)
    error = jnp.asarray(np.random.default_rng(2).normal(0.0, 0.3, (N, N, RUNS)), float)
    cost = jnp.asarray(np.random.default_rng(3).uniform(0.0, 2.0, (N, RUNS)), float)
    found = STANDING.weigh_knowing(year, error, cost, known, RULES)
    about, odds = year.assessment.ground, year.assessment.odds + error
    offered = brinkmanship.standing_firm(year.world, about, odds, cost[:, None], known.p)
    terms = plain(offered, (N, N, RUNS))
    for run, w, m, q, s in each_run(RUNS, year.world, known.agents, known.p, year.assessment):
        for i, j in pairs_of(N):
            value = worth(terms, (i, j, run), m, w, q)
            heat = q.temperature_fight * w.leader_temperature[i] * s.ground.scale[i, j]
            firm = 1.0 if i == HABIT else logistic(value / heat)
            assert found.value[i, j, run] == pytest.approx(value, rel=1e-3, abs=1e-5)
            assert found.chance[i, j, run] == pytest.approx(firm, rel=1e-3, abs=1e-5)


def test_what_a_state_alone_knows_enters_as_it_does_in_its_challenges():
    year, known = a_crisis_year(2)
    same = STANDING.weigh_knowing(year, *judgement(known, N), known, RULES)
    found = STANDING.weigh(year, known, RULES)
    assert (found.value == same.value).all()
    calm = STANDING.weigh_knowing(year, NO_ERROR, MEAN_COST, known, RULES)
    assert (found.value != calm.value).any()


def test_powell_it_fights_if_and_only_if_war_betters_its_share_by_its_own_lights():
    """W - c > x, with what its own weights make of a cost: without noise, audience, or anything
    else at issue than the pie."""
    scene = anything(N, RUNS, 3, MINDS, backing_down=0.0, temperature_fight=1e-7)
    scene = scene.with_forms(crisis=BRINKMANSHIP)
    scene = scene.having(trade=0.0, threat=0.0, identity=0.0, pact=0.0)
    year = Year(scene.world, {}, scene.assessment(), scene.answer())
    known = given_by(scene.agents, scene.p, scene.mods)
    cost = jnp.asarray(np.random.default_rng(4).uniform(0.0, 2.0, (N, RUNS)), float)
    found = STANDING.weigh_knowing(year, NO_ERROR, cost, known, RULES).chance
    win, seen = chance(year.assessment.odds), set()
    rows = each_run(RUNS, scene.world, scene.agents, scene.p, year.assessment, win, cost)
    for run, w, m, q, s, odds, drawn in rows:
        for i, j in pairs_of(N):
            if i == HABIT:
                continue
            pie = m.consumption[i] + m.power[i] + q.greed * w.greedy[i] * w.resources[i]
            own = m.consumption[i] * drawn[i] * s.ground.cost[i, j] / (s.ground.share[i, j] * pie)
            later = logistic(s.odds[i, j] + s.ground.shift[i, j])
            sooner = q.patience * (odds[i, j] - later)
            fights = bool(odds[i, j] + sooner - own > w.stake[i, j])
            assert found[i, j, run] == pytest.approx(float(fights), abs=1e-6)
            seen.add(fights)
    assert seen == {True, False}


def test_where_demands_are_taken_or_left_there_is_nothing_to_decide():
    year, known = a_year(4)
    found = STANDING.weigh(year, known, RULES)
    assert not found.allowed.any()
    assert (found.chance == 1.0).all()
    assert (found.value == 0.0).all()
    after = CHALLENGE.take(year, known, told(explain=True))
    assert not after.taken["stand"].allowed.any()
    assert not after.opened.backed.any()


def test_there_is_nothing_to_decide_about_the_dead_oneself_or_without_demands():
    year, known = a_crisis_year(5)
    alive = jnp.ones((N, RUNS)).at[1, 0].set(0.0)
    year = year._replace(world=year.world._replace(alive=alive))
    allowed = np.asarray(STANDING.weigh(year, known, RULES).allowed)
    there = np.asarray(alive[:, None] * alive[None, :]) * (1.0 - np.eye(N))[..., None]
    assert (allowed == there).all()
    peace = known._replace(mods=switched(limited_war=0.0))
    assert not STANDING.weigh(year, peace, RULES).allowed.any()


def taken(resist, **choices):
    """A year in which 0 and 2 demand from 1, whose private cost is nothing or the largest."""
    year, known = a_crisis_year(6)
    alive = jnp.ones((N, RUNS))
    stake = jnp.full((N, N, RUNS), 0.5)
    year = year._replace(world=year.world._replace(alive=alive, stake=stake))
    draws = (jnp.full((N, RUNS), resist), jnp.ones((N, RUNS)))
    known = known._replace(streams=Dealt(known.streams, crisis_resist=draws))
    who_resists = {"resist": float(resist == 0.0)}
    rules = told(challenge=[DEMAND, QUIET, DEMAND], explain=True, **who_resists, **choices)
    return CHALLENGE.take(year, known, rules)


@pytest.mark.parametrize("stands", [0.0, 1.0])
def test_who_is_resisted_goes_to_war_or_backs_down_as_it_chooses(stands):
    opened = taken(0.0, stand=stands).opened
    asked = np.zeros((N, N, RUNS))
    asked[[0, 2], 1] = 1.0
    assert (opened.resisted == asked).all()
    assert (opened.war == stands * asked).all()
    assert (opened.backed == (1.0 - stands) * asked).all()
    assert not opened.conceded.any()
    assert (opened.stake == 0.5).all()


def test_it_is_on_record_only_where_a_demand_was_resisted():
    note = taken(0.0).taken["stand"]
    asked = np.zeros((N, N, RUNS))
    asked[[0, 2], 1] = 1.0
    assert (note.allowed == asked).all()
    assert np.isin(np.asarray(note.choice), (0.0, 1.0)).all()
    granted = taken(1.0)
    assert granted.opened.conceded.sum() == 2 * RUNS
    assert not granted.taken["stand"].allowed.any()


def test_a_chooser_sees_its_chance_and_a_habit_is_to_stand_firm():
    year, known = a_crisis_year(7)
    rules = told()
    CHALLENGE.take(year, known, rules)
    shown = rules.chooser.shown["stand"]
    assert (shown == STANDING.weigh(year, known, RULES).chance).all()
    assert (shown[HABIT] == 1.0).all()
    assert ((shown[:HABIT] > 0.0) & (shown[:HABIT] < 1.0)).any()


def test_what_it_did_once_resisted_tells_of_its_type_besides_the_challenge():
    """Standing firm and backing down move beliefs apart, by what either says."""
    firm, backed = (taken(0.0, stand=stands) for stands in (1.0, 0.0))
    seen = firm.assessment
    apart = np.asarray(firm.world.evidence - backed.world.evidence)
    for i in (0, 2):
        by_hand = np.asarray(seen.evidence_firm[i, 1] - seen.evidence_backed[i, 1])
        assert apart[i] == pytest.approx(by_hand, rel=1e-3, abs=1e-5)
        # the firmer the greedy are, the more greedy the firm seem
        assert (np.sign(by_hand) == np.sign(np.asarray(seen.evidence_firm[i, 1]))).all()
    assert not apart[1].any()


def test_it_is_decided_within_the_crisis_and_leaves_the_year_as_it_is():
    year, known = a_crisis_year(8)
    assert STANDING.take(year, known, RULES) is year
