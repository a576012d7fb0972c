"""Codes of the yearly record: roles in a war, outcomes of a crisis, bits of the agreements."""

from westphalia.mechanisms.war import ROLES
from westphalia.world.agreements import KEPT_BIT, RECORDED

INITIATOR, JOINED_ATTACKER, TARGET, JOINED_TARGET = (
    ROLES.index(role) for role in ("initiator", "joined attacker", "target", "joined target")
)
#: Codes of the record `crisis`.
CONCEDED, LIMITED, TOTAL, ACCIDENT = 1, 2, 3, 4
#: Bits of the record `agreements`.
AGREEMENTS = {("cap" if a.name == "cap" else a.flag): a.bit for a in RECORDED} | {"kept": KEPT_BIT}
