"""Buck-passing and chain-ganging: third parties to a war, by how easy defence is thought to be."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.worlds import YEARS, of_state, ordinary
from westphalia.experiments.arm import Arm

#: The first year with wars enough behind it for a mean.
FIRST = 10


def judging(advantage: float) -> Arm:
    """Eight powers that all believe the defender's advantage to be so many times the true one."""
    return ordinary(given={"perceived_defence": of_state({}, others=advantage)})


def worlds(advantage: float) -> Mapping[str, Arm]:
    """Powers that judge so, and powers that judge rightly."""
    return {"judged so": judging(advantage), "judged as it is": judging(1.0)}


THIRD_PARTIES = Lesson(
    id="buck-passing",
    title="Buck-passing and chain-ganging",
    question="Who comes to help when somebody else is attacked?",
    story=(
        "Among several powers an attack on one is a danger to others, and they can make two "
        "mistakes. They can pass the buck: stay out, and hope that somebody else stops the "
        "attacker, as in the 1930s. Or they can be chained together: follow an ally into war "
        "because they cannot afford to lose it, as in 1914.",
        "Thomas Christensen and Jack Snyder said which mistake to expect. Where states believe "
        "that the offence has the advantage, an ally may be overrun in weeks, so one must follow. "
        "Where they believe in the defence, there is time, and others can be left to bear the "
        "costs. It is the belief that counts: the true advantage is the same here at every "
        "position of the control.",
        "The picture counts who fights in a war. Two means that attacker and target are left "
        "alone. Wars themselves become rare where defence is thought easy, so expect wide "
        "intervals there. That third parties stay out does not yet say why they do.",
    ),
    control=Control(
        label="Believed advantage of the defender",
        unit="times the true one",
        values=(0.5, 0.7, 1.0, 1.4, 2.0),
        value=0.5,
        about="How strong all states believe the defence to be: below 1 they think attack easier "
        "than it is, above 1 harder.",
        source="Christensen & Snyder 1990",
    ),
    picture=Picture(
        title="States that fight in a war, mean of all wars so far",
        what="the number of states that fight in a war",
        measure=m.belligerents(),
        curve="Mean over all wars of the fifty years",
        years=(FIRST, YEARS),
        back=None,
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Put the control to 2. Hardly any third party fights. Are the others passing "
        "the buck, that is, does their own survival pull them to the target's side and they stay "
        "out all the same?",
        answers=(
            "Yes, most of them",
            "No: most see too little at stake for themselves, and buck-passing is rarer than "
            "where offence is thought easy",
            "No: most are held back by an alliance with the attacker",
        ),
        right=1,
        because="Whoever believes in the defence also believes that the target will hold and that "
        "the attacker cannot come for the next, so there is little pull to pass on. The buck is "
        "passed where one is drawn to help and leaves it to others: that takes fear, and there is "
        "more of it where offence is thought easy. Staying out and passing the buck are not one "
        "thing.",
    ),
    claims=(10, 11),
    reading=("Christensen & Snyder 1990", "Waltz 1979"),
)
