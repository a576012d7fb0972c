"""A game as people meet it: what a seat sees, what may be moved, what comes of it."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from westphalia.app.play import move, read_game, result, seat, seat_at
from westphalia.app.play import position_cache as kept
from westphalia.app.play import scores as scoring
from westphalia.app.play.game import Game
from westphalia.app.play.moves import Made
from westphalia.app.play.position import first, new_year, played
from westphalia.app.play.position_cache import position_of
from westphalia.app.play.questions import Option, Question
from westphalia.app.play.scores import LEAST, NAMES, Scores
from westphalia.app.play.words import spans
from westphalia.measures.intervals import jackknife
from westphalia.runs.plan import MODULES
from westphalia.simulation.game.minds import PRIVATE, staffs_of
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="play")
SMALL = {"case": "examples/three-powers.yaml", "players": ["NOR"]}
TWO = {**SMALL, "players": ["NOR", "SUD"]}
TYPES = Path("web/src/play/types.ts")


def answers(seen, choose):
    """A move that answers every question as `choose` says."""
    out = {}
    for question in seen["questions"]:
        choice = choose(question)
        if question["key"] is None:
            out[question["field"]] = choice
        else:
            out.setdefault(question["field"], {})[question["key"]] = choice
    return out


def any_of(rng):
    return lambda question: rng.choice(question["options"])["choice"]


def mostly_quiet(rng):
    """Random, but wars are rare enough that games go on."""

    def choose(question):
        if question["field"] == "crisis" and rng.random() < 0.8:
            return "quiet"
        return any_of(rng)(question)

    return choose


def calm(question):
    """Hold, keep, accept, concede, stay out."""
    usual = {"arms": "hold", "crisis": "quiet", "answers": "concede", "joins": "out"}
    return usual.get(question["field"], question["field"] != "signal")


def play_on(game, choose, steps=10_000):
    """The game after some moves of whoever has to choose."""
    for _ in range(steps):
        position = position_of(game)
        if position.over:
            break
        state = position.table.labels[position.questions[0][0]]
        game = move(game, state, answers(seat(game, state), choose))
    return game


def text(data):
    return json.dumps(data, allow_nan=False)


# The file


def test_a_game_is_its_file_at_every_phase():
    """Played on from the file in a new session, every position is the same, to the byte."""
    game = read_game({**TWO, "seed": 3, "theories": "EAS=offensive,*=random"})
    choose, phases = mostly_quiet(random.Random(1)), set()
    while not position_of(game).over:
        here = [text(seat(game, state)) for state in game.players]
        phases.add(json.loads(here[0])["phase"])
        again = read_game(json.loads(game.model_dump_json()))
        assert again == game
        kept.forget()
        assert [text(seat(again, state)) for state in game.players] == here
        game = play_on(game, choose, 1)
    assert phases >= {"plan", "join"}


def test_positions_that_are_kept_are_bounded(monkeypatch):
    monkeypatch.setattr(kept, "POSITIONS", 3)
    play_on(read_game(SMALL), calm, 6)
    assert len(kept._KEPT) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"case": "europe-1980"}, "europe-1890"),
        ({"players": ["NOR", "NOR"]}, "given twice"),
        ({"players": ["NRO"]}, "Did you mean NOR"),
        ({"players": []}, "at least 1"),
        ({"players": ["NOR", "SUD", "EAS"]}, "at most 2"),
        ({"theories": "defensiv"}, "defensive"),
        ({"theories": "examples/own_theory.py:anxious"}, "no theory from a file"),
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


# Moves


def test_a_wrong_move_is_refused_with_every_problem_and_the_options():
    game = read_game(SMALL)
    right = answers(seat(game, "NOR"), calm)
    with pytest.raises(UserError) as error:
        move(game, "NOR", {**right, "arms": "more", "crisis": None, "joins": {"SUD": "out"}})
    told = str(error.value)
    assert "arms: 'more' cannot be chosen" in told
    assert "hold, raise, cut, offence, defence" in told.replace("\n", " ") or "offence" in told
    assert "crisis: nothing was chosen" in told
    assert "claim SUD" in told
    assert "joins.SUD: nothing is asked there now" in told
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


# What is seen


def hidden_changed(position, staff_too=False):
    """The same position with everything that is hidden from the first player's state changed."""
    table, rng = position.table, np.random.default_rng(5)
    staff, i = staffs_of(1)[0], table.players[0]
    world = {k: np.array(v) for k, v in position.world._asdict().items()}
    minds = [m for m in range(table.board.minds.own.shape[1]) if m != staff or staff_too]
    for j in range(table.board.n):
        if j == i and not staff_too:
            continue
        for name in PRIVATE:
            part = world[name][j][..., minds]
            world[name][j][..., minds] = np.clip(part * rng.uniform(0.2, 3.0, part.shape), 0, 0.9)
        if j != i:
            world["greedy"][j, 0] = 1 - world["greedy"][j, 0]
    changed = type(position.world)(**world)
    return new_year(replace(position, world=changed, questions=(), outlook=None))


