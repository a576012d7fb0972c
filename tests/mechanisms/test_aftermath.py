"""What wars leave between those who fought."""

import jax.numpy as jnp
import pytest
from conftest import equals, switched

from mechanisms.wars import account_of, by_forms
from westphalia.mechanisms import aftermath
from westphalia.mechanisms.alignment import FIRST_DEPTH
from westphalia.mechanisms.crisis import Opened


def nothing_opened(world):
    """A year without a challenge."""
    none = jnp.zeros_like(world.stake)
    return Opened(**dict.fromkeys(Opened._fields, none) | {"stake": world.stake})


def test_peace_is_broken_between_enemies_alone():
    scene = equals(3).having(
        **dict.fromkeys(("pact", "trade", "transparency", "hotline", "withdrawal"), 1.0),
        **{"cap": 0.02, "institutions": 0.6, "pact_age": 5.0, "peace_years": 9.0, "stake": 0.4},
    )
    roles = jnp.zeros((3, 3, 1)).at[0, 1].set(1.0).at[1, 0].set(3.0)
    ends = {(1.0, 0.0): (1.0, 0.0), (0.0, 1.0): (0.0, 1.0), (1.0, 1.0): (0.4, 0.4)}
    for taken, shares in ends.items():
        won = jnp.zeros((3, 3, 1)).at[0, 1].set(taken[0]).at[1, 0].set(taken[1])
        account = account_of(scene.world, 1)._replace(roles=roles, taken=won)
        lot = jnp.zeros((3, 3, 1))
        after = aftermath.settle(account, nothing_opened(scene.world), lot, scene.p, scene.mods)
        assert (after.stake[0, 1, 0], after.stake[1, 0, 0]) == pytest.approx(shares)
        for name in ("pact", "pact_age", "trade", "transparency", "hotline", "withdrawal", "cap"):
            value, before = getattr(after, name), getattr(scene.world, name)
            assert value[0, 1, 0] == value[1, 0, 0] == 0.0, name
            assert value[0, 2, 0] == before[0, 2, 0] > 0.0, name
        assert after.institutions[0, 1, 0] == pytest.approx(0.3)
        assert after.institutions[0, 2, 0] == pytest.approx(0.6)
        assert after.peace_years[0, 1, 0] == 0.0
        assert after.peace_years[0, 2, 0] == 10.0
        assert after.stake[0, 2, 0] == pytest.approx(0.4)
        assert (after.salience == scene.world.salience).all()  # its module is off


def helped_and_settled(scene, lot, roles=None):
    """Pacts after a war of 0 against 1, in which 2 fought on the side of 0. [3, 3]"""
    joins = jnp.zeros((3, 3, 1)).at[2, 0].set(2.0)
    fighting = jnp.zeros((3, 3, 1)).at[0, 1].set(1.0).at[1, 0].set(3.0)
    fighting = fighting.at[2, 1].set(2.0).at[1, 2].set(3.0) if roles is None else roles
    account = account_of(scene.world, 1)._replace(roles=fighting, joins=joins, taken=0.0 * joins)
    lots = jnp.full((3, 3, 1), lot)
    world = aftermath.settle(account, nothing_opened(scene.world), lots, scene.p, scene.mods)
    return world.pact[:, :, 0]


def test_who_fought_on_an_attackers_side_may_come_under_its_wing():
    usual = equals(3, appeasement=0.8)
    scene = by_forms(usual, joining="future")
    pact = helped_and_settled(scene, 0.39)  # of 0.8 / 2
    assert pact[2, 0] == pact[0, 2] == FIRST_DEPTH
    assert pact.sum() == 2 * FIRST_DEPTH
    assert not helped_and_settled(scene, 0.41).any()
    # a giant has nothing to fear of those who helped it
    giant = scene.having(resources=[[3.0], [1.0], [1.0]])
    assert helped_and_settled(giant, 0.71)[2, 0] == FIRST_DEPTH
    assert not helped_and_settled(giant, 0.73).any()
    # not in the usual form, nor without pacts, nor between those who also fought each other
    assert not helped_and_settled(usual, 0.0).any()
    off = by_forms(equals(3, modules=switched(pacts=0.0)), joining="future")
    assert not helped_and_settled(off, 0.0).any()
    all_fought = 1.0 - jnp.eye(3)[:, :, None]
    assert not helped_and_settled(scene, 0.0, all_fought).any()


def test_an_ally_under_the_wing_keeps_the_depth_of_its_pact():
    scene = by_forms(equals(3).having(pact=0.3), joining="future")
    pact = helped_and_settled(scene, 0.0)
    assert pact[2, 0] == pact[0, 2] == pytest.approx(0.3)


def both(i, j):
    """1 between two states of three, either way."""
    return jnp.zeros((3, 3, 1)).at[i, j].set(1.0).at[j, i].set(1.0)


#: A dispute between 0 and 1: what came of a challenge, whether they fought and 1 took all, and
#: whether that settles what they dispute (1), leaves it open and grown (-1), or neither (0).
ENDS = {
    "a demand conceded": ({"conceded": (0, 1)}, set(), 1),
    "a demand withdrawn": ({"backed": (1, 0)}, set(), -1),
    "a victory": ({}, {"fought", "taken"}, 1),
    "a war without a victor": ({}, {"fought"}, -1),
    "a war after a concession": ({"conceded": (1, 0)}, {"fought"}, -1),
    "a year of peace": ({}, set(), 0),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_settlement_closes_an_issue_and_a_dispute_without_one_feeds_it(what):
    """Where it settles them, issues close with chance q_s: by the lot of the pair."""
    opened_as, fought_as, settles = ENDS[what]
    scene = equals(3, modules=switched(salience=1.0), settlement=0.4, grievance=0.5)
    scene = scene.having(salience=2.0, stake=0.5)
    none = jnp.zeros((3, 3, 1))
    one = {k: none.at[v].set(1.0) for k, v in opened_as.items()}
    opened = nothing_opened(scene.world)._replace(**one)
    account = account_of(scene.world, 1)._replace(
        roles=both(0, 1) * ("fought" in fought_as),
        taken=none.at[1, 0].set(1.0) if "taken" in fought_as else none,
    )
    for lot, closes in ((0.39, settles == 1), (0.41, False)):
        draw = jnp.full((3, 3, 1), lot)
        after = aftermath.settle(account, opened, draw, scene.p, scene.mods).salience
        between = 0.1 if closes else 3.0 if settles < 0 else 2.0
        assert after[0, 1, 0] == after[1, 0, 0] == pytest.approx(between)
        assert after[0, 2, 0] == after[1, 2, 0] == pytest.approx(2.0)  # it is no concern of theirs
