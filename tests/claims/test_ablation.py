"""Sets of causes, judged run by run."""

import numpy as np

from westphalia.claims.ablation import ablation, subsets
from westphalia.claims.claim import Causes, subset_name
from westphalia.experiments.run import Outcome
from westphalia.measures.measure import Measure

# How a verdict comes about

MEASURE = Measure("thing", "things", lambda records: (records["x"], records["x"]))


def test_necessary_and_sufficient_are_judged_run_by_run():
    """a suffices in the first half of runs; in the second half it takes a and b together."""
    causes = Causes(("a", "b"), MEASURE)
    half = np.arange(100) < 50
    happens = {(): ~half & half, ("a",): half, ("b",): ~half & half, ("a", "b"): half | ~half}
    measured = {
        subset_name(s): {"thing": Outcome(h[None].astype(float), np.ones((1, 100)), h, h)}
        for s, h in happens.items()
    }
    found = ablation(causes, measured)
    assert found.events["a + b"].value == 1.0
    assert found.sufficient["a"].value == 0.5
    assert found.sufficient["b"].value == 0.0
    assert found.necessary["a"].value == 1.0
    assert found.necessary["b"].value == 0.5
    assert len(subsets(("a", "b", "c", "d"))) == 16
