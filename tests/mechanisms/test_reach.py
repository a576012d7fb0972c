"""How far strength reaches: by distance alone, or the farther the greater the power."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close
from traces import A, B

from mechanisms.assessments import dtypes, each_run
from westphalia.mechanisms import reach

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3
MANY = settings(max_examples=30, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def at_distances(seed, **parameters):
    """Worlds with distances, of which the strength that arrives knows nothing yet."""
    scene = anything(N, RUNS, seed, **parameters)
    far = np.random.default_rng(seed).uniform(0.0, 5.0, (N, N, RUNS))
    return scene.having(distance=(far + far.swapaxes(0, 1)) * (1.0 - np.eye(N))[:, :, None])


@MANY
@given(seeds)
def test_without_projection_deliveries_stay_as_they_are(seed):
    scene = at_distances(seed, projection=0.0)
    assert (reach.reaching(scene.world, scene.p).delivery == scene.world.delivery).all()


@EXACT
@pytest.mark.parametrize("projection", [0.0, 0.43, 2.0])
def test_what_arrives_is_that_of_loops_over_pairs(projection):
    scene = at_distances(1, projection=projection)
    found = reach.delivered(scene.world.distance, scene.world.resources, scene.p)
    for _, w, share, q in each_run(RUNS, scene.world, found, scene.p):
        for i in range(N):
            own = q.reach * max(1.0, w.resources[i]) ** q.projection
            for j in range(N):
                assert share[i, j] == close(np.exp(-w.distance[i, j] / own))
    if projection:
        world = reach.reaching(scene.world, scene.p)
        assert world.delivery == close(found)
        changed = {k for k, v in world._asdict().items() if v is not getattr(scene.world, k)}
        assert changed == {"delivery"}


@EXACT
def test_by_hand_a_power_of_four_reaches_twice_as_far_with_an_exponent_of_a_half():
    scene = equals(2, projection=0.5, reach=1.4).having(resources=[[4.0], [1.0]])
    found = reach.delivered(jnp.full((2, 2, 1), 2.8), scene.world.resources, scene.p)
    assert found[A, B, 0] == close(np.exp(-1.0))
    assert found[B, A, 0] == close(np.exp(-2.0))


@EXACT
@MANY
@given(seeds, st.floats(0.05, 2.0))
def test_a_greater_power_reaches_farther_and_a_smaller_one_no_less_than_usual(seed, projection):
    scene = at_distances(seed, projection=projection)
    world, p = scene.world, scene.p
    found = reach.delivered(world.distance, world.resources, p)
    usual = reach.delivered(world.distance, world.resources, scene.under(projection=0.0).p)
    assert ((found >= 0.0) & (found <= 1.0)).all()
    assert (found >= usual).all()
    apart = np.asarray(world.distance) > 0
    great = np.broadcast_to(np.asarray(world.resources)[:, None] > 1.0, apart.shape)
    assert (found > usual)[apart & great].all()
    assert (found == usual)[~great].all()
    grown = reach.delivered(world.distance, 1.5 * world.resources, p)
    assert (grown >= found).all()
    assert (grown > found)[apart & great].all()
    # of two states as far from each other, more of the greater's strength arrives
    greater = np.asarray(world.resources)[:, None] >= np.asarray(world.resources)[None]
    assert (found >= jnp.swapaxes(found, 0, 1))[greater].all()


@EXACT
@MANY
@given(seeds)
def test_less_arrives_farther_away_and_all_of_it_at_home(seed):
    scene = at_distances(seed, projection=0.43)
    world, p = scene.world, scene.p
    found = reach.delivered(world.distance, world.resources, p)
    farther = reach.delivered(1.5 * world.distance, world.resources, p)
    assert (farther <= found).all()
    assert (found[np.arange(N), np.arange(N)] == 1.0).all()


def test_single_precision_stays_single():
    scene = at_distances(2, projection=0.43)
    assert dtypes(reach.reaching(scene.world, scene.p)) == {"float32"}
