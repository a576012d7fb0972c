"""The meetings of a year: one item a pair, which stands if both accept, and answers that tell."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, switched
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
from westphalia.decisions import AGREEMENTS
from westphalia.decisions.context import Year
from westphalia.decisions.meeting import meet
from westphalia.world.terms import ByType

NAMES = [item.name for item in AGREEMENTS]


def on_the_table(seed=1, **parameters):
    """A year whose pairs meet on a given item each: (0, 1) on inspections, (0, 2) on withdrawal,
    (1, 2) on none."""
    year, known = a_year(seed, agenda=0.6, **parameters)
    lot = np.full((N, N, RUNS), 0.9)
    for i, j, name in ((0, 1, "inspection"), (0, 2, "withdrawal")):
        lot[i, j] = lot[j, i] = 0.6 * (NAMES.index(name) + 0.5) / len(NAMES)
    lot = jnp.asarray(lot, float)
    return year, known._replace(streams=Dealt(known.streams, cooperation_item=(lot, lot)))


ITEM = {(0, 1): "inspection", (1, 0): "inspection", (0, 2): "withdrawal", (2, 0): "withdrawal"}


@pytest.mark.parametrize("yes", [0.0, 1.0])
def test_what_both_accept_stands_and_what_is_refused_does_not(yes):
    scene = anything(4, 64, 5).under(agenda=1.0)
    lot = np.random.default_rng(5).uniform(0.0, 1.0, (4, 4, 64))
    lot = jnp.asarray(np.tril(lot.T).T + np.swapaxes(np.tril(lot.T, -1).T, 0, 1), float)
    year = Year(scene.world, {}, assessment(4, 64), answers(4, 64))
    streams = Dealt(cooperation_item=(lot, lot), cooperation_consent=lot)
    world = meet(year, given_by(*scene[1:], streams), told(agree=yes)).world
    for k, item in enumerate(AGREEMENTS):
        drawn = np.asarray(lot * len(AGREEMENTS)).astype(int)
        on = (drawn == k) & ~np.eye(4, dtype=bool)[:, :, None]
        assert on.any(), item.name
        now = np.asarray(getattr(world, item.about.variable))
        before = np.asarray(getattr(scene.world, item.about.variable))
        np.testing.assert_array_equal(now[~on], before[~on], item.name)
        if item.about.bit:
            assert (np.asarray(item.about.in_force(world))[on] == (yes > 0)).all(), item.name
        else:
            assert ((now - before)[on] * (1.0 if yes else -1.0) >= 0).all(), item.name


def test_one_who_refuses_is_enough_to_end_it():
    year, known = on_the_table()
    willing = jnp.asarray([1.0, 0.0, 1.0])[:, None, None]
    after = meet(year, known, told(agree=willing)).world
    assert not after.transparency[0, 1].any()
    assert (after.withdrawal[0, 2] == 1.0).all()
    assert (after.withdrawal[2, 0] == 1.0).all()
    for name in ("transparency", "withdrawal"):
        same = getattr(year.world, name)[1, 2]
        assert (getattr(after, name)[1, 2] == same).all()


@pytest.mark.parametrize("item", AGREEMENTS, ids=lambda item: item.name)
def test_a_switch_keeps_an_item_off_every_table(item):
    mods = switched(**{item.about.module: 0.0})
    year, known = a_year(5, mods=mods, agenda=1.0)
    lot = jnp.full((N, N, RUNS), (NAMES.index(item.name) + 0.5) / len(NAMES))
    known = known._replace(streams=Dealt(known.streams, cooperation_item=(lot, lot)))
    after = meet(year, known, told(agree=1.0)).world
    for name in after._fields:
        if name != "evidence":
            assert (getattr(after, name) == getattr(year.world, name)).all(), name
    assert after.evidence == pytest.approx(np.asarray(year.world.evidence))


def test_consent_has_the_chance_of_the_one_item_and_the_answer_tells_by_its_keenness():
    year, known = on_the_table(2)
    rules = told(agree=jnp.asarray([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 0.0, 0.0]])[:, :, None])
    answer = np.asarray(rules.chooser.told["agree"])[:, :, 0]
    after = meet(year, known, rules)
    shown = np.asarray(rules.chooser.shown["agree"])
    shape = (N, N, RUNS)
    offered = {a.name: a.options(year, known, jnp.ones(shape)).terms for a in AGREEMENTS}
    evidence = np.asarray(year.world.evidence, float).copy()
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for (i, j), name in ITEM.items():
            own, gap = {}, 0.0
            for term, value in offered[name].items():
                typed = isinstance(value, ByType)
                greedy, secure = value if typed else (value, value)
                own[term] = greedy if w.greedy[i] else secure
                wanted = {"survival": m.survival[i], "response": m.survival[i]}.get(term, 1.0)
                gap += wanted * float((greedy - secure)[i, j, run]) if typed else 0.0
            value = worth(plain(own, shape), (i, j, run), m, w, q)
            chance = logistic(value / (q.temperature_deal * w.leader_temperature[i]))
            chance = MINDS[HABIT].habits.agree if i == HABIT else chance
            assert shown[i, j, run] == pytest.approx(chance, rel=1e-4)
            told_ = (answer[i, j] - chance) * gap / q.temperature_deal
            evidence[i, run] += np.clip(told_, -4.0, 4.0)
    assert after.world.evidence == pytest.approx(evidence, rel=1e-3, abs=1e-4)
    assert (np.abs(evidence - year.world.evidence) > 1e-3).any()
    assert after.taken == {}


def test_items_are_on_record_with_their_reasons_if_they_are_wanted():
    year, known = on_the_table(3)
    after = meet(year, known, told(explain=True, agree=1.0))
    assert list(after.taken) == NAMES
    for name, taken in after.taken.items():
        on = {pair for pair, item in ITEM.items() if item == name}
        for i, j in pairs_of(N):
            assert (taken.allowed[i, j] == ((i, j) in on)).all(), name
        assert (taken.choice == 1.0).all()
        assert "effort" in taken.terms
    quiet = meet(year, known, RULES)
    assert quiet.taken == {}
