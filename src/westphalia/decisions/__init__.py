"""The decisions of states, one a file: options from the mechanisms, consequence, motives, words."""

from westphalia.decisions.agreements import AGREEMENTS
from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.compliance import COMPLIANCE
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.joining import JOINING
from westphalia.decisions.resistance import RESISTANCE
from westphalia.decisions.signal import SIGNAL
from westphalia.decisions.standing import STANDING

#: The decisions that states take one after another in a year, once pairs have met.
IN_TURN: tuple[Decision, ...] = (COMPLIANCE, SIGNAL, ALIGNMENT, ARMING, CHALLENGE, JOINING)
#: Every decision; of the agreements a pair meets on one a year; resisting and standing firm come
#: up in the crises that states open.
DECISIONS: tuple[Decision, ...] = (
    *AGREEMENTS,
    *IN_TURN[:-1],
    RESISTANCE,
    STANDING,
    IN_TURN[-1],
)

#: The variables of the yearly record in which choices show, in the order of the year, and what a
#: difference in each is called.
CHOICES: dict[str, str] = {name: word for d in DECISIONS for name, word in d.records.items()}

__all__ = ["AGREEMENTS", "CHOICES", "DECISIONS", "IN_TURN", "Decision", "Weighed"]
