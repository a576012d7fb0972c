"""Helpers for limits that hold exactly, at the printed digits."""

import jax.numpy as jnp
import numpy as np
import pytest

from westphalia.decisions.valuation import Weights


def close(value, rel=1e-6):
    return pytest.approx(np.asarray(value)[()], rel=rel)


def a(*values):
    """Numbers as an array in double precision."""
    return jnp.asarray(values[0] if len(values) == 1 else values, float)


def root(f, low, high, steps=60):
    """Where a falling function crosses zero."""
    for _ in range(steps):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return 0.5 * (low + high)


def weights(consumption=1.0, survival=1.0, power=0.0, identity=0.0, greed=0.0):
    return Weights(consumption, survival, power, identity, greed)
