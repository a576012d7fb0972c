"""Boards of small games, and the record of a game played on one."""

import jax
import numpy as np

from westphalia.runs.lines import line_of
from westphalia.runs.spec import Spec
from westphalia.simulation.game.board import Board
from westphalia.theories import defensive

MIXED = "GMY=offensive,RUS=liberal,FRN=constructivist,*=defensive"


def board_of(case, spec="defensive", players=("GMY",), staffs=(defensive,), **plan):
    labels = case.start.labels
    line = line_of(spec, labels)
    setting = Spec(case, (line,), **plan).setting(line)
    return Board(setting, [labels.index(p) for p in players], staffs)


def small_board(small, **plan):
    return board_of(small, players=("NOR",), **plan)


def records(board, told=None, years=None):
    """The public records of a game in which the same is chosen every year."""
    world, out = board.start, []
    for year in range(1, (years or board.setting.years) + 1):
        acted = board.act(board.look_ahead(world, year), told, year)
        world = acted.world
        out.append(jax.tree.map(np.asarray, acted.record))
    return {k: np.stack([r[k] for r in out]) for k in out[0]}
