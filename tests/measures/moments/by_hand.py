"""Records of four states written down by hand."""

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.measures.moments import MOMENTS
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES

STATES = 4


def blank(years, runs=1, n=STATES):
    """Nothing happens to n equal living states."""
    pair, state = (years, n, n, runs), (years, n, runs)
    return {
        "alive": np.ones(state, bool),
        "resources": np.ones(state),
        "burden": np.full(state, 0.03),
        "pact": np.zeros(pair, bool),
        "war": np.zeros(pair, np.uint8),
        "crisis": np.zeros(pair, np.uint8),
        "challenge": np.zeros(pair, np.uint8),
        "joining": np.zeros(pair, np.uint8),
    }


def challenge(records, year, i, j, outcome="none", why="greed", run=0):
    """i challenges j."""
    records["challenge"][year, i, j, run] = MOTIVES.index(why)
    records["crisis"][year, i, j, run] = OUTCOMES.index(outcome)


def pact(records, years, i, j, run=0):
    """A pact of i and j at the end of each of some years."""
    for year in years:
        records["pact"][year, i, j, run] = records["pact"][year, j, i, run] = True


def war(records, year, attacker, target, with_attacker=(), with_target=(), run=0):
    """A war of the attacker's side with the target's."""
    for i in (attacker, *with_attacker):
        for j in (target, *with_target):
            role = "initiator" if i == attacker else "joined attacker"
            records["war"][year, i, j, run] = ROLES.index(role)
            role = "target" if j == target else "joined target"
            records["war"][year, j, i, run] = ROLES.index(role)


def value(name, records, great=None):
    """The value of a moment in one chunk of records."""
    from westphalia.measures.moments import moment_values

    assert name in MOMENTS
    return moment_values([records], great=great)[name].value
