"""Resistance: a target that knows its cost of war resists where it pays, and nowhere else."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, streams_of, switched
from mechanisms.assessments import each_run, logistic, pairs_of

from decisions.years import MINDS, RULES, RUNS, Dealt, N, a_year, given_by, told
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.context import Year
from westphalia.decisions.resistance import RESISTANCE
from westphalia.world.parameters import BRINKMANSHIP

#: Option of a demand on state 1, and of a quiet year.
DEMAND, QUIET = 1 + 1, 0


def a_crisis_year(seed, crisis=BRINKMANSHIP):
    """A year at its assessment, and what it is given; targets' private costs of all sizes."""
    scene = anything(N, RUNS, seed, MINDS).with_forms(crisis=crisis)
    year = Year(scene.world, {}, scene.assessment(), scene.answer())
    known = given_by(scene.agents, scene.p, scene.mods, streams_of(seed, RUNS))
    drawn = jnp.asarray(np.random.default_rng(seed).uniform(size=(N, RUNS)), float)
    streams = Dealt(known.streams, crisis_resist=(drawn, jnp.ones((N, RUNS))))
    return year, known._replace(streams=streams), drawn


def test_resisting_is_worth_the_demand_and_the_shame_less_the_war_that_may_come():
    """w_C [(d + y) share - p_F (G + c) share] against conceding, in a loop over pairs."""
    year, known, drawn = a_crisis_year(1)
    found = RESISTANCE.weigh(year, known, RULES)
    rows = each_run(RUNS, year.world, known.agents, known.p, year.assessment, drawn)
    for run, w, m, q, s, u in rows:
        for i, j in pairs_of(N):
            made, share = s.made, s.ground.share[j, i]
            gap = logistic(s.odds[i, j] - s.bias[i]) - w.stake[i, j]
            cost = u[i] * s.ground.target_top[i, j]
            shame = q.yielding * s.ground.ashamed[j, i]
            war = made.firm[i, j] * (gap + cost) * share
            value = m.consumption[j] * (made.more[i, j] * share + shame - war)
            near = {"rel": 1e-3, "abs": 1e-5}
            assert found.value[j, i, run] == pytest.approx(value, **near)
            assert found.terms["audience"][j, i, run] == pytest.approx(
                m.consumption[j] * shame, **near
            )
            material = made.more[i, j] * share - war
            assert found.terms["consumption"][j, i, run] == pytest.approx(material, **near)


@pytest.mark.parametrize("form", [BRINKMANSHIP, "ultimatum"])
def test_a_target_resists_if_and_only_if_it_is_worth_its_cost(form):
    year, known, _ = a_crisis_year(2, form)
    found = RESISTANCE.weigh(year, known, RULES)
    apart = ~np.eye(N, dtype=bool)
    value, chance = np.asarray(found.value)[apart], np.asarray(found.chance)[apart]
    assert set(np.unique(chance)) == {0.0, 1.0}
    clear = np.abs(value) > 1e-6
    assert (chance[clear] == (value > 0)[clear]).all()


def test_there_is_no_shame_where_demands_are_taken_or_left():
    year, known = a_year(3)
    assert not np.asarray(RESISTANCE.weigh(year, known, RULES).terms["audience"]).any()


def test_there_is_nothing_to_answer_from_the_dead_oneself_or_without_demands():
    year, known, _ = a_crisis_year(4)
    alive = jnp.ones((N, RUNS)).at[1, 0].set(0.0)
    year = year._replace(world=year.world._replace(alive=alive))
    allowed = np.asarray(RESISTANCE.weigh(year, known, RULES).allowed)
    there = np.asarray(alive[:, None] * alive[None, :]) * (1.0 - np.eye(N))[..., None]
    assert (allowed == there).all()
    peace = known._replace(mods=switched(limited_war=0.0))
    assert not np.asarray(RESISTANCE.weigh(year, peace, RULES).allowed).any()


def taken(**choices):
    """A year in which 0 and 2 demand from 1."""
    year, known, _ = a_crisis_year(6)
    alive = jnp.ones((N, RUNS))
    year = year._replace(world=year.world._replace(alive=alive))
    rules = told(challenge=[DEMAND, QUIET, DEMAND], explain=True, **choices)
    return CHALLENGE.take(year, known, rules), rules


def test_a_person_may_resist_against_all_reason_or_not_at_all():
    for answer in (0.0, 1.0):
        opened = taken(resist=answer)[0].opened
        asked = np.zeros((N, N, RUNS))
        asked[[0, 2], 1] = 1.0
        assert (np.asarray(opened.resisted) == answer * asked).all()


def test_it_is_on_record_by_target_and_only_where_there_was_a_demand():
    year, _ = taken()
    note = year.taken["resist"]
    asked = np.zeros((N, N, RUNS))
    asked[1, [0, 2]] = 1.0
    assert (np.asarray(note.allowed) == asked).all()
    resisted = np.swapaxes(np.asarray(year.opened.resisted), 0, 1)
    assert (np.asarray(note.choice * note.allowed) == resisted).all()


def test_a_chooser_is_told_under_its_own_name_that_there_is_no_doubt():
    shown = taken()[1].chooser.shown
    assert set(np.unique(shown["resist"])) <= {0.0, 1.0}


def test_it_is_decided_within_the_crisis_and_leaves_the_year_as_it_is():
    year, known, _ = a_crisis_year(8)
    assert RESISTANCE.take(year, known, RULES) is year
