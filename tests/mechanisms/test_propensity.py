"""How likely types are to challenge: chances of a choice, and derivatives."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import close

from mechanisms.assessments import pairs_of
from mechanisms.quarrels import RUNS, N, a_quarrel, propensities_of
from westphalia.mechanisms import contest, propensity
from westphalia.mechanisms import contest as contests
from westphalia.mechanisms.forms import FORMS
from westphalia.mechanisms.prospects import ground, prospects
from westphalia.world.terms import public_types, public_weights

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def types(p):
    """What a greedy and a secure state want, as others take it."""
    return public_weights(p.greed), public_weights(0.0)


@EXACT
def test_chances_of_quiet_claims_and_total_wars_are_those_of_a_choice():
    scene, arriving, met = a_quarrel()
    world, _, p, mods = scene
    odds, about = contest.log_odds(arriving, met, p), ground(world, arriving, met, p, mods)
    for k, want in enumerate(types(p)):
        all_on = propensities_of(scene, arriving, met)[k]
        claims_alone = propensities_of(scene, arriving, met, switched(total_war=0.0))[k]
        none = switched(total_war=0.0, limited_war=0.0)
        at_peace = propensities_of(scene, arriving, met, none)[k]
        assert (at_peace.log_quiet == 0.0).all()
        assert (at_peace.wins == 0.0).all()
        quiet = jnp.exp(claims_alone.log_quiet)
        assert quiet + claims_alone.crisis.sum(1) == close(np.ones((N, RUNS)))
        assert (all_on.log_quiet <= claims_alone.log_quiet).all()
        # demands lead to as many wars as are resisted or slip, and so many are won
        war = prospects(world, about, odds, want, p).demand.war
        win = 1.0 / (1.0 + np.exp(-np.asarray(odds)))
        assert claims_alone.wins == close(win * war * claims_alone.crisis)


@EXACT
@pytest.mark.parametrize("crisis", FORMS["crisis"])
@pytest.mark.parametrize("contest", ["ratio", "difference"])
def test_elasticities_of_attack_are_derivatives(contest, crisis):
    scene, arriving, met = a_quarrel(2, contest, crisis, war_cost=1e-4)
    step = 1e-6
    apart = ~np.eye(N, dtype=bool)
    scale = ground(scene.world, arriving, met, scene.p, scene.mods).scale
    for k in (0, 1):

        def of(offence=1.0, met=met, k=k):
            return propensities_of(scene, offence * arriving, met)[k]

        now, up, down = of(), of(np.exp(step)), of(np.exp(-step))
        rise = (jnp.log(up.wins) - jnp.log(down.wins)) / (2.0 * step)
        # the rise of what each challenge is worth, as often as it is chosen
        rises = {n: (getattr(up, n) - getattr(down, n)) / (2.0 * step) for n in ("demand", "total")}
        if crisis == "brinkmanship":  # a demand's by no more than the whole issue
            about = ground(scene.world, arriving, met, scene.p, scene.mods)
            whole = about.share + (scene.p.greed if k == 0 else 0.0) * about.pie
            whole = whole / (scene.p.temperature_crisis * scale)
            unit = contests.contest_of(scene.p).by_attack(arriving, met, scene.p)
            rises["demand"] = unit * jnp.clip(rises["demand"] / unit, -whole, whole)
        opening = sum(
            jnp.exp(now.log_quiet[:, None] + getattr(now, name)) * by for name, by in rises.items()
        )
        opening = scene.p.temperature_crisis * (scale * opening * apart[..., None]).sum(1)
        if crisis == "ultimatum":  # which is that of the inclusive value, where all are alike
            whole = scene.p.temperature_crisis * (down.log_quiet - up.log_quiet) / (2.0 * step)
            assert opening == pytest.approx(np.asarray(whole), rel=1e-4)
        assert np.asarray(now.by_offence)[apart] == pytest.approx(np.asarray(rise)[apart], rel=1e-4)
        assert now.opening == pytest.approx(np.asarray(opening), rel=1e-4)
        for i, j in pairs_of(N):
            more, less = (of(met=met.at[i, j].multiply(np.exp(s))) for s in (step, -step))
            fall = (jnp.log(less.wins[i, j]) - jnp.log(more.wins[i, j])) / (2.0 * step)
            assert now.by_met[i, j] == pytest.approx(np.asarray(fall), rel=1e-4), (i, j)


@EXACT
def test_what_others_cannot_know_makes_a_total_war_likelier():
    """By half the variance of its value over T^2: of the error, and of a cost U[0, 2 c]."""
    scene = anything(N, RUNS, 8)
    world, _, p, mods = scene
    one = jnp.ones((N, N, RUNS))
    about, steps = ground(world, one, one, p, mods), propensity.slopes(world, one, one, p, mods)
    odds = jnp.asarray(np.random.default_rng(8).normal(0.0, 1.0, (N, N, RUNS)), float)
    draws = np.random.default_rng(9).uniform(0.0, 2.0, 400_000)
    corrected = 0
    for k, want in enumerate(types(p)):

        def value(z, want=want):
            terms = prospects(world, about, z, want, p).total_terms
            plain = terms["effort"] + terms["obligation"] + terms["prestige"] + terms["survival"]
            return plain + terms["consumption"] + want.greed * terms["greed"]

        prior = propensity.attention(world, p, mods)
        found = propensity.propensities(
            world, about, odds, steps, public_types(p.greed), prior, p, mods
        )[0][k].total
        slope = (value(odds + 1e-6) - value(odds - 1e-6)) / 2e-6
        spread = (p.misjudgement * slope) ** 2 + np.var(2.0 * draws) * about.cost**2
        unknown = jnp.minimum(spread / (2.0 * p.temperature_crisis**2), 2.0)
        known = value(odds) / p.temperature_crisis + prior
        apart = ~np.eye(N, dtype=bool)
        gap = np.asarray(found - known)[apart]
        assert gap == pytest.approx(np.asarray(unknown)[apart], rel=5e-3)
        corrected += (gap < 1.99).sum()
    assert corrected > 0  # not all of them are at the bound


@EXACT
@pytest.mark.parametrize("crisis", FORMS["crisis"])
def test_every_run_may_have_a_greed_of_its_own(crisis):
    of_runs = np.array([0.5, 1.0, 2.0])
    scene, *strengths = a_quarrel(4, crisis=crisis)
    found = propensities_of(scene.under(greed=of_runs), *strengths)
    for run, greed in enumerate(of_runs):
        alone = propensities_of(scene.under(greed=greed), *strengths)
        for one, same in zip(found, alone, strict=True):
            assert one.wins[..., run] == close(same.wins[..., run])


@EXACT
def test_attention_is_divided_among_those_within_reach():
    near = equals(5).having(delivery=1.0)

    def of(scene):
        found = propensity.attention(scene.world, scene.p, scene.mods)
        return np.broadcast_to(found, (5, 5, 1))[..., 0]

    assert of(near) == close(np.full((5, 5), -np.log(4.0)))
    dead = near.having(alive=[[1.0], [1.0], [1.0], [0.0], [0.0]])
    assert of(dead)[:3] == close(np.full((3, 5), -np.log(2.0)))
    alone = near.having(delivery=0.0)  # but it is never without limit
    assert of(alone) == close(np.full((5, 5), np.log(2.0)))


@EXACT
def test_an_issue_draws_attention_where_quarrels_differ_in_size():
    one = equals(3, modules=switched(salience=1.0), relevance=0.3)
    more = one.having(salience=4.0)
    seen = [propensity.attention(s.world, s.p, s.mods) for s in (one, more)]
    assert seen[1] - seen[0] == close(np.full((3, 3, 1), 0.3 * np.log(4.0)))
    off = switched()
    seen = [propensity.attention(s.world, s.p, off) for s in (one, more)]
    assert (seen[0] == seen[1]).all()
