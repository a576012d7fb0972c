"""D. The security dilemma: the spiral, the four worlds, signals, confidence, posture."""

from westphalia.claims import reassurance, spiral
from westphalia.claims.spiral import BLURRED, CLEAR, FOUR_WORLDS, SAFE, SOLID
from westphalia.claims.worlds import ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Look, Trial, without

USUAL = ordinary()
SECURE = ordinary(set={"greedy_share": 0.0, "distinguishability": 0.0})
DANGER = (looks.WARS, looks.threat())
WORLDS = FOUR_WORLDS.conditions
#: Nobody is greedy, and all suspect all.
MISTAKEN = ordinary(set={"greedy_share": 0.0}, given={"belief": 0.6})
OF_SECURE = Look(reassurance.OF_SECURE, 0.025, "a tenth of the usual .25")
SIGNALLED = (OF_SECURE, looks.burden())
TELLS = Look(reassurance.TELLS, 0.025, "a tenth of the usual suspicion of .25")
CAPS_KEPT = Look(reassurance.KEPT, 0.01, "one pair of a hundred")
#: A tenth of the level in the ledger, taken from a wrong level (.3) before a trial of 128 runs.
SURPRISES = Look(reassurance.SURPRISE, 0.08, "a tenth of the usual .8")
#: Pairs that are capped and nothing else.
CAPPED = reassurance.capped(inspected=False)
ACCIDENT_PRONE = ordinary(set={"accident": 0.02})

CONCEPTS = (
    Concept(
        "spiral", "D", 29,
        "states may arm, against burdens that stay as they were",
        "Jervis 1978",
        (
            without(ORDINARY, USUAL, looks.threat(), looks.WARS, off=("arming",)),
            without("all want security alone, weapons alike", SECURE, looks.threat(), looks.WARS,
                    off=("arming",)),
            Trial("all want security alone, from a burden of 0.5%", spiral.secure(),
                  spiral.secure(frozen=True),
                  (looks.threat(first=spiral.LATE), looks.burden(first=spiral.LATE))),
        ),
    ),
    Concept(
        "offence and defence", "D", 30,
        "offence dominates, against defence",
        "Jervis 1978",
        (
            Trial("weapons alike", WORLDS[BLURRED], WORLDS[SOLID], DANGER),
            Trial("weapons distinct", WORLDS[CLEAR], WORLDS[SAFE], DANGER),
            Trial("ordinary worlds, a little either way",
                  ordinary(set={"defence_advantage": 0.92}),
                  ordinary(set={"defence_advantage": 1.08}), DANGER),
        ),
    ),
    Concept(
        "weapons alike", "D", 30,
        "weapons cannot be told apart, against weapons that can",
        "Jervis 1978",
        (
            Trial("offence dominates", WORLDS[BLURRED], WORLDS[CLEAR], DANGER),
            Trial("defence dominates", WORLDS[SOLID], WORLDS[SAFE], DANGER),
            Trial(ORDINARY, ordinary(set={"distinguishability": 0.0}), USUAL, DANGER),
        ),
    ),
    Concept(
        "costly signals", "D", 31,
        "states may give up offence to be believed, against no signals",
        "Kydd 2005",
        (
            without(ORDINARY, USUAL, *SIGNALLED, looks.WARS, off=("signals",)),
            without("nobody is greedy, and all believe it of all with 0.6", MISTAKEN, *SIGNALLED,
                    off=("signals",)),
        ),
    ),
    Concept(
        "cheap talk", "D", 31,
        "the same signals at no cost, against no signals; the theory says that nothing changes",
        "Kydd 2005",
        (
            without(ORDINARY, ordinary(set={"signal_cost": 0.0}), *SIGNALLED, off=("signals",)),
            without("nobody is greedy, and all believe it of all with 0.6",
                    MISTAKEN.having(set={"signal_cost": 0.0}), *SIGNALLED, off=("signals",)),
        ),
    ),
    Concept(
        "inspections", "D", 32,
        "states may inspect each other's arms, against no inspection",
        "Schelling & Halperin 1961",
        (
            without(ORDINARY, USUAL, TELLS, looks.SUSPICION, off=("inspections",)),
            Trial("all pairs inspect, nothing else is agreed", reassurance.agreed("transparency"),
                  reassurance.agreed(), (TELLS, looks.threat())),
            Trial("arms caps, all pairs inspect", reassurance.capped(inspected=True), CAPPED,
                  (CAPS_KEPT,)),
        ),
    ),
    Concept(
        "hotlines", "D", 32,
        "hotlines between capitals, against none",
        "Schelling & Halperin 1961",
        (
            without(ORDINARY, USUAL, looks.ACCIDENTS, looks.DISPUTES, off=("hotlines",)),
            Trial("all pairs have one, nothing else is agreed", reassurance.agreed("hotline"),
                  reassurance.agreed(), (looks.ACCIDENTS, looks.DISPUTES)),
            without("accidents are six times as likely", ACCIDENT_PRONE, looks.ACCIDENTS,
                    looks.WARS, off=("hotlines",)),
        ),
    ),
    Concept(
        "withdrawals", "D", 32,
        "troops withdrawn from a common border, against none",
        "Schelling & Halperin 1961",
        (
            without(ORDINARY, USUAL, SURPRISES, looks.threat(), off=("withdrawals",)),
            Trial("all pairs have, nothing else is agreed", reassurance.agreed("withdrawal"),
                  reassurance.agreed(), (SURPRISES, looks.threat())),
        ),
    ),
    Concept(
        "posture", "D", 33,
        "states shift arms between offence and defence, against shares that stay",
        "Jervis 1978",
        (
            without(ORDINARY, USUAL, TELLS, looks.threat(), off=("posture",)),
            Trial("weapons distinct", reassurance.weapons(True, True),
                  reassurance.weapons(True, False), (TELLS, looks.threat())),
            Trial("weapons alike", reassurance.weapons(False, True),
                  reassurance.weapons(False, False), (TELLS, looks.threat())),
        ),
    ),
    Concept(
        "arms races and war", "D", 34, "", "Sample 1997",
        no_trial="An association within worlds and no mechanism: nothing switches it. Claim 34 "
        "measures it; arming itself is switched under the spiral.",
    ),
)  # fmt: skip
