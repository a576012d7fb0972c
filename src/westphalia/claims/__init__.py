"""The claims of defensive realism, its critics and its rivals, each as an experiment.

One file per claim or small family, all of one shape (`claim.Claim`). To add a claim, copy the
shortest file, `relative_power.py`, change it, and name it here.
"""

from westphalia.claims import (
    anarchy,
    arms_control,
    arms_races,
    balance_of_threat,
    balancing,
    balancing_or_bandwagoning,
    beyond_security,
    cold_war,
    collective_defence,
    cooperation,
    culture,
    domestic,
    institutions,
    liberal_peace,
    origins_1914,
    reassurance,
    recovery,
    relative_gains,
    relative_power,
    restraint,
    self_confirmation,
    shifts,
    spiral,
    third_parties,
    threat_or_power,
    too_much_power,
    uncertainty,
)
from westphalia.claims.claim import Claim

FAMILIES = (
    anarchy,
    arms_control,
    arms_races,
    balance_of_threat,
    balancing,
    balancing_or_bandwagoning,
    beyond_security,
    cold_war,
    collective_defence,
    cooperation,
    culture,
    domestic,
    institutions,
    liberal_peace,
    origins_1914,
    reassurance,
    recovery,
    relative_gains,
    relative_power,
    restraint,
    self_confirmation,
    shifts,
    spiral,
    third_parties,
    threat_or_power,
    too_much_power,
    uncertainty,
)
CLAIMS: tuple[Claim, ...] = tuple(
    sorted((c for family in FAMILIES for c in family.CLAIMS), key=lambda claim: claim.id)
)