@pytest.mark.parametrize("years", [0, 3])
def test_what_is_hidden_changes_nothing_that_a_seat_sees(years):
    game = read_game({**SMALL, "seed": 2, "theories": "NOR=liberal,*=offensive"})
    while position_of(game).year <= years:
        game = play_on(game, mostly_quiet(random.Random(2)), 1)
    position = position_of(game)
    assert position.phase == "plan"
    seen = text(seat_at(game, position, "NOR"))
    other = hidden_changed(position)
    assert not np.allclose(first(other.world).belief, first(position.world).belief)
    assert text(seat_at(game, other, "NOR")) == seen
    # it is not that nothing could change: its own account would
    assert text(seat_at(game, hidden_changed(position, staff_too=True), "NOR")) != seen
    # and what others would do does
    before, after = (p.outlook.plans["challenge"].chance for p in (position, other))
    assert (np.asarray(before) != np.asarray(after)).any()


def test_what_is_hidden_changes_nothing_in_a_war_of_others():
    """The other two fight, whatever they believe; NOR is asked whether it joins."""

    def war(question):
        return "total war EAS" if question["field"] == "crisis" else calm(question)

    game = read_game({**TWO, "seed": 6})
    plan = position_of(game)
    moves = [
        move(game, s, answers(seat(game, s), c)).moves[0] for s, c in (("NOR", calm), ("SUD", war))
    ]
    told = []
    for position in (plan, hidden_changed(plan)):
        for made_move in moves:
            position = played(position, made_move)
        told.append(text(seat_at(game, position, "NOR")))
        assert position.phase == "join"
    assert told[0] == told[1]


def test_a_seat_says_nothing_of_what_theories_would_do_before_the_end():
    game = read_game(SMALL)
    assert '"theories"' not in text(seat(game, "NOR"))


def test_the_adviser_changes_the_advice_and_not_the_world():
    plain = play_on(read_game({**SMALL, "years": 3}), calm)
    moves = [m.model_dump() for m in plain.moves]
    advised = read_game({**SMALL, "years": 3, "advisers": {"NOR": "offensive"}, "moves": moves})
    assert seat(plain, "NOR")["log"] == seat(advised, "NOR")["log"]
    start, other = (seat(g.head(), "NOR")["questions"] for g in (plain, advised))
    assert [q["title"] for q in start] == [q["title"] for q in other]
    assert [q["options"] for q in start] != [q["options"] for q in other]


def test_terms_of_the_staff_add_up_to_its_values():
    game = play_on(read_game(SMALL), calm, 3)
    for question in seat(game, "NOR")["questions"]:
        for option in question["options"]:
            terms = sum(option["terms"].values())
            assert terms == pytest.approx(option["value"], abs=2e-5)
        assert sum(o["chance"] for o in question["options"]) == pytest.approx(1.0, abs=1e-3)


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
    with pytest.raises(UserError, match="nothing to choose now; still to choose: SUD"):
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
        while not position_of(game).over and found != {"resist", "concede"}:
            position = position_of(game)
            if position.phase == "answer":
                found |= answered(game, position)
                game = play_on(game, calm, 1)
                continue
            state = position.table.labels[position.questions[0][0]]
            seen = seat(game, state)
            game = move(game, state, answers(seen, lambda q: claiming(q) or choose(q)))
        if found == {"resist", "concede"}:
            return
    pytest.fail("no claim was credible")


def claiming(question):
    """A credible claim on another player, where there is one."""
    if question["field"] != "crisis":
        return None
    claims = [o["choice"] for o in question["options"] if o["about"].get("credible")]
    return next((c for c in claims if c[-3:] in TWO["players"]), None)


