"""What is asked: of two players, of the conquered, and of nobody."""

import random

import pytest

from app.play.playing import (
    SMALL,
    TWO,
    answered,
    answers,
    calm,
    demanding,
    mostly_quiet,
    play_on,
    text,
)
from westphalia.app.play import move, read_game, seat
from westphalia.app.play.position_cache import position_of
from westphalia.decisions import DECISIONS
from westphalia.runs.switches import MODULES
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="play")


def test_questions_come_in_the_order_of_the_year_each_under_the_heading_of_its_decision():
    asked = seat(read_game({**SMALL, "parameters": {"agenda": 0.9}}), "NOR")["questions"]
    headings = {d.words.field: d.words.heading for d in DECISIONS}
    fields = list(dict.fromkeys(q["field"] for q in asked))
    assert {"agreements", "signal", "pacts"} <= set(fields)
    assert fields == [field for field in headings if field in fields]
    assert all(q["heading"] == headings[q["field"]] for q in asked)


def test_where_a_challenger_may_back_down_it_is_asked_whether_it_would():
    """In advance, of every state that it may challenge: it learns of resistance too late."""
    left = {**SMALL, "forms": {"crisis": "ultimatum"}}
    for game, asked in ((SMALL, ["SUD", "EAS"]), (left, [])):
        seen = seat(read_game(game), "NOR")
        found = [q for q in seen["questions"] if q["field"] == "firm"]
        assert sorted(q["key"] for q in found) == sorted(asked)
        for question in found:
            yes, no = question["options"]
            assert (yes["choice"], no["choice"]) == (True, False)
            assert 0.0 < yes["chance"] <= 1.0  # told to three places
            assert yes["chance"] + no["chance"] == pytest.approx(1.0, abs=1e-3)
    peaceful = {**SMALL, "modules": {"limited_war": False}}
    seen = seat(read_game(peaceful), "NOR")
    assert not [q for q in seen["questions"] if q["field"] == "firm"]


@pytest.mark.parametrize(("firm", "outcome"), [(True, 2), (False, 5)])
def test_a_demand_that_is_resisted_ends_as_its_author_decided(firm, outcome):
    def of_nor(question):
        if question["field"] == "firm":
            return firm
        return demanding(question) or calm(question)

    def of_sud(question):
        return True if question["field"] == "answers" else calm(question)

    game = read_game({**TWO, "forms": {"crisis": "brinkmanship"}, "parameters": {"accident": 0.0}})
    game = move(game, "NOR", answers(seat(game, "NOR"), of_nor))
    game = move(game, "SUD", answers(seat(game, "SUD"), of_sud))
    position = position_of(game)
    assert position.phase == "answer"
    asked = seat(game, "SUD")["questions"]
    assert [q["key"] for q in asked] == ["NOR"]
    resist = next(o for o in asked[0]["options"] if o["choice"] is True)
    assert "if it stands firm" in resist["act"]
    game = play_on(move(game, "SUD", answers(seat(game, "SUD"), of_sud)), calm, 1)
    year = next(y for y in seat(game, "SUD")["log"] if y["year"] == position.calendar)
    demand = next(e for e in year["events"] if e["kind"] == "demand")
    assert demand["states"][:2] == ["NOR", "SUD"]
    assert demand["outcome"] == outcome


# Two players


def test_two_players_see_their_own_and_nobody_waits_for_an_order():
    game = read_game({**TWO, "seed": 4})
    nor, sud = seat(game, "NOR"), seat(game, "SUD")
    assert nor["waiting_for"] == ["SUD"]
    assert {q["key"] for q in nor["questions"]} <= {None, "SUD", "EAS"}
    assert {q["key"] for q in sud["questions"]} <= {None, "NOR", "EAS"}
    one = move(game, "NOR", answers(nor, calm))
    waiting = seat(one, "NOR")
    assert waiting["questions"] == []
    assert waiting["waiting_for"] == ["SUD"]
    # what NOR chose is not shown to SUD
    assert {**seat(one, "SUD"), "waiting_for": []} == {**sud, "waiting_for": []}
    with pytest.raises(UserError, match="no decision to make now; still to decide: SUD"):
        move(one, "NOR", answers(nor, calm))
    other = move(game, "SUD", answers(sud, calm))
    both = move(one, "SUD", answers(sud, calm)), move(other, "NOR", answers(nor, calm))
    for state in game.players:
        assert text(seat(both[0], state)) == text(seat(both[1], state))


