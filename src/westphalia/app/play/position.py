"""Where a game stands, phase by phase and year by year, and where a move leads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import jax
import numpy as np

from westphalia.app.play.game import Move
from westphalia.app.play.log import Chronicle, figures
from westphalia.app.play.moves import Made, choices_of, decisions_in
from westphalia.app.play.questions import (
    Asking,
    Question,
    answer_questions,
    join_questions,
    plan_questions,
)
from westphalia.decisions.decision import PHASES
from westphalia.runs.spec import Spec
from westphalia.simulation.game.board import Board
from westphalia.simulation.game.perspectives import staffs_of
from westphalia.simulation.game.year import Acted, Outlook
from westphalia.world.problems import UserError
from westphalia.world.state import World
from westphalia.world.terms import Weights


@dataclass(frozen=True, eq=False)
class Table:
    """What a game is played on. `players`: positions of their states."""

    spec: Spec
    board: Board
    players: tuple[int, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The states."""
        return self.spec.labels


@dataclass(frozen=True, eq=False)
class Position:
    """Where a game stands.

    `year` counts from 1. `world`: at its beginning; `outlook`: what is known then, and `acted`:
    what came of the choices so far, both None once the game is over. `questions`: those of the
    players who still have to choose in this `phase`. `moves`: those of this year. `records`,
    `log`: of the years gone by.
    """

    table: Table
    world: World
    year: int = 1
    phase: str = PHASES[0]
    outlook: Outlook | None = None
    acted: Acted | None = None
    questions: tuple[tuple[int, tuple[Question, ...]], ...] = ()
    moves: tuple[Move, ...] = ()
    made: tuple[Made, ...] = ()
    records: tuple[dict[str, np.ndarray], ...] = ()
    log: tuple[dict[str, Any], ...] = ()

    @property
    def over(self) -> bool:
        """Whether the last year has passed."""
        return self.year > self.table.spec.years

    @property
    def calendar(self) -> int:
        """The calendar year."""
        return self.table.spec.calendar[0] + self.year - 1

    def questions_for(self, state: int) -> tuple[Question, ...]:
        """What a state still has to decide in this phase."""
        return dict(self.questions).get(state, ())


def begin(table: Table) -> Position:
    """The position before the first move."""
    return _settle(new_year(Position(table, table.board.start)))


def play_move(position: Position, move: Move) -> Position:
    """The position after a move.

    Raises:
        UserError: the move cannot be made now; every problem with it is reported together.
    """
    labels = position.table.labels
    if position.over:
        raise UserError(f"The game ended in {position.table.spec.calendar[-1]}; no move is left.")
    waiting = [labels[i] for i, _ in position.questions]
    if move.state not in waiting:
        problem = f"state: {move.state} has no decision to make now"
        raise UserError(f"{problem}; still to decide: {', '.join(waiting)}.")
    state = labels.index(move.state)
    asked = position.questions_for(state)
    made = decisions_in(move, state, position.calendar, position.phase, asked)
    left = tuple(of for of in position.questions if of[0] != state)
    return _settle(
        replace(
            position, questions=left, moves=(*position.moves, move), made=(*position.made, *made)
        )
    )


def _settle(position: Position) -> Position:
    """The next position in which somebody has to choose, or the end."""
    while not position.questions and not position.over:
        position = _next_phase(position)
    return position


def _next_phase(position: Position) -> Position:
    """The position when all have chosen in a phase."""
    table, outlook = position.table, position.outlook
    assert outlook is not None
    acted = position.acted
    if acted is None or any(m.phase == position.phase for m in position.moves):
        choices = choices_of(table.labels, position.moves)
        acted = table.board.act(outlook, choices, position.year)
        position = replace(position, acted=acted)
    if position.phase == PHASES[-1]:
        return _next_year(position, acted)
    phase = PHASES[PHASES.index(position.phase) + 1]
    demands, joins, record = jax.device_get((acted.demands, acted.joins, acted.record))
    asked = []
    for ask in _asking(table, outlook):
        if phase == "answer":
            asked.append((ask.i, answer_questions(ask, demands)))
        else:
            asked.append((ask.i, join_questions(ask, joins, record["begun"], record["total"])))
    return replace(position, phase=phase, questions=tuple(a for a in asked if a[1]))


def _next_year(position: Position, acted: Acted) -> Position:
    """The beginning of the next year, with the last one in the log."""
    table, spec = position.table, position.table.spec
    assert position.outlook is not None
    record = jax.device_get(acted.record)
    chronicle = Chronicle(table.labels, spec.case.names, first(position.outlook.world), record)
    year = {"year": position.calendar, "events": chronicle.events(), "figures": figures(record)}
    after = replace(
        position, world=acted.world, year=position.year + 1, phase=PHASES[0], acted=None,
        outlook=None, moves=(), records=(*position.records, record), log=(*position.log, year),
    )  # fmt: skip
    return after if after.over else new_year(after)


def new_year(position: Position) -> Position:
    """A year's assessment, and what every living player is asked."""
    table = position.table
    outlook = table.board.look_ahead(position.world, position.year)
    plans = jax.device_get(outlook.plans)
    asked = [
        (ask.i, plan_questions(ask, plans))
        for ask in _asking(table, outlook)
        if ask.world.alive[ask.i] > 0
    ]
    return replace(position, outlook=outlook, questions=tuple(a for a in asked if a[1]))


def first(world: World) -> World:
    """The world itself, without the axis of perspectives."""
    return jax.tree.map(lambda v: np.asarray(v)[..., 0], world)


def _asking(table: Table, outlook: Outlook) -> Iterator[Asking]:
    """What each player's questions are made from."""
    for q in range(len(table.players)):
        yield asking(table, outlook, q)


def asking(table: Table, outlook: Outlook, player: int) -> Asking:
    """What the questions and the view of the player in this position are made from."""
    i, staff = table.players[player], int(staffs_of(player + 1)[-1])
    sight, numbers = jax.device_get(outlook.sight), table.board.perspectives.numbers
    wanted = (numbers.consumption, numbers.survival, numbers.power, numbers.identity)
    greed = table.spec.parameters.greed * sight.greedy[player]
    own = Weights(*[v[i, staff] for v in wanted], greed=greed)
    return Asking(
        player, i, table.labels, table.spec.case.names, first(outlook.world), sight, own,
        table.spec.parameters,
    )  # fmt: skip
