"""Crises: who challenges, what for, and what ends in war."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, plain, switched
from limits import a, close
from traces import REALIST_OR_NOT, A, B, among, challenges, pair, value_of

from mechanisms.assessments import (
    answers,
    assessment,
    dtypes,
    each_run,
    judged_by_targets,
    logistic,
    pairs_of,
    resisting,
)
from westphalia.decisions.valuation import weights
from westphalia.mechanisms import bargaining, contest, crisis, learning
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.theories import defensive, liberal
from westphalia.world.parameters import with_values
from westphalia.world.state import Modules

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
def test_fearon_a_crisis_ends_in_war_as_often_as_the_bargain_says(equals):
    scene = equals(n=2, accident=0.0)
    points = 1200
    seen = scene.assessment()
    odds = jnp.full((2, 2, 1), jnp.log(0.55 / 0.45))
    ground = seen.ground._replace(target_top=jnp.full((2, 2, 1), 0.3))
    always = jnp.ones((2, 2, 1))
    seen = seen._replace(odds=odds, bias=jnp.zeros((2, 1)), ground=ground)
    none = jnp.zeros((2, 2, 1))
    made = bargaining.best_demand(contest.chance(odds), none + 0.4, none + 0.05, none + 0.3)
    first_claims = none.at[0, 1].set(1.0)
    drawn = jnp.broadcast_to((jnp.arange(points) + 0.5) / points, (2, 2, points))
    resists = resisting(scene.world, seen, made, drawn)
    opened = crisis.resolve(
        *(scene.world, seen, made, first_claims, none, resists),
        *(always, 1.0 + none, scene.p, scene.mods),
    )
    assert opened.war[0, 1].mean() == pytest.approx(0.416667, abs=5e-7)
    assert opened.conceded[0, 1].mean() == pytest.approx(1 - 0.416667, abs=5e-7)
    assert opened.war[1, 0].sum() == 0.0


@EXACT
def test_fearon_nobody_challenges_a_share_inside_the_bargaining_range():
    p, cost_a, cost_b = 0.55, 0.05, 0.12
    shares = a(np.linspace(0.0, 1.0, 10_001) + 1e-9)
    by_a = bargaining.best_demand(a(p), shares, a(cost_a), a(0.3)).credible
    by_b = bargaining.best_demand(a(1 - p), 1 - shares, a(cost_b), a(0.3)).credible
    peace = shares[(by_a == 0) & (by_b == 0)]
    assert peace.min() == pytest.approx(p - cost_a, abs=1e-4)
    assert peace.max() == pytest.approx(p + cost_b, abs=1e-4)
    assert len(peace) == pytest.approx(10_000 * (cost_a + cost_b), abs=1)


@EXACT
def test_powell_a_state_challenges_only_what_war_would_better():
    shares = a(0.49, 0.499, 0.501, 0.6)
    made = bargaining.best_demand(a(0.55), shares, a(0.05), a(0.3))
    assert made.credible.tolist() == [1.0, 1.0, 0.0, 0.0]


@EXACT
@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("patience", [0.5, 0.9, 1.0])
def test_fearon_preventive_war_iff_no_peace_outlasts_the_shift(cost, patience):
    now, later = jnp.meshgrid(jnp.linspace(0.01, 0.99, 50), jnp.linspace(0.015, 0.985, 50))
    fights = bargaining.preventive(now, later, a(cost), a(patience)) > 0
    # peace today and tomorrow at the best, (1 - delta) 1 + delta (p2 + 0), against war today
    war_today = now - (1 - patience) * cost
    best_peace = (1 - patience) * 1.0 + patience * later
    assert (fights == (war_today > best_peace)).all()
    assert 0 < fights.sum() < fights.size


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_rising_rival_invites_preventive_war(theory):
    worth = []
    for growth in (0.0, 0.06, 0.1):
        myopic = equals(2, theory, switched(response=0.0))
        scene = among(myopic, "growth", {(B, 0): growth})
        offered, _ = challenges(scene)
        worth.append(float(value_of(scene, offered.terms)[A, TOTAL + B, 0]))
        # it is the one in decline that wants it
        assert offered.terms["survival"][B, TOTAL + A, 0] == 0.0
    assert worth[0] < worth[1] < worth[2]


def test_a_satisfied_state_gains_nothing_by_a_demand():
    hungry = among(equals(2), "stake", {(A, B): 0.02, (B, A): 0.98})
    sated = among(equals(2), "stake", {(A, B): 0.9, (B, A): 0.1})
    assert challenges(hungry)[0].terms["consumption"][A, CLAIM + B, 0] > 0.0
    assert challenges(sated)[0].terms["consumption"][A, CLAIM + B, 0] == 0.0


def test_a_greedy_state_values_gains_and_a_democracy_pays_for_crises():
    greedy = among(equals(2), "greedy", {(A, 0): 1.0})
    value = [
        float(value_of(s, challenges(s)[0].terms)[A, TOTAL + B, 0]) for s in (equals(2), greedy)
    ]
    assert value[1] > value[0]


#: Where the demands and the total wars of two states begin among the options of a crisis.
CLAIM, TOTAL = 1, 3


def outcomes(scene, points=400):
    """Wars by resistance and by accident when A demands from B, over all draws."""
    _, promised = challenges(scene)
    none = jnp.zeros((2, 2, points))
    demanded = none.at[A, B].set(1.0)
    grid = jnp.arange(points**1) / points + 0.5 / points
    world, _, p, mods = scene

    def war_of(accident):
        seen = scene.assessment()
        resists = resisting(world, seen, promised, jnp.broadcast_to(grid, none.shape))
        opened = crisis.resolve(
            *(world, seen, promised, demanded, none, resists),
            *(1.0 + none, none + accident, p, mods),
        )
        return float(opened.war[A, B].mean())

    resisted, all_wars = war_of(1.0), war_of(1e-6)
    return resisted, all_wars - resisted


def test_a_hotline_prevents_accidents_and_nothing_else():
    scene = among(equals(2), "stake", {(A, B): 0.02, (B, A): 0.98})
    line = among(scene, "hotline", pair(A, B, 1.0))
    resisted, accidents = outcomes(scene)
    assert 0.0 < resisted < 1.0
    assert accidents > 0.0
    assert outcomes(line) == (resisted, 0.0)
    before, after = scene.assessment(), line.assessment()
    for name in ("attack", "defend", "met", "odds", "bias"):
        assert (getattr(before, name) == getattr(after, name)).all(), name
    for name in before.ground._fields:
        same = bool((getattr(before.ground, name) == getattr(after.ground, name)).all())
        assert same == (name != "slip"), name


def test_withdrawal_takes_the_edge_off_surprise_and_nothing_else():
    scene = equals(2)
    away = among(scene, "withdrawal", pair(A, B, 1.0))
    before, after = scene.assessment(), away.assessment()
    fall = before.odds[A, B, 0] - after.odds[A, B, 0]
    edge = scene.p.surprise * scene.world.delivery[A, B, 0]  # one strikes first from nearby
    assert fall == pytest.approx(float(jnp.log1p(edge)), rel=1e-3)
    assert after.threat[B, A, 0] < before.threat[B, A, 0]
    for name in ("attack", "defend", "met", "bias"):
        assert (getattr(before, name) == getattr(after, name)).all(), name
    for want, have in zip(before.ground, after.ground, strict=True):
        assert (want == have).all()
    none = scene.under(surprise=0.0)
    assert (none.assessment().odds == none.having(withdrawal=1.0).assessment().odds).all()


def test_inspection_acts_on_beliefs_alone():
    scene = equals(2, liberal)  # no worst-case thinking
    watched = scene.having(transparency=1.0)
    for want, have in zip(
        *(jax.tree.leaves(s.assessment()) for s in (scene, watched)), strict=True
    ):
        assert (want == have).all()
    # acts tell more about those who may be inspected, in either direction
    for evidence, sign in ((1.0, 1), (-1.0, -1)):
        told = [
            learning.observe(*s.having(evidence=evidence)).belief[A, B, 0] - 0.25
            for s in (scene, watched)
        ]
        assert sign * told[1] > sign * told[0]
    # and those who think the worst fear less
    fearful = equals(2, defensive)
    assert (
        fearful.having(transparency=1.0).assessment().threat[A, B, 0]
        < fearful.assessment().threat[A, B, 0]
    )


def lived_under(p, mods):
    """Records of forty years of six states."""
    about = {"seed": 3, "parameters": p, "modules": mods}
    return Program(Setting(RandomWorld(6), assign(defensive, 6), 40, **about)).chunk(np.arange(128))


def test_under_a_sovereign_nobody_attacks_and_nobody_needs_allies():
    """Where what a war wins is a year's income, which the sanction outweighs."""
    anarchy, order = (lived_under(plain(enforcement=e), switched()) for e in (0.0, 1.0))
    assert (anarchy["war"] == 1).sum() > 100
    assert (order["war"] == 1).sum() <= 0.01 * (anarchy["war"] == 1).sum()
    assert order["pact"].mean() < 0.1 * anarchy["pact"].mean()


