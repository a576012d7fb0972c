"""The security dilemma: states that want security alone, free to arm or held."""

from collections.abc import Mapping

from westphalia import measures as m
from westphalia.app.lessons.lesson import Control, Exercise, Lesson, Picture
from westphalia.claims.spiral import LATE, secure
from westphalia.claims.worlds import YEARS
from westphalia.experiments.condition import Condition

#: Distinguishability of posture, where weapons look alike and where they are distinct.
ALIKE, DISTINCT = 0.05, 0.6


def dilemma(advantage: float, distinct: bool = False, frozen: bool = False) -> Condition:
    """Secure states where the defender has this advantage (beta). `frozen`: held at 0.5%."""
    clarity = DISTINCT if distinct else ALIKE
    numbers = {"defence_advantage": advantage, "distinguishability": clarity}
    return secure(frozen=frozen).having(set=numbers)


def worlds(advantage: float) -> Mapping[str, Condition]:
    """Free to arm, held at a low level, and free to arm with weapons that can be told apart."""
    return {
        "free to arm": dilemma(advantage),
        "held at 0.5%": dilemma(advantage, frozen=True),
        "free to arm, weapons distinct": dilemma(advantage, distinct=True),
    }


SECURITY_DILEMMA = Lesson(
    id="security-dilemma",
    title="The security dilemma",
    question="Can states that want nothing but security make each other insecure?",
    story=(
        "What one state does to be safe can make another less safe. Each arms because it cannot "
        "know what the others want, and the others see arms that could be used against them. "
        "Herbert Butterfield and John Herz saw a tragedy in this; Robert Jervis asked when it is "
        "a severe one. His answer has two parts: whether attack is easier than defence, and "
        "whether defensive weapons can be distinguished from offensive ones.",
        "Nobody here is greedy: eight states want only security, and none knows that of the "
        "others. They begin with a burden of half a per cent of resources. In the first world "
        "they may arm and weapons look alike; in the second they are held at that level; in the "
        "third they may arm and weapons can be told apart. Move the defender's advantage "
        "and look at the last years of each line.",
        "Ask two things. How much does the threat depend on the control and on the weapons, as "
        "Jervis said? And are states that may arm less safe than states that may not, as the "
        "spiral of arms would have it? The two answers need not be the same.",
    ),
    control=Control(
        label="Defender's advantage",
        unit="ratio",
        values=(0.7, 0.85, 1.0, 1.2, 1.4),
        value=0.7,
        about="How much more an attacker needs than the defender for an even chance of victory: "
        "below 1 offence is easier, above 1 defence.",
        source="Jervis 1978",
    ),
    picture=Picture(
        title="Threat to a state",
        what=f"the threat to a state in years {LATE}-{YEARS}, in % a year,",
        measure=m.threat(),
        curve=f"Mean threat in years {LATE}-{YEARS}: the chance a year of being attacked and "
        "beaten, as the state itself sees it",
        outcome=(LATE, YEARS),
    ),
    worlds=worlds,
    exercise=Exercise(
        question="Set the defender's advantage to 0.7, where offence is easy and weapons "
        "look alike: the most dangerous of Jervis's four worlds. Which states are more "
        "threatened in the end?",
        answers=(
            "Those that are free to arm: arms feed fear and fear feeds arms",
            "Those that are held at 0.5%",
            "Both equally: if all arm, the balance stays the same",
        ),
        right=0,
        because="Those that may arm raise their burdens many times over, fight more wars and "
        "are nearly twice as threatened. It is not suspicion that feeds this: a state that may arm "
        "and does so only moderately shows that it means no harm, so that suspicion is lower "
        "than where all are held, and where beliefs are held fixed the difference is as "
        "large. It is the arms: an opening to strike is worth more to whoever has them. "
        "Easy offence and weapons that look alike make it worse, as Jervis said: where the "
        "defender has a large advantage the threat is two thirds lower, and where weapons can be "
        "told apart a quarter.",
    ),
    claims=(29, 30),
    reading=("Jervis 1978", "Jervis 1976", "Glaser 2010"),
    runs=256,
)
