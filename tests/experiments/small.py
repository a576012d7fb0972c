"""A small design, an ordinary condition and how two outcomes are compared."""

import numpy as np

from westphalia import measures
from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design, ranges
from westphalia.measures.measure import Measure

YEARS = 50
ORDINARY = Condition(YEARS)


def small(**changes):
    """A design of 300 places: 5 draws of 50 runs, 50 runs at the default point."""
    known = {"draws": 5, "runs": 50, "seed": 3, "defaults": 50, "spans": ranges()}
    return Design(**known | changes)


def total_of(name):
    """A measure that knows every number of a record."""

    def sums(records):
        value = records[name].astype(float)
        weight = np.arange(value.size // value.shape[-1]).reshape(value.shape[:-1])
        return (value * weight[..., None]).sum(tuple(range(value.ndim - 1))), np.ones(1)

    return Measure(f"all of {name}", "", sums)


MEASURES = (
    *map(total_of, ("burden", "war", "pact", "belief", "joining")),
    measures.wars(),
    measures.burden(),
    measures.balancers(),
)


def same(one, other):
    assert one.keys() == other.keys()
    for name in one:
        assert one[name].tobytes() == other[name].tobytes(), name
