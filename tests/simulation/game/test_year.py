"""The engine of a game: run 0 where nothing is imposed."""

import numpy as np
import pytest

from simulation.game.boards import MIXED, board_of, records
from westphalia.runs.lines import line_of
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program
from westphalia.simulation.game.perspectives import theorists
from westphalia.simulation.game.year import ASSESSMENT, CRISES, PLANS, REST
from westphalia.simulation.year import YEAR
from westphalia.theories import THEORIES, liberal

pytestmark = pytest.mark.xdist_group(name="play")

#: Choices are the same; figures to the last bits of single precision.
SAME = ("war", "crisis", "alive", "pact", "agreements", "result")
CLOSE = ("resources", "arms", "burden", "posture")


def test_the_parts_of_a_year_are_the_year():
    assert (*ASSESSMENT, *PLANS, *CRISES, *REST) == YEAR


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("spec", ["defensive", MIXED, "random"])
def test_with_nothing_imposed_the_game_is_run_0_of_the_ensemble(case, spec, seed):
    line = line_of(spec, case.start.labels)
    program = Program(Spec(case, (line,), seed=seed).setting(line))
    ensemble = {k: v[..., 0] for k, v in program.chunk(np.arange(64)).items()}
    game = records(board_of(case, spec, seed=seed))
    for name in SAME:
        np.testing.assert_array_equal(game[name], ensemble[name], name)
    for name in CLOSE:
        np.testing.assert_allclose(game[name], ensemble[name], rtol=2e-6, err_msg=name)


def test_a_theory_is_asked_with_the_chances_it_would_draw_from(case):
    """The player's state follows offensive realism: so does that theory's perspective, but for
    rounding."""
    board = board_of(case, MIXED, staffs=(liberal,), seed=4)
    own = theorists(0).start + list(THEORIES).index("offensive")
    world = board.start
    for year in range(1, 8):
        outlook = board.look_ahead(world, year)
        for name, made in outlook.plans.items():
            chance = np.asarray(made.chance)
            np.testing.assert_allclose(
                chance[..., own], chance[..., 0], rtol=1e-4, atol=1e-9, err_msg=name
            )
        acted = board.act(outlook, None, year)
        joins = np.asarray(acted.joins.chance)
        np.testing.assert_allclose(joins[..., own], joins[..., 0], rtol=1e-4, atol=1e-9)
        world = acted.world
