"""What a decision is taken in: a year that steps add to, and rules that say what it keeps."""

import jax.numpy as jnp
from conftest import equals

from decisions.years import EXPLAIN, RULES, told
from westphalia.decisions.context import Taken, Year

TAKEN = Taken({"effort": 1.0}, 2.0, 3.0, 4.0, 5.0, 0.0)


def test_a_new_year_has_a_world_and_nothing_found_out():
    year = Year(equals(3).world, {})
    assert year.n == 3
    empty = ("assessment", "answer", "ceiling", "kept", "helped", "opened", "fought")
    assert all(getattr(year, name) is None for name in empty)
    assert year.taken == {}


def test_what_is_recorded_is_added_and_the_year_before_keeps_its_own():
    year = Year("a world", {"war": 1})
    after = year.recording(pact=2).recording(war=3, crisis=4)
    assert after.record == {"war": 3, "pact": 2, "crisis": 4}
    assert year.record == {"war": 1}
    assert after.world == "a world"


def test_details_are_recorded_where_they_are_wanted_alone():
    year = Year("a world", {"war": 1})
    assert year.detailing(RULES, belief=2) is year
    assert year.detailing(told(detail=True), belief=2).record == {"war": 1, "belief": 2}


def test_decisions_are_noted_where_they_are_to_be_explained_alone():
    year = Year("a world", {}).noting("arm", TAKEN, EXPLAIN)
    assert year.taken == {"arm": TAKEN}
    assert year.noting("signal", TAKEN, EXPLAIN).taken == {"arm": TAKEN, "signal": TAKEN}
    assert year.noting("signal", TAKEN, RULES) is year
    assert Year("another", {}).taken == {}  # years share no note


def test_what_acts_tell_adds_up_and_nothing_else_moves():
    world = equals(3).having(evidence=[[0.5], [0.0], [-0.25]]).world
    year = Year(world, {}).telling(jnp.asarray([[0.25], [-1.0], [0.0]]))
    assert year.world.evidence[:, 0].tolist() == [0.75, -1.0, -0.25]
    assert year.world._replace(evidence=world.evidence) == world
