"""The danger of coming years: issues that may arise beside today's."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import close

from mechanisms.assessments import each_run, pairs_of
from westphalia.mechanisms import contest, looming, propensity
from westphalia.mechanisms.prospects import ground
from westphalia.world.terms import public_types

N, RUNS = 4, 3
#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
ON, OFF = switched(salience=1.0), switched(salience=0.0)


@jax.jit
def judged_in(scene, arriving, met):
    """Today's propensities, the chances of coming years, and what demands are worth over a large
    issue, whose ground is computed anew."""
    world, _, p, mods = scene
    about, odds = ground(world, arriving, met, p, mods), contest.log_odds(arriving, met, p)
    types, steps = public_types(p.greed), propensity.slopes(world, arriving, met, p, mods)
    prior = propensity.attention(world, p, mods)
    now, _ = propensity.propensities(world, about, odds, steps, types, prior, p, mods)
    later = looming.over_coming_years(world, about, odds, now, types, p, mods)
    level = p.decisiveness * jnp.log(world.arms)
    power = level[:, None] - level[None, :] - 1.1 * p.issue_spread
    tomorrow = world._replace(
        salience=jnp.maximum(world.salience, jnp.exp(p.salience_spread - p.salience_spread**2 / 2)),
        stake=jnp.minimum(world.stake, 1.0 / (1.0 + jnp.exp(-power))),
    )
    then = ground(tomorrow, arriving, met, p, mods)
    drawn = propensity.attention(tomorrow, p, mods)
    found = propensity.judge(tomorrow, then, odds, types, drawn, p, costs=(1.0,)).types
    return now, later, odds, found.demand, found.war


def a_scene(modules=ON, crisis="brinkmanship"):
    scene = anything(N, RUNS, 3, modules=modules).with_forms(crisis=crisis)
    rng = np.random.default_rng(4)
    return scene, *(jnp.asarray(rng.uniform(0.2, 1.0, (N, N, RUNS)), float) for _ in range(2))


def new_issue(w, p, i, j):
    """Hazard of a new issue between a pair, newx (lambda / 0.5)^con (min R / max R)^pos."""
    near = min((np.sqrt(w.delivery[i, j] * w.delivery[j, i]) / 0.5) ** p.contiguity, 1.6)
    equal = min(w.resources[i], w.resources[j]) / max(w.resources[i], w.resources[j])
    return p.new_issues * near * equal**p.rivalry_of_equals


@EXACT
@pytest.mark.parametrize("crisis", ["brinkmanship", "ultimatum"])
def test_one_issue_in_four_is_large_and_unfair(crisis):
    """L* = (1 - w) L + (w / 4) L(q', x'), w = n / (n + h_q + 1 / Y_land)."""
    scene, arriving, met = a_scene(crisis=crisis)
    now, later, odds, demand, war = judged_in(scene, arriving, met)
    for kind, (today, coming) in enumerate(zip(now, later, strict=True)):
        rows = each_run(RUNS, scene.world, today, coming, odds, demand[kind], war[kind], scene.p)
        for _, w, t, found, z, u, fought, p in rows:
            years = 1.0 / (1.0 - p.discount * (1.0 - p.convergence)) if scene.mods.flows else 1.0
            for i, j in pairs_of(N):
                others = [k for k in range(N) if k not in (i, j)]
                rest = 1.0 + sum(np.exp(t.demand[i, k]) + np.exp(t.total[i, k]) for k in others)
                wants, attacks = np.exp(u[i, j]), np.exp(t.total[i, j])
                wins = (wants * fought[i, j] + attacks) / (rest + wants + attacks)
                wins /= 1.0 + np.exp(-z[i, j])
                opens = new_issue(w, p, i, j)
                weight = opens / (opens + p.issue_end + 1.0 / years)
                expected = (1.0 - weight) * t.wins[i, j] + 0.25 * weight * wins
                assert found[i, j] == close(expected), (i, j)


@EXACT
def test_where_no_issue_arises_the_danger_is_todays():
    scene, arriving, met = a_scene(OFF)
    now, later, *_ = judged_in(scene, arriving, met)
    for today, coming in zip(now, later, strict=True):
        assert coming == close(today.wins)


def test_who_has_the_better_of_todays_quarrel_is_feared_for_tomorrows():
    mods = switched(salience=1.0, total_war=0.0)
    scene = equals(3, modules=mods).with_forms(crisis="brinkmanship", joining="future")
    stake = np.full((3, 3, 1), 0.5)
    stake[0, 1], stake[1, 0] = 0.8, 0.2
    scene = scene.having(salience=3.0, stake=stake)
    gaps = []
    for hazard in (0.01, 0.1):
        seen = scene.under(new_issues=hazard).assessment()
        gaps.append(float(seen.looming[1, 0, 0] - seen.threat[1, 0, 0]))
    assert 0.0 < gaps[0] < gaps[1]
    off = scene._replace(mods=OFF).assessment()
    assert off.looming == close(off.threat, rel=1e-5)
