"""A. Structure: anarchy, uncertainty, shifts of power, relative gains."""

from westphalia.claims.anarchy import NOT_CHAOS
from westphalia.claims.relative_gains import ABSOLUTE, AT_FIRST, PAIR, PAIR_TRADE, two_powers
from westphalia.claims.shifts import REMOTE, REST, RISER, WARS_ON_IT, rising
from westphalia.claims.too_much_power import DEADLY
from westphalia.claims.uncertainty import nobody_greedy, settled
from westphalia.claims.worlds import TRUSTING, N, ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Look, Trial, without
from westphalia.theories import defensive

USUAL = ordinary()
OF_SOVEREIGN = (looks.WARS, looks.burden(), looks.allies(), looks.trade())
GREEDY = ordinary(set={"greedy_share": 0.5})
TWO_TRUST = (TRUSTING, TRUSTING, *(defensive,) * (N - 2))
OF_TRUST = (looks.survival((0, 1)), looks.threat((0, 1)))
FEAR = (looks.burden(), looks.threat())
UNSURE = nobody_greedy(0.25, 0.0)
LOOKS_AHEAD = (looks.DECLINERS, looks.RISERS, looks.WARS)
ON_RISER = Look(WARS_ON_IT, 0.1, "a tenth of the usual one war on a state")
DEAL = Look(AT_FIRST, 0.1, "one year in ten, of the first five")
BY_GAINS = Look(PAIR_TRADE, 0.05, "one year of twenty")
#: The growth of states is twice as unsteady.
UNSTEADY = ordinary(set={"growth_shock": 0.008})

CONCEPTS = (
    Concept(
        "anarchy", "A", 1,
        "nobody punishes a breach of the peace, against a sovereign who punishes every one",
        "Waltz 1979",
        (
            without(ORDINARY, USUAL, *OF_SOVEREIGN, set={"enforcement": 1.0}),
            without("half of all states are greedy", GREEDY, *OF_SOVEREIGN,
                    set={"enforcement": 1.0}),
        ),
    ),
    Concept(
        "anarchy without war", "A", 2,
        "nobody is greedy, the defence has the advantage and weapons tell, against the usual world",
        "Waltz 1979",
        (Trial(ORDINARY, NOT_CHAOS.conditions["treatment"], USUAL, (looks.NO_WAR, looks.WARS)),),
    ),
    Concept(
        "self-help", "A", 3,
        "two states arm and ally as the others do, against states that rely on promises alone",
        "Waltz 1979",
        (
            Trial(ORDINARY, USUAL, USUAL.having(theory=TWO_TRUST), OF_TRUST),
            Trial("every total victory that can be held annexes", ordinary(set=DEADLY),
                  ordinary(set=DEADLY, theory=TWO_TRUST), OF_TRUST),
        ),
    ),
    Concept(
        "worst case", "A", 4,
        "states act on more than they believe, against acting on what they believe",
        "Jervis 1978",
        (
            without(ORDINARY, USUAL, *FEAR, set={"defensive.worst_case": 0.0}),
            Trial("nobody is greedy, all believe it with 0.25", nobody_greedy(0.25, 0.7), UNSURE,
                  FEAR),
        ),
    ),
    Concept(
        "uncertainty", "A", 4,
        "states are unsure of all others, against all but sure of each, as suspicious on average",
        "Jervis 1978",
        (Trial("nobody is greedy", UNSURE, nobody_greedy(settled(), 0.0), FEAR),),
    ),
    Concept(
        "shifts in power", "A", 5,
        "growth shifts power, against a world where it does not",
        "Powell 1999",
        (
            without(ORDINARY, USUAL, looks.burden(), looks.WARS, set={"growth_shock": 0.0}),
            Trial("a state rises by 3% a year; off: out of reach", rising(RISER), rising(REMOTE),
                  (looks.burden(REST), looks.allies(REST, REST), ON_RISER)),
        ),
    ),
    Concept(
        "preventive war", "A", 5,
        "a fear of later decline enters the choice of war, against nobody looking ahead",
        "Levy 1987",
        (
            without(ORDINARY, USUAL, *LOOKS_AHEAD, off=("preventive_war",)),
            without("growth is twice as unsteady", UNSTEADY, *LOOKS_AHEAD, off=("preventive_war",)),
            without("a state rises by 3% a year", rising(RISER), ON_RISER, off=("preventive_war",)),
        ),
    ),
    Concept(
        "power is relative", "A", 6, "", "Waltz 1979",
        no_trial="A unit of measurement and no mechanism: resources are counted in their mean, so "
        "doubling all of them changes nothing, exactly. Claim 6 checks it.",
    ),
    Concept(
        "relative gains", "A", 7,
        "a rival that is feared, or survival that counts for long, against one that is not",
        "Grieco 1988",
        (
            without(ORDINARY, USUAL, looks.trade(), set={"horizon": 20.0}),
            Trial("an equal at 100 km, feared or harmless: is a 5 : 15 deal worth having?",
                  two_powers(0.99, 0.9), two_powers(0.01, 0.1), (DEAL,)),
        ),
    ),
    Concept(
        "deals judged by relative gains", "C", 26,
        "deals are weighed by what they do to survival, against their own gain alone",
        "Grieco 1988",
        (
            without(ORDINARY, USUAL, looks.trade(), theory=ABSOLUTE),
            without("each believes each other greedy with 0.6",
                    ordinary(given={"belief": 0.6}, off=("learning",)), looks.trade(),
                    theory=ABSOLUTE),
            without("two powers alone, a large and a feared small one", PAIR, BY_GAINS,
                    theory=ABSOLUTE),
        ),
    ),
)  # fmt: skip
