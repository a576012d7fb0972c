"""The unit cube and its first points."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from westphalia.experiments.calibration.space import first_points, space_of
from westphalia.world.problems import UserError


def test_wide_ranges_of_positive_numbers_are_searched_by_logarithm():
    space = space_of({"a": (-1.0, 3.0), "b": (0.01, 1.0), "c": (0.0, 100.0)})
    assert [r.log for r in space.ranges] == [False, True, False]
    assert space.values(np.full(3, 0.5)) == pytest.approx([1.0, 0.1, 50.0])


def test_values_and_points_are_each_others_inverse():
    space = space_of({"a": (-1.0, 3.0), "b": (0.01, 1.0), "c": (3.0, 4.0)})
    points = np.random.default_rng(0).random((50, 3))
    assert space.unit(space.values(points)) == pytest.approx(points)


def test_ends_are_hit_exactly():
    space = space_of({"b": (0.07, 7.0)})
    assert space.values(np.array([[0.0], [1.0]])).ravel().tolist() == [0.07, 7.0]


def test_every_range_without_order_is_named():
    with pytest.raises(UserError, match=r"b from 2 to 1(.|\n)*c from 0 to nan"):
        space_of({"a": (0.0, 1.0), "b": (2.0, 1.0), "c": (0.0, float("nan"))})
    with pytest.raises(UserError, match="give the range of at least one parameter"):
        space_of({})


def test_first_points_fill_every_range_and_stay_apart():
    points = first_points(4, 40, 1)
    assert (np.sort(np.floor(points * 40).astype(int), 0) == np.arange(40)[:, None]).all()
    assert pdist(points).min() > pdist(np.random.default_rng(0).random((40, 4))).min()
    assert (points == first_points(4, 40, 1)).all()
    assert (points != first_points(4, 40, 2)).any()
