"""Moves: wrong ones are refused, and a game that is over takes none."""

import pytest

from app.play.playing import SMALL, answers, calm, play_on
from westphalia.app.play import move, read_game, seat
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="play")


def test_a_wrong_move_is_refused_with_every_problem_and_the_options():
    game = read_game(SMALL)
    right = answers(seat(game, "NOR"), calm)
    with pytest.raises(UserError) as error:
        move(game, "NOR", {**right, "arms": "more", "crisis": None, "joins": {"SUD": "out"}})
    told = str(error.value)
    assert "arms: 'more' cannot be chosen" in told
    assert "hold, raise, cut, offence, defence" in told.replace("\n", " ") or "offence" in told
    assert "crisis: nothing was chosen" in told
    assert "demand SUD" in told
    assert "joins.SUD: no decision is due there now" in told
    for change, what in (
        ({"year": 1905}, "it is 1901"),
        ({"phase": "join"}, "it is plan"),
        ({"state": "SUD"}, "the move is NOR's"),
        ({"signal": 1}, "signal"),
        ({"pacts": {"SUD": "yes"}}, "pacts"),
        ({"army": 3}, "army"),
    ):
        with pytest.raises(UserError, match=what):
            move(game, "NOR", {**right, **change})
    with pytest.raises(UserError, match="no player called 'SUD'"):
        move(game, "SUD", right)
    assert not game.moves


def test_a_game_that_is_over_takes_no_move():
    game = play_on(read_game({**SMALL, "years": 1}), calm)
    with pytest.raises(UserError, match="ended in 1901"):
        move(game, "NOR", {})
    extra = game.model_copy(update={"moves": [*game.moves, game.moves[0]]})
    with pytest.raises(UserError, match="ended in 1901"):
        seat(extra, "NOR")
