"""A game is its file at every phase; wrong files are refused."""

import json
import random
import re

import pytest

from app.play.playing import SMALL, TWO, any_of, mostly_quiet, play_on, text
from westphalia.app.play import position_cache as kept
from westphalia.app.play import read_game, seat
from westphalia.app.play.position_cache import position_of
from westphalia.runs.switches import MODULES
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="play")


# The file


def test_a_game_is_its_file_at_every_phase():
    """Played on from the file in a new session, every position is the same, to the byte."""
    game = read_game({**TWO, "seed": 3, "theories": "EAS=offensive,*=random"})
    choose, phases = mostly_quiet(random.Random(2)), set()
    while not position_of(game).over:
        here = [text(seat(game, state)) for state in game.players]
        phases.add(json.loads(here[0])["phase"])
        again = read_game(json.loads(game.model_dump_json()))
        assert again == game
        kept._KEPT.clear()  # as in a new session
        assert [text(seat(again, state)) for state in game.players] == here
        game = play_on(game, choose, 1)
    assert phases >= {"plan", "join"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"case": "europe-1980"}, "europe-1890"),
        ({"players": ["NOR", "NOR"]}, "given twice"),
        ({"players": ["NRO"]}, "Did you mean NOR"),
        ({"players": []}, "at least 1"),
        ({"players": ["NOR", "SUD", "EAS"]}, "at most 2"),
        ({"theories": "defensiv"}, "defensive"),
        ({"theories": "examples/own_theory.py:anxious"}, "no built-in theory called"),
        ({"advisers": {"SUD": "liberal"}}, "NOR"),
        ({"advisers": {"NOR": "random"}}, "constructivist"),
        ({"parameters": {"betta": 1.0}}, "betta"),
        ({"modules": {"hotline": False}}, "hotlines"),
        ({"years": 201}, "200"),
        ({"seed": -1}, "seed"),
        ({"moves": [{"year": 1901, "state": "NOR", "phase": "plan", "army": 1}]}, "army"),
        ({"turns": []}, "turns"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_valid(change, told):
    with pytest.raises(UserError, match=re.escape(told)):
        seat(read_game({**SMALL, **change}), "NOR")


def test_all_problems_of_a_file_are_told_at_once():
    bad = {"players": ["NRO"], "theories": "x", "parameters": {"y": 1.0}, "modules": {"z": True}}
    with pytest.raises(UserError) as error:
        position_of(read_game({**SMALL, **bad}))
    assert all(f"'{name}'" in str(error.value) for name in ("NRO", "x", "y", "z"))


def test_with_every_mechanism_on_a_game_can_be_played():
    game = read_game({**SMALL, "modules": dict.fromkeys(MODULES, True), "seed": 5})
    text(seat(play_on(game, mostly_quiet(random.Random(6))), "NOR"))


# Every case


PLAYED = {
    "napoleon-1803": "FRN",
    "europe-1890": "YUG",
    "europe-1930": "GMY",
    "cold-war-1947": "RUS",
    "iraq-1990": "IRQ",
}
#: Those of a number of states that no other test has.
ALONE = {"napoleon-1803", "europe-1930"}


@pytest.mark.slow
@pytest.mark.parametrize("case", PLAYED)
def test_every_case_can_be_played_to_its_end_at_random(case, request):
    state = PLAYED[case]
    if case in ALONE:
        request.getfixturevalue("compiled_quickly")
    game = play_on(
        read_game({"case": case, "players": [state], "seed": 7, "theories": "random"}),
        any_of(random.Random(5)),
    )
    end = seat(game, state)
    assert end["over"]
    text(end)
    assert end["log"][-1]["year"] == end["years"][1]
