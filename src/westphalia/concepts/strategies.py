"""B. Strategies for survival: balancing, buck-passing, chain-ganging, bandwagoning, restraint."""

import numpy as np

from westphalia import measures as m
from westphalia.claims import balance_of_threat, balancing, third_parties, too_much_power
from westphalia.claims.balancing_or_bandwagoning import OUT_OF_FEAR, RISKY
from westphalia.claims.worlds import (
    EMPTY_PACTS,
    OTHERS,
    N,
    of_state,
    ordinary,
    towards,
    with_leader,
)
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, Look, Trial, without
from westphalia.experiments.condition import Condition
from westphalia.theories import defensive, offensive
from westphalia.world.parameters import DEFAULTS

USUAL = ordinary()
EARLY = 20
AGAINST = Look(balance_of_threat.AGAINST, 0.04, "a tenth of the usual 40%")
WITH = Look(balance_of_threat.WITH, 0.02, "a tenth of the usual 20%")
COUNTER = Look(too_much_power.COUNTER, 0.1, "a tenth of the usual one ally")
LARGEST = Look(too_much_power.LARGEST, 0.25, "a tenth of the usual two or three")
ALLIED = Look(third_parties.ALLIED, 0.05, "an ally more in twenty wars")
IN_FEAR = Look(OUT_OF_FEAR, 0.1, "one pact in a thousand years")
WITH_LEADER = Look(m.with_ally((1,), (0,)), 0.05, "one year in twenty")
THREATENED = (AGAINST, WITH)
THIRDS = (looks.BALANCING, looks.ON_TARGETS_SIDE, looks.ATTACKERS_WIN)
HOPE = (looks.PASSING, looks.BALANCING)
MERCY = (looks.BANDWAGONING, looks.OF_THE_WEAK, looks.OF_THE_STRONG)
WIDENING = (looks.BELLIGERENTS, ALLIED)
COALITION = (looks.WITHOUT_LEADER, looks.ON_LEADER)
FREE_CHOICE = RISKY.conditions["weak and near"]
ONE, FOUR = (0,), (0, 1, 2, 3)
HALF_EXPAND = (*(offensive,) * 4, *(defensive,) * 4)
AMBITION = (looks.survival(ONE), looks.share_of_resources(ONE, 41))
RESTRAINT = (looks.survival(FOUR), looks.share_of_resources(FOUR, 41))
EMPTY = {"set": EMPTY_PACTS}


def with_first(share: float) -> Condition:
    """A random world in which state 0 begins with this share of all resources."""
    rest = N * (1.0 - share) / (N - 1)
    return ordinary(given={"resources": of_state({0: N * share}, others=rest)}).having(years=30)


def one_away(distance: float) -> Condition:
    """A random world in which state 0 is as far from everybody, in thousand km."""
    out = np.full((N, N), np.nan)
    out[0], out[:, 0] = distance, distance
    np.fill_diagonal(out, np.nan)
    return ordinary(given={"distance": out})


def thought_greedy(belief: float) -> Condition:
    """A random world in which all begin with this belief about state 0."""
    return ordinary(given={"belief": towards(0, belief)})


def posed(offensive_share: float) -> Condition:
    """A random world in which so much of state 0's arms is for offence at the start."""
    return ordinary(given={"posture": of_state({0: offensive_share})})


def _of_threat(
    name: str, number: int, what: str, claim: int, usual: tuple[Condition, Condition]
) -> Concept:
    """One of the four parts of threat. `usual`: more and less of it in ordinary worlds."""
    leader = balance_of_threat.CLAIMS[claim].conditions
    return Concept(
        name, "B", number, what, "Walt 1987",
        (
            Trial(ORDINARY, *usual, THREATENED),
            Trial("a leader among seven who suspect it", leader["treatment"], leader["control"],
                  THREATENED),
        ),
    )  # fmt: skip


def _ambitious(where: str, annexation: float | None) -> tuple[Trial, ...]:
    """A moderate wish for power against none and against much."""
    low, moderate, high = (
        too_much_power.wanting(power).having(
            set={"annexation": DEFAULTS["annexation"] if annexation is None else annexation}
        )
        for power in (0.0, 0.3, 1.0)
    )
    return (
        Trial(f"{where}; off: no wish for power", moderate, low, AMBITION),
        Trial(f"{where}; off: a strong wish", moderate, high, AMBITION),
    )


