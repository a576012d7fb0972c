"""Arms: guns and butter, and the security dilemma."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import a, close, root, weights

from mechanisms.assessments import answers, assessment, dtypes, each_run
from westphalia.mechanisms import arming, contest
from westphalia.theories import weighted_sum
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
    seen = scene.assessment()._replace(
        defend=own,
        met=jnp.broadcast_to(own[None], (2, 2, 1)),
        threat=hazard * contest.chance(odds) * apart,
        by_defence=-scene.p.decisiveness * (1.0 - contest.chance(odds)) * apart,
        opening_greedy=0.0 * own,
        opening_secure=0.0 * own,
    )
    offered, _ = arming.options(
        scene.world, seen, scene.answer(), scene.agents, scene.p, scene.mods
    )
    value = weighted_sum(of_own_type(offered.terms, scene.world.greedy), weights(survival=3.0))
    return value[0, arming.OPTIONS.index("raise"), 0] - value[0, arming.OPTIONS.index("cut"), 0]


@pytest.fixture
def best_burden(equals):
    """The burden of a state that answers a rival's burden, by its own options."""
    scene = equals(n=2, modules=switched(response=0.0))

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


# Against derivatives, and loops over options


N, RUNS = 4, 3


@EXACT
def test_the_slope_of_security_is_the_derivative_of_survival():
    """ln S = H sum ln(1 - l), with l falling in what is met by its elasticity."""
    scene, seen = equals(N), assessment(N, RUNS, 1)
    first, falls = arming.security_slope(seen, scene.p)
    for run, s, q in each_run(RUNS, seen, scene.p):
        for i in range(N):
            others = [j for j in range(N) if j != i]

            def survival(more, s=s, i=i, others=others):
                total = 0.0
                for j in others:
                    met = s.met[j, i] - s.defend[i] + s.defend[i] * jnp.exp(more)
                    danger = s.threat[i, j] * (met / s.met[j, i]) ** s.by_defence[i, j]
                    total += jnp.log1p(-danger)
                return q.horizon * total  # noqa: B023

            rises, bends = jax.grad(survival), jax.grad(jax.grad(survival))
            assert first[i, run] == close(rises(0.0))
            assert falls[i, run] == close(np.clip(-bends(0.0) / rises(0.0), -0.5, 3.0))


@EXACT
@pytest.mark.parametrize("kappa", [-0.4, 1e-9, 0.5, 3.0])
def test_more_defence_is_worth_its_slope_at_first_and_then_less(kappa):
    def worth(change):
        return arming.safety(a(2.0), a(kappa), a(change))

    assert jax.grad(worth)(0.0) == close(2.0)
    assert worth(0.0) == 0.0
    assert float(jax.grad(jax.grad(worth))(0.0)) == pytest.approx(-2.0 * kappa, abs=2.1e-3)
    assert float(worth(0.3)) == pytest.approx(2.0 * -np.expm1(-kappa * 0.3) / kappa, rel=1e-3)


@EXACT
def test_terms_of_arms_are_those_of_loops_over_options():
    world, agents, p, mods = anything(N, RUNS, 2)
    seen = assessment(N, RUNS, 3)
    offered, _ = arming.options(world, seen, answers(N, RUNS, 4), agents, p, mods)
    found = of_own_type(offered.terms, world.greedy)
    slope, falls = arming.security_slope(seen, p)
    for run, w, s, q, s1, kappa in each_run(RUNS, world, seen, p, slope, falls):
        for i in range(N):
            opening = s.opening_greedy[i] if w.greedy[i] else s.opening_secure[i]
            for k, name in enumerate(arming.OPTIONS):
                step = {"raise": q.burden_step, "cut": -q.burden_step}.get(name, 0.0)
                turn = {"offence": 0.1, "defence": -0.1}.get(name, 0.0)
                burden = np.clip(w.burden[i] * np.exp(step), 0.001, 0.6)
                posture = np.clip(w.posture[i] + turn, 0.0, 1.0)
                steady = burden * w.resources[i] / q.depreciation
                mass = np.clip(np.log(steady / w.arms[i]), -1.0, 1.0)

                def fit(role, d=q.distinguishability):
                    return (1.0 - d) + d * role

                attack = mass + np.log(fit(posture) / fit(w.posture[i]))
                shield = mass + np.log(fit(1.0 - posture) / fit(1.0 - w.posture[i]))
                by_hand = {
                    "consumption": np.log((1.0 - burden) / (1.0 - w.burden[i])),
                    "survival": s1[i] * -np.expm1(-kappa[i] * shield) / kappa[i],
                    "power": q.military_share * mass,
                    "opportunity": q.horizon * opening * attack,
                    "effort": -q.posture_cost * abs(posture - w.posture[i]),
                }
                assert set(found) == {*by_hand, "response"}
                for term, value in by_hand.items():
                    got = float(found[term][i, k, run])
                    assert got == pytest.approx(float(value), rel=1e-5, abs=1e-12), (name, term)


def test_options_there_are_follow_the_switches_and_the_bounds_of_posture():
    scene = equals(3).having(posture=[[0.0], [0.5], [1.0]])
    allowed = arming.allowed_options(scene.world, scene.mods)[:, :, 0]
    assert allowed.tolist() == [[1, 1, 1, 1, 0], [1, 1, 1, 1, 1], [1, 1, 1, 0, 1]]
    no_arms = arming.allowed_options(scene.world, switched(arming=0.0))[1, :, 0]
    no_posture = arming.allowed_options(scene.world, switched(posture=0.0))[1, :, 0]
    assert no_arms.tolist() == [1, 0, 0, 1, 1]
    assert no_posture.tolist() == [1, 1, 1, 0, 0]


def test_the_stock_of_arms_comes_to_rest_where_burden_pays_for_wear():
    scene = equals(2, depreciation=0.07).having(arms=[[0.1], [5.0]])
    world, hold = scene.world, jnp.zeros((2, 5, 1)).at[:, 0].set(1.0)
    free = jnp.ones((2, 1))
    for _ in range(300):
        world = arming.resolve(world, hold, free, scene.p)
    steady = world.burden * world.resources / scene.p.depreciation
    assert world.arms == close(steady, rel=1e-5)
    assert world.burden == close(scene.world.burden)


def test_a_cap_binds_who_would_arm_more_and_the_dead_have_no_arms():
    scene = equals(3).having(burden=0.1, alive=[[1.0], [1.0], [0.0]])
    more = jnp.zeros((3, 5, 1)).at[:, arming.OPTIONS.index("raise")].set(1.0)
    ceiling = jnp.asarray([[0.08], [1.0], [1.0]])
    after = arming.resolve(scene.world, more, ceiling, scene.p)
    assert after.burden[0, 0] == pytest.approx(0.08)
    assert after.burden[1, 0] == pytest.approx(0.1 * float(jnp.exp(scene.p.burden_step)))
    assert after.arms[2, 0] == 0.0
    kept = (1.0 - scene.p.depreciation) * scene.world.arms[0, 0]
    assert after.arms[0, 0] == pytest.approx(float(kept + 0.08 * scene.world.resources[0, 0]))


def test_burdens_stay_within_their_bounds_and_single_precision_stays_single():
    scene = equals(3).having(burden=[[0.001], [0.6], [0.1]])
    found = arming.burdens(scene.world, scene.p)
    assert found.min() >= arming.LOWEST - 1e-9
    assert found.max() <= arming.HIGHEST + 1e-9
    assert dtypes((found, arming.effects(scene.world, scene.p))) == {"float32"}
