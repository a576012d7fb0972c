"""What is read off the records of a simulation: measures, built in and a user's own, and scores.

from westphalia import measures as m

m.burden(of=(0,), first=11)           # a measure of some states in some years
m.MEASURES                            # all that are built in, by name
m.to_dataframe()                      # the same as a table: unit, meaning, target range
m.Measure(name, unit, sums, meaning)  # one of your own
"""

from westphalia.measures.agreements import agreement
from westphalia.measures.arms import burden, suspicion, threat
from westphalia.measures.codes import (
    ACCIDENT,
    AGREEMENTS,
    BACKED_DOWN,
    CONCEDED,
    INITIATOR,
    JOINED_ATTACKER,
    JOINED_TARGET,
    LIMITED,
    TARGET,
    TOTAL,
)
from westphalia.measures.crises import challenges
from westphalia.measures.estimate import estimate_measure
from westphalia.measures.load import load_measure
from westphalia.measures.measure import (
    Measure,
    Sums,
    TargetRange,
    in_years,
    mean_of_states,
    measure_name,
    window,
)
from westphalia.measures.pacts import allies, with_ally
from westphalia.measures.quantities import Records, wars_begun
from westphalia.measures.registry import MEASURES, measure_of, to_dataframe
from westphalia.measures.survival import (
    concentration,
    deaths,
    power,
    resources,
    runaway,
    survival,
)
from westphalia.measures.third_parties import (
    balancers,
    joining_target,
    not_joining_target,
    third_parties,
)
from westphalia.measures.war import (
    CENTURY,
    belligerents,
    no_war,
    pairs_at_war,
    wars,
    wars_per_state_year,
    years_at_war,
)

__all__ = [
    "ACCIDENT",
    "AGREEMENTS",
    "BACKED_DOWN",
    "CENTURY",
    "CONCEDED",
    "INITIATOR",
    "JOINED_ATTACKER",
    "JOINED_TARGET",
    "LIMITED",
    "MEASURES",
    "TARGET",
    "TOTAL",
    "Measure",
    "Records",
    "Sums",
    "TargetRange",
    "agreement",
    "allies",
    "balancers",
    "belligerents",
    "burden",
    "challenges",
    "concentration",
    "deaths",
    "in_years",
    "joining_target",
    "load_measure",
    "mean_of_states",
    "measure_name",
    "measure_of",
    "estimate_measure",
    "no_war",
    "not_joining_target",
    "pairs_at_war",
    "power",
    "resources",
    "runaway",
    "survival",
    "suspicion",
    "third_parties",
    "threat",
    "to_dataframe",
    "wars",
    "wars_begun",
    "wars_per_state_year",
    "window",
    "with_ally",
    "years_at_war",
]
