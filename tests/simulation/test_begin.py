"""The first year: what is given stands, what is unknown is filled in, and the rest is drawn."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, numbers, streams_of
from limits import close

from westphalia.simulation import begin
from westphalia.world.state import VARIABLES, Modules, flip

N, RUNS = 3, 16


def known(**figures):
    """Figures of three states 300 km apart, some of them given."""
    base = {
        "resources": [1.2, 1.0, 0.8],
        "distance": 0.3 * (1.0 - np.eye(N)),
        "pact": 0.0 * np.eye(N),
    }
    return begin.figures_of(N, {k: np.asarray(v, float) for k, v in (base | figures).items()})


@partial(jax.jit, static_argnames="runs")
def _begin(figures, seed, agents, p, mods, runs):
    return begin.begin(figures, streams_of(seed, runs), agents, p, mods)


def first_year(figures, seed=1, runs=RUNS, mods=None):
    """The world in its first year, under defensive realism."""
    _, agents, p, mods = equals(N, modules=mods)
    return _begin(figures, seed, agents, p, mods, runs)


@pytest.fixture(scope="module")
def first():
    """A first year in which little is known."""
    return first_year(known())


def test_what_is_unknown_is_filled_in(first):
    world, p = first, equals(N).p
    for name in begin.FILLED:
        assert (getattr(world, name) == np.float32(VARIABLES[name].start)).all(), name
    steady = world.burden * world.resources / p.depreciation
    assert world.arms == close(steady, rel=1e-5)
    assert (world.alive == 1.0).all()
    assert world.resources.mean(0) == close(np.ones(RUNS), rel=1e-6)


def test_shares_are_settled_at_the_balance_of_power(first):
    world = first
    assert world.stake + flip(world.stake) == close(np.ones((N, N, RUNS)), rel=1e-6)
    assert (world.stake[0, 2] > 0.5).all()  # the stronger has the larger share
    assert (world.stake[0, 1] > 0.5).all()
    assert (world.stake[np.arange(N), np.arange(N)] == 0.5).all()


def test_where_an_issue_is_open_its_share_is_disputed_and_elsewhere_settled():
    """And sizes are those of open issues; without the module all are of the usual size."""
    off, on = (first_year(known(), 3, 4000, Modules(salience=m)) for m in (0.0, 1.0))
    assert (off.salience == 1.0).all()
    apart = ~np.eye(N, dtype=bool)
    rest = np.float32(equals(N).p.salience_rest)
    size, stake = np.asarray(on.salience)[apart], np.asarray(on.stake)[apart]
    is_open = np.abs(size - rest) > 1e-6
    assert 0.1 < is_open.mean() < 0.9
    assert (on.salience == flip(on.salience)).all()
    assert on.stake + flip(on.stake) == close(np.ones((N, N, 4000)), rel=1e-5)
    # settled shares, one for every pair where all figures are alike, hardly differ between runs
    for pair in range(len(stake)):
        at, settled = is_open[pair], stake[pair][~is_open[pair]]
        assert settled.std() < 0.1 * stake[pair][at].std()
    given = np.full((N, N), np.nan)
    given[0, 1], given[1, 0] = 0.2, 0.8
    stands = first_year(known(stake=given), 3, 64, Modules(salience=1.0))
    assert stands.stake[0, 1] == close(np.full(64, 0.2))


def test_beliefs_are_the_theorys_prior_and_types_are_drawn(first):
    world, (_, agents, p, _) = first, equals(N)
    assert world.belief == close(
        np.broadcast_to(agents.prior[:, None], world.belief.shape), rel=1e-6
    )
    many = first_year(known(), 2, 4000)
    assert float(many.greedy.mean()) == pytest.approx(float(p.greedy_share), abs=0.015)


def test_figures_that_are_given_stand():
    pact = np.zeros((N, N))
    pact[0, 1] = pact[1, 0] = 0.7
    stake = np.full((N, N), np.nan)
    stake[0, 1], stake[1, 0] = 0.2, 0.8
    given = known(posture=[0.9, np.nan, 0.1], greedy=[1.0, 0.0, 1.0], pact=pact, stake=stake)
    world = first_year(given)
    assert world.posture[:, 0].tolist() == close([0.9, VARIABLES["posture"].start, 0.1])
    assert (world.greedy == jnp.asarray([[1.0], [0.0], [1.0]])).all()
    assert world.pact[0, 1] == close(np.full(RUNS, 0.7))
    assert world.stake[0, 1] == close(np.full(RUNS, 0.2))
    assert (world.stake[0, 2] != 0.2).all()


def test_what_is_imposed_later_replaces_that_alone():
    scene = equals(N)
    figures = begin.figures_of(N, {"posture": np.asarray([np.nan, 0.8, np.nan])})
    after = begin.impose_figures(scene.world, numbers(figures), scene.p)
    assert after.posture[:, 0].tolist() == close([0.3, 0.8, 0.3])
    for name in set(scene.world._fields) - {"posture"}:
        assert getattr(after, name) == close(getattr(scene.world, name), rel=1e-6), name
    moved = begin.figures_of(N, {"distance": np.full((N, N), 2000.0 * float(scene.p.reach))})
    assert begin.impose_figures(scene.world, numbers(moved), scene.p).delivery.max() < 1e-6


def test_random_worlds_are_as_dense_whatever_their_size():
    for n in (4, 16):
        figures = begin.RandomWorld(n).figures(streams_of(3, 500))
        assert figures["resources"].mean(0) == close(np.ones(500), rel=1e-5)
        gaps = np.asarray(figures["distance"])
        assert (gaps == gaps.swapaxes(0, 1)).all()
        # the mean distance of two places in a square is .5214 of its side
        side = 2.0 * (n / 8.0) ** 0.5
        mean = gaps[~np.eye(n, dtype=bool)].mean()
        assert mean == pytest.approx(0.5214 * side, rel=0.03)
