"""The sides of a war, and what may be said of those who take each."""

import numpy as np

from westphalia.decisions.motives import MOTIVES

OUT, TARGET, ATTACKER = range(3)

ON_SIDE = {
    OUT: {"buck-passing", "aloof", "obligation"},
    TARGET: {"balancing", "profit", "obligation", "kinship", "chance"},
    ATTACKER: {"bandwagoning", "profit", "obligation", "kinship", "chance"},
}


def called(code):
    """The name of one code, which must be a whole number."""
    number = float(np.asarray(code).squeeze())
    assert number == int(number)
    return MOTIVES[int(number)]
