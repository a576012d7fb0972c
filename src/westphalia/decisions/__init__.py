"""The decisions of states, one a file: options from the mechanisms, consequence, motives, words."""

from westphalia.decisions.agreements import AGREEMENTS
from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.compliance import COMPLIANCE
from westphalia.decisions.decision import Decision, Weighed
from westphalia.decisions.joining import JOINING
from westphalia.decisions.signal import SIGNAL

#: Every decision, in the order of the year, agreements first.
DECISIONS: tuple[Decision, ...] = (
    *AGREEMENTS,
    COMPLIANCE,
    SIGNAL,
    ALIGNMENT,
    ARMING,
    CHALLENGE,
    JOINING,
)

__all__ = ["AGREEMENTS", "DECISIONS", "Decision", "Weighed"]
