"""Draws from chances: one option each, as often as its chance says."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulation.worlds import MANY

from westphalia.decisions.choosers import Draw


def picked(chances, u):
    """The option that each of the uniform numbers draws."""
    shares = jnp.broadcast_to(
        jnp.asarray(chances, jnp.float32)[None, :, None], (1, len(chances), len(u))
    )
    found = np.asarray(Draw().pick("arm", shares, jnp.asarray(u, jnp.float32)[None]))[0]
    assert (found.sum(0) == 1.0).all()
    assert set(np.unique(found)) <= {0.0, 1.0}
    return found.argmax(0)


def test_options_are_drawn_as_often_as_their_chances_say():
    grid = (np.arange(1000) + 0.5) / 1000
    chances = [0.1, 0.0, 0.6, 0.3]
    share = np.bincount(picked(chances, grid), minlength=4) / 1000
    assert share == pytest.approx(chances, abs=1e-3)


def test_the_lowest_number_draws_the_first_option_there_is_and_the_highest_the_last():
    assert picked([0.0, 0.5, 0.5, 0.0], [0.0, 0.4999, 0.5001, 0.9999999]).tolist() == [1, 1, 2, 2]
    assert picked([1.0, 0.0], [0.0, 1.0 - 2**-24]).tolist() == [0, 0]


@MANY
@given(
    st.lists(st.floats(0.0, 1.0), min_size=2, max_size=9).filter(lambda w: sum(w) > 0.1),
    st.floats(0.0, 1.0, exclude_max=True, width=32),
)
def test_nothing_without_a_chance_is_ever_drawn(weights, u):
    chances = np.asarray(weights, np.float32) / np.float32(sum(weights))
    assert chances[picked(chances, [u])[0]] > 0.0


def test_consent_is_given_as_often_as_its_chance_says_and_never_without_one():
    grid = jnp.asarray((np.arange(1000) + 0.5) / 1000)
    for chance in (0.0, 0.25, 1.0):
        given_ = Draw().consent("deal", jnp.full(1000, chance), grid)
        assert float(given_.mean()) == pytest.approx(chance, abs=1e-3)
