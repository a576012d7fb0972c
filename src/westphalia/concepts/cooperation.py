"""C. Cooperation and its limits."""

from westphalia.claims import arms_control, collective_defence, cooperation, institutions
from westphalia.claims.cooperation import SHARED_THREAT, SHORT_LIVED
from westphalia.claims.worlds import OTHERS, ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Look, Trial, without
from westphalia.concepts.strategies import thought_greedy
from westphalia.theories import liberal

USUAL = ordinary()
EARLY = 20
TOGETHER = (looks.allies(OTHERS, OTHERS, EARLY), looks.trade(OTHERS, EARLY))
SMALL, LARGE = collective_defence.SMALL, (collective_defence.LARGE,)
LATE = collective_defence.SETTLED
CLIENTS, SHIFT = collective_defence.CLIENTS, collective_defence.SHIFT
NEGLECT = (looks.survival(CLIENTS), looks.threat(CLIENTS, SHIFT))
KEPT = Look(arms_control.COMPLIANCE, 0.05, "one cap of twenty")
BOTH_KEEP = Look(arms_control.BOTH_KEEP, 0.01, "one pair of a hundred")
ERROR = Look(institutions.ERROR, 0.01, "a twentieth of the usual .18")
TRADE_ENDS = Look(cooperation.ending(("trade",), "trade"), 0.5, "one deal of two hundred in a year")
PREDICTABLE = (ERROR, TRADE_ENDS)
ENDINGS = Look(cooperation.ENDINGS, 0.5, "one agreement of two hundred in a year")
SCOPE = Look(cooperation.SCOPE, 0.1, "a twentieth of the usual two")
NARROW = (ENDINGS, SCOPE)
GREEDY = ordinary(set={"greedy_share": 0.5})

CONCEPTS = (
    Concept(
        "shared threats", "C", 22,
        "all think one state greedy with 0.7, against 0.1",
        "Walt 1987",
        (
            Trial(ORDINARY, thought_greedy(0.7), thought_greedy(0.1), TOGETHER),
            Trial("a leader among seven", SHARED_THREAT.conditions["treatment"],
                  SHARED_THREAT.conditions["control"], TOGETHER),
        ),
    ),
    Concept(
        "collective defence", "C", 23,
        "pacts of help, against none",
        "Olson & Zeckhauser 1966",
        (
            without(ORDINARY, USUAL, looks.burden(), looks.threat(), off=("pacts",)),
            Trial("seven unequal states face a leader, all allied",
                  collective_defence.facing_leader(1.0),
                  collective_defence.facing_leader(0.0),
                  (looks.burden(SMALL, LATE), looks.burden(LARGE, LATE),
                   looks.threat(OTHERS, LATE))),
        ),
    ),
    Concept(
        "arms control", "C", 24,
        "arms may be capped, against no caps",
        "Downs & Rocke 1990",
        (
            without(ORDINARY, USUAL, looks.burden(), looks.WARS, off=("caps",)),
            without("every cheat is found", arms_control.found(1.0), looks.burden(), looks.WARS,
                    off=("caps",)),
        ),
    ),
    Concept(
        "verification", "C", 24,
        "cheats are found with chance 0.9 a year, against never",
        "Downs & Rocke 1990",
        (
            Trial(ORDINARY, arms_control.found(0.9), arms_control.found(0.0), (KEPT, BOTH_KEEP)),
            without("half of all states are greedy",
                    GREEDY.having(set={"detection": 0.9, "inspected_detection": 0.9}), KEPT,
                    BOTH_KEEP, set={"detection": 0.0, "inspected_detection": 0.0}),
        ),
    ),
    Concept(
        "institutions", "C", 25,
        "joint institutions, against none",
        "Keohane 1984",
        (
            without(ORDINARY, USUAL, *PREDICTABLE, off=("institutions",)),
            Trial("all pairs have dense institutions", institutions.embedded(0.9),
                  institutions.embedded(0.0), PREDICTABLE),
            without("liberal states", ordinary(theory=liberal), *PREDICTABLE, looks.SUSPICION,
                    off=("institutions",)),
        ),
    ),
    Concept(
        "autonomy", "C", 27,
        "a pact costs autonomy, against none; states that have neglected their arms, against armed",
        "Morrow 1991",
        (
            without(ORDINARY, USUAL, looks.allies(), set={"autonomy_cost": 0.0}),
            Trial("patrons turn away in year 15; off: the clients were armed",
                  collective_defence.with_patrons(0.005, shift=True),
                  collective_defence.with_patrons(0.03, shift=True), NEGLECT),
            Trial("patrons stay; off: the clients were armed",
                  collective_defence.with_patrons(0.005, shift=False),
                  collective_defence.with_patrons(0.03, shift=False), NEGLECT),
        ),
    ),
    Concept(
        "cooperation under threat", "C", 28,
        "greedy states value what they take, against no greed; all suspect all, against trust",
        "Waltz 1979",
        (
            without(ORDINARY, USUAL, *NARROW, set={"greed": 0.0}),
            Trial("all believe all greedy with 0.7; off: with 0.1",
                  SHORT_LIVED.conditions["treatment"], SHORT_LIVED.conditions["control"], NARROW),
        ),
    ),
)  # fmt: skip
