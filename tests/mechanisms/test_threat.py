"""Threat: Walt's four components, and its slopes against derivatives."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import PLAIN_FORMS, anything, equals, switched
from limits import close
from traces import REALIST_OR_NOT, A, B, C, among, pair, raises

from mechanisms.assessments import each_run, pairs_of
from westphalia.mechanisms import contest, threat
from westphalia.mechanisms import contest as contests
from westphalia.mechanisms.forms import FORMS
from westphalia.mechanisms.prospects import ground, prospects
from westphalia.world.terms import public_types, public_weights

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@pytest.mark.parametrize("depth", [0.0, 1.0])
@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_arms_and_b_who_is_near_fears_it_and_arms(theory, depth):
    """Whether B looks at its own act alone (depth 0) or at how A will answer it (depth 1)."""
    scene = equals(3, theory, switched(response=depth))
    near = among(scene, "delivery", pair(A, B, 0.95) | pair(A, C, 0.2))
    armed = among(near, "arms", {(A, 0): 1.5 * float(near.world.arms[A, 0])})
    fear, before = armed.assessment().threat, near.assessment().threat
    assert fear[B, A, 0] > before[B, A, 0]
    # the rise is the larger, the nearer the victim
    assert fear[B, A, 0] - before[B, A, 0] > fear[C, A, 0] - before[C, A, 0]
    assert raises(armed, B) > raises(near, B)
    assert raises(armed, B) - raises(near, B) > raises(armed, C) - raises(near, C)


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
@pytest.mark.parametrize(
    ("component", "name", "change"),
    [
        ("aggregate power", "arms", {(A, 0): 0.4}),
        ("proximity", "delivery", pair(A, B, 0.99)),
        ("offensive capability", "posture", {(A, 0): 0.7}),
        ("intentions", "belief", {(B, A): 0.9}),
    ],
)
def test_walts_four_components_each_raise_threat(theory, component, name, change):
    scene = equals(3, theory)
    more = among(scene, name, change)
    before, after = scene.assessment().threat, more.assessment().threat
    rise = after[B, A, 0] - before[B, A, 0]
    assert rise > 0.005 * before[B, A, 0], component
    # it is A that has changed: C threatens more only in so far as A would help less against it
    assert abs(after[B, C, 0] - before[B, C, 0]) < 0.5 * rise, component


def test_indistinguishable_arms_make_posture_tell_nothing():
    scene = equals(3, distinguishability=0.0)
    more = among(scene, "posture", {(A, 0): 0.9})
    assert (more.assessment().threat == scene.assessment().threat).all()


def test_worst_case_thinking_takes_a_doubt_for_danger():
    calm, afraid = (equals(3).having(fear=fear).assessment().threat for fear in (0.0, 0.6))
    assert (afraid[A, B:] > calm[A, B:]).all()
    sure = [equals(3).having(fear=fear, belief=1.0).assessment().threat for fear in (0.0, 0.6)]
    assert np.asarray(sure[0]) == pytest.approx(np.asarray(sure[1]))  # nothing left to doubt


def test_a_defence_advantage_of_all_makes_war_harder_and_fear_less():
    off = switched(response=0.0)
    scenes = [equals(3, modules=off, defence_advantage=beta) for beta in (0.8, 1.6)]
    threats = [float(s.assessment().threat[A, B, 0]) for s in scenes]
    assert threats[1] < threats[0]
    assert raises(scenes[1], A) < raises(scenes[0], A)


# Against derivatives, and loops over pairs


N, RUNS = 4, 3


def types(p):
    """What a greedy and a secure state want, as others take it."""
    return public_weights(p.greed), public_weights(0.0)


def a_quarrel(seed=1, contest="ratio", crisis="ultimatum", **parameters):
    """Worlds in which nobody errs, and the strengths that meet in them."""
    scene = anything(N, RUNS, seed, misjudgement=0.0, **parameters)
    scene = scene._replace(
        p=replace(scene.p, forms=PLAIN_FORMS._replace(contest=contest, crisis=crisis))
    )
    rng = np.random.default_rng(seed)
    arriving, met = (jnp.asarray(rng.uniform(0.2, 1.0, (N, N, RUNS)), float) for _ in range(2))
    return scene, arriving, met


@jax.jit
def propensities_of(scene, arriving, met, mods=None):
    """How likely either type is to challenge each target, from the strengths that meet."""
    world, _, p, usual = scene
    mods = mods or usual
    about, steps = (
        ground(world, arriving, met, p, mods),
        threat.slopes(world, arriving, met, p, mods),
    )
    odds = contest.log_odds(arriving, met, p)
    prior = threat.attention(world, p, mods)
    return threat.propensities(world, about, odds, steps, public_types(p.greed), prior, p, mods)[0]


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
    about, steps = ground(world, one, one, p, mods), threat.slopes(world, one, one, p, mods)
    odds = jnp.asarray(np.random.default_rng(8).normal(0.0, 1.0, (N, N, RUNS)), float)
    draws = np.random.default_rng(9).uniform(0.0, 2.0, 400_000)
    corrected = 0
    for k, want in enumerate(types(p)):

        def value(z, want=want):
            terms = prospects(world, about, z, want, p).total_terms
            plain = terms["effort"] + terms["obligation"] + terms["prestige"] + terms["survival"]
            return plain + terms["consumption"] + want.greed * terms["greed"]

        prior = threat.attention(world, p, mods)
        found = threat.propensities(
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
def test_attention_is_divided_among_those_within_reach():
    near = equals(5).having(delivery=1.0)

    def of(scene):
        found = threat.attention(scene.world, scene.p, scene.mods)
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
    seen = [threat.attention(s.world, s.p, s.mods) for s in (one, more)]
    assert seen[1] - seen[0] == close(np.full((3, 3, 1), 0.3 * np.log(4.0)))
    off = switched()
    seen = [threat.attention(s.world, s.p, off) for s in (one, more)]
    assert (seen[0] == seen[1]).all()


@EXACT
@pytest.mark.parametrize("crisis", FORMS["crisis"])
def test_a_threat_mixes_the_types_and_its_slopes_are_derivatives(crisis):
    scene, arriving, met = a_quarrel(3, crisis=crisis)
    world, _, p, _ = scene
    greedy, secure = propensities_of(scene, arriving, met)
    rng = np.random.default_rng(4)
    omega = jnp.asarray(rng.uniform(0.0, 0.9, (N, N, RUNS)), float)
    allied = (world.pact > 0) * 1.0
    danger, own, row, by_belief, by_doubt = threat.combine(
        world.belief, omega, allied, greedy, secure, p
    )
    step = 1e-6

    def at(belief, doubt=omega):
        return threat.combine(belief, doubt, allied, greedy, secure, p)[0]

    slope = (at(world.belief + step) - at(world.belief - step)) / (2.0 * step)
    assert by_belief == pytest.approx(np.asarray(slope), rel=1e-5, abs=1e-12)
    # doubt rises by (1 - B) for each unit of the worst-case weight
    slope = (at(world.belief, omega + step) - at(world.belief, omega - step)) / (2.0 * step)
    assert by_doubt * (1.0 - world.belief) == pytest.approx(np.asarray(slope), rel=1e-5, abs=1e-12)
    rows = each_run(RUNS, world, greedy, secure, danger, own, row, omega, p)
    for _, w, g, s, risk, each, together, worst, q in rows:
        for i, j in pairs_of(N):
            doubt = w.belief[i, j] + worst[i, j] * (1.0 - w.belief[i, j])
            parts = doubt * g.wins[j, i], (1.0 - doubt) * s.wins[j, i]
            held = q.restraint * (1.0 - w.belief[i, j]) if w.pact[i, j] > 0 else 0.0
            assert risk[i, j] == close(sum(parts) * (1.0 - held))
            steep = parts[0] * g.by_met[j, i] + parts[1] * s.by_met[j, i]
            assert each[i, j] == close(steep / sum(parts))
            steep = parts[0] * g.by_offence[j, i] + parts[1] * s.by_offence[j, i]
            assert together[i, j] == close(steep / sum(parts))


@EXACT
def test_inspection_lifts_the_worst_case_as_far_as_good_news_is_believed():
    world, agents, _, _ = anything(N, RUNS, 5)
    agents = agents._replace(
        worst_case=0.3 * jnp.ones((N, RUNS)), good_news=jnp.asarray([[0.0], [0.5], [1.0], [1.0]])
    )
    found = threat.worst_case(world, agents)
    for run, w, m in each_run(RUNS, world, agents):
        for i, j in pairs_of(N):
            # certain with chance omega, and if not, certain for fear
            worst = 1.0 - (1.0 - 0.3) * (1.0 - w.fear[i])
            assert found[i, j, run] == close(worst * (1.0 - m.good_news[i] * w.transparency[i, j]))


@EXACT
def test_odds_are_judged_from_what_arrives_and_what_is_met():
    scene = anything(N, RUNS, 6)
    world, agents, p, mods = scene
    rng = np.random.default_rng(7)
    world = world._replace(
        leader_confidence=jnp.asarray(rng.uniform(0.8, 1.2, (N, RUNS)), float),
        perceived_defence=jnp.asarray(rng.uniform(0.8, 1.2, (N, RUNS)), float),
    )
    found = jax.jit(threat.assess)(world, agents, p, mods)
    for _, w, s, q in each_run(RUNS, world, found, p):
        for i, j in pairs_of(N):
            near = q.surprise * w.delivery[i, j] * (1.0 - w.withdrawal[i, j])
            arrives = w.delivery[i, j] * s.attack[i] * (1.0 + near)
            odds = q.decisiveness * np.log(arrives / s.met[i, j]) - np.log(q.defence_advantage)
            bias = np.log(w.leader_confidence[i] / w.perceived_defence[i])
            assert s.odds[i, j] == close(odds + bias)
            assert s.bias[i] == close(bias)
    assert ((found.threat >= 0.0) & (found.threat <= 0.999)).all()
    assert (np.asarray(found.threat)[np.eye(N, dtype=bool)] == 0.0).all()