def test_a_claim_of_one_player_is_answered_by_the_other():
    """In every phase only who is concerned is asked; what is chosen comes to pass."""
    choose = mostly_quiet(random.Random(7))
    found = set()
    for seed in range(1, 40):
        game = read_game({**TWO, "seed": seed, "years": 8})
        while not position_of(game).over and found != {True, False}:
            position = position_of(game)
            if position.phase == "answer":
                found |= answered(game, position)
                game = play_on(game, calm, 1)
                continue
            state = position.table.labels[position.questions[0][0]]
            seen = seat(game, state)
            game = move(game, state, answers(seen, lambda q: demanding(q) or choose(q)))
        if found == {True, False}:
            return
    pytest.fail("no demand was credible")


# Death, and the end


@pytest.fixture(scope="module")
def conquered():
    """A game in which NOR conquers SUD, both played by people."""

    def choose(question):
        if question["field"] == "crisis":
            return next(
                (o["choice"] for o in question["options"] if o["choice"] == "total war SUD"),
                "quiet",
            )
        return "raise" if question["field"] == "arms" and question["note"] == "" else calm(question)

    for seed in range(1, 30):
        game = read_game({**TWO, "seed": seed, "parameters": {"annexation": 1.0, "m": 4.0}})
        while not position_of(game).over:
            position = position_of(game)
            state = position.table.labels[position.questions[0][0]]
            mine = choose if state == "NOR" else calm
            game = move(game, state, answers(seat(game, state), mine))
            if seat(game, "SUD")["died"] and not position_of(game).over:
                return game
    pytest.fail("nobody was conquered")


def test_who_is_conquered_is_asked_nothing_and_watches(conquered):
    seen = seat(conquered, "SUD")
    assert seen["questions"] == []
    assert not seen["view"]["own"]["alive"]
    assert "death" in {e["kind"] for e in seen["log"][-1]["events"]}
    other = seat(conquered, "NOR")
    assert other["died"] is None
    assert not any("SUD" in str(q["key"]) for q in other["questions"])
    over = play_on(conquered, calm)
    end = seat(over, "SUD")
    assert end["over"]
    assert end["result"]["died"] == seen["died"]
    assert {m.state for m in over.moves[len(conquered.moves) :]} <= {"NOR"}


def test_the_game_goes_on_to_its_end_when_no_player_is_left():
    for seed in range(1, 30):
        reckless = {
            "annexation": 1.0,
            "m": 4.0,
            "total_cost": 0.2,
            "greedy_share": 1.0,
            "greed": 10.0,
        }
        rough = {"theories": "random", "parameters": reckless}
        game = read_game({**SMALL, "players": ["SUD"], "seed": seed, "years": 40, **rough})
        end = seat(play_on(game, calm), "SUD")
        if end["died"] and end["died"] < end["years"][1]:
            assert end["over"]
            assert end["log"][-1]["year"] == end["years"][1]
            assert max(choice["year"] for choice in end["yours"]) <= end["died"]
            return
    pytest.fail("nobody was conquered")


def test_with_every_mechanism_off_nobody_is_asked_anything():
    game = read_game({**SMALL, "modules": dict.fromkeys(MODULES, False)})
    end = seat(game, "NOR")
    assert end["over"]
    assert end["yours"] == []
    assert all(not year["events"] for year in end["log"])
