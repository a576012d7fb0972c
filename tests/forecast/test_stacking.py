"""Weights of the mixture that scores best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.chances import two
from westphalia.forecast.stacking import stacking_weights
from westphalia.measures.scoring import FLOOR
from westphalia.world.problems import UserError

#: Nats a decision by which the mixture may miss the best.
GAP = 1e-7


def test_the_perfect_forecaster_gets_all_the_weight():
    y = np.random.default_rng(5).integers(0, 3, 40)
    perfect, dull = np.eye(3)[y], np.full((40, 3), 1 / 3)
    assert stacking_weights([dull, perfect, dull], y) == pytest.approx([0, 1, 0], abs=1e-6)


def test_forecasters_that_agree_share():
    y = np.array([0, 1, 1, 0, 1])
    good, bad = two([0.2, 0.7, 0.8, 0.4, 0.6]), two([0.6, 0.4, 0.3, 0.9, 0.2])
    assert stacking_weights([good, good], y) == pytest.approx([0.5, 0.5])
    shared = stacking_weights([good, bad, good], y)
    assert shared[0] == pytest.approx(shared[2])
    assert stacking_weights([bad], y).tolist() == [1.0]


def test_weights_of_two_by_calculus():
    """The mixture says 0.1 + 0.8 w of what happened in 3 of 4 decisions: best at 3/4, w = 13/16."""
    a, b = two([0.9, 0.9, 0.9, 0.9]), two([0.1, 0.1, 0.1, 0.1])
    assert stacking_weights([a, b], np.array([1, 1, 1, 0])) == pytest.approx(
        [13 / 16, 3 / 16], abs=1e-6
    )


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 6), st.integers(1, 80))
def test_no_other_mixture_scores_better(seed, many, size):
    rng = np.random.default_rng(seed)
    given_ = [rng.dirichlet(np.ones(3) * rng.uniform(0.2, 3), size) for _ in range(many)]
    y = rng.integers(0, 3, size)
    w = stacking_weights(given_, y)
    assert w.sum() == pytest.approx(1.0)
    assert (w >= 0).all()
    p = np.array([np.maximum(c[np.arange(size), y], FLOOR) for c in given_]).T
    # Concave: the best misses by no more than the steepest way up, max_m mean(p_m / p w) - 1.
    assert (p / (p @ w)[:, None]).mean(0).max() - 1.0 <= GAP


def test_stacking_without_decisions_or_forecasts():
    assert stacking_weights([np.empty((0, 2))] * 4, np.empty(0, int)) == pytest.approx([0.25] * 4)
    with pytest.raises(UserError, match="at least one"):
        stacking_weights([], np.empty(0, int))
