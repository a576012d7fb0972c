"""Play: one or two states of a case in the hands of people, the others in those of theories.

    game = read_game({"case": "europe-1890", "players": ["GMY"]})
    seat(game, "GMY")                       # what Germany sees now, and what it is asked
    game = move(game, "GMY", {...})         # the game after its answers
    result(game, "GMY")                     # beside theories, history and other runs

A game is its file and nothing else: whoever has it can go on from it anywhere.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from westphalia.app.play.game import Game, Move, read_game
from westphalia.app.play.moves import Made
from westphalia.app.play.position import Position, asking
from westphalia.app.play.position_cache import position_of
from westphalia.app.play.result import beside_history, beside_runs, year_of_death
from westphalia.app.play.scores import NAMES, Scores, describe_choice
from westphalia.app.play.view import view_of
from westphalia.cases.reading import read_data
from westphalia.world.problems import UserError, unknown

__all__ = ["Game", "move", "read_game", "result", "seat"]


def seat(game: Game, state: str) -> dict[str, Any]:
    """What a player sees now, ready for JSON. See `Seat` in `web/src/types.ts`.

    Raises:
        UserError: the game or its moves are wrong, or nobody plays the state.
    """
    return seat_at(game, position_of(game), state)


def seat_at(game: Game, position: Position, state: str) -> dict[str, Any]:
    """What a player sees in a position of its game."""
    i = _player(game, position, state)
    spec = position.table.spec
    waiting = [spec.labels[k] for k, _ in position.questions]
    return {
        "case": {"name": spec.case.name, "title": spec.case.title, "start": spec.case.start.year},
        "state": state,
        "name": spec.case.names[i],
        "states": [
            {"id": label, "name": name}
            for label, name in zip(spec.labels, spec.case.names, strict=True)
        ],
        "years": [spec.calendar[0], spec.calendar[-1]],
        "year": min(position.calendar, spec.calendar[-1]),
        "phase": "over" if position.over else position.phase,
        "over": position.over,
        "died": year_of_death(position, i),
        "waiting_for": [label for label in waiting if label != state],
        "adviser": game.advisers.get(state),
        "questions": [question.data() for question in position.questions_for(i)],
        "view": _view(position, i),
        "log": list(position.log),
        "yours": [_own(m) for m in position.made if m.state == i],
        "result": result(game, state) if position.over else None,
    }


def _player(game: Game, position: Position, state: str) -> int:
    if state not in game.players:
        raise unknown("player", state, game.players)
    return position.table.labels.index(state)


def _view(position: Position, i: int) -> dict[str, Any] | None:
    """What the state sees; None once the game is over."""
    outlook = position.outlook
    if outlook is None:
        return None
    ask = asking(position.table, outlook, position.table.players.index(i))
    return view_of(ask, np.asarray(outlook.attack), np.asarray(outlook.defend))


def _own(made: Made) -> dict[str, Any]:
    """A choice of one's own, as the log shows it."""
    question = made.question
    choice = {"year": made.year, "field": question.field, "key": question.key}
    return choice | {"title": question.title, "act": made.option.act}


def move(game: Game, state: str, choices: Mapping[str, Any]) -> Game:
    """The game after a player has answered all that it is asked now.

    `choices`: by field, as in `Move`; `year` and `phase` may be left out.

    Raises:
        UserError: naming every answer that is missing, not asked for, or no option.
    """
    position = position_of(game)
    _player(game, position, state)
    if position.over:
        raise UserError(f"The game ended in {position.table.spec.calendar[-1]}; no move is left.")
    now = {"year": position.calendar, "phase": position.phase, "state": state}
    made = read_data({**now, **choices}, Move)
    if made.state != state:
        raise UserError(f"state: {made.state} was given; the move is {state}'s.")
    after = game.model_copy(update={"moves": [*game.moves, made]})
    position_of(after)  # plays the move, and keeps where it leads
    return after


def result(game: Game, state: str) -> dict[str, Any]:
    """How a player chose and fared so far, ready for JSON. See `Result` in `web/src/types.ts`.

    Raises:
        UserError: as `seat`.
    """
    position = position_of(game)
    i = _player(game, position, state)
    spec = position.table.spec
    own = [m for m in position.made if m.state == i]
    scores = Scores(own)
    return {
        "state": state,
        "name": spec.case.names[i],
        "years": spec.calendar[: len(position.records)],
        "over": position.over,
        "died": year_of_death(position, i),
        "decisions": scores.decisions,
        "sentence": scores.sentence(),
        "names": list(NAMES),
        "theories": scores.theories(),
        "differences": scores.differences(),
        "choices": [describe_choice(m, spec.labels) for m in own],
        "history": beside_history(position, i),
        "runs": beside_runs(game, position, i),
    }
