"""Plans are weighed as the stages of a year weigh them."""

import numpy as np
import pytest

from simulation.game.boards import MIXED, board_of
from westphalia.simulation.ensemble import Program
from westphalia.simulation.reasons import reasons_of
from westphalia.world.agreements import AGREEMENTS

pytestmark = pytest.mark.xdist_group(name="play")


def test_plans_are_weighed_as_the_stages_of_a_year_weigh_them(case):
    board = board_of(case, MIXED, seed=4)
    world = board.act(board.look_ahead(board.start, 1), None, 1).world
    plans = board.look_ahead(world, 2).plans
    program = Program(board.setting)
    reasons, _ = reasons_of(program, 2, 0, 1, board.players[0])
    for name in (
        "signal",
        *(a.name for a in AGREEMENTS),
        "arm",
    ):  # nobody has acted on these before
        made = plans[name]
        there = np.asarray(made.allowed[0, :, 0]) > 0
        np.testing.assert_array_equal(there, reasons[name].allowed[:, 0] > 0, name)
        if name == "arm" and reasons["signal"].choice[0, 0] > 0:
            continue
        for field in ("value", "chance"):
            found = np.asarray(getattr(made, field))[0, :, 0][there]
            wanted = getattr(reasons[name], field)[:, 0][there]
            np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7, err_msg=name)
    chance = np.asarray(plans["challenge"].chance)[0, :, 0]
    assert len(chance) == 1 + 2 * board.n
    np.testing.assert_allclose(chance, reasons["challenge"].chance[:, 0], rtol=1e-4)
