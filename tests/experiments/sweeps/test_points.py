"""Points of a sweep: grids, samples, tables, and all of them together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.experiments.sweeps.points import (
    METHODS,
    Span,
    crossed,
    latin_hypercube,
    sobol_sequence,
)
from westphalia.world.problems import UserError


def test_a_grid_has_every_combination_and_the_last_varies_fastest():
    found = crossed({"a": [1, 2], "b": [5, 6, 7]})
    assert found.tolist() == [[1, 5], [1, 6], [1, 7], [2, 5], [2, 6], [2, 7]]


def test_every_point_of_a_grid_meets_every_row_of_a_table():
    found = crossed({"a": [1, 2]}, np.array([[10.0], [20.0]]), np.array([[5.0, 6.0], [7.0, 8.0]]))
    assert found.tolist() == [
        [a, b, *c] for a in (1, 2) for b in (10, 20) for c in ([5, 6], [7, 8])
    ]


def test_without_any_factor_there_is_one_point():
    assert crossed({}, np.empty((1, 0))).shape == (1, 0)


def test_too_many_points_are_refused_before_they_are_made():
    with pytest.raises(UserError, match="100,000,000 points are more than 10,000,000"):
        crossed({"a": range(10_000), "b": range(10_000)})


@given(st.integers(1, 60), st.integers(1, 5), st.integers(0, 100))
def test_a_latin_hypercube_has_one_point_in_every_stratum_of_every_dimension(points, many, seed):
    found = latin_hypercube(points, many, seed)
    strata = np.sort(np.floor(found * points), axis=0)
    assert (strata == np.arange(points)[:, None]).all()


@given(st.integers(0, 6), st.integers(1, 5), st.integers(0, 100))
def test_a_sobol_sequence_has_one_point_in_every_stratum_of_every_dimension(power, many, seed):
    found = sobol_sequence(2**power, many, seed)
    strata = np.sort(np.floor(found * 2**power), axis=0)
    assert (strata == np.arange(2**power)[:, None]).all()


def test_a_sobol_sequence_needs_a_power_of_two():
    with pytest.raises(UserError, match="a power of two of points: 128, not 100"):
        sobol_sequence(100, 2, 1)


@given(st.floats(0.01, 1.0), st.floats(1.1, 100.0), st.booleans(), st.integers(2, 9))
def test_steps_go_from_end_to_end_evenly_in_the_number_or_its_logarithm(low, high, log, number):
    span = Span(low, high, log)
    values = np.array(span.steps(number))
    assert (values[0], values[-1]) == (low, high)
    gaps = np.diff(np.log(values) if log else values)
    np.testing.assert_allclose(gaps, gaps[0], rtol=1e-9)
    np.testing.assert_allclose(span.at(span.position(values)), values)


@pytest.mark.parametrize(("method", "asked", "made"), [("saltelli", 8, 40), ("morris", 5, 20)])
def test_designs_of_sensitivity_have_points_for_every_number_and_beside(method, asked, made):
    found = METHODS[method](asked, 3, 1)
    assert found.shape == (made, 3)
    np.testing.assert_array_equal(found, METHODS[method](asked, 3, 1))
    assert (METHODS[method](asked, 3, 2) != found).any()
    with pytest.raises(UserError, match=r"points are more than 10,000,000"):
        METHODS[method](4_194_304, 3, 1)


def test_the_ends_of_a_range_are_never_passed():
    ends = np.array([0.0, 1.0])
    for low, high in ((0.1, 0.3), (0.07, 0.41), (0.3, 2.9)):
        for log in (False, True):
            assert Span(low, high, log).at(ends).tolist() == pytest.approx([low, high])
            assert low <= Span(low, high, log).at(ends).min()
            assert Span(low, high, log).at(ends).max() <= high
