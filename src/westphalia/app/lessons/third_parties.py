"""Buck-passing and chain-ganging: third parties to a war, by how easy defence is thought to be."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.worlds import YEARS, of_state, ordinary
from westphalia.experiments.condition import Condition

#: The first year before which there are enough wars for a mean.
FIRST = 10


def judging(advantage: float) -> Condition:
    """Eight powers that believe the defender's advantage to be this multiple of the true one."""
    return ordinary(given={"perceived_defence": of_state({}, others=advantage)})


def worlds(advantage: float) -> Mapping[str, Condition]:
    """Powers with this belief, and powers whose belief is right."""
    return {"this belief": judging(advantage), "a true belief": judging(1.0)}


THIRD_PARTIES = Lesson(
    id="buck-passing",
    title="Buck-passing and chain-ganging",
    question="Who comes to help when another state is attacked?",
    story=(
        "Among several powers an attack on one is a danger to others, and they can make two "
        "mistakes. They can pass the buck: stay out, and hope that somebody else stops the "
        "attacker, as in the 1930s. Or they can be chained together: follow an ally into war "
        "because they cannot afford to lose it, as in 1914.",
        "Thomas Christensen and Jack Snyder said which mistake to expect. Where states believe "
        "that offence has the advantage, an ally may be overrun in weeks, so one must follow. "
        "Where they believe in defence, there is time, and others can be left to bear the "
        "costs. It is the belief that counts: the true advantage is the same here at every "
        "position of the control.",
        "The picture counts who fights in a war. Two means that attacker and target fight "
        "alone. Wars themselves become rare where defence is thought easy, so expect wide "
        "intervals there. That third parties stay out does not say why they do.",
    ),
    control=Control(
        label="Believed defender's advantage",
        unit="times the true one",
        values=(0.5, 0.7, 1.0, 1.4, 2.0),
        value=0.5,
        about="How strong all states believe defence to be: below 1 they think attack easier "
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
        question="Set the control to 2. Fewer third parties fight than at 0.5. Are the others "
        "passing the buck: does their own survival give them reason to help the target, and do "
        "they stay out all the same?",
        answers=(
            "Yes, most of them",
            "No: most see too little at stake for themselves, and buck-passing is rarer than "
            "where offence is thought easy",
            "No: most are held back by an alliance with the attacker",
        ),
        right=1,
        because="Whoever believes in defence also believes that the target will hold out and that "
        "the attacker cannot attack others next, so there is little reason to help. The buck is "
        "passed where a state has reason to help and leaves it to others: that takes fear, and "
        "there is more of it where offence is thought easy. Staying out and passing the buck are "
        "not the same.",
    ),
    claims=(10, 11),
    reading=("Christensen & Snyder 1990", "Waltz 1979"),
)
