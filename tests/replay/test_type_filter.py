"""The filter over two types against a sum over all sequences of types."""

from itertools import product

import jax
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.replay.type_filter import filter_types
from westphalia.world.parameters import Parameters

YEARS, P = 5, Parameters()


def by_brute_force(did: np.ndarray) -> float:
    """ln P(choices), summed over all sequences of types of one state. did: [2, years]"""
    nu, share = P.type_turnover, P.greedy_share
    prior = np.array([1.0 - share, share])
    turn = (1.0 - nu) * np.eye(2) + nu * prior  # from (row) to (column)
    total = 0.0
    for kinds in product((0, 1), repeat=YEARS):
        chance = (prior @ turn)[kinds[0]] * np.exp(did[kinds[0], 0])
        for t in range(1, YEARS):
            chance *= turn[kinds[t - 1], kinds[t]] * np.exp(did[kinds[t], t])
        total += chance
    return float(np.log(total))


def test_the_filter_is_exact():
    did = np.random.default_rng(0).normal(-2.0, 1.5, (2, YEARS, 3))
    entered = np.zeros((YEARS, 3))
    with jax.enable_x64(True):
        before, logs = map(np.asarray, filter_types(did, entered, P))
    for k in range(3):
        assert float(logs[:, k].sum()) == pytest.approx(by_brute_force(did[:, :, k]), rel=1e-9)
    assert ((before > 0.0) & (before < 1.0)).all()


def test_a_state_that_enters_is_as_greedy_as_any():
    did = np.stack([np.full((YEARS, 1), -9.0), np.zeros((YEARS, 1))])
    entered = np.zeros((YEARS, 1))
    entered[3] = 1.0
    with jax.enable_x64(True):
        before, _ = map(np.asarray, filter_types(did, entered, P))
    assert before[2, 0] > 0.5
    assert before[3, 0] == pytest.approx(P.greedy_share)
