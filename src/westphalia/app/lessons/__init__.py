"""Lessons: one question, one control to move, one picture, one exercise with an answer.

One file per lesson, all of one shape (`lesson.Lesson`), in the worlds of the claims they are tied
to. What the ledger found of those claims is read from its data (`verdicts`), also where it is
that they fail. To add a lesson, copy the shortest file, change it, and name it here.
"""

from dataclasses import asdict
from typing import Any

from westphalia.app.lessons.arms_control import ARMS_CONTROL
from westphalia.app.lessons.balance_of_threat import BALANCE_OF_THREAT
from westphalia.app.lessons.culture import CULTURE
from westphalia.app.lessons.lesson import Lesson
from westphalia.app.lessons.moderate_power import MODERATE_POWER
from westphalia.app.lessons.reassurance import REASSURANCE
from westphalia.app.lessons.relative_gains import RELATIVE_GAINS
from westphalia.app.lessons.run_lesson import Cancelled, taught
from westphalia.app.lessons.security_dilemma import SECURITY_DILEMMA
from westphalia.app.lessons.third_parties import THIRD_PARTIES
from westphalia.app.lessons.verdicts import Verdict, verdict, verdicts
from westphalia.world.problems import unknown

#: In the order in which they are taught.
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
    """The lesson of this id.

    Raises:
        UserError: there is none; the message names the nearest.
    """
    by_id = {one.id: one for one in LESSONS}
    if name not in by_id:
        raise unknown("lesson", name, by_id)
    return by_id[name]


def described(one: Lesson) -> dict[str, Any]:
    """A lesson as the page wants it, with the verdicts on its claims: `Lesson` of the page."""
    picture = one.picture
    return {
        "id": one.id,
        "title": one.title,
        "question": one.question,
        "story": list(one.story),
        "control": asdict(one.control),
        "picture": {
            "title": picture.title,
            "unit": picture.measure.unit,
            "curve": picture.curve,
            "years": list(picture.years),
        },
        "exercise": asdict(one.exercise),
        "claims": [verdict(claim) for claim in one.claims],
        "reading": list(one.reading),
    }


__all__ = [
    "LESSONS",
    "Cancelled",
    "Lesson",
    "Verdict",
    "described",
    "lesson",
    "taught",
    "verdict",
    "verdicts",
]
