"""Growth of resources, turnover of types, against plain arithmetic."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close

from mechanisms.assessments import dtypes, each_run
from westphalia.mechanisms import growth

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3


def draws(seed=0, n=N, runs=RUNS):
    """Noise, shocks, and growth that is known for the first state alone."""
    rng = np.random.default_rng(seed)
    noise, shock = (jnp.asarray(rng.normal(size=(n, runs)), float) for _ in range(2))
    known = np.full((n, runs), np.nan)
    known[0] = 0.03
    return noise, shock, jnp.asarray(known, float)


@EXACT
def test_resources_after_a_year_are_those_of_loops_over_states():
    scene = anything(N, RUNS, 1)
    alive = np.ones((N, RUNS))
    alive[2, 1] = 0.0
    world, p = scene.world._replace(alive=jnp.asarray(alive)), scene.p
    noise, shock, known = draws()
    found = growth.grow(world, noise, shock, known, p)
    for run, w, q in each_run(RUNS, world, p):
        grown, rates = [], []
        for i in range(N):
            rate = q.growth_memory * w.growth[i] + q.growth_shock * shock[i, run]
            rise = rate + q.growth_noise * noise[i, run] - q.convergence * np.log(w.resources[i])
            if i == 0:  # what is given replaces memory, noise and the pull to the mean
                rate = rise = 0.03
            grown.append(w.resources[i] * np.exp(rise) * w.alive[i])
            rates.append(rate)
        mean = sum(grown) / w.alive.sum()
        assert found.resources[:, run] == close(np.array(grown) / mean)
        assert found.arms[:, run] == close(w.arms / mean)
        assert found.growth[:, run] == close(rates)


@EXACT
def test_growth_remembers_as_an_autoregression_does():
    """g' = rho g + s eps has the standard deviation s / sqrt(1 - rho^2) in the long run."""
    runs = 4000
    scene = equals(2)
    world = scene.world._replace(
        **{
            k: jnp.broadcast_to(v, (2, runs))
            for k, v in scene.world._asdict().items()
            if v.ndim < 3
        }
    )
    rng = np.random.default_rng(3)
    unknown = jnp.full((2, runs), jnp.nan)
    for _ in range(60):
        noise, shock = (jnp.asarray(rng.normal(size=(2, runs))) for _ in range(2))
        world = growth.grow(world, noise, shock, unknown, scene.p)
    usual = scene.p.growth_shock / np.sqrt(1.0 - scene.p.growth_memory**2)
    assert np.std(world.growth) == pytest.approx(float(usual), rel=0.05)


@EXACT
def test_the_unit_of_resources_changes_nothing_but_the_unit():
    scene = anything(N, RUNS, 2).under(convergence=0.0)
    large = scene.world._replace(resources=5.0 * scene.world.resources, arms=5.0 * scene.world.arms)
    once, again = (growth.grow(w, *draws(), scene.p) for w in (scene.world, large))
    for name in ("resources", "arms", "growth"):
        assert getattr(again, name) == close(getattr(once, name)), name


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 1000))
def test_living_states_have_mean_resources_of_one_and_keep_their_ratios(seed):
    scene = anything(N, RUNS, seed)
    found = growth.normalise(
        scene.world._replace(resources=3.0 * scene.world.resources, arms=2.0 * scene.world.arms)
    )
    assert dtypes(found) == {"float32"}
    assert found.resources.mean(0) == close(np.ones(RUNS), rel=1e-5)
    ratio = found.resources / scene.world.resources
    assert ratio == close(np.broadcast_to(ratio[:1], ratio.shape), rel=1e-5)
    assert found.arms / found.resources == close(
        2.0 / 3.0 * scene.world.arms / scene.world.resources, rel=1e-5
    )


def test_the_pull_to_the_mean_is_down_for_the_large_and_up_for_the_small():
    scene = equals(2, convergence=0.1).having(resources=[[1.5], [0.5]])
    nothing = jnp.zeros((2, 1))
    found = growth.grow(scene.world, nothing, nothing, jnp.full((2, 1), jnp.nan), scene.p)
    assert found.resources[0, 0] < 1.5
    assert found.resources[1, 0] > 0.5
    assert (found.growth == 0.0).all()  # a pull is no trend


def test_types_turn_over_with_their_hazard_and_are_drawn_with_theirs():
    scene = equals(2, type_turnover=0.2, greedy_share=0.3).having(greedy=[[1.0], [0.0]])
    turn = jnp.asarray([[0.19], [0.19]])
    for draw, wanted in ((0.29, [1.0, 1.0]), (0.31, [0.0, 0.0])):
        after = growth.turn_types(scene.world, turn, jnp.full((2, 1), draw), scene.p)
        assert after.greedy[:, 0].tolist() == wanted
    kept = growth.turn_types(scene.world, turn + 0.02, jnp.zeros((2, 1)), scene.p)
    assert kept.greedy[:, 0].tolist() == [1.0, 0.0]
