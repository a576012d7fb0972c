"""Perspectives: what is hidden, what is public, and whose theory is asked."""

import numpy as np
import pytest

from simulation.game.boards import MIXED, board_of
from westphalia.simulation.game.perspectives import (
    EACH,
    PRIVATE,
    perspectives_of,
    shared,
    staffs_of,
    theorists,
)
from westphalia.theories import defensive, liberal, offensive

pytestmark = pytest.mark.xdist_group(name="play")


def test_the_staff_cannot_know_what_is_hidden_and_a_theory_does():
    perspectives = perspectives_of((offensive, defensive, liberal), (0, 2), (defensive, liberal))
    staffs = staffs_of(2)
    assert list(staffs) == [1, 1 + EACH]
    assert perspectives.hidden[:, staffs].tolist() == [[0, 1], [1, 1], [1, 0]]
    assert perspectives.hidden.sum() == 4
    assert (perspectives.own[:, staffs] == 1).all()
    assert perspectives.own[:, theorists(1)].tolist() == [[0] * 4, [0] * 4, [1] * 4]
    prior = np.asarray(perspectives.numbers.prior)
    assert (prior[:, staffs[0]] == prior[0, staffs[0]]).all()  # it takes all to think as it does
    assert prior[1, theorists(0)].tolist() == [defensive.numbers()["prior"].value] * 4


def test_what_is_public_is_the_same_in_all_minds_and_what_is_private_is_not(case):
    board = board_of(case, MIXED, seed=4)
    world = board.start
    for year in range(1, 5):
        world = board.act(board.look_ahead(world, year), None, year).world
    for name, value in world._asdict().items():
        values = np.asarray(value)
        if name not in (*PRIVATE, "greedy"):
            assert (values == values[..., :1]).all(), name
    own = np.asarray(world.belief)[board.players[0]]
    assert len({tuple(column) for column in own.T.tolist()}) > 3  # not even two theories agree
    again = shared(world, board.perspectives)
    assert all(np.array_equal(a, b) for a, b in zip(world, again, strict=True))
