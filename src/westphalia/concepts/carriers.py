"""G. What carries the others: how the world makes quarrels, crises, wars, pacts and beliefs."""

from westphalia.claims.worlds import ordinary
from westphalia.concepts import looks
from westphalia.concepts.concept import ORDINARY, Concept, with_, without
from westphalia.concepts.cooperation import ERROR, GREEDY

USUAL = ordinary()

CONCEPTS = (
    Concept(
        "flows", "G", None,
        "what a war wins is counted over the years it is had, against one year",
        "modelling choice",
        (without(ORDINARY, USUAL, looks.DISPUTES, looks.WARS, off=("flows",)),),
    ),
    Concept(
        "salience", "G", None,
        "quarrels differ in size, come and go, against quarrels all alike",
        "Diehl & Goertz 2000",
        (without(ORDINARY, USUAL, looks.CONCENTRATED, looks.DISPUTES, off=("salience",)),),
    ),
    Concept(
        "record", "G", None,
        "a pair's past disputes make the next likelier, against no memory of them",
        "Harvey & Fernandes 1989",
        (with_(ORDINARY, USUAL, looks.CONCENTRATED, looks.DISPUTES, on=("record",)),),
    ),
    Concept(
        "backing down", "G", None,
        "a challenger that is resisted may back down, against a demand taken or left",
        "Fearon 1994",
        (without(ORDINARY, USUAL, looks.WAR_GIVEN_DISPUTE, looks.WARS,
                 forms={"crisis": "ultimatum"}),),
    ),
    Concept(
        "joining", "G", None,
        "third states may join a war, against staying out",
        "Walt 1987",
        (
            without(ORDINARY, USUAL, looks.WARS, looks.ATTACKERS_WIN, off=("joining",)),
            without("half of all states are greedy", GREEDY, looks.WARS, looks.ATTACKERS_WIN,
                    off=("joining",)),
        ),
    ),
    Concept(
        "pacts", "G", None,
        "states make and end pacts of help, against no pacts",
        "Snyder 1984",
        (without(ORDINARY, USUAL, looks.WARS, looks.BALANCING, off=("pacts",)),),
    ),
    Concept(
        "pacts that bind", "G", None,
        "making and leaving a pact costs, against the same price at any age",
        "Leeds & Savun 2007",
        (without(ORDINARY, USUAL, looks.PACTS_KEPT, looks.allies(), forms={"pacts": "loose"}),),
    ),
    Concept(
        "expected response", "G", None,
        "states ask how others will answer their acts, against their own act alone",
        "Glaser 2010",
        (
            without(ORDINARY, USUAL, looks.burden(), looks.WARS, off=("response",)),
            without("half of all states are greedy", GREEDY, looks.burden(), looks.WARS,
                    off=("response",)),
        ),
    ),
    Concept(
        "learning", "G", None,
        "beliefs follow what others do, against beliefs that stay",
        "Kydd 2005",
        (without(ORDINARY, USUAL, ERROR, looks.burden(), looks.WARS, off=("learning",)),),
    ),
)  # fmt: skip
