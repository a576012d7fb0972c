"""Pledges: what a promise of help is worth."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulation.worlds import MANY

from westphalia.mechanisms import (
    alignment,
    pledges,
)

inner = st.floats(0.01, 0.99)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, st.floats(0.0, 3.0), st.floats(0.01, 5.0), st.floats(0.0, 5.0))
def test_a_pledge_never_hurts_and_is_never_worth_more_than_the_threat(danger, steep, met, brings):
    exposure, steep_, met_, brings_ = f32(danger, steep, met, brings)
    worth = alignment.covered(exposure, steep_, met_, brings_, f32(0.0)[0])
    assert -1e-6 <= worth <= danger + 1e-5
    twice = alignment.covered(exposure, steep_, met_, 2 * brings_, f32(0.0)[0])
    assert worth - 1e-6 <= twice <= 2 * worth + 1e-6


@given(
    steep=st.floats(-3.0, 3.0), brings=st.floats(1e-6, 10.0), met=st.floats(1e-3, 10.0),
)  # fmt: skip
def test_what_a_pledge_is_worth_has_the_sign_of_its_effect_and_a_bound(steep, brings, met):
    def worth(h):
        return float(alignment.covered(*map(jnp.float32, (1.0, steep, met, h, 0.0))))

    assert -1.0 <= worth(brings) <= 1.0
    assert worth(brings) * steep >= 0.0
    assert abs(worth(2.0 * brings)) >= abs(worth(brings))
    assert worth(1e-5 * met) == pytest.approx(1e-5 * steep, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize("n", [2, 10, 11, 12, 20])
def test_sums_over_third_states_are_the_same_at_once_and_in_blocks(n):
    a, b = np.random.default_rng(n).normal(size=(2, n, n, 3)).astype(np.float32)
    found = pledges.over_third(lambda x, y: x[:, None] * y[None, :], jnp.asarray(a), jnp.asarray(b))
    np.testing.assert_allclose(found, np.einsum("kir,kjr->ijr", a, b), atol=1e-5)
