"""Anarchy is what states make of it: the same material world among friends and among enemies."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.culture import LATE, culture
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition

#: Years that a point of the picture covers.
BACK = 10
#: The view of each other with which all worlds are compared.
ENEMIES = -0.6


def worlds(identity: float) -> Mapping[str, Condition]:
    """States that begin with this view of each other, and states that begin as enemies."""
    return {"this start": culture(identity), "start as enemies": culture(ENEMIES)}


CULTURE = Lesson(
    id="anarchy-is-what-states-make-of-it",
    title="Anarchy is what states make of it",
    question="Does the same anarchy look different among friends?",
    story=(
        "Five hundred British nuclear weapons frighten the United States less than five North "
        "Korean ones, wrote Alexander Wendt: what arms mean depends on who holds them. Anarchy by "
        "itself says nothing about war; it depends on whether states have learnt to see each "
        "other as enemies, rivals or friends, and they learn it from what they do to each other.",
        "Eight states with the same places, resources and arms begin with one view of each "
        "other, from enemies (-0.6) to friends (0.6). How likely they think it that another is "
        "greedy follows from that view, and a friend's losses hurt while an enemy's please. Then "
        "they are left alone for fifty years: pacts, trade and institutions bring them closer, "
        "wars drive them apart.",
        "That friends are suspected less at the beginning is assumed. What is not assumed is "
        "whether it shows in wars, and whether it lasts. Compare the beginning with the end of "
        "the lines.",
    ),
    control=Control(
        label="View of each other at the start",
        unit="identity, -1 (enemies) to 1 (friends)",
        values=(-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6),
        value=0.6,
        about="How all states see each other in the first year; later it follows from what they "
        "do.",
        source="Wendt 1999",
    ),
    picture=Picture(
        title=f"Pairs of states at war, mean of the last {BACK} years",
        what=f"war in years {LATE}-{YEARS}, in pairs at war per 100 pair-years,",
        measure=m.pairs_at_war(),
        curve=f"Pairs that fight each other in years {LATE}-{YEARS}",
        years=(BACK, YEARS),
        back=BACK,
        outcome=(LATE, YEARS),
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Compare those that began as friends (0.6) with those that began as enemies. "
        "What has become of the difference in war after fifty years?",
        answers=(
            "It is gone: the same material world has made them alike",
            "It is still there, but smaller than in the first ten years",
            "It is larger than in the first ten years",
        ),
        right=2,
        because="What disputes lead to depends on how states see each other: where another's gain "
        "is feared and its loss is welcome, they end in war more often. Each war confirms what "
        "enemies think of each other, so that among them war stays frequent; among friends "
        "it becomes rarer. Views move with practice, and practice here drives the two apart.",
    ),
    claims=(43,),
    reading=("Wendt 1999", "Waltz 1979"),
)
