"""Moves: held against what was asked, and turned into what is imposed on a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from westphalia.app.play.game import FIELDS, Move
from westphalia.app.play.questions import Option, Question
from westphalia.decisions import DECISIONS
from westphalia.decisions.challenge import first_of
from westphalia.decisions.words import Words
from westphalia.simulation.game.chooser import Choices, nothing
from westphalia.world.problems import UserError


@dataclass(frozen=True)
class Made:
    """A decision that a player made: the question, the option, the state and the calendar year."""

    state: int
    year: int
    question: Question
    option: Option


def decisions_in(
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
    given = dict(_answers(move))
    made = []
    for question in questions:
        choice = given.pop(question.place, None)
        option = question.option(choice)
        if option is None:
            problems.append(_refusal(question, choice))
        else:
            made.append(Made(state, year, question, option))
    asked = [q.place for q in questions]
    problems += [
        f"{place}: no decision is due there now. Due: {', '.join(asked)}." for place in given
    ]
    if problems:
        raise UserError("\n".join(problems))
    return made


def _answers(move: Move) -> Iterator[tuple[str, bool | str]]:
    """What a move answers, by place."""
    for name in FIELDS:
        value = getattr(move, name)
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        elif value is not None:
            yield name, value


def _refusal(question: Question, choice: bool | str | None) -> str:
    valid = ", ".join(str(o.choice).lower() if o.choice in (True, False) else str(o.choice)
                      for o in question.options)  # fmt: skip
    given = "nothing was chosen" if choice is None else f"'{choice}' cannot be chosen"
    return f"{question.place}: {given} ({question.title}). Options: {valid}."


def choices_of(labels: Sequence[str], moves: Sequence[Move]) -> Choices:
    """The moves of a year as what is imposed on it."""
    choices = nothing(len(labels))
    for move in moves:
        i = labels.index(move.state)
        for decision in DECISIONS:
            array, words = choices[decision.chosen_as], decision.words
            answer = getattr(move, words.field)
            options = list(words.acts)
            if words.shape == "proposal":
                for label, value in answer.items():
                    array[i, labels.index(label)] = value
            elif words.shape == "wars":
                for label, value in answer.items():
                    array[labels.index(label), i] = options.index(value)
            elif answer is not None:
                array[i] = _position(answer, words, labels)
    return choices


def _position(answer: bool | str, words: Words, labels: Sequence[str]) -> float:
    """The position of the option that is answered; of an act, 1 or 0."""
    if isinstance(answer, bool):
        return float(answer)
    if words.shape == "options":
        return float(list(words.acts).index(answer))
    kind, _, label = answer.rpartition(" ")
    target = labels.index(label) if kind else 0
    return float(first_of(kind or label, len(labels)) + target)
