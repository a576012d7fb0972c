"""The wars of a panel: principals, joiners, attacks."""

from dataclasses import replace

import numpy as np
import pytest

from records.panels import Invented
from westphalia.records.compile.compile_tables import compile_tables
from westphalia.records.compile.grid import Grid
from westphalia.records.compile.panel_wars import attacks, wars_of

GRID = Grid(np.array([1, 2, 3, 4]), np.arange(1900, 1907))
EVERYBODY = np.ones((7, 4), bool)


@pytest.fixture(scope="module")
def tables():
    return compile_tables(Invented(), 1900, 1906)


def test_who_began_it_who_was_met_first_and_who_joined(tables):
    (war,) = wars_of(tables, GRID, EVERYBODY)
    assert (war.year, war.ended, war.attacker, war.target) == (3, 4, 0, 1)
    assert (war.with_attacker, war.with_target, war.third) == ((), (3,), (2, 3))
    assert war.won == 1


def test_who_was_no_member_the_year_before_could_not_join(tables):
    member = EVERYBODY.copy()
    member[2, 3] = False
    (war,) = wars_of(tables, GRID, member)
    assert (war.with_target, war.third) == ((), (2,))


def test_a_war_without_a_principal_on_each_side_is_none(tables):
    assert (
        wars_of(tables, GRID._replace(codes=np.array([1, 3, 4])), EVERYBODY[:, :3])[0].target == 2
    )
    assert wars_of(tables, GRID._replace(codes=np.array([1, 3])), EVERYBODY[:, :2]) == ()
    nobody = replace(tables, wars=tables.wars.assign(initiator=0))
    assert wars_of(nobody, GRID, EVERYBODY) == ()


def test_attacks_are_on_those_who_were_there_from_the_first_day(tables):
    t, i, j = np.nonzero(attacks(tables, GRID) > 0)
    assert list(zip(t.tolist(), i.tolist(), j.tolist(), strict=True)) == [(3, 0, 1)]
