"""The page and the engine name things alike."""

import random
import re
from pathlib import Path

import pytest

from app.play.playing import SMALL, mostly_quiet, play_on
from westphalia.app.play import read_game, result, seat
from westphalia.app.play.game import Game

pytestmark = pytest.mark.xdist_group(name="play")

TYPES = Path("web/src/play/types.ts")


def interfaces():
    found = {}
    for name, body in re.findall(
        r"export interface (\w+)[^{]*{\n(.*?)\n}", TYPES.read_text(), re.S
    ):
        fields = re.findall(r"^  (\w+)(\??):", body, re.M)
        found[name] = {f for f, _ in fields}, {f for f, optional in fields if not optional}
    return found


def agrees(name, data, known, *bases):
    """The data has the fields of an interface and those it extends, and no others."""
    every = set().union(*(known[n][0] for n in (name, *bases)))
    least = set().union(*(known[n][1] for n in (name, *bases)))
    assert least <= set(data) <= every, (name, set(data) ^ every)


def test_the_page_and_the_engine_name_things_alike():
    known = interfaces()
    agrees("GameFile", Game.model_validate(SMALL).model_dump(), known)
    game = play_on(read_game(SMALL), mostly_quiet(random.Random(4)), 4)
    seen = seat(game, "NOR")
    agrees("Seat", seen, known)
    agrees("Sight", seen["view"], known)
    agrees("Own", seen["view"]["own"], known, "Publicly")
    agrees("Other", seen["view"]["others"][0], known, "Publicly")
    agrees("YearLog", seen["log"][0], known)
    agrees("Choice", seen["yours"][0], known)
    agrees("Move", game.moves[0].model_dump(), known, "Choices")
    for event in seen["log"][0]["events"]:
        agrees("Happened", event, known)
    advised = {"choice", "name", "act", "value", "terms", "chance", "about"}
    for question in seen["questions"]:
        agrees("Question", question, known)
        assert all(set(option) == advised for option in question["options"])
    found = result(game, "NOR")
    agrees("Result", found, known)
    agrees("Beside", found["history"], known)
    agrees("Fared", found["runs"], known)
