"""The contest: Tullock (1980), Hirshleifer (1989)."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import a, close, root
from simulation.worlds import MANY

from westphalia.mechanisms import contest
from westphalia.world.parameters import Parameters

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def win(own, rivals, p):
    return contest.chance(contest.log_odds(own, rivals, p))


def best_effort(value, rivals, cost, p):
    """The effort at which a contender's marginal gain equals its marginal cost."""
    slope = jax.jit(jax.grad(lambda own, other: value * win(own, other, p)))
    return root(lambda own: slope(a(own), a(rivals)) - cost, 1e-6, 2.0)


@EXACT
@pytest.mark.parametrize(
    ("n", "m", "expected"), [(2, 1.0, 0.25), (3, 1.0, 0.2222), (5, 1.0, 0.16), (2, 0.5, 0.125)]
)
def test_contest_symmetric_effort(n, m, expected):
    p = Parameters(decisiveness=m, defence_advantage=1.0)
    effort = m * (n - 1) / n**2
    assert effort == pytest.approx(expected, abs=5e-5)
    assert best_effort(1.0, (n - 1) * effort, 1.0, p) == close(effort)
    # in units: twice the value, a third of the cost
    assert best_effort(2.0, (n - 1) * 6 * effort, 1 / 3, p) == close(6 * effort)


@EXACT
def test_contest_unequal_values():
    p = Parameters(decisiveness=1.0, defence_advantage=1.0)
    strong, weak = 0.3, 0.3
    for _ in range(25):
        strong = best_effort(1.0, weak, 1.0, p)
        weak = best_effort(0.5, strong, 1.0, p)
    assert (strong, weak) == (close(2 / 9), close(1 / 9))
    assert (strong, weak) == pytest.approx((0.2222, 0.1111), abs=5e-5)


@EXACT
@pytest.mark.parametrize("m", [0.5, 1.0, 2.0])
def test_contest_someone_wins(m):
    p = Parameters(decisiveness=m, defence_advantage=1.0)
    x, y = jnp.meshgrid(jnp.logspace(-3, 2, 40), jnp.logspace(-3, 2, 40))
    assert (win(x, y, p) + win(y, x, p)) == close(np.ones_like(x), rel=1e-12)
    # the formula itself, and a defence advantage
    assert win(x, y, p) == close(x**m / (x**m + y**m))
    p = Parameters(decisiveness=m, defence_advantage=2.0)
    assert win(x, y, p) == close(x**m / (x**m + 2.0 * y**m))


@EXACT
def test_indistinguishable_arms_serve_both_ends():
    p = Parameters(distinguishability=0.0)
    arms, posture = jnp.ones((3, 1)), a([[0.0], [0.4], [1.0]])
    assert contest.offence(arms, posture, p).tolist() == arms.tolist()
    assert contest.defence(arms, posture, p).tolist() == arms.tolist()


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(st.floats(1e-4, 10.0), st.floats(1e-4, 10.0), st.floats(1.01, 3.0))
def test_strength_never_hurts_in_a_contest(own, rival, more):
    p = Parameters()
    now = contest.log_odds(*f32(own, rival), p)
    assert contest.log_odds(*f32(own * more, rival), p) > now
    assert contest.log_odds(*f32(own, rival * more), p) < now
    assert 0.0 <= contest.chance(now) <= 1.0
