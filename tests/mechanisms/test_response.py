"""Expected response: how others' answers to an act come back, and collective goods."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close
from simulation.worlds import MANY

from mechanisms.assessments import assessment, dtypes, each_run
from westphalia.mechanisms import arming, response

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
        seen = scene.assessment()._replace(
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


# Against loops over pairs


N, RUNS = 4, 3


@EXACT
@pytest.mark.parametrize("depth", [0.0, 0.5, 1.0])
def test_how_others_answer_is_that_of_loops_over_pairs(anything, depth):
    scene = anything(N, RUNS, 3, modules=switched(response=depth))
    world, _, p, mods = scene
    seen = assessment(N, RUNS, 4)
    rho = jnp.asarray(np.random.default_rng(5).uniform(0.0, 1.0, (N, RUNS)), float)
    found = response.respond(world, seen, rho, p, mods)
    for run, w, s, q in each_run(RUNS, world, seen, p):
        for i in range(N):
            stronger, heard, weights = 0.0, {}, {}
            for j in (k for k in range(N) if k != i):
                danger = s.threat[i, j]
                psi = q.horizon * danger / (1.0 - danger) * s.by_attack[i, j]
                assert found.pressure[i, j, run] == close(psi)
                # j's arms rise by at most half as much as i's, in log points
                total = s.threat[j].sum()
                rise = np.clip(s.threat[j, i] * s.by_attack[j, i] / total, -0.5, 0.5)
                stronger -= depth * rho[i, run] * psi * rise
                heard[j] = (
                    -depth * rho[i, run] * psi * np.clip(s.by_belief[j, i] / total, -0.5, 0.5)
                )
                assert found.belief[i, j, run] == close(heard[j])
                weights[j] = min(heard[j], 0.0)
            assert found.strength[i, run] == close(stronger)
            known = sum(weights[j] * w.belief[j, i] for j in weights)
            if depth:  # the mean of what others believe, the most dangerous counting most
                assert found.standing[i, run] == close(known / sum(weights.values()))
                assert 0.0 < found.standing[i, run] < 1.0


def test_who_looks_at_its_own_act_alone_expects_no_answer(anything):
    world, _, p, _ = anything(N, RUNS, 6)
    seen, rho = assessment(N, RUNS, 7), jnp.ones((N, RUNS))
    for none in (
        response.respond(world, seen, rho, p, switched(response=0.0)),
        response.respond(world, seen, 0.0 * rho, p, switched()),
    ):
        assert (none.strength == 0.0).all()
        assert (none.belief == 0.0).all()
        assert (none.pressure != 0.0).any()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 1000))
def test_an_answer_is_a_step_and_not_a_leap(seed):
    """Others match at most half a rise, so at most half the pressure comes back."""
    world, _, p, mods = equals(3)
    seen = assessment(3, 1, seed)
    rho = jnp.asarray(np.random.default_rng(seed).uniform(0.0, 1.0, (3, 1)), jnp.float32)
    found = response.respond(world, seen, rho, p, mods)
    assert dtypes(found) == {"float32"}
    bound = 0.5 * rho * jnp.abs(found.pressure).sum(1)
    assert (jnp.abs(found.strength) <= bound + 1e-6).all()
    assert (jnp.abs(found.belief.sum(1)) <= bound + 1e-6).all()


@MANY
@given(st.floats(0.01, 0.99), st.floats(-10.0, 10.0))
def test_a_belief_moves_with_its_evidence_and_stays_a_chance(belief, evidence):
    moved = float(response.shift(*(jnp.float32(v) for v in (belief, evidence))))
    assert moved * evidence >= -1e-7
    assert 0.0 <= belief + moved <= 1.0 + 1e-6
    odds = belief / (1.0 - belief) * np.exp(evidence)
    assert belief + moved == pytest.approx(odds / (1.0 + odds), abs=1e-5)
