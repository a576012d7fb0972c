"""What a seat sees: nothing that is hidden, and nothing of what theories would do."""

import random
from dataclasses import replace

import numpy as np
import pytest

from app.play.playing import SMALL, TWO, answers, calm, mostly_quiet, play_on, text
from westphalia.app.play import move, read_game, seat, seat_at
from westphalia.app.play.position import first, new_year, play_move
from westphalia.app.play.position_cache import position_of
from westphalia.simulation.game.perspectives import PRIVATE, staffs_of

pytestmark = pytest.mark.xdist_group(name="play")


def hidden_changed(position, staff_too=False):
    """The same position with everything that is hidden from the first player's state changed."""
    table, rng = position.table, np.random.default_rng(5)
    staff, i = staffs_of(1)[0], table.players[0]
    world = {k: np.array(v) for k, v in position.world._asdict().items()}
    perspectives = [
        m for m in range(table.board.perspectives.own.shape[1]) if m != staff or staff_too
    ]
    for j in range(table.board.n):
        if j == i and not staff_too:
            continue
        for name in PRIVATE:
            part = world[name][j][..., perspectives]
            world[name][j][..., perspectives] = np.clip(
                part * rng.uniform(0.2, 3.0, part.shape), 0, 0.9
            )
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
            position = play_move(position, made_move)
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
            assert terms == pytest.approx(option["value"], abs=2e-5, rel=1e-4)
        assert sum(o["chance"] for o in question["options"]) == pytest.approx(1.0, abs=1e-3)
