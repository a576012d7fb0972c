"""Threat: Walt's four components, and its slopes against derivatives."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from limits import close
from traces import REALIST_OR_NOT, A, B, C, among, pair, raises

from mechanisms.assessments import each_run, pairs_of
from mechanisms.quarrels import RUNS, N, a_quarrel, propensities_of
from westphalia.mechanisms import threat
from westphalia.mechanisms.forms import FORMS

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


@EXACT
@pytest.mark.parametrize("crisis", FORMS["crisis"])
def test_a_threat_mixes_the_types_and_its_slopes_are_derivatives(crisis):
    scene, arriving, met = a_quarrel(3, crisis=crisis)
    world, _, p, _ = scene
    greedy, secure = propensities_of(scene, arriving, met)
    rng = np.random.default_rng(4)
    omega = jnp.asarray(rng.uniform(0.0, 0.9, (N, N, RUNS)), float)
    allied = (world.pact > 0) * 1.0
    wins, most = (greedy.wins, secure.wins), threat.THREAT_MAX
    danger, by_belief, by_doubt = threat.mixed(world.belief, omega, allied, *wins, most, p)
    own, row = threat.steepness(world.belief, omega, greedy, secure)
    step = 1e-6

    def at(belief, doubt=omega):
        return threat.mixed(belief, doubt, allied, *wins, most, p)[0]

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
