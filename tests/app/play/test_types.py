"""What a player is shown is what the page's types say, from the first move to the end."""

import random

import pytest
from page_types import validate

from app.play.playing import SMALL, TWO, mostly_quiet, play_on, text
from westphalia.app.play import read_game, result, seat
from westphalia.app.play.position_cache import position_of
from westphalia.app.play.types import Result, Seat
from westphalia.runs.switches import MODULES

pytestmark = pytest.mark.xdist_group(name="play")


@pytest.mark.parametrize(
    ("start", "seed"),
    [
        ({**SMALL, "years": 4, "modules": dict.fromkeys(MODULES, True)}, 1),
        ({**TWO, "years": 3, "theories": "EAS=offensive,*=random"}, 2),
    ],
)
def test_every_seat_of_a_game_is_of_its_type(start, seed):
    game, choose = read_game({**start, "seed": seed}), mostly_quiet(random.Random(seed))
    phases = set()
    while True:
        for state in game.players:
            seen = seat(game, state)
            validate(Seat, text(seen))
            validate(Result, text(result(game, state)))
            phases.add(seen["phase"])
        if position_of(game).over:
            break
        game = play_on(game, choose, 1)
    assert phases >= {"plan", "over"}
