"""Moderate power: how one state fares that wants power little, moderately or much."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.too_much_power import FIRST, LATE, wanting
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition


def worlds(ambition: float) -> Mapping[str, Condition]:
    """One state wants power with this weight, and the same state without ambition."""
    return {"ambitious": wanting(ambition), "content": wanting(0.0)}


MODERATE_POWER = Lesson(
    id="moderate-power",
    title="Moderate power",
    question="How much power should a state want?",
    story=(
        "Defensive realists hold that the first concern of states is not to have the most power "
        "but to keep their place. A state with too little is prey; one that wants too much "
        "alarms the others, who arm and ally against it. Safety and success should be greatest "
        "in between: an inverted U. Offensive realists answer that the strongest is the safest, "
        "and that one should take what one can.",
        "One of eight states, all of random size, wants power for its own sake; the other seven "
        "want security. The others do not know what it wants: it shows only in its arms and "
        "in its challenges. Every total victory that can be held leads to annexation, so a mistake "
        "can be fatal. Move the ambition of the one state and compare it with itself without "
        "ambition.",
        "An inverted U would rise at first and then fall, below where it began or at least below "
        "its top. Watch the intervals as well: what becomes of one state in fifty years is largely "
        "chance, and the sentence below the picture says where there is no clear difference.",
    ),
    control=Control(
        label="Ambition of the one state",
        unit="weight of power; that of consumption is 1",
        values=(0.0, 0.1, 0.3, 0.5, 0.7, 1.0),
        value=0.3,
        about="The value to it of one per cent more of all military power, relative to one per "
        "cent more consumption.",
        source="Waltz 1979",
    ),
    picture=Picture(
        title="What the one state holds",
        what=f"the share of all resources that the state holds in years {LATE}-{YEARS}",
        measure=m.resources(FIRST),
        curve=f"Its mean share of all resources in years {LATE}-{YEARS}",
        outcome=(LATE, YEARS),
    ),
    worlds=worlds,
    exercise=Exercise(
        question="At which position of the control does the state end with the largest share?",
        answers=(
            "Without any ambition",
            "With moderate ambition, 0.3: more than with none, and more than with 1",
            "With the largest ambition, 1",
        ),
        right=2,
        because="There is no inverted U in this model. An ambitious state arms far more, so that "
        "it wins more disputes and is less threatened itself, and it begins more wars. The others "
        "do not undo that: they learn of its ambition only from its acts, and few third parties "
        "come to the side of those it attacks. What its arms cost it in consumption is not in the "
        "picture, and whether real coalitions respond sooner is left open.",
    ),
    claims=(19, 20, 21),
    reading=("Waltz 1979", "Snyder 1991", "Mearsheimer 2001"),
    runs=2048,
)
