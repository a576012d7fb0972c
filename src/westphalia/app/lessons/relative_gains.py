"""Relative gains: one deal that gives a rival more, as the rival looks more dangerous."""

from collections.abc import Mapping

from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.relative_gains import DECIDED, two_powers
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

#: The lowest and the highest suspicion of the rival, and the offensive share of its arms at each.
SUSPECTED, OFFENSIVE = (0.01, 0.99), (0.1, 0.9)


def facing(belief: float) -> Condition:
    """A state beside an equal that it believes greedy with this probability; the offensive share
    of the rival's arms rises with it, from 0.1 to 0.9."""
    (least, most), (low, high) = SUSPECTED, OFFENSIVE
    part = (belief - least) / (most - least)
    return two_powers(belief, low + (high - low) * part)


def worlds(belief: float) -> Mapping[str, Condition]:
    """The rival as suspected, and a harmless one."""
    return {"this rival": facing(belief), "a harmless rival": facing(SUSPECTED[0])}


def _refusals(records: Records) -> Sums:
    """Turns years worth accepting less years worth refusing into years worth refusing."""
    net, weight = DECIDED.sums(records)
    return (weight - net) / 2.0, weight


REFUSED = Measure("5 : 15 deal worth refusing", "share", _refusals)

RELATIVE_GAINS = Lesson(
    id="relative-gains",
    title="Relative gains",
    question="When is a deal refused because the other side gains more?",
    story=(
        "A deal is worth 5 billion dollars to a state and 15 to its neighbour. Both would be "
        "richer. Liberals see a gain; realists ask who gains more, for the neighbour can turn its "
        "gain into arms. Joseph Grieco wrote a state's value of such a deal as V - k (W - V), "
        "its own gain less k times what the other gains beyond it. Here that is 5 - 10 k: "
        "worth refusing where k is more than a half.",
        "The model does not set k. It follows from the threat: what a little more power in the "
        "neighbour's hands would cost in security. The deal is offered to the state every year for "
        "fifty years; it is not carried out, only evaluated. Change how dangerous the neighbour "
        "looks and see in how many of the simulated histories the deal is worth refusing.",
        "Look at the first years and at the later ones. With only two powers relative gains weigh "
        "most. Among many, one's own gain is also a gain on all the others, and whoever refuses "
        "falls behind those who accept.",
    ),
    control=Control(
        label="Suspicion of the rival",
        unit="probability",
        values=(0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99),
        value=0.5,
        about="The probability, in the state's view, that its equal, 100 km away, is greedy. The "
        "offensive share of the rival's arms rises with it, from 10% to 90%.",
        source="Grieco 1988",
    ),
    picture=Picture(
        title="A deal worth 5 to the state and 15 to the rival",
        what="the share of years in which the deal is worth refusing",
        measure=REFUSED,
        curve="Share of all years in which the deal is worth refusing",
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Set suspicion to 0.99. Grieco's formula says that a state that fears its rival "
        "enough refuses. In how many of the fifty years is the deal worth refusing?",
        answers=(
            "In nearly all of them",
            "In about a third, and less often in the end than at first",
            "In about a third, and more often in the end than at first",
            "In about one in ten, and hardly more often than beside a harmless rival",
        ),
        right=3,
        because="In the first year fear does make more states refuse: three in ten, against one "
        "in six beside a harmless rival. But a state that fears its rival also arms, and once it "
        "is armed a little more power in the rival's hands endangers it less: from the second "
        "year on k is below a half in most histories, whatever is suspected. Lasting fear is "
        "met with arms, so it need not be met with refusals too.",
    ),
    claims=(7, 26),
    reading=("Grieco 1988", "Snidal 1991"),
)
