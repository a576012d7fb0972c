"""Reassurance: what distinguishes greedy states from secure ones."""

from collections.abc import Mapping

from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.reassurance import TELLS, agreed
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition

#: Years that a point of the picture covers.
BACK = 5
#: Nothing is negotiated and nobody can signal.
NOTHING = agreed().having(off=("signals",))


def signals(cost: float) -> Condition:
    """States may signal by giving up this share of their offensive arms, and do nothing else."""
    return agreed().having(set={"signal_cost": cost})


def agreement(name: str) -> Condition:
    """All pairs have one agreement from the start, and nobody can signal."""
    return agreed(name).having(off=("signals",))


MEANS = {
    "cheap talk": signals(0.0),
    "a small sacrifice": signals(0.05),
    "a large sacrifice": signals(0.5),
    "inspection": agreement("transparency"),
    "a hotline": agreement("hotline"),
    "withdrawal": agreement("withdrawal"),
}
VALUES = tuple(float(k) for k in range(len(MEANS)))
INSPECTION = list(MEANS).index("inspection")


def worlds(means: float) -> Mapping[str, Condition]:
    """One means of reassurance, and none."""
    return {"with it": list(MEANS.values())[int(means)], "without it": NOTHING}


REASSURANCE = Lesson(
    id="reassurance",
    title="Reassurance",
    question="How can a state that means no harm show it?",
    story=(
        "Uncertainty about intentions is at the root of the security dilemma, so the way out "
        "should be to remove it. But words are free: a greedy state says the same as a secure "
        "one. Andrew Kydd asked which gestures a greedy state would not copy. Thomas Schelling "
        "and Morton Halperin listed what adversaries can agree on: to let each other look, to "
        "talk in a crisis, to keep troops apart.",
        "The control picks one means. Cheap talk costs nothing. A sacrifice gives up offensive "
        "arms, 5% or half of them, whenever a state chooses to. With inspection, a hotline or "
        "withdrawal all pairs have that agreement from the start.",
        "The picture shows discernment: how much more the greedy are suspected than the secure. "
        "At zero, nobody can tell them apart. Ask of each means whether it moves that line, and "
        "do not assume that what separates the types also keeps the peace, or that what keeps "
        "the peace separates the types.",
    ),
    control=Control(
        label="Means of reassurance",
        unit="one at a time",
        values=VALUES,
        names=tuple(MEANS),
        value=0.0,
        about="Talk, a sacrifice of offensive arms, or an agreement that all pairs have. Their "
        "cost and effect are those of the model's signals and agreements.",
        source="Kydd 2005",
    ),
    picture=Picture(
        title=f"Suspicion of greedy less that of secure states, mean of the last {BACK} years",
        what="the suspicion of greedy states beyond that of secure ones",
        measure=TELLS,
        curve="Mean over all years that have states of both types",
        years=(BACK, YEARS),
        back=BACK,
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Which means best distinguishes greedy states from secure ones?",
        answers=tuple(MEANS),
        right=INSPECTION,
        because="Inspection makes every act more informative, for all pairs in every year; a "
        "sacrifice is informative in the years in which it is made alone, and over the whole time "
        "even a large one tells less than half as much, because it costs both types the same. "
        "A hotline and a withdrawal address accidents and surprise, not who is greedy. Note that "
        "inspection brings hardly fewer wars here, if any: suspicion also deters, and those who "
        "trust arm less.",
    ),
    claims=(31, 32, 33),
    reading=("Kydd 2005", "Schelling & Halperin 1961", "Jervis 1978"),
    runs=2048,
)
