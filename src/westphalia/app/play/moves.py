"""Moves: held against what was asked, and turned into what is imposed on a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from westphalia.app.play.game import Move
from westphalia.app.play.questions import Option, Question
from westphalia.decisions.challenge import first_of
from westphalia.mechanisms.arming import OPTIONS as ARMS
from westphalia.mechanisms.war import JOIN
from westphalia.simulation.game.chooser import Choices, nothing
from westphalia.world.problems import UserError

#: Fields of a move that hold one answer, and several by state.
SINGLE = ("signal", "arms", "crisis")
SEVERAL = ("agreements", "caps", "pacts", "answers", "joins")


@dataclass(frozen=True)
class Made:
    """A decision that a player made: the question, the option, the state and the calendar year."""

    state: int
    year: int
    question: Question
    option: Option


def answered(
    move: Move, state: int, year: int, phase: str, questions: Sequence[Question]
) -> list[Made]:
    """The decisions that a move makes.

    Raises:
        UserError: naming every answer that is missing, not asked for, or no option.
    """
    problems = [
        f"{name}: {getattr(move, name)} was given; it is {now}."
        for name, now in (("year", year), ("phase", phase))
        if getattr(move, name) != now
    ]
    given = dict(_given(move))
    made = []
    for question in questions:
        choice = given.pop(question.place, None)
        option = question.option(choice)
        if option is None:
            problems.append(_refused(question, choice))
        else:
            made.append(Made(state, year, question, option))
    asked = [q.place for q in questions]
    problems += [
        f"{place}: nothing is asked there now. Asked: {', '.join(asked)}." for place in given
    ]
    if problems:
        raise UserError("\n".join(problems))
    return made


def _given(move: Move) -> Iterator[tuple[str, bool | str]]:
    """What a move answers, by place."""
    for name in SINGLE:
        if getattr(move, name) is not None:
            yield name, getattr(move, name)
    for name in SEVERAL:
        for key, value in getattr(move, name).items():
            yield f"{name}.{key}", value


def _refused(question: Question, choice: bool | str | None) -> str:
    valid = ", ".join(str(o.choice).lower() if o.choice in (True, False) else str(o.choice)
                      for o in question.options)  # fmt: skip
    given = "nothing was chosen" if choice is None else f"'{choice}' cannot be chosen"
    return f"{question.place}: {given} ({question.title}). Options: {valid}."


def told_in(labels: Sequence[str], moves: Sequence[Move]) -> Choices:
    """The moves of a year as what is imposed on it."""
    n = len(labels)
    told = nothing(n)
    for move in moves:
        i = labels.index(move.state)
        for name, matrix in (("agreements", told.agree), ("caps", told.comply),
                             ("pacts", told.align)):  # fmt: skip
            for label, value in getattr(move, name).items():
                matrix[i, labels.index(label)] = value
        if move.signal is not None:
            told.signal[i] = move.signal
        if move.arms is not None:
            told.arm[i] = ARMS.index(move.arms)
        if move.crisis is not None:
            kind, _, label = move.crisis.rpartition(" ")
            target = labels.index(label) if kind else 0
            told.challenge[i] = first_of(kind or label, n) + target
        for label, value in move.answers.items():
            told.resist[labels.index(label), i] = value == "resist"
        for label, value in move.joins.items():
            told.join[labels.index(label), i] = JOIN.index(value)
    return told
