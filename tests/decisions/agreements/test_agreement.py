"""An item on the agenda: declared once, weighed with the cost of meeting, telling of the keen."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close
from mechanisms.assessments import each_run, logistic, pairs_of

from decisions.years import HABIT, MINDS, RULES, RUNS, Dealt, N, a_year, plain, worth
from westphalia.decisions import AGREEMENTS
from westphalia.decisions.agreements.agreement import MEETING, agenda_of, deal_temperature
from westphalia.world import agreements
from westphalia.world.state import ABOUT_MODULES, PAIR_VARIABLES
from westphalia.world.terms import ByType

EACH = pytest.mark.parametrize("item", AGREEMENTS, ids=lambda item: item.name)
TABLE = jnp.ones((N, N, RUNS))


def test_every_declared_agreement_has_its_decision_and_they_are_in_one_order():
    assert [item.name for item in AGREEMENTS] == [row.name for row in agreements.AGREEMENTS]
    assert [item.about for item in AGREEMENTS] == list(agreements.AGREEMENTS)


def test_every_agreement_has_a_variable_a_switch_and_a_bit_of_its_own():
    bits = [*(row.bit for row in agreements.RECORDED), *agreements.KEPT.values()]
    assert len(set(bits)) == len(bits)
    assert all(bit & (bit - 1) == 0 and bit < 256 for bit in bits)
    for row in agreements.AGREEMENTS:
        assert row.variable in PAIR_VARIABLES
        assert getattr(switched(), row.module) == 1.0
        assert row.module in ABOUT_MODULES


@EACH
def test_a_pair_meets_on_one_item_so_that_all_are_chosen_as_one(item):
    year, known = a_year(1)
    assert item.chosen_as == MEETING == "agree"
    with pytest.raises(TypeError, match=r"meeting\.meet"):
        item.take(year, known, RULES)


@EACH
def test_accepting_has_the_terms_of_the_item_and_the_cost_of_keeping_it(item):
    year, known = a_year(2, agreement_cost=0.013)
    found = item.options(year, known, TABLE)
    kept = 0.0 if item.name == "hotline" else -0.013  # a telephone line costs nothing
    assert found.terms["effort"] == close(np.full((N, N, RUNS), kept))
    own = item.terms_of(year, known)
    assert found.terms.keys() == own.keys() | {"effort"}
    assert found.allowed is TABLE


@EACH
def test_others_tell_how_much_more_the_greedy_want_it_by_what_they_know_of_wants(item):
    year, known = a_year(3)
    offered = item.options(year, known, TABLE)
    found = np.asarray(item.keenness(offered, known))
    assert found.shape == (N, N, RUNS)
    differs = {
        name: np.broadcast_to(term.greedy - term.secure, found.shape)
        for name, term in offered.terms.items()
        if isinstance(term, ByType)
    }
    for run, m in each_run(RUNS, known.agents):
        weights = {"consumption": m.consumption, "survival": m.survival, "response": m.survival}
        for i, j in pairs_of(N):
            by_hand = sum(
                weights.get(name, np.ones(N))[i] * gap[i, j, run] for name, gap in differs.items()
            )
            assert found[i, j, run] == pytest.approx(by_hand, rel=1e-4, abs=1e-9)


@EACH
def test_an_item_is_accepted_by_its_value_and_by_habit_half_of_the_time(item):
    year, known = a_year(4, agenda=1.0)
    found = item.weigh(year, known, RULES)
    terms = plain(found.terms, (N, N, RUNS))
    met = 0
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i, j in pairs_of(N):
            value = worth(terms, (i, j, run), m, w, q)
            assert found.value[i, j, run] == pytest.approx(value, rel=1e-4, abs=1e-7)
            heat = q.temperature_deal * w.leader_temperature[i]
            chance = MINDS[HABIT].habits.agree if i == HABIT else logistic(value / heat)
            assert found.chance[i, j, run] == pytest.approx(chance, rel=1e-4)
            met += float(found.allowed[i, j, run])
    on_table = agenda_of(year, known)[item.name]
    assert met == float(on_table.sum())


def test_the_temperature_of_agreements_is_that_of_the_states_leader():
    year, known = a_year(5, temperature_deal=0.002)
    found = deal_temperature(year.world, known)
    assert found.shape == (N, 1, RUNS)
    assert found[:, 0] == close(0.002 * np.asarray(year.world.leader_temperature))


def test_the_lot_of_a_pair_is_cut_into_equal_parts_one_an_item():
    year, known = a_year(6, agenda=0.3)
    names = [item.name for item in AGREEMENTS]
    for k in range(len(names) + 1):
        lot = jnp.full((N, N, RUNS), 0.3 * (k + 0.5) / len(names))
        table = agenda_of(year, known._replace(streams=Dealt(cooperation_item=(lot, lot))))
        assert list(table) == names
        for place, name in enumerate(names):
            on = np.asarray(table[name])
            assert (on[~np.eye(N, dtype=bool)] == (place == k)).all(), name
            assert not on[np.eye(N, dtype=bool)].any()
