"""The result of a game: its choices against theories, history and runs."""

import random

import pytest
from measures.made_up import tiny

from app.play.playing import SMALL, mostly_quiet, play_on, text
from westphalia.app.play import read_game, result, seat
from westphalia.app.play.result import by_run, fortunes
from westphalia.app.play.scores import NAMES

pytestmark = pytest.mark.xdist_group(name="play")


def test_the_result_holds_the_choices_against_theories_history_and_runs():
    game = play_on(read_game({**SMALL, "seed": 2}), mostly_quiet(random.Random(3)))
    end = seat(game, "NOR")
    found = end["result"]
    assert found == result(game, "NOR")
    assert found["years"] == list(range(1901, 1911))
    assert {row["name"] for row in found["theories"]} == set(NAMES)
    assert len(found["differences"]) == 6
    assert all(0 <= c <= 1 for row in found["choices"] if row["chances"] for c in row["chances"])
    assert found["runs"]["runs"] == 128
    assert all(0 <= m["percentile"] <= 100 for m in found["runs"]["measures"])
    assert found["history"]["same"]["pair_years"] == 20
    wars = {row["state"]: row["war_history"] for row in found["history"]["pairs"]}
    assert wars["SUD"] == "1908-1909"
    assert wars["EAS"] == "1909"
    assert found["decisions"] == sum(row["chances"] is not None for row in found["choices"])
    text(end)


def test_a_result_can_be_had_before_anything_was_chosen():
    found = result(read_game(SMALL), "NOR")
    assert found["decisions"] == 0
    assert found["runs"] is None
    assert found["history"] is None
    assert found["theories"][0]["loglik"] == {"value": None, "low": None, "high": None}
    assert "No decisions yet that the theories predict." in found["sentence"]


def test_how_a_state_fared_by_hand():
    """0 beats and ends 1 in the second year of the first run; in the second nothing happens."""
    assert [by_run(f, tiny()).tolist() for f in fortunes(0, 2)] == [
        [1.0, 0.5], [1.0, 0.0], [1.0, 0.0], pytest.approx([0.04, 0.04]),
    ]  # fmt: skip
    assert [by_run(f, tiny()).tolist() for f in fortunes(1, 2)] == [
        [0.0, 0.5], [1.0, 0.0], [0.0, 0.0], pytest.approx([0.04, 0.04]),
    ]  # fmt: skip
