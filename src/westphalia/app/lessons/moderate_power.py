"""Moderate power: how one state fares that wants power little, moderately or much."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.too_much_power import FIRST, LATE, wanting
from westphalia.claims.worlds import YEARS
from westphalia.experiments.arm import Arm


def worlds(ambition: float) -> Mapping[str, Arm]:
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
        "want security. The others cannot read its mind: what it wants shows only in its arms and "
        "in its challenges. Every total victory that can be held annexes, so that a mistake can be "
        "fatal. Move the ambition of the one state and compare it with itself without ambition.",
        "An inverted U would rise at first and then fall, below where it began or at least below "
        "its top. Watch the intervals as well: what becomes of one state in fifty years is largely "
        "chance, and the sentence below the picture says where nothing can be told.",
    ),
    control=Control(
        label="Ambition of the one state",
        unit="weight of power, where consumption has 1",
        values=(0.0, 0.1, 0.3, 0.5, 0.7, 1.0),
        value=0.3,
        about="What a per cent more of all military power is worth to it, next to a per cent "
        "more of consumption.",
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
        question="Where along the control does the state end with the largest share?",
        answers=(
            "Without any ambition",
            "With a moderate one, 0.3: more than without, and more than with 1",
            "With the largest, 1",
        ),
        right=2,
        because="There is no inverted U in this model. An ambitious state arms far more, so that "
        "it wins more quarrels and is less threatened itself, and it begins more wars. The others "
        "do not take that back: they learn of its wish only from its acts, and few third parties "
        "come to the side of those it attacks. What its arms cost it in consumption is not in the "
        "picture, and whether real coalitions answer sooner is left open.",
    ),
    claims=(19, 20, 21),
    reading=("Waltz 1979", "Snyder 1991", "Mearsheimer 2001"),
)
