"""Alignment: who wants a pact with whom, what stands after the reviews, and why."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, streams_of, switched
from limits import close
from mechanisms.assessments import answers, assessment, each_run, logistic, pairs_of

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
from westphalia.decisions.alignment import ALIGNMENT, reviews
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Rules, Year
from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms import alignment

ALL = jnp.zeros((N, N, RUNS))  # the lots of a year in which every pair reviews its alignment


def reviewing(seed, lot=ALL, **parameters):
    """A year in which pairs review their alignment by the given lots; the cut is at a half."""
    year, known = a_year(seed, consideration=0.5, **parameters)
    return year, known._replace(streams=Dealt(known.streams, alignment_meet=(lot, lot)))


def test_a_pact_is_wanted_by_its_value_or_by_habit():
    year, known = a_year(1)
    helped = jnp.asarray(np.random.default_rng(0).uniform(0.0, 0.05, (N, N, RUNS)), float)
    found = ALIGNMENT.weigh(year._replace(helped=helped), known, RULES)
    terms, habits = plain(found.terms, (N, N, RUNS)), MINDS[HABIT].habits
    assert (terms["survival"] == np.asarray(helped)).all()
    habit = {"keep": 0, "form": 0}
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i, k in pairs_of(N):
            value = worth(terms, (i, k, run), m, w, q)
            assert found.value[i, k, run] == pytest.approx(value, rel=1e-4, abs=1e-7)
            chance = logistic(value / (q.temperature_pact * w.leader_temperature[i]))
            if i == HABIT:
                usual = "keep" if w.pact[i, k] > 0 else "form"
                chance = getattr(habits, usual)
                habit[usual] += 1
            assert found.chance[i, k, run] == pytest.approx(chance, rel=1e-4)
    assert min(habit.values()) > 0
    assert not np.asarray(found.chance)[np.eye(N, dtype=bool)].any()


def test_habits_of_keeping_and_of_forming_differ():
    year, known = a_year(1)
    agents = known.agents._replace(h_keep=0.75 + ALL[0], h_form=0.25 + ALL[0])
    chance = np.asarray(ALIGNMENT.weigh(year, known._replace(agents=agents), RULES).chance)[HABIT]
    allied = np.asarray(year.world.pact)[HABIT] > 0
    apart = np.arange(N) != HABIT
    assert (chance[apart] == np.where(allied, 0.75, 0.25)[apart]).all()


def test_help_is_looked_up_where_the_year_has_not_found_it_out():
    year, known = a_year(2)
    helped = alignment.helps(year.world, year.assessment, known.p)
    same = ALIGNMENT.weigh(year._replace(helped=helped), known, RULES)
    assert ALIGNMENT.weigh(year, known, RULES).value == close(same.value)


def test_pairs_review_as_the_lot_they_share_says():
    lot = ALL.at[0, 1].set(0.51).at[1, 0].set(0.51).at[0, 2].set(0.49).at[2, 0].set(0.49)
    year, known = reviewing(3, lot)
    meets = np.asarray(reviews(year, known))[:, :, 0]
    assert meets[0, 1] == meets[1, 0] == 0.0
    assert meets[0, 2] == meets[2, 0] == 1.0
    foreseen = ALIGNMENT.foresee(year, known, RULES)
    assert foreseen.allowed[0, :, 0].tolist() == [0.0, 0.0, 1.0]
    assert foreseen.chance == close(ALIGNMENT.weigh(year, known, RULES).chance)
    assert not reviews(year, known._replace(mods=switched(pacts=0.0))).any()


def test_a_pact_stands_where_both_want_it_and_stays_where_nobody_meets():
    lot = ALL.at[0, 2].set(0.9).at[2, 0].set(0.9)
    year, known = reviewing(4, lot, deepening=0.2)
    pact = ALL.at[0, 1].set(0.6).at[1, 0].set(0.6).at[0, 2].set(0.4).at[2, 0].set(0.4)
    year = year._replace(world=year.world._replace(pact=pact, pact_age=10.0 * pact))
    wants = jnp.asarray([[0, 1, 0], [1, 0, 1], [0, 1, 0]])[:, :, None]
    rules = told(explain=True, align=wants)
    after = ALIGNMENT.take(year, known, rules)
    now, age = np.asarray(after.world.pact)[:, :, 0], np.asarray(after.world.pact_age)[:, :, 0]
    assert now[0, 1] == now[1, 0] == pytest.approx(0.6 + 0.2 * 0.4)  # kept
    assert now[1, 2] == now[2, 1] == alignment.FIRST_DEPTH  # new
    assert now[0, 2] == now[2, 0] == pytest.approx(0.4 + 0.2 * 0.6)  # not reviewed
    assert [age[0, 1], age[1, 2], age[0, 2]] == pytest.approx([7.0, 0.0, 5.0])
    assert (np.asarray(after.record["alignment"] > 0)[:, :, 0] == (now == 0.5)).all()
    assert (
        np.asarray(after.taken["align"].allowed)[:, :, 0] == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    ).all()
    one = ALIGNMENT.take(year, known, told(align=wants.at[0, 1].set(0)))
    assert not one.world.pact[0, 1].any()
    assert not one.world.pact[1, 0].any()
    assert one.helped == close(alignment.helps(year.world, year.assessment, known.p))


def test_a_new_pact_is_for_the_strongest_of_help_restraint_and_kinship():
    kinds = {"balancing": "survival", "bandwagoning": "restraint", "kinship": "identity"}
    seen = set()
    for seed in range(3):
        year, known = reviewing(seed, temperature_pact=0.01)
        dear = known.agents._replace(identity=4.0 * known.agents.identity)
        known = known._replace(agents=dear)
        year = year._replace(world=year.world._replace(pact=ALL, pact_age=ALL))
        after = ALIGNMENT.take(year, known, told(explain=True, align=1.0))
        terms = plain(after.taken["align"].terms, (N, N, RUNS))
        for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
            for i, k in pairs_of(N):
                pulls = {
                    why: worth(terms, (i, k, run), m, w, q, only=(term,))
                    for why, term in kinds.items()
                }
                why = max(pulls, key=pulls.get)
                noise = 0.01 * w.leader_temperature[i]
                why = why if pulls[why] > noise and i != HABIT else "chance"
                assert MOTIVES[int(after.record["alignment"][i, k, run])] == why
                seen.add(why)
    assert seen == {*kinds, "chance"}


def test_without_the_module_no_pact_begins_ages_or_ends():
    year, known = a_year(5, mods=switched(pacts=0.0))
    for wants in (0.0, 1.0):
        after = ALIGNMENT.take(year, known, told(align=wants))
        assert (after.world.pact == year.world.pact).all()
        assert (after.world.pact_age == year.world.pact_age).all()
        assert not after.record["alignment"].any()


def one_ally_each(terms, wants):
    """A value function of those who want one ally and no second, whatever a pact is worth."""
    allied = (terms.get("obligation", jnp.zeros((3, 3, 1))) > 0) * 1.0  # there is a pact to leave
    others = allied.sum(1, keepdims=True) - allied
    return jnp.where(others > 0, -100.0, 100.0)


@pytest.mark.parametrize("serial", [False, True])
def test_states_that_review_in_turn_see_what_was_agreed_before(serial):
    """2 is asked by 0 and 1, and whoever acts first gets it; all at once it takes both."""
    scene = equals(3, abrogation=0.01)
    year = Year(scene.world, {}, assessment(3, 1), answers(3, 1))
    lot = jnp.zeros((3, 3, 1)).at[0, 1].set(1.0).at[1, 0].set(1.0)
    for order, first in (([0.1, 0.5, 0.9], 0), ([0.5, 0.1, 0.9], 1)):
        streams = Dealt(
            streams_of(1, 1), alignment_meet=(lot, lot),
            alignment_order=jnp.asarray(order)[:, None],
        )  # fmt: skip
        known = given_by(*scene[1:], streams)
        after = ALIGNMENT.take(year, known, Rules(Draw(), (one_ally_each,), serial=serial))
        allied = np.asarray(after.world.pact)[:, :, 0] > 0
        assert (allied == allied.T).all()
        assert allied[2].tolist() == ([first == 0, first == 1, False] if serial else [1, 1, 0])


def test_in_turn_a_state_weighs_pacts_by_the_threats_and_the_help_there_are_by_then(monkeypatch):
    year, known = reviewing(6)
    then = year.world._replace(pact=ALL.at[0, 1].set(0.5).at[1, 0].set(0.5))
    rules = told(serial=True)

    def one_turn(world, meets, order, wants):
        assert world is year.world
        return wants(then)

    monkeypatch.setattr(alignment, "in_turn", one_turn)
    ALIGNMENT.take(year, known, rules)
    shown = np.asarray(rules.chooser.shown["align"])
    p, mods = known.p, known.mods
    rho = year.world.joined / (year.world.joined + year.world.abstained)
    seen = alignment.reviewed(then, year.assessment, rho, p, mods)
    offered = alignment.options(then, seen, alignment.helps(then, seen, p), p, mods)
    terms = plain(offered.terms, (N, N, RUNS))
    for run, w, m, q in each_run(RUNS, then, known.agents, p):
        for i, k in pairs_of(N):
            if i != HABIT:
                heat = q.temperature_pact * w.leader_temperature[i]
                chance = logistic(worth(terms, (i, k, run), m, w, q) / heat)
                assert shown[i, k, run] == pytest.approx(chance, rel=1e-3)