def test_by_default_a_sovereign_punishes_as_long_as_a_gain_is_held():
    """What a war wins is had for years, and so is the sanction."""
    anarchy, order = (lived_under(with_values(v), Modules()) for v in ({}, {"enforcement": 1.0}))
    assert (anarchy["war"] == 1).sum() > 100
    assert (order["war"] == 1).sum() < 0.05 * (anarchy["war"] == 1).sum()
    assert order["pact"].mean() < 0.1 * anarchy["pact"].mean()


# Against loops over pairs


N, RUNS = 4, 3
#: Where demands are taken or left, whoever is resisted stands firm.
ALWAYS = jnp.ones((N, N, 1))


def own_wants(scene):
    """What the states of a scene want, by their own types."""
    return weights(scene.agents, scene.p.greed * scene.world.greedy)


def opened_by_hand(w, s, demand, credible, demanded, attacked, resist, accident, plans):
    """Wars, concessions, accidents and shares after a year's challenges, pair by pair."""
    war, conceded, slipped = (np.zeros((N, N)) for _ in range(3))
    stake = np.array(w.stake)
    for i, j in pairs_of(N):
        if demanded[i, j] and credible[i, j]:
            room = demand[i, j] - logistic(s.odds[i, j] - s.bias[i])
            if resist[i, j] * s.ground.target_top[i, j] < room:
                war[i, j] = 1.0
            elif accident[i, j] < s.ground.slip[i, j] + plans * (1.0 - s.ground.slip[i, j]):
                war[i, j] = slipped[i, j] = 1.0
            else:
                conceded[i, j] = 1.0
                stake[i, j] += demand[i, j] - w.stake[i, j]
                stake[j, i] -= demand[i, j] - w.stake[i, j]
        if attacked[i, j]:
            war[i, j] = 1.0
    return war, conceded, slipped, np.clip(stake, 0.0, 1.0)


