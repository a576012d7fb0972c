"""Parts of arrays at an index that differs between runs, and turns in a random order."""

import jax.numpy as jnp
import numpy as np
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.world.indexing import column, entry, one_hot, row, turns


def test_each_run_has_an_index_of_its_own():
    matrix, index = jnp.arange(18.0).reshape(3, 3, 2), jnp.asarray([2, 0])
    assert row(matrix, index).T.tolist() == [matrix[2, :, 0].tolist(), matrix[0, :, 1].tolist()]
    assert column(matrix, index).T.tolist() == [matrix[:, 2, 0].tolist(), matrix[:, 0, 1].tolist()]
    assert entry(matrix[1], index).tolist() == [matrix[1, 2, 0], matrix[1, 0, 1]]
    assert one_hot(index, 3).T.tolist() == [[0, 0, 1], [1, 0, 0]]


def test_the_lowest_number_acts_first_and_each_in_a_turn_of_its_own():
    order = np.random.default_rng(1).random((5, 7))
    found = np.asarray(turns(jnp.asarray(order)))
    np.testing.assert_array_equal(found, order.argsort(0).argsort(0))
