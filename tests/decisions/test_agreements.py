"""Agreements are declared once, and everything else follows from the declaration."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, luck

from westphalia.decisions import AGREEMENTS, DECISIONS
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.meeting import meet
from westphalia.mechanisms import cooperation
from westphalia.simulation.dataset import VARIABLES
from westphalia.theories import weighted_sum
from westphalia.world import agreements
from westphalia.world.state import ABOUT_MODULES, PAIR_VARIABLES, Modules


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
    known = Given(scene.mind, jnp.zeros(n), scene.p, scene.mods, luck(2, runs), growth)
    year = Year(scene.world, {}, scene.seen(), scene.answer())
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
