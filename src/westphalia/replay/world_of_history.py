"""The world in which history is scored: forms, modules and numbers, where nothing else is set.

What is not recorded cannot be scored. No record says how salient the issue of a pair is, what a
crisis was about in the years after it, or at which of the three moves of brinkmanship it ended.
So a replay, and everything that is estimated or compared through one, holds every process in its
simplest form: an ultimatum with the stakes of one year, joining weighed by the present, pacts
that are loose; without flows and salience. The numbers are those that go with these forms, fitted
with them to the base rates. Scoring the three moves is future work.
"""

from dataclasses import replace

from westphalia.world.parameters import ABOUT, Forms, Parameter, Parameters
from westphalia.world.state import Modules

FORMS = Forms(crisis="ultimatum", joining="present", pacts="loose")
MODULES = Modules(flows=0.0, salience=0.0)
#: Numbers that are not the usual ones: the value, and the plausible range around it.
RANGES: dict[str, tuple[float, float, float]] = {
    "projection": (0.0, 0.0, 0.6),
    "stake_size": (0.14, 0.126, 0.154),
    "new_issues": (0.064, 0.048, 0.08),
    "war_cost": (0.038, 0.035, 0.041),
    "crisis_cost": (0.157, 0.15, 0.164),
    "total_cost": (0.85, 0.765, 0.935),
    "misjudgement": (0.16, 0.128, 0.192),
    "accident": (0.03, 0.0225, 0.0375),
    "temperature_crisis": (0.043, 0.0408, 0.0451),
    "temperature_pact": (0.0024, 0.00216, 0.00264),
    "temperature_join": (0.015, 0.0112, 0.0187),
    "horizon": (32.0, 30.1, 33.9),
    "restraint": (0.5, 0.4, 0.6),
    "consideration": (0.34, 0.299, 0.381),
    "treaty_cost": (0.005, 0.0047, 0.0053),
    "autonomy_cost": (0.0036, 0.00324, 0.00396),
    "entrapment": (0.5, 0.4, 0.6),
    "abrogation": (0.011, 0.0099, 0.0121),
    "breach": (0.06, 0.045, 0.075),
    "join_cost": (0.5, 0.375, 0.625),
    "join_effort": (0.3, 0.225, 0.375),
    "join_attacker_effort": (1.0, 0.75, 1.25),
    "war_tail": (0.0, 0.0, 2.5),
    "greed": (3.8, 3.42, 4.18),
    "tempering": (0.5, 0.375, 0.625),
    "volunteers": (0.5, 0.375, 0.625),
}
#: Of them those that may lie between a quarter of the value here and four times it.
WIDE = frozenset(
    {
        *("stake_size", "war_cost", "crisis_cost", "total_cost", "temperature_crisis"),
        *("temperature_pact", "temperature_join", "horizon", "join_effort"),
        "join_attacker_effort",
    }
)
NUMBERS = {name: value for name, (value, _, _) in RANGES.items()}
PARAMETERS = Parameters(**NUMBERS, forms=FORMS)


def about(name: str) -> Parameter:
    """What is known of a number of the world, around its value here."""
    row = ABOUT[name]
    if name not in RANGES:
        return row
    default, low, high = RANGES[name]
    here = replace(row, default=default, low=low, high=high)
    if name in WIDE:
        here = replace(here, least=default / 4.0, most=default * 4.0)
    return here
