"""Lessons as data: their shape, their worlds and what is refused."""

import json

import pytest
from page_types import validate

from westphalia.app.lessons import LESSONS, Lesson, describe, lesson, run_lesson
from westphalia.app.lessons.lesson import Control
from westphalia.app.lessons.types import LessonDescription, LessonResult
from westphalia.claims import CLAIMS
from westphalia.report.cite import entries
from westphalia.world.problems import UserError

# one worker: all lessons share one compiled program and remember their worlds
pytestmark = pytest.mark.xdist_group(name="experiments")

BY_CLAIM = {claim.id: claim for claim in CLAIMS}
EVERY = pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.id)

FEW = 32


# Their shape


def test_there_are_eight_and_they_cover_their_claims():
    assert len({one.id for one in LESSONS}) == len(LESSONS) == 8
    covered = {claim for one in LESSONS for claim in one.claims}
    assert covered == {7, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 24, 26, 29, 30, 31, 32, 33, 43}


@EVERY
def test_a_lesson_names_works_of_the_bibliography(one: Lesson):
    assert one.question.endswith("?")
    assert set(one.reading) | {one.control.source} <= set(entries())
    assert all(text == text.strip() and text[-1] in ".?" for text in one.story)


@EVERY
def test_a_lesson_describes_itself_as_the_page_expects(one: Lesson):
    data = describe(one)
    validate(LessonDescription, json.dumps(data))
    assert [row["id"] for row in data["claims"]] == list(one.claims)


def test_a_result_is_as_the_page_expects():
    one = lesson("arms-control")
    data = run_lesson(one, one.control.value, runs=FEW)
    first, last = one.picture.years
    validate(LessonResult, json.dumps(data, allow_nan=False))
    for world in data["worlds"]:
        assert {len(series) for series in world["series"].values()} == {last - first + 1}


# Their worlds


def test_worlds_are_those_of_the_claims_where_they_fit():
    for name, position, claim, condition in (
        ("relative-gains", 0.99, 7, "feared"),
        ("relative-gains", 0.01, 7, "harmless"),
        ("buck-passing", 0.5, 11, "treatment"),
        ("buck-passing", 2.0, 11, "control"),
        ("moderate-power", 0.3, 20, "moderate"),
        ("moderate-power", 1.0, 20, "high"),
        ("arms-control", 0.9, 24, "treatment"),
        ("anarchy-is-what-states-make-of-it", 0.6, 43, "friends"),
    ):
        here = next(iter(lesson(name).worlds(position).values()))
        assert here.key == BY_CLAIM[claim].conditions[condition].key, (name, position)


@EVERY
def test_all_lessons_share_one_compiled_program(one: Lesson):
    conditions = [
        condition for value in one.control.values for condition in one.worlds(value).values()
    ]
    shapes = {
        (condition.n, condition.years, condition.serial, condition.later, condition.program.rules)
        for condition in conditions
    }
    assert shapes == {(8, 50, False, None, LESSONS[0].worlds(0.7)["free to arm"].program.rules)}


# Refusals, progress, cancelling


def test_what_is_no_position_or_no_lesson_is_refused():
    with pytest.raises(UserError, match=r"cannot be set to 0\.6\. Its positions are 0, 0\.1"):
        run_lesson(lesson("arms-control"), 0.6)
    with pytest.raises(UserError, match="Did you mean arms-control"):
        lesson("arms-controll")
    with pytest.raises(UserError, match="runs = 5 is outside its range: 16 to 4096"):
        run_lesson(lesson("arms-control"), 0.9, runs=5)


def test_a_control_stands_at_one_of_its_positions_and_names_all_or_none():
    with pytest.raises(ValueError, match="not one of its positions"):
        Control("x", "", (0.0, 1.0), 0.5, "", "")
    with pytest.raises(ValueError, match="a name for each"):
        Control("x", "", (0.0, 1.0), 0.0, "", "", ("a",))
