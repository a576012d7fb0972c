"""Agreements: declared once, worth what loops over pairs say, and standing where both want them."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, streams_of
from limits import close
from mechanisms.assessments import answers, assessment, each_run, pairs_of

from westphalia.decisions import AGREEMENTS, DECISIONS
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.meeting import meet
from westphalia.mechanisms import cooperation
from westphalia.simulation.dataset import VARIABLES
from westphalia.theories import weighted_sum
from westphalia.world import agreements
from westphalia.world.state import ABOUT_MODULES, PAIR_VARIABLES, Modules
from westphalia.world.terms import of_own_type

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3


class Always(Draw):
    """Accepts everything, or nothing."""

    def __init__(self, yes):
        self.yes = yes

    def consent(self, decision, chance, u):
        return jnp.full_like(chance, self.yes)


def met(scene, yes):
    """The year after meetings in which all accept, or all refuse."""
    n, runs = scene.world.arms.shape
    growth = jnp.full((n, 1), jnp.nan)
    known = Given(scene.agents, jnp.zeros(n), scene.p, scene.mods, streams_of(2, runs), growth)
    year = Year(scene.world, {}, scene.assessment(), scene.answer())
    lot = known.streams.pair("cooperation/item", n)[0]
    table = cooperation.agenda(scene.world, lot, scene.p, scene.mods)
    return meet(year, known, Rules(Always(yes), (weighted_sum,))).world, table


def test_every_declared_agreement_has_its_decision_and_they_are_in_one_order():
    assert [item.name for item in AGREEMENTS] == [row.name for row in agreements.AGREEMENTS]
    assert [item.about for item in AGREEMENTS] == list(agreements.AGREEMENTS)


def test_every_agreement_has_a_variable_a_switch_and_a_bit_of_its_own():
    bits = [row.bit for row in agreements.RECORDED] + [agreements.KEPT_BIT]
    assert len(set(bits)) == len(bits)
    assert all(bit & (bit - 1) == 0 and bit < 256 for bit in bits)
    for row in agreements.AGREEMENTS:
        assert row.variable in PAIR_VARIABLES
        assert getattr(Modules(), row.module) == 1.0
        assert row.module in ABOUT_MODULES


def test_flags_of_the_results_are_those_declared():
    notes = VARIABLES["agreements"].notes
    flags = dict(zip(notes["flag_masks"].tolist(), notes["flag_meanings"].split(), strict=True))
    assert flags == {1: "inspection", 2: "hotline", 4: "withdrawal", 8: "arms_cap", 16: "trade",
                     32: "cap_kept_by_state"}  # fmt: skip


@pytest.mark.parametrize("yes", [0.0, 1.0])
def test_what_both_accept_stands_and_what_is_refused_does_not(yes):
    scene = anything(4, 64, 5).under(agenda=1.0)
    world, table = met(scene, yes)
    for item in AGREEMENTS:
        on = np.asarray(table[item.name]) > 0
        assert on.any(), item.name
        now = np.asarray(getattr(world, item.about.variable))
        before = np.asarray(getattr(scene.world, item.about.variable))
        np.testing.assert_array_equal(now[~on], before[~on], item.name)
        if item.about.bit:
            assert (np.asarray(item.about.in_force(world))[on] == (yes > 0)).all(), item.name
        else:
            assert ((now - before)[on] * (1.0 if yes else -1.0) >= 0).all(), item.name


def test_a_switch_keeps_an_item_off_every_table():
    for item in AGREEMENTS:
        scene = anything(4, 64, 5).under(agenda=1.0)
        off = scene._replace(mods=Modules(**{item.about.module: 0.0}))
        world, table = met(off, 1.0)
        assert not np.asarray(table[item.name]).any()
        name = item.about.variable
        np.testing.assert_array_equal(getattr(world, name), getattr(scene.world, name))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.name)
def test_every_decision_has_words_for_every_option(decision):
    words = decision.words
    assert words.title
    assert words.against
    assert words.field
    if words.shape in ("act", "proposal"):
        assert list(words.acts) == ["yes", "no"]
    for act in words.acts.values():
        assert act.do
        assert act.did
    if words.shape == "proposal":
        assert "{}" in words.question
        assert all("{}" in act.did for act in words.acts.values())


def test_names_of_decisions_are_their_own():
    names = [decision.name for decision in DECISIONS]
    assert len(set(names)) == len(names)
    fields = {d.words.field: d.words.shape for d in DECISIONS}
    assert all(fields[d.words.field] == d.words.shape for d in DECISIONS)


# What each is worth, and what stands


def given_by(agents, p, mods):
    """What a year is given, without random numbers or growth."""
    n = agents.prior.shape[0]
    return Given(agents, jnp.zeros(n), p, mods, None, None)


def items_by_hand(w, m, s, a, q, i, j):
    """What each item on the agenda is worth to i, by term."""

    def trade(one, other):
        both = w.resources[one] + w.resources[other]
        return q.trade_gain * w.delivery[one, other] * 2.0 * w.resources[other] / both

    others = [k for k in range(N) if k != i]
    known = w.belief[j, i]  # what j thinks of i
    revealed = q.tempering * (1.0 - known if w.greedy[i] else -known)
    worst = m.worst_case[i] + (1.0 - m.worst_case[i]) * w.fear[i]
    relief = worst * m.good_news[i] * (1.0 - w.belief[i, j])
    edge = np.log(1.0 + q.surprise * w.delivery[i, j])
    opening = s.opening_greedy[i] if w.greedy[i] else s.opening_secure[i]
    towards = s.crisis[i, j] / sum(s.crisis[i, k] for k in others)
    slope = sum(
        q.horizon * s.threat[i, k] / (1.0 - s.threat[i, k]) * -s.by_defence[i, k]
        * s.defend[i] / s.met[k, i]
        for k in others
    )  # fmt: skip
    capped = w.burden[i] * np.exp(-q.cap_depth)
    psi = a.pressure
    return {
        "deal": {
            "consumption": trade(i, j),
            "survival": sum(psi[i, k] for k in range(N)) * trade(i, j) - psi[i, j] * trade(j, i),
            "identity": w.identity[i, j] * trade(j, i),
        },
        "inspection": {
            "survival": q.horizon * s.by_doubt[i, j] * relief,
            "response": a.belief[i, j] * revealed,
        },
        "hotline": {
            "consumption": q.accident * (s.crisis[i, j] + s.crisis[j, i]) * s.ground.cost[i, j]
        },
        "withdrawal": {
            "survival": psi[i, j] * edge,
            "opportunity": -q.horizon * opening * towards * edge,
        },
        "cap": {
            "consumption": np.log(1.0 - capped) - np.log(1.0 - w.burden[i]),
            "survival": ((1.0 - w.belief[i, j]) * psi[i, j] - slope) * q.cap_depth,
        },
        "institution": {
            "consumption": 0.25 * trade(i, j),
            "autonomy": -0.1 * q.autonomy_cost,
            "response": a.belief[i, j] * revealed * 0.2,
        },
    }


@EXACT
def test_terms_of_every_item_are_those_of_loops_over_pairs():
    world, agents, p, mods = anything(N, RUNS, 1)
    seen, answer = assessment(N, RUNS, 2), answers(N, RUNS, 3)
    year = Year(world, {}, seen, answer)
    found = {
        item.name: of_own_type(item.terms_of(year, given_by(agents, p, mods)), world.greedy)
        for item in AGREEMENTS
    }
    for run, w, m, s, told, q in each_run(RUNS, world, agents, seen, answer, p):
        for i, j in pairs_of(N):
            by_hand = items_by_hand(w, m, s, told, q, i, j)
            assert found.keys() == by_hand.keys()
            for item, terms in by_hand.items():
                assert found[item].keys() == terms.keys()
                for name, value in terms.items():
                    assert found[item][name][i, j, run] == close(value, rel=1e-5), (item, name)


def after_meeting(scene, world, item, both):
    """The world after 0 and 1 have met on an item, to which both agree or not."""
    none = jnp.zeros((3, 3, 1))
    met = none.at[0, 1].set(1.0).at[1, 0].set(1.0)
    on_table = {a.name: met if a.name == item else none for a in AGREEMENTS}
    decided = next(a for a in AGREEMENTS if a.name == item)
    return decided.after(world, on_table, float(both) * met, given_by(*scene[1:]))


def test_institutions_deepen_and_loosen_by_a_step_within_bounds():
    for before, both, after in ((0.1, 1, 0.3), (0.1, 0, 0.0), (0.95, 1, 1.0), (0.5, 0, 0.3)):
        scene = equals(3).having(institutions=before)
        found = after_meeting(scene, scene.world, "institution", both)
        assert found.institutions[0, 1, 0] == pytest.approx(after)
        assert found.institutions[0, 2, 0] == pytest.approx(before)


def test_a_cap_is_a_ceiling_below_todays_burden_and_a_renewed_one_stays():
    scene = equals(3, cap_depth=0.2).having(burden=[[0.1], [0.05], [0.03]])
    made = after_meeting(scene, scene.world, "cap", True)
    assert made.cap[0, 1, 0] == pytest.approx(0.1 * np.exp(-0.2))
    assert made.cap[1, 0, 0] == pytest.approx(0.05 * np.exp(-0.2))
    renewed = after_meeting(scene, made._replace(burden=0.5 * made.burden), "cap", 1)
    assert (renewed.cap == made.cap).all()
    ended = after_meeting(scene, made, "cap", False)
    assert (ended.cap == 0.0).all()
