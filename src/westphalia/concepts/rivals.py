"""F. Other theories: what states want and expect, the liberal three, culture."""

from westphalia.claims import culture, self_confirmation
from westphalia.claims.liberal_peace import LIBERAL_PEACE
from westphalia.claims.worlds import ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Trial, without
from westphalia.theories import constructivist, offensive

USUAL = ordinary()
RISK = (looks.at_war(), looks.WARS)
LIBERAL = LIBERAL_PEACE.conditions
OF_CULTURE = (looks.at_war(), looks.SUSPICION, looks.burden())


def _liberal(what: str) -> Trial:
    return Trial(f"liberal states: {what}", LIBERAL[what], LIBERAL["none"], RISK)


CONCEPTS = (
    Concept(
        "offensive realism", "F", 41,
        "all maximise power and expect the worst, against security-seekers",
        "Mearsheimer 2001",
        (Trial(ORDINARY, ordinary(theory=offensive), USUAL,
               (looks.WARS, looks.CONCENTRATION, looks.burden())),),
    ),
    Concept(
        "a lone maximiser", "F", 41,
        "one power-maximiser among defenders, against a defender in its place",
        "Mearsheimer 2001",
        (Trial(ORDINARY, ordinary(theory=self_confirmation.LONE), USUAL,
               (looks.share_of_resources((0,)), looks.survival((0,)), looks.WARS)),),
    ),
    Concept(
        "expectations about third parties", "F", 41,
        "all expect third parties to pass the buck, against to balance",
        "Mearsheimer 2001",
        (
            Trial(ORDINARY, ordinary(theory=self_confirmation.EXPECTS_PASSING), USUAL,
                  (looks.WARS, looks.burden(), looks.threat())),
            Trial("half of all states are greedy",
                  ordinary(theory=self_confirmation.EXPECTS_PASSING, set={"greedy_share": 0.5}),
                  ordinary(set={"greedy_share": 0.5}),
                  (looks.WARS, looks.burden(), looks.threat())),
        ),
    ),
    Concept(
        "liberal peace", "F", 42,
        "all are democracies, trade, or share strong institutions, against none of the three",
        "Oneal & Russett 1997",
        tuple(map(_liberal, ("democracy", "trade", "institutions"))),
    ),
    Concept(
        "trade deals", "F", 42,
        "states may trade under deals, against no deals",
        "Oneal & Russett 1997",
        (without(ORDINARY, USUAL, *RISK, off=("deals",)),),
    ),
    Concept(
        "culture", "F", 43,
        "all begin as friends, against as enemies",
        "Wendt 1999",
        (Trial("constructivist states", culture.culture(0.6), culture.culture(-0.6), OF_CULTURE),),
    ),
    Concept(
        "identities", "F", 43,
        "identities follow what states do, against identities that stay",
        "Wendt 1999",
        (
            without(ORDINARY, USUAL, *OF_CULTURE, off=("identities",)),
            without("constructivist states", ordinary(theory=constructivist), *OF_CULTURE,
                    off=("identities",)),
            without("constructivist states that begin as enemies", culture.culture(-0.6),
                    *OF_CULTURE, off=("identities",)),
        ),
    ),
    Concept(
        "can history tell them apart", "F", 44, "", "Cranmer & Desmarais 2017",
        no_trial="A property of histories and scores and no mechanism: `westphalia recover` "
        "computes the recovery matrix.",
    ),
)  # fmt: skip
