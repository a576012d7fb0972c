"""Codes of the yearly record: roles in a war, outcomes of a crisis, bits of the agreements."""

from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES
from westphalia.world.agreements import KEPT, RECORDED

INITIATOR, JOINED_ATTACKER, TARGET, JOINED_TARGET = (
    ROLES.index(role) for role in ("initiator", "joined attacker", "target", "joined target")
)
#: Codes of the record `crisis`.
CONCEDED, LIMITED, TOTAL, ACCIDENT, BACKED_DOWN = (
    OUTCOMES.index(outcome)
    for outcome in (
        "demand conceded",
        "limited war",
        "total war",
        "accidental war",
        "challenger backed down",
    )
)
#: Bits of the record `agreements`.
AGREEMENTS = {a.flag: a.bit for a in RECORDED} | {"kept": KEPT["cap"]}
