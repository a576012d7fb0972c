"""The unit cube and its first points."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from westphalia.experiments.calibration.space import Space, first_points
from westphalia.experiments.sweeps.points import Span

SPACE = Space(("a", "b"), (Span(-1.0, 3.0), Span(0.07, 7.0, log=True)))


def test_values_are_even_in_a_number_or_in_its_logarithm():
    assert SPACE.values(np.full(2, 0.5)) == pytest.approx([1.0, 0.7])


def test_ends_are_hit_exactly():
    assert SPACE.values(np.array([[0.0, 0.0], [1.0, 1.0]])).tolist() == [[-1.0, 0.07], [3.0, 7.0]]


def test_first_points_fill_every_range_and_stay_apart():
    points = first_points(4, 40, 1)
    assert (np.sort(np.floor(points * 40).astype(int), 0) == np.arange(40)[:, None]).all()
    assert pdist(points).min() > pdist(np.random.default_rng(0).random((40, 4))).min()
    assert (points == first_points(4, 40, 1)).all()
    assert (points != first_points(4, 40, 2)).any()
