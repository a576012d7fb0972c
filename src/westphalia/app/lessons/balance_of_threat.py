"""Balance of threat: power, proximity, offensive arms and intentions, each taken away."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.balance_of_threat import EARLY, ring
from westphalia.claims.worlds import OTHERS, of_state, with_leader
from westphalia.experiments.condition import Condition

NAMES = ("nothing", "its power", "its proximity", "its offensive arms", "its perceived intentions")
NOTHING, POWER, PROXIMITY, OFFENCE, INTENTIONS = range(len(NAMES))


def threatening(without: float = NOTHING) -> Condition:
    """A leader that is powerful, near, armed for offence and suspected, except for one of these.

    The ends are those of claims 14 to 17: 35 or 15% of all resources, 500 or 3,000 km, 90 or 10%
    of arms for offence, believed greedy with probability 0.7 or 0.1.
    """
    return with_leader(
        share=0.15 if without == POWER else 0.35,
        belief=0.1 if without == INTENTIONS else 0.7,
        given={
            "distance": ring(3.0 if without == PROXIMITY else 0.5),
            "posture": of_state({0: 0.1 if without == OFFENCE else 0.9}, others=0.3),
        },
        off=("learning", "posture"),
    )


def worlds(without: float) -> Mapping[str, Condition]:
    """The leader without one component of its threat, and with all four."""
    return {"one taken away": threatening(without), "all four": threatening()}


BALANCE_OF_THREAT = Lesson(
    id="balance-of-threat",
    title="Balance of threat",
    question="Do states balance against power, or against threat?",
    story=(
        "Kenneth Waltz has states balance against power. Stephen Walt answered that they balance "
        "against threat, of which power is only one part. The others are proximity, offensive "
        "capability, and the intentions that a state is thought to have.",
        "Here one state faces seven equals. It holds 35% of all resources, lies 500 km from each "
        "of them, has 90% of its arms made for offence, and they believe it greedy with "
        "probability 0.7. The control takes one of the four away: then it holds 15%, lies 3,000 km "
        "away, has 10% of its arms made for offence, or is believed greedy with probability 0.1.",
        "Look at how many of the seven are allied with each other and not with the leader. If "
        "only power mattered, only the first would make a difference. Note also that the four are "
        "not additive: threat is a chance of being attacked and beaten, and each part multiplies "
        "the others. And whether a pact is worth its cost is another question than who threatens.",
    ),
    control=Control(
        label="Component taken away",
        unit="of the leader's threat",
        values=(NOTHING, POWER, PROXIMITY, OFFENCE, INTENTIONS),
        names=NAMES,
        value=POWER,
        about="Which of the four components of its threat the leader lacks.",
        source="Walt 1987",
    ),
    picture=Picture(
        title="Allied without the leader",
        what="the share of the seven that are allied with each other and not with the leader",
        measure=m.with_ally(OTHERS, OTHERS, without=(0,)),
        curve=f"Mean of years 1-{EARLY}, before wars make the worlds differ in other ways",
        years=(1, EARLY),
        outcome=(1, EARLY),
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Which component has to be taken away for the fewest to ally against the leader?",
        answers=NAMES[1:],
        right=PROXIMITY - 1,
        because="Strength declines with distance, so a leader 3,000 km away can bring little of "
        "its power, its offensive arms or its intentions to bear. Whom one thinks harmless, or "
        "unable to attack, one need not ally against either, but these count for less. And "
        "without its power more of the seven ally, not fewer: against a leader that holds a third "
        "of everything a pact among small states is worth little beside its cost, so that they "
        "balance least where power is greatest.",
    ),
    claims=(14, 15, 16, 17, 18),
    reading=("Walt 1987", "Waltz 1979"),
)
