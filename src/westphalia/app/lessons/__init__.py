"""Lessons: one question, one control to move, one picture, one exercise with an answer.

Each lesson is a file that makes one `lesson.Lesson`, in the worlds of the claims it covers. The
ledger's verdicts on those claims, also where they fail, are read from its data (`verdicts`). To
add a lesson, copy the shortest file, change it, and add its name here.
"""

from westphalia.app.lessons.arms_control import ARMS_CONTROL
from westphalia.app.lessons.balance_of_threat import BALANCE_OF_THREAT
from westphalia.app.lessons.culture import CULTURE
from westphalia.app.lessons.lesson import Lesson
from westphalia.app.lessons.moderate_power import MODERATE_POWER
from westphalia.app.lessons.reassurance import REASSURANCE
from westphalia.app.lessons.relative_gains import RELATIVE_GAINS
from westphalia.app.lessons.run_lesson import Cancelled, run_lesson
from westphalia.app.lessons.security_dilemma import SECURITY_DILEMMA
from westphalia.app.lessons.third_parties import THIRD_PARTIES
from westphalia.app.lessons.types import (
    LessonControl,
    LessonDescription,
    LessonExercise,
    LessonPicture,
    LessonResult,
    Verdict,
)
from westphalia.app.lessons.verdicts import verdict, verdicts
from westphalia.world.problems import unknown

#: In the order in which the page lists them.
LESSONS: tuple[Lesson, ...] = (
    SECURITY_DILEMMA,
    RELATIVE_GAINS,
    BALANCE_OF_THREAT,
    THIRD_PARTIES,
    MODERATE_POWER,
    ARMS_CONTROL,
    REASSURANCE,
    CULTURE,
)


def lesson(name: str) -> Lesson:
    """The lesson with this id.

    Raises:
        UserError: there is none; the message names the nearest.
    """
    by_id = {one.id: one for one in LESSONS}
    if name not in by_id:
        raise unknown("lesson", name, by_id)
    return by_id[name]


def describe(one: Lesson) -> LessonDescription:
    """A lesson as the page shows it, with the verdicts on its claims."""
    control, picture, exercise = one.control, one.picture, one.exercise
    return LessonDescription(
        id=one.id,
        title=one.title,
        question=one.question,
        story=list(one.story),
        control=LessonControl(
            label=control.label,
            unit=control.unit,
            values=control.values,
            names=control.names,
            value=control.value,
            about=control.about,
            source=control.source,
        ),
        picture=LessonPicture(
            title=picture.title,
            unit=picture.measure.unit,
            curve=picture.curve,
            years=picture.years,
        ),
        exercise=LessonExercise(
            question=exercise.question,
            answers=exercise.answers,
            right=exercise.right,
            because=exercise.because,
        ),
        claims=[verdict(claim) for claim in one.claims],
        reading=list(one.reading),
    )


__all__ = [
    "LESSONS",
    "Cancelled",
    "Lesson",
    "LessonDescription",
    "LessonResult",
    "Verdict",
    "describe",
    "lesson",
    "run_lesson",
    "verdict",
    "verdicts",
]
