"""What pairs dispute: how it opens, whom it pits, and how it grows, fades and is closed."""

import statistics

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close
from traces import A, B, C, among

from mechanisms.assessments import dtypes, each_run, pairs_of
from westphalia.mechanisms import salience
from westphalia.world.state import flip

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3
#: Of no pair is it known whether they are rivals.
UNKNOWN = jnp.full((N, N, RUNS), jnp.nan)
ON, OFF = switched(salience=1.0), switched(salience=0.0)
MANY = settings(max_examples=30, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def lots(seed, n=N, runs=RUNS):
    """Uniform numbers that a pair shares."""
    u = np.random.default_rng(seed).uniform(size=(n, n, runs))
    return jnp.asarray((u + u.swapaxes(0, 1)) % 1.0, float)


def own(seed, n=N, runs=RUNS):
    """Uniform numbers of which those of a pair add up to 1."""
    upper = (
        np.random.default_rng(seed).uniform(size=(n, n, runs))
        * np.triu(np.ones((n, n)), 1)[..., None]
    )
    lower = (np.triu(np.ones((n, n)), 1)[..., None] - upper).swapaxes(0, 1)
    return jnp.asarray(upper + lower + 0.5 * np.eye(n)[..., None], float)


def a_year(scene, seed, mods=ON):
    """A world after a year in which issues open and fade."""
    n, runs = scene.world.arms.shape
    draws = lots(seed, n, runs), lots(seed + 2, n, runs), own(seed + 1, n, runs)
    return salience.open_and_fade(scene.world, *draws, scene.p, mods)


# With the module off


@MANY
@given(seeds)
def test_off_sizes_stay_as_they_are(seed):
    scene = anything(N, RUNS, seed)
    assert (a_year(scene, seed, OFF).salience == scene.world.salience).all()
    one = jnp.ones((N, N, RUNS))
    after = salience.after_disputes(scene.world, one, one, lots(seed), scene.p, OFF)
    assert (after == scene.world.salience).all()
    size, is_open = salience.at_start(scene.world, lots(seed), UNKNOWN, scene.p, OFF)
    assert (size == 1.0).all()
    assert (is_open == 0.0).all()


def test_off_a_new_issue_is_one_pie_that_two_divide():
    scene = equals(3, new_issues=0.1).having(alive=[[1.0], [1.0], [0.0]])
    opened = jnp.asarray([[0.0, 0.05, 0.05], [0.05, 0.0, 0.2], [0.05, 0.2, 0.0]])[:, :, None]
    share = jnp.asarray([[0.5, 0.9, 0.2], [0.1, 0.5, 0.4], [0.8, 0.6, 0.5]])[:, :, None]
    never = jnp.ones((3, 3, 1))

    def after(opened):
        return salience.open_and_fade(scene.world, opened, never, share, scene.p, scene.mods).stake

    now = after(opened)
    assert now[0, 1, 0] == pytest.approx(0.1 + 0.8 * 0.9)
    assert (now + flip(now)) == close(np.ones((3, 3, 1)))
    assert (now[2] == 0.5).all()  # the dead have no issues
    assert (now[1, 2] == 0.5).all()
    assert (after(opened + 0.1) == scene.world.stake).all()


# How issues open


@EXACT
@pytest.mark.parametrize("spread", [0.0, 0.6, 1.2])
def test_new_issues_have_the_usual_size_on_average(spread):
    points = 200_000
    grid = (jnp.arange(points) + 0.5) / points
    found = np.asarray(salience.size(grid, equals(2, salience_spread=spread).p))
    assert found.mean() == pytest.approx(1.0, abs=3e-3)
    inside = (grid > 1e-3) & (grid < 1.0 - 1e-3)
    place = statistics.NormalDist()
    by_hand = [np.exp(spread * place.inv_cdf(u) - spread**2 / 2.0) for u in grid[inside][::997]]
    assert found[inside][::997] == close(by_hand, rel=1e-5)
    assert (np.diff(found) >= 0.0).all()


@EXACT
@MANY
@given(seeds)
def test_issues_arise_the_more_the_nearer_and_the_more_equal_two_states_are(seed):
    scene = anything(N, RUNS, seed)
    found = salience.hazard(scene.world, scene.p)
    for _, w, hazard, q in each_run(RUNS, scene.world, found, scene.p):
        for i, j in pairs_of(N):
            near = np.sqrt(w.delivery[i, j] * w.delivery[j, i]) / 0.5
            equal = min(w.resources[i], w.resources[j]) / max(w.resources[i], w.resources[j])
            by_hand = min(near**q.contiguity, 1.6) * equal**q.rivalry_of_equals
            assert hazard[i, j] == close(q.new_issues * by_hand)
    assert found == close(flip(found))
    nearer = scene.having(delivery=scene.world.delivery**0.5)
    assert (salience.hazard(nearer.world, scene.p) >= found).all()
    equal = scene.having(resources=scene.world.resources**0.5)
    assert (salience.hazard(equal.world, scene.p) >= found).all()


@EXACT
def test_close_equal_neighbours_have_the_plain_hazard_and_it_is_plain_without_exponents():
    scene = equals(2).having(delivery=0.5)
    assert salience.hazard(scene.world, scene.p) == close(np.full((2, 2, 1), scene.p.new_issues))
    other = anything(N, RUNS, 1, contiguity=0.0, rivalry_of_equals=0.0)
    found = salience.hazard(other.world, other.p)
    assert found == close(np.full((N, N, RUNS), other.p.new_issues))
    nearest = equals(2, contiguity=4.0).having(delivery=1.0)
    capped = 1.6 * float(nearest.p.new_issues)
    assert salience.hazard(nearest.world, nearest.p) == close(np.full((2, 2, 1), capped))


@EXACT
def test_a_share_in_a_new_issue_mirrors_power():
    scene = among(equals(3, decisiveness=1.0), "arms", {(A, 0): 0.3, (B, 0): 0.1, (C, 0): 0.1})
    even = salience.share(scene.world, 0.0, scene.p)
    assert even[A, B, 0] == close(0.75)  # M_i / (M_i + M_j)
    assert even[B, C, 0] == close(0.5)
    spread = salience.spread_of(own(1, 3, 1))
    assert (spread + flip(spread))[~np.eye(3, dtype=bool)] == pytest.approx(0.0, abs=1e-12)
    found = salience.share(scene.world, spread, scene.p)
    assert found + flip(found) == close(np.ones((3, 3, 1)))
    # between equals and with the plain spread it is U(0.1, 0.9), as without the module
    plain = equals(3, issue_spread=1.0)
    mine = own(2, 3, 1)
    drawn = salience.share(plain.world, salience.spread_of(mine), plain.p)
    assert drawn == close(0.1 + 0.8 * mine)
    stronger = among(scene, "arms", {(A, 0): 0.6})
    assert salience.share(stronger.world, spread, scene.p)[A, B, 0] > found[A, B, 0]


@EXACT
def test_as_many_issues_open_as_the_hazard_says_and_the_larger_of_two_stands():
    runs = 20_000
    scene = anything(2, runs, 3, new_issues=0.3).having(
        delivery=0.5, resources=1.0, salience=0.5, stake=0.5
    )
    draws = lots(4, 2, runs), jnp.ones((2, 2, runs)), own(5, 2, runs)
    after = salience.open_and_fade(scene.world, *draws, scene.p, ON)
    new = np.asarray(after.stake[A, B] != 0.5)
    assert new.mean() == pytest.approx(0.3, abs=0.015)
    sizes = np.asarray(after.salience[A, B])
    assert (sizes[~new] == 0.5).all()
    assert (sizes[new] >= 0.5).all()
    assert (sizes[new] > 0.5).mean() == pytest.approx(
        1.0 - statistics.NormalDist(-0.72, 1.2).cdf(np.log(0.5)), abs=0.02
    )
    # an open issue that a new one adds to is no smaller for it
    large = scene.having(salience=3.0)
    again = salience.open_and_fade(large.world, *draws, scene.p, ON).salience
    assert (again >= 3.0).all()


# How they end


@EXACT
def test_an_issue_fades_to_rest_with_its_hazard_unless_another_opens():
    scene = equals(3, new_issues=0.1, issue_end=0.2, salience_rest=0.05).having(salience=2.0)
    one = jnp.ones((3, 3, 1))

    def after(opened, fade):
        draws = opened * one, fade * one, 0.5 * one
        return salience.open_and_fade(scene.world, *draws, scene.p, ON)

    faded, still = after(0.9, 0.19), after(0.9, 0.21)
    assert faded.salience == close(np.full((3, 3, 1), 0.05))
    assert (still.salience == 2.0).all()
    assert (faded.stake == scene.world.stake).all()  # who holds what is as it was
    assert (after(0.0, 0.1).salience[A, B] >= 2.0).all()


@EXACT
def test_a_settlement_closes_with_its_chance_and_a_grievance_grows():
    scene = equals(2, settlement=0.4, grievance=0.5, salience_rest=0.1).having(salience=2.0)
    one, none = jnp.ones((2, 2, 1)), jnp.zeros((2, 2, 1))

    def after(settled, still, lot, world=scene.world):
        return float(
            salience.after_disputes(world, settled, still, lot * one, scene.p, ON)[A, B, 0]
        )

    assert after(one, none, 0.39) == close(0.1)
    assert after(one, none, 0.41) == close(2.0)
    assert after(none, one, 0.0) == close(3.0)
    assert after(none, none, 0.0) == close(2.0)
    small = scene.having(salience=0.05).world  # closing makes nothing larger
    assert after(one, none, 0.0, small) == close(0.05)
    grown = scene.world
    for _ in range(12):
        size = salience.after_disputes(grown, none, one, one, scene.p, ON)
        assert (size >= grown.salience).all()
        grown = grown._replace(salience=size)
    assert (grown.salience == salience.MOST).all()  # but not without end


@EXACT
def test_a_world_begins_with_about_as_many_open_issues_as_it_will_have():
    runs = 20_000
    scene = anything(2, runs, 5).having(delivery=0.5, resources=1.0)
    lot = jnp.broadcast_to((jnp.arange(runs) + 0.5) / runs, (2, 2, runs))
    unknown = jnp.full_like(lot, jnp.nan)
    size, is_open = salience.at_start(scene.world, lot, unknown, scene.p, ON)
    p = scene.p
    chance = float(p.new_issues / (p.new_issues + p.issue_end + salience.SETTLED))
    assert is_open[A, B].mean() == pytest.approx(chance, abs=1e-3)
    closed = np.asarray(size)[np.asarray(is_open) == 0]
    assert closed == close(np.full(closed.shape, p.salience_rest))
    assert size[A, B][is_open[A, B] > 0].mean() == pytest.approx(1.0, abs=0.1)
    assert (is_open[A, A] == 0.0).all()


@EXACT
def test_between_known_rivals_an_issue_is_open_and_between_those_who_are_none_is_none():
    scene = anything(N, RUNS, 7).having(delivery=0.9)
    rivals = jnp.zeros((N, N, RUNS)).at[A, B].set(1.0).at[B, A].set(1.0)
    size, is_open = salience.at_start(scene.world, lots(3), rivals, scene.p, ON)
    assert (is_open == rivals).all()
    closed = np.asarray(size)[np.asarray(rivals) == 0]
    assert closed == close(np.full(closed.shape, scene.p.salience_rest))
    assert (size[A, B] == size[B, A]).all()
    assert len(np.unique(size[A, B])) == RUNS  # how large it is, is drawn
    drawn = salience.at_start(scene.world, lots(3), UNKNOWN, scene.p, ON)
    some = rivals.at[:, 2].set(jnp.nan).at[2].set(jnp.nan)
    mixed = salience.at_start(scene.world, lots(3), some, scene.p, ON)
    for found, alone in zip(mixed, drawn, strict=True):
        assert (found[2] == alone[2]).all()


# In any world


@MANY
@given(seeds)
def test_sizes_and_shares_are_those_of_a_pair(seed):
    """Alike for both, within their bounds, and of one pie, whatever happens in a year."""
    scene = anything(N, RUNS, seed, new_issues=0.5, issue_end=0.3, grievance=1.0)
    apart = ~np.eye(N, dtype=bool)
    alive = scene.world.alive.at[0, 0].set(0.0)
    scene = scene._replace(world=scene.world._replace(alive=alive))
    after = a_year(scene, seed)
    disputes = [(lots(seed + k) < 0.3) * 1.0 for k in (5, 6)]
    sizes = (
        salience.at_start(scene.world, lots(seed), UNKNOWN, scene.p, ON)[0],
        after.salience,
        salience.after_disputes(after, *disputes, lots(seed + 7), scene.p, ON),
    )
    for size in sizes:
        assert (size == flip(size)).all()
        assert ((size > 0.0) & (size <= salience.MOST)).all()
        assert dtypes(size) == {"float32"}
    assert (after.stake + flip(after.stake))[apart] == pytest.approx(1.0, abs=1e-5)
    assert ((after.stake >= 0.0) & (after.stake <= 1.0)).all()
    assert (after.stake[0, :, 0] == scene.world.stake[0, :, 0]).all()  # the dead have no issues
    for name in set(after._fields) - {"stake", "salience"}:
        assert (getattr(after, name) == getattr(scene.world, name)).all(), name


@EXACT
def test_a_year_is_that_of_loops_over_pairs():
    scene = anything(N, RUNS, 6, new_issues=0.4, issue_end=0.3)
    opened, mine, fade = lots(1), own(2), lots(3)
    after = salience.open_and_fade(scene.world, opened, fade, mine, scene.p, ON)
    hazards = salience.hazard(scene.world, scene.p)
    seen = set()
    rows = each_run(RUNS, scene.world, after, opened, mine, fade, hazards, scene.p)
    for _, w, now, new, u, ends, hazard, q in rows:
        for i, j in pairs_of(N):
            share, size, what = w.stake[i, j], w.salience[i, j], "as it was"
            if new[i, j] < hazard[i, j]:
                what = "new"
                fresh = 0.1 + 0.8 * u[i, j]
                odds = q.decisiveness * np.log(w.arms[i] / w.arms[j])
                odds += q.issue_spread * np.log(fresh / (1.0 - fresh))
                share = 1.0 / (1.0 + np.exp(-odds))
                place = statistics.NormalDist().inv_cdf(new[i, j] / hazard[i, j])
                drawn = np.exp(q.salience_spread * place - q.salience_spread**2 / 2.0)
                size = min(max(size, drawn), 12.0)
            elif ends[i, j] < q.issue_end:
                what, size = "faded", q.salience_rest
            assert now.stake[i, j] == close(share), what
            assert now.salience[i, j] == close(size), what
            seen.add(what)
    assert seen == {"as it was", "new", "faded"}
