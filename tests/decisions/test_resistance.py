"""Resistance: a target that knows its cost of war resists where it pays, and nowhere else."""

import jax.numpy as jnp
import numpy as np

from decisions.years import RULES, told
from westphalia.decisions.resistance import RESISTANCE

WORTH = jnp.asarray([[0.0, 1.0], [1.0, 0.0]])[:, :, None]


def test_a_target_resists_if_and_only_if_it_is_worth_its_cost():
    assert np.array_equal(RESISTANCE.answer(WORTH, RULES), WORTH)


def test_a_person_may_resist_against_all_reason_or_not_at_all():
    for answer in (0.0, 1.0):
        found = RESISTANCE.answer(WORTH, told(resist=answer))
        assert (found == answer).all()
        assert found.dtype == WORTH.dtype


def test_a_chooser_is_told_under_its_own_name_that_there_is_no_doubt():
    rules = told()
    RESISTANCE.answer(WORTH, rules)
    assert rules.chooser.shown.keys() == {"resist"}
    assert set(np.unique(rules.chooser.shown["resist"])) == {0.0, 1.0}