@EXACT
@pytest.mark.parametrize("plans", [0.0, 1.0])
def test_what_comes_of_challenges_is_that_of_loops_over_pairs(plans):
    runs = 24
    scene = anything(N, runs, 1, modules=switched(organisations=plans))
    world, _, p, mods = scene
    seen, answer = assessment(N, runs, 2), answers(N, runs, 3)
    rng = np.random.default_rng(4)
    none, one = jnp.zeros((N, N, runs)), jnp.ones((N, runs))
    _, demand = crisis.options(world, seen, answer, own_wants(scene), none, one, ALWAYS, p, mods)
    apart = 1.0 - np.eye(N)[:, :, None]
    chosen = rng.integers(0, 3, (N, N, runs))
    demanded, attacked = (jnp.asarray((chosen == k) * apart, float) for k in (1, 2))
    resist, accident = (jnp.asarray(rng.uniform(size=(N, N, runs)), float) for _ in range(2))
    resists = resisting(world, seen, demand, resist)
    found = crisis.resolve(
        world, seen, demand, demanded, attacked, resists, 1.0 + none, accident, p, mods
    )
    seen_of = {"war": 0.0, "conceded": 0.0, "accident": 0.0}
    rows = each_run(runs, world, seen, demand, demanded, attacked, resist, accident, p)
    for run, w, s, d, demands, attacks, r, u, q in rows:
        hand = opened_by_hand(
            w, s, d.asked, d.credible, demands, attacks, r, u, plans * q.mobilisation
        )
        assert (found.backed == 0.0).all()
        for name, value in zip(("war", "conceded", "accident"), hand, strict=False):
            assert np.array_equal(getattr(found, name)[..., run], value), name
            seen_of[name] += value.sum()
        assert found.stake[..., run] == close(hand[3])
        assert np.array_equal(found.total[..., run], attacks)
    assert all(seen_of.values())  # of each, something happened


