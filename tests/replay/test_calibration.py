"""Ranks of true parameters among posterior draws."""

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.replay import calibration
from westphalia.replay.calibration import BINS, THIN, Ranking, count_ranks
from westphalia.theories import defensive
from westphalia.world.problems import UserError


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), draws=st.integers(BINS - 1, 60))
def test_uniform_ranks_are_not_called_uneven_and_others_are(seed, draws):
    rng = np.random.default_rng(seed)
    even = rng.integers(0, draws + 1, (400, 2))
    found = count_ranks(("a", "b"), even, draws)
    assert found.bins.shape == (2, BINS)
    assert (found.bins.sum(1) == 400).all()
    assert (found.uniform_p > 1e-6).all()
    low = count_ranks(("a",), rng.binomial(draws, 0.35, (400, 1)), draws)
    assert low.uniform_p[0] < 1e-6
    assert low.mean[0] < 0.45


def test_the_chi_square_of_ranks_by_hand():
    column = np.repeat(np.arange(10), [2, 0, 1, 1, 1, 1, 1, 1, 1, 1])[:, None]
    found = count_ranks(("a",), column, 9)
    np.testing.assert_array_equal(found.bins, [[2, 0, 1, 1, 1, 1, 1, 1, 1, 1]])
    assert found.uniform_p[0] == pytest.approx(0.99147, abs=1e-4)  # chi2 = 2, 9 degrees
    assert found.mean[0] == pytest.approx(np.mean((column + 0.5) / 10))
    np.testing.assert_array_equal(found.ranks, column)


def test_every_history_is_a_piece_and_ranks_are_counted_over_all(monkeypatch):
    """The sampler is replaced by one that knows the truth but for a known error."""
    asked = []

    def likelihood_at(theory, z, k, *shape):
        asked.append((k, shape))
        return z

    class Drawn:
        def __init__(self, z):
            self.z = z

    def sample(true, draws, chains, seed, cores):
        spread = np.linspace(-1.0, 1.0, draws)[None, :, None]
        return Drawn(true + spread + 0.01)

    monkeypatch.setattr(calibration, "_likelihood_at", likelihood_at)
    monkeypatch.setattr(calibration, "sample", sample)
    job = Ranking(defensive, 3, states=4, years=10, draws=9, seed=5)
    made = [job.make(k) for k in (2, 0, 1)]
    assert asked == [(k, (4, 10, 5, job.averaged)) for k in (2, 0, 1)]
    assert len({piece.key for piece in job.pieces()}) == 3
    kept = (np.linspace(-1.0, 1.0, THIN * 9)[::THIN] + 0.01 < 0.0).sum()
    found = job.ranks(made)
    assert (found.ranks == kept).all()
    assert found.draws == 9


def test_too_few_histories_or_draws_are_refused():
    for number, draws in ((0, 49), (5, BINS - 2)):
        with pytest.raises(UserError, match="too few"):
            Ranking(defensive, number, draws=draws)
