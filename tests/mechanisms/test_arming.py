"""Arms: guns and butter, and the security dilemma."""

import jax
import jax.numpy as jnp
import pytest
from limits import close, root, weights

from westphalia.mechanisms import (
    arming,
    contest,
)
from westphalia.theories import weighted_sum
from westphalia.world.state import Modules
from westphalia.world.terms import of_own_type

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def arms_value(scene, rival, hazard, beta):
    """(value of a tiny raise) - (value of a tiny cut) of the burden, from the arms options."""
    scene = scene.under(
        decisiveness=1.0,
        defence_advantage=beta,
        unarmed_resistance=0.0,
        horizon=1.0,
        burden_step=1e-4,
        depreciation=1.0,
    )
    own = scene.world.arms
    odds = contest.log_odds(rival, own[0, 0], scene.p)
    apart = (1.0 - jnp.eye(2))[:, :, None]
    seen = scene.seen()._replace(
        defend=own,
        met=jnp.broadcast_to(own[None], (2, 2, 1)),
        threat=hazard * contest.chance(odds) * apart,
        by_defence=-scene.p.decisiveness * (1.0 - contest.chance(odds)) * apart,
        opening_greedy=0.0 * own,
        opening_secure=0.0 * own,
    )
    offered, _ = arming.options(scene.world, seen, scene.answer(), scene.mind, scene.p, scene.mods)
    value = weighted_sum(of_own_type(offered.terms, scene.world.greedy), weights(survival=3.0))
    return value[0, arming.OPTIONS.index("raise"), 0] - value[0, arming.OPTIONS.index("cut"), 0]


@pytest.fixture
def best_burden(equals):
    """The burden of a state that answers a rival's burden, by its own options."""
    scene = equals(n=2, modules=Modules(response=0.0))

    @jax.jit
    def slope(burden, rival, beta, hazard):
        at = scene.having(burden=burden, arms=burden)
        return arms_value(at, rival, hazard, beta)

    def best(rival, beta, hazard=0.4):
        return root(lambda burden: slope(burden, rival, beta, hazard), 0.01, 0.55, steps=36)

    return best


@EXACT
@pytest.mark.parametrize(("beta", "expected"), [(1.0, 0.272727), (2.0, 0.235294)])
def test_guns_and_butter(best_burden, beta, expected):
    k = 3.0 * {1.0: 0.125, 2.0: 0.4 * 2 / 9 / (1 - 0.4 / 3)}[beta]
    assert k / (1 + k) == pytest.approx(expected, abs=5e-7)
    # at the printed burden of both, each one's best burden is that burden
    assert best_burden(expected, beta) == close(expected, rel=3e-6)


@EXACT
@pytest.mark.parametrize(
    ("beta", "burden", "exact", "printed"),
    [(1.0, 3 / 11, 1 / 12, 0.0834), (2.0, 4 / 17, 1 / 4, 0.25)],
)
def test_the_security_dilemma_each_arms_because_the_other_does(
    best_burden, beta, burden, exact, printed
):
    step = 1e-3
    slope = (best_burden(burden + step, beta) - best_burden(burden - step, beta)) / (2 * step)
    assert slope == pytest.approx(exact, abs=2e-5)
    assert slope == pytest.approx(printed, abs=1e-4)