@EXACT
def test_a_target_resists_as_often_as_its_cost_is_below_what_it_saves():
    scene = anything(N, RUNS, 5)
    world, _, p, mods = scene
    seen = assessment(N, RUNS, 6)
    none, one = jnp.zeros((N, N, RUNS)), jnp.ones((N, RUNS))
    answer = answers(N, RUNS)
    _, promised = crisis.options(world, seen, answer, own_wants(scene), none, one, ALWAYS, p, mods)
    grid = (np.arange(2000) + 0.5) / 2000
    shares = [resisting(world, seen, promised, none + u) for u in grid[::20]]
    weighed = crisis.resistance(world, seen, promised, judged_by_targets(seen), none)
    often = np.clip(np.asarray(weighed.room / seen.ground.target_top), 0.0, 1.0)
    assert np.mean(shares, axis=0) == pytest.approx(often, abs=0.011)


def test_without_a_module_there_is_no_such_challenge_and_the_dead_are_left_alone():
    scene = anything(N, RUNS, 7)
    world, _, p, _ = scene
    world = world._replace(alive=world.alive.at[0].set(0.0))
    seen, answer, wants = assessment(N, RUNS), answers(N, RUNS), own_wants(scene)
    none, one = jnp.zeros((N, N, RUNS)), jnp.ones((N, RUNS))
    for demands, wars in ((0.0, 1.0), (1.0, 0.0), (1.0, 1.0)):
        mods = switched(limited_war=demands, total_war=wars)
        offered, _ = crisis.options(world, seen, answer, wants, none, one, ALWAYS, p, mods)
        assert (offered.allowed[:, 0] == 1.0).all()  # one may always be quiet
        for there, first in ((demands, 1), (wars, 1 + N)):
            part = offered.allowed[:, first : first + N]
            assert (part[0] == 0.0).all()
            assert (part[:, 0] == 0.0).all()
            assert part.sum() == there * RUNS * (N - 1) * (N - 2)
    assert dtypes(offered) == {"float32"}


@EXACT
def test_a_challenger_errs_about_its_odds_alone():
    scene = anything(N, RUNS, 8)
    world, _, p, mods = scene
    seen, answer, one = assessment(N, RUNS, 9), answers(N, RUNS), jnp.ones((N, RUNS))
    error = jnp.asarray(np.random.default_rng(1).normal(size=(N, N, RUNS)), float)
    wants, judged = own_wants(scene), seen._replace(odds=seen.odds + error)
    errs, _ = crisis.options(world, seen, answer, wants, error, one, ALWAYS, p, mods)
    knows, _ = crisis.options(world, judged, answer, wants, 0.0 * error, one, ALWAYS, p, mods)
    for name, value in errs.terms.items():
        assert value == close(knows.terms[name]), name
    assert (errs.terms["consumption"][:, 0] == 0.0).all()  # against a quiet year
