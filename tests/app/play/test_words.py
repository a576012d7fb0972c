"""Words of a game."""

import pytest

from westphalia.app.play.questions import Option
from westphalia.app.play.words import advice
from westphalia.world.terms import REST

pytestmark = pytest.mark.xdist_group(name="play")


def test_advice_names_the_largest_term_for_and_against():
    hold = Option(False, "no", "hold")
    up = Option(True, "yes", "raise it", 0.1, {"survival": 0.3, "consumption": -0.1, REST: -0.1})
    assert advice([hold, up]) == "Your staff would raise it: survival outweighs consumption."
    alone = Option(True, "yes", "raise it", 0.1, {"survival": 0.3})
    assert advice([hold, alone]) == "Your staff would raise it: survival speaks for it."
    assert advice([hold, Option(True, "yes", "raise it", 0.1)]) == "Your staff would raise it."
