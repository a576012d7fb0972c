"""Wars made ready for a replay, and the draws of what nobody recorded."""

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import hand_made
from westphalia.replay.chances import ROUND, fronts, private


def test_wars_are_filled_up_so_that_panels_share_a_program():
    found = fronts(hand_made())
    assert all(len(column) == ROUND for column in found)
    assert found.step[:2].tolist() == [3, 5]
    assert found.ended[:2].tolist() == [4, 5]
    assert found.total[:2].tolist() == [0.5, 1.0]  # unknown aims are a half
    assert found.beside[0].tolist() == [0, 0, 1, 0]
    assert found.against[1].tolist() == [0, 1, 0, 0]
    assert not found.beside[2:].any()


@pytest.mark.parametrize("draws", [2, 8])
def test_every_draw_has_a_mirror_image(draws):
    own = private(np.int32(3), 4, draws)
    half = draws // 2
    np.testing.assert_array_equal(own.error[half:], -own.error[:half])
    np.testing.assert_allclose(own.cost[:half] + own.cost[half:], 2.0, rtol=1e-6)
    np.testing.assert_allclose(own.stands, np.swapaxes(own.stands, 1, 2))
    off = ~np.eye(4, dtype=bool)
    np.testing.assert_allclose((own.share + np.swapaxes(own.share, 1, 2))[:, off], 1.0, rtol=1e-6)
    assert ((own.share[:, off] >= 0.1 - 1e-6) & (own.share[:, off] <= 0.9 + 1e-6)).all()


def test_draws_depend_on_the_year_alone():
    one, again, other = (
        private(np.int32(3), 4, 4),
        private(np.int32(3), 4, 4),
        private(np.int32(4), 4, 4),
    )
    np.testing.assert_array_equal(one.error, again.error)
    assert not np.array_equal(one.error, other.error)
