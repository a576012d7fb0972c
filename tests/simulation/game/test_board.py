"""The board of a game: run 0 of a setting, taken year by year with what people choose.

What a year does is told in `test_year`; here it is what the board hands to it.
"""

from dataclasses import replace

import jax
import numpy as np
import pytest

from simulation.game.boards import small_board
from westphalia.runs.lines import line_of
from westphalia.runs.spec import Spec
from westphalia.simulation.game import board as boards
from westphalia.simulation.game.board import Board
from westphalia.simulation.game.chooser import nothing
from westphalia.theories import Theory, defensive
from westphalia.world.problems import UserError


@pytest.fixture
def asked(monkeypatch):
    """What the board asks of a year, whose answers are the words in which it asks."""
    calls = {}

    def answering(name, answer):
        def call(*args):
            calls[name] = args
            return answer

        return call

    answers = {"begin_game": ("keys", "start"), "look_ahead": "outlook", "act": "acted"}
    for name, answer in answers.items():
        monkeypatch.setattr(boards, name, answering(name, answer))
    # words cannot be put on a device, nor waited for
    monkeypatch.setattr(jax, "device_put", lambda tree: tree)
    monkeypatch.setattr(jax, "block_until_ready", lambda tree: tree)
    return calls


def test_a_board_begins_as_its_setting_does(asked, small):
    board = small_board(small, seed=4)
    inputs, perspectives = asked["begin_game"]
    assert board.start == "start"
    assert (board.n, board.players) == (3, (0,))
    assert int(inputs.seed) == board.setting.seed == 4
    assert perspectives is board.perspectives
    assert perspectives.own.shape == (3, 6)  # the world, a staff and four theories


def test_a_year_has_its_own_growth_and_number(asked, small):
    setting = small_board(small).setting
    growth = np.arange(setting.years * 3, dtype=np.float32).reshape(setting.years, 3)
    board = Board(replace(setting, growth=growth), (2,), (defensive,))
    assert board.look_ahead("a world", 4) == "outlook"
    setup, rates, world, year = asked["look_ahead"]
    assert rates[:, 0].tolist() == growth[3].tolist()
    assert (world, int(year)) == ("a world", 4)
    assert setup.players.tolist() == [2]
    assert setup.keys == "keys"
    told = nothing(3)
    assert board.act("an outlook", told, 7) == "acted"
    _, rates, outlook, choices, year = asked["act"]
    assert rates[:, 0].tolist() == growth[6].tolist()
    assert (outlook, int(year)) == ("an outlook", 7)
    assert choices is told


def test_where_nobody_chooses_nothing_is_imposed(asked, small):
    board = small_board(small)
    board.act("an outlook", None, 1)
    choices = asked["act"][3]
    assert choices.keys() == nothing(3).keys()
    assert all(np.isnan(value).all() for value in choices.values())


def test_a_value_function_of_its_own_is_refused(small):
    own = Theory("own", "Own", defensive.wants, defensive.expects, value=lambda terms, wants: 0.0)
    line = line_of("defensive", small.start.labels)
    setting = Spec(small, (line,)).setting(line)
    with pytest.raises(UserError, match="built-in value function"):
        Board(replace(setting, theories=(own, defensive, defensive)), (0,), (defensive,))
    with pytest.raises(UserError, match="built-in value function"):  # of an adviser
        Board(setting, (0,), (own,))
