"""Positions of games, kept by the moves that lead to them.

A position follows from the game's file alone; they are kept so that a move costs one year and not
the whole game.
"""

from collections import OrderedDict
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from westphalia.app.play.game import Game, spec_of
from westphalia.app.play.position import Position, Table, begin, play_move
from westphalia.simulation.game.board import Board

#: Games whose boards, and positions whose worlds, are kept.
GAMES, POSITIONS = 8, 64


@lru_cache(maxsize=GAMES)
def _table(head: str) -> Table:
    game = Game.model_validate_json(head)
    spec, staffs = spec_of(game)
    players = tuple(spec.labels.index(label) for label in game.players)
    return Table(spec, Board(spec.setting(spec.lines[0]), players, staffs), players)


_KEPT: OrderedDict[str, Position] = OrderedDict()
_LOCK = Lock()


def position_of(game: Game) -> Position:
    """Where a game stands after its moves.

    Raises:
        UserError: what is wrong with the game, or with the first move that cannot be played.
    """
    keys = list(_keys(game))
    kept = ((k, _find(keys[k])) for k in range(len(keys) - 1, -1, -1))
    done, position = next((at for at in kept if at[1] is not None), (0, None))
    if position is None:
        position = begin(_table(game.head().model_dump_json()))
        _keep(keys[0], position)
    for k, move in enumerate(game.moves[done:], start=done + 1):
        position = play_move(position, move)
        _keep(keys[k], position)
    return position


def _keys(game: Game) -> Iterator[str]:
    """A name for the game before its first move and after each."""
    digest = sha256(game.head().model_dump_json().encode())
    yield digest.hexdigest()
    for move in game.moves:
        digest.update(move.model_dump_json().encode())
        yield digest.hexdigest()


def _find(key: str) -> Position | None:
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
        return _KEPT.get(key)


def _keep(key: str, position: Position) -> None:
    with _LOCK:
        _KEPT[key] = position
        while len(_KEPT) > POSITIONS:
            _KEPT.popitem(last=False)
