"""Collective goods: Olson & Zeckhauser (1966)."""

import jax.numpy as jnp
import pytest
from limits import close

from westphalia.mechanisms import arming

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
@pytest.mark.parametrize(("n", "expected"), [(1, 1.0), (2, 0.5652), (5, 0.2453), (16, 0.0798)])
def test_olson_zeckhauser_provision_relative_to_the_optimum(equals, n, expected):
    w_good, w_consumption = 0.3, 1.0
    scene = equals(n=2, horizon=1.0)
    apart = (1.0 - jnp.eye(2))[:, :, None]
    own = jnp.ones((2, 1))

    def burden(share):
        """a* = K/(1 + K) of a member whose arms are `share` of all that an attacker meets."""
        seen = scene.seen()._replace(
            defend=own,
            met=jnp.full((2, 2, 1), 1.0 / share),
            threat=0.5 * apart,  # l / (1 - l) = 1, so that the weight of the good is w_S
            by_defence=-apart,
        )
        first, _ = arming.security_slope(seen, scene.p)
        k = w_good * first[0, 0] / w_consumption
        return k / (1.0 + k)

    ratio = burden(1.0 / n) / burden(1.0)
    assert ratio == pytest.approx(expected, abs=5e-5)
    assert ratio == close((w_good + w_consumption) / (w_good + n * w_consumption))
