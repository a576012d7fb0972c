"""A small sweep that several tests look at, and its folder."""

from westphalia.experiments.sweeps.file import sweep_from_data
from westphalia.measures.measure import Measure

#: Two theories, a module, and two numbers over a grid and a sample: 2 x 2 x 2 x 4 points.
DATA = {
    "random_world": 8,
    "years": 8,
    "runs": 10,
    "seed": 3,
    "factors": {
        "theory": ["defensive", "offensive"],
        "hotlines": [True, False],
        "war_cost": [0.02, 0.1],
        "beta": {"from": 0.5, "to": 2},
    },
    "sample": {"method": "sobol", "points": 4},
    "measures": ["burden", "wars"],
}


def made(**changes):
    """The small sweep with changes; with factors of its own it has no sample of its own."""
    if "factors" in changes:
        changes = {"sample": None, **changes}
    return sweep_from_data({**DATA, **changes})


def fails_at(threshold):
    """A measure that fails in every run whose first state ends with more arms than that."""

    def function(records):
        arms = records["arms"][-1, 0]
        if (arms > threshold).any():
            raise ZeroDivisionError("no peace")
        return arms, arms * 0 + 1

    return Measure("arms of one", "arms", function)