CONCEPTS = (
    Concept(
        "internal balancing", "B", 8,
        "states arm against those who threaten them and are no allies, and less if allies do",
        "Waltz 1979",
        (
            without(ORDINARY, USUAL, looks.burden(), set={"greed": 0.0}),
            Trial("seven friendless states suspect a leader with 0.7; off: with 0.1",
                  balancing.facing(0.7), balancing.facing(0.1), (looks.burden(OTHERS),)),
            Trial("the seven are allied; off: they are not", balancing.facing(0.7, OTHERS),
                  balancing.facing(0.7), (looks.burden(OTHERS),)),
        ),
    ),
    Concept(
        "external balancing", "B", 9,
        "pacts bring help and restrain, against empty pacts; a shared threat against none",
        "Walt 1987",
        (
            without(ORDINARY, USUAL, looks.allies(), looks.WARS, **EMPTY),
            without("a leader suspected by all", balancing.SHARED,
                    looks.allies(OTHERS, OTHERS, EARLY), AGAINST, **EMPTY),
            Trial("a leader suspected by all; off: by nobody", balancing.SHARED, balancing.NONE,
                  (looks.allies(OTHERS, OTHERS, EARLY), AGAINST)),
        ),
    ),
    Concept(
        "buck-passing", "B", 10,
        "third parties hope that others will help the target, against no such hope",
        "Christensen & Snyder 1990",
        (
            without(ORDINARY, USUAL, *HOPE, set={"hope": 0.0}),
            without("defence is thought twice as strong as it is", third_parties.DEFENCE, *HOPE,
                    set={"hope": 0.0}),
            Trial("twelve powers; off: four", ordinary(states=12), ordinary(states=4),
                  (looks.PASSING,)),
        ),
    ),
    Concept(
        "chain-ganging", "B", 11,
        "wars widen along pacts, against no pacts; offence is thought strong, against defence",
        "Christensen & Snyder 1990",
        (
            without(ORDINARY, USUAL, *WIDENING, off=("pacts",)),
            without("defence is thought half as strong as it is", third_parties.OFFENCE, *WIDENING,
                    off=("pacts",)),
            Trial("defence is thought half as strong; off: twice as strong", third_parties.OFFENCE,
                  third_parties.DEFENCE, WIDENING),
        ),
    ),
    Concept(
        "balancing in war", "B", 12,
        "third parties weigh the wars that may follow, against this war alone",
        "Walt 1987",
        (
            without(ORDINARY, USUAL, *THIRDS, forms={"joining": "present"}),
            without("a suspected leader with 40% of all resources", with_leader(0.4, 0.7), *THIRDS,
                    looks.ON_LEADER, forms={"joining": "present"}),
        ),
    ),
    Concept(
        "bandwagoning in war", "B", 13,
        "attackers spare who helped them, against attackers who spare nobody",
        "Walt 1987",
        (
            without(ORDINARY, USUAL, *MERCY, set={"appeasement": 0.0}),
            without("a suspected leader with 40% of all resources", with_leader(0.4, 0.7), *MERCY,
                    set={"appeasement": 0.0}),
        ),
    ),
    Concept(
        "bandwagoning by pact", "B", 13,
        "a pact restrains the partner, against pacts that bring help alone",
        "Schroeder 1976",
        (
            without(ORDINARY, USUAL, looks.FOR_RESTRAINT, looks.allies(), set={"restraint": 0.0}),
            without("a weak state 500 km from a leader", FREE_CHOICE, IN_FEAR, WITH_LEADER,
                    set={"restraint": 0.0}),
        ),
    ),
    _of_threat("aggregate power", 14, "state 0 holds 35% of all resources, against 15%", 0,
               (with_first(0.35), with_first(0.15))),
    _of_threat("proximity", 15, "state 0 is 500 km from the others, against 3,000 km", 1,
               (one_away(0.5), one_away(3.0))),
    _of_threat("offensive capability", 16, "90% of state 0's arms are for offence, against 10%", 2,
               (posed(0.9), posed(0.1))),
    _of_threat("aggressive intentions", 17, "all think state 0 greedy with 0.7, against 0.1", 3,
               (thought_greedy(0.7), thought_greedy(0.1))),
    Concept(
        "threat beats power", "B", 18, "", "Walt 1987",
        no_trial="A comparison of two explanations of the same pacts and no mechanism. Claim 18 "
        "makes it; the four parts of threat are switched one by one above.",
    ),
    Concept(
        "too much power", "B", 19,
        "state 0 begins with a third or half of all resources, against a fifth",
        "Waltz 1979",
        (
            Trial("ordinary worlds, a third of all power", with_first(0.35), with_first(0.2),
                  COALITION),
            Trial("ordinary worlds, half of all power", with_first(0.5), with_first(0.2),
                  COALITION),
            Trial("a leader among seven who suspect it, half of all power",
                  too_much_power.COALITIONS.conditions["half"],
                  too_much_power.COALITIONS.conditions["a fifth"], (COUNTER, LARGEST)),
        ),
    ),
    Concept(
        "moderate power", "B", 20,
        "one state wants power moderately, against not at all or much",
        "Waltz 1979",
        (
            *_ambitious(ORDINARY, None),
            *_ambitious("every total victory that can be held annexes", 1.0),
        ),
    ),
    Concept(
        "status-quo behaviour", "B", 21,
        "four states are restrained, against expanding; the other four are restrained",
        "Snyder 1991",
        (
            Trial(ORDINARY, USUAL, ordinary(theory=HALF_EXPAND), RESTRAINT),
            Trial("every total victory that can be held annexes",
                  ordinary(set=too_much_power.DEADLY),
                  ordinary(set=too_much_power.DEADLY, theory=HALF_EXPAND), RESTRAINT),
        ),
    ),
)  # fmt: skip