def answered(game, position):
    """Both answers to a claim, each of which comes to pass."""
    state = position.table.labels[position.questions[0][0]]
    question = seat(game, state)["questions"][0]
    assert question["field"] == "answers"
    assert 0 < question["demand"] <= 1
    assert 0 < question["odds"] < 1
    for choice in ("resist", "concede"):
        told = move(game, state, {"answers": {question["key"]: choice}})
        if position_of(told).phase != "plan":
            told = play_on(told, calm, 1)
        year = next(y for y in seat(told, state)["log"] if y["year"] == position.calendar)
        claim = next(
            e for e in year["events"] if e["kind"] == "claim" and e["states"][0] == question["key"]
        )
        assert claim["outcome"] in ({2} if choice == "resist" else {1, 4})
    return {"resist", "concede"}


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
        rough = {"theories": "random", "parameters": {"annexation": 1.0, "m": 4.0}}
        game = read_game({**SMALL, "players": ["SUD"], "seed": seed, **rough})
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


def test_with_every_mechanism_on_a_game_can_be_played():
    game = read_game({**SMALL, "modules": dict.fromkeys(MODULES, True), "seed": 5})
    text(seat(play_on(game, mostly_quiet(random.Random(6))), "NOR"))


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
    assert "Nothing was chosen" in found["sentence"]


def made(year, chosen, other):
    """A decision of two options with the chances that the four theories give them."""
    options = (Option("a", "a", "a", theories=chosen), Option("b", "b", "b", theories=other))
    return Made(0, year, Question("arms", None, "", "", options), options[0])


def test_scores_by_hand(monkeypatch):
    monkeypatch.setattr(scoring, "FEWEST_YEARS", 2)
    chances = [(0.8, 0.4, 0.0, 0.5), (0.6, 0.3, 0.5, 0.5), (0.9, 0.2, 0.5, 0.5)]
    several = [
        made(1900 + k // 2, c, tuple(1 - x for x in c))
        for k, c in enumerate([*chances, chances[0]])
    ]
    scores = Scores([*several, replace(several[0], option=Option("c", "c", "c"))])
    assert scores.decisions == 4
    rows = {row["name"]: row for row in scores.theories()}
    logs = np.log(np.maximum(np.array([*chances, chances[0]]), LEAST))
    for k, name in enumerate(NAMES):
        wanted = jackknife(logs[:, k].mean(), np.array([logs[2:, k].mean(), logs[:2, k].mean()]))
        assert rows[name]["loglik"]["value"] == pytest.approx(wanted.value, rel=1e-4)
        assert rows[name]["loglik"]["low"] == pytest.approx(wanted.low, rel=1e-4)
    assert rows["defensive"]["agrees"]["value"] == 1
    assert rows["offensive"]["agrees"]["value"] == 0
    assert scores.theories()[0]["name"] == "defensive"
    one = {tuple(d["theories"]): d for d in scores.differences()}["defensive", "constructivist"]
    wanted = (logs[:, 0] - logs[:, 3]).mean()
    assert one["difference"]["value"] == pytest.approx(wanted, rel=1e-4)


def test_a_player_who_follows_a_theory_is_found_to_and_told_apart():
    """Twelve years of choices, each a likely one to one theory and an unlikely one to others."""
    clear = [made(1900 + k, (0.9, 0.2, 0.1, 0.3), (0.1, 0.8, 0.9, 0.7)) for k in range(12)]
    noisy = [
        made(m.year, (0.9, 0.88 + 0.05 * (k % 2), 0.1, 0.3), (0.1, 0.1, 0.9, 0.7))
        for k, m in enumerate(clear)
    ]
    assert Scores(clear).sentence().startswith("You chose most like a defensive realist (")
    assert "not told apart from" in Scores(noisy).sentence()
    assert "no theory can be told apart" in Scores(clear[:1]).sentence()


def test_spans_of_years():
    assert spans([]) == ""
    assert spans([1900, 1901, 1902, 1905, 1907, 1908]) == "1900-1902, 1905, 1907-1908"


# The two sides of the page


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


# Every case


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "state"),
    [
        ("napoleon-1803", "FRN"),
        ("europe-1890", "YUG"),
        ("europe-1930", "GMY"),
        ("cold-war-1947", "RUS"),
        ("iraq-1990", "IRQ"),
    ],
)
def test_every_case_can_be_played_to_its_end_at_random(case, state):
    game = play_on(
        read_game({"case": case, "players": [state], "seed": 7, "theories": "random"}),
        any_of(random.Random(5)),
    )
    end = seat(game, state)
    assert end["over"]
    text(end)
    assert end["log"][-1]["year"] == end["years"][1]
