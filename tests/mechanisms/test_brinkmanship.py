"""A crisis in three moves: its limits, what it tells, and loops over pairs of states."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import a, close
from traces import A, B, among

from mechanisms.assessments import (
    dtypes,
    each_run,
    judged_by_targets,
    logistic,
    pairs_of,
    resisting,
)
from westphalia.decisions.valuation import weights
from westphalia.mechanisms import bargaining, brinkmanship, crisis, learning
from westphalia.mechanisms.contest import chance
from westphalia.world.parameters import BRINKMANSHIP
from westphalia.world.terms import public_types, public_weights, weighted_sum

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
#: Private costs of war of a target, evenly spread over what they may be.
POINTS = 1200
#: Shares of the challenger, from far below its chance of victory to far above.
SHARES = (0.05, 0.2, 0.3, 0.4, 0.45, 0.6, 0.9)
SECURE = public_weights(0.0)


def bare(share=0.3, n=2, **parameters):
    """Equals that dispute a pie of which A holds a share, and nothing else: no trade to lose, no
    third state to fear, no pact, no accident."""
    scene = equals(n, accident=0.0, **parameters).with_forms(crisis=BRINKMANSHIP)
    scene = scene.having(trade=0.0, threat=0.0, identity=0.0)
    return among(scene, "stake", {(A, B): share, (B, A): 1.0 - share})


class Crisis(NamedTuple):
    """Crises that A opens with B, over all private costs of the target."""

    seen: object
    demand: object
    firm: object
    opened: object


def crises(scene, cost=1.0, wants=SECURE, nerve=None):
    """What comes of A's demands on B. `nerve`: uniform numbers behind standing firm, or 1/2."""
    world, _, p, mods = scene
    n = world.arms.shape[0]
    seen, none = scene.assessment(), jnp.zeros((n, n, 1))
    worth = weighted_sum(brinkmanship.standing_firm(world, seen.ground, seen.odds, cost, p), wants)
    firm = brinkmanship.chance_firm(worth, seen.ground, p.temperature_fight)
    drawn = jnp.full((n, 1), cost)
    offered, demand = crisis.options(
        *(world, seen, scene.answer(), wants, none, drawn, firm, p, mods)
    )
    assert offered.allowed[A, 1 + B, 0] == 1.0
    drawn = jnp.broadcast_to((jnp.arange(POINTS) + 0.5) / POINTS, (n, n, POINTS))
    resists = resisting(world, seen, demand, drawn)
    stands = ((0.5 if nerve is None else nerve) < firm) * jnp.ones((n, n, POINTS))
    claims = jnp.zeros((n, n, POINTS)).at[A, B].set(1.0)
    opened = crisis.resolve(
        *(world, seen, demand, claims, none, resists, stands, 1.0 + none, p, mods)
    )
    return Crisis(seen, demand, firm[A, B, 0], opened)


def as_good_as(chance):
    """A chance, of which 0 is as small as the smallest that is computed, e^-40."""
    return pytest.approx(float(chance), abs=1e-15)


# Limits


@EXACT
@pytest.mark.parametrize("share", SHARES[:-2])
def test_fearon_who_cannot_back_down_makes_the_demand_of_an_ultimatum(share):
    """x* = W + (c_bar - c) / 2 with the mean cost c, resisted with (x* - W) / c_bar."""
    found = crises(bare(share, backing_down=1e3, yielding=0.0))
    win, top = (float(v[A, B, 0]) for v in (chance(found.seen.odds), found.seen.ground.target_top))
    assert found.seen.made.firm[A, B, 0] == 1.0
    asked = float(found.demand.asked[A, B, 0])
    assert asked == close(win + (top - top / 2.0) / 2.0)
    taken_or_left = bargaining.best_demand(a(win), a(share), a(top / 2.0), a(top))
    assert asked == close(taken_or_left.asked)
    resisted = float(found.seen.made.resisted[A, B, 0])
    assert resisted == close((asked - win) / top) == close(taken_or_left.war)
    # and simulated crises end in war as often, and in a concession otherwise
    assert found.firm == 1.0
    assert found.opened.war[A, B].mean() == pytest.approx(resisted, abs=1.0 / POINTS)
    assert (found.opened.backed == 0.0).all()
    assert found.opened.conceded[A, B].mean() == close(1.0 - found.opened.war[A, B].mean())
    assert (found.opened.war[B, A] == 0.0).all()


@EXACT
@pytest.mark.parametrize("cost", [0.1, 0.5, 1.0, 1.9])
@pytest.mark.parametrize("share", SHARES)
def test_powell_a_challenger_fights_if_and_only_if_war_betters_its_share(share, cost):
    """W - c > x: where backing down is free and nothing but the pie is at issue."""
    scene = bare(share, backing_down=0.0, temperature_fight=1e-6, greed=0.0)
    found = crises(scene, cost)
    win, about = float(chance(found.seen.odds)[A, B, 0]), found.seen.ground
    mine = cost * float(about.cost[A, B, 0] / about.share[A, B, 0])  # in pies
    assert found.firm == as_good_as(win - mine > share)
    fights = win - mine > share
    assert (found.opened.war[A, B] == found.opened.resisted[A, B] * fights).all()
    assert (found.opened.backed[A, B] == found.opened.resisted[A, B] * (not fights)).all()
    # others, who do not know its cost, hold it to be firm as often as its costs are low enough
    unit = mine / cost
    firm = np.mean([win - k * unit > share for k in brinkmanship.COSTS])
    assert found.seen.made.firm[A, B, 0] == as_good_as(firm)


@EXACT
def test_a_threat_that_is_never_carried_out_gets_nothing():
    """Nobody yields to who would surely back down."""
    found = crises(bare(0.9, backing_down=0.0, temperature_fight=1e-6, greed=0.0))
    assert found.seen.made.firm[A, B, 0] == as_good_as(0.0)
    assert (found.opened.stake == bare(0.9).world.stake).all()
    assert (found.opened.war == 0.0).all()


# The demand and its reception


def worth_of(d, gap, top, firm, shame, conceding):
    """(1 - Pr) d + Pr [p_F (G - c) - (1 - p_F) a] for the mean cost."""
    resisted = np.clip(((d + conceding) / firm - gap) / top, 0.0, 1.0)
    return (1.0 - resisted) * d + resisted * (firm * (gap - 0.5 * top) - (1.0 - firm) * shame)


@EXACT
@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    *(st.floats(-0.9, 0.9), st.floats(0.05, 3.0), st.floats(0.02, 1.0)),
    *(st.floats(0.0, 1.5), st.floats(0.0, 1.5), st.floats(0.05, 1.0)),
)
def test_what_is_demanded_is_the_best_on_a_grid(gap, top, firm, shame, conceding, most):
    args = gap, top, firm, shame, conceding
    found = float(brinkmanship.demanded(*(a(v) for v in (*args, most))))
    assert 0.0 <= found <= most
    grid = np.linspace(0.0, most, 2001)
    best = worth_of(grid, *args).max()
    assert worth_of(found, *args) == pytest.approx(best, abs=2e-3 * most)
    assert worth_of(found, *args) >= best - 1e-9


@EXACT
def test_compiled_derivatives_of_a_demand_are_differences_wherever_it_is_none_of_the_bounds():
    """Those of a clip may be 0 where compiled code computes its argument twice."""
    scene = anything(4, 200, 2, yielding=0.5).with_forms(crisis=BRINKMANSHIP)
    world, _, p, _ = scene
    about, step = scene.assessment().ground, 1e-6
    types = public_types(p.greed)

    @jax.jit
    def derived(z):
        def of(z):
            return brinkmanship.expected_of_types(world, about, z, types, p)

        return jax.jvp(of, (z,), (jnp.ones_like(z),))

    odds = scene.assessment().odds
    (found, made), (slopes, by_odds) = derived(odds)
    (up, more), (down, less) = (derived(odds + s)[0] for s in (step, -step))
    apart = ~np.eye(4, dtype=bool)
    free = np.asarray((made.more > 1e-4) & (made.more < 1.0 - world.stake - 1e-4))[apart]
    free &= np.asarray((made.resisted > 1e-4) & (made.resisted < 1.0 - 1e-4))[apart]
    assert free.sum() > 200
    rows = [(by_odds.more, more.more, less.more), (by_odds.resisted, more.resisted, less.resisted)]
    rows += [(slopes.worth[0], up.worth[0], down.worth[0])]
    for slope, high, low in rows:
        by_hand = np.asarray((high - low) / (2.0 * step))[apart][free]
        assert np.asarray(slope)[apart][free] == pytest.approx(by_hand, rel=1e-4, abs=1e-7)
    assert jnp.isfinite(found.worth).all()


@EXACT
def test_a_demand_is_resisted_the_less_the_likelier_it_is_to_be_fought_for():
    scene = bare(0.3)
    seen, none = scene.assessment(), jnp.zeros((2, 2, 1))
    shares = []
    for firm in (0.2, 0.4, 0.6, 0.8, 1.0):
        told = seen._replace(made=seen.made._replace(firm=none + firm, more=none + 0.2))
        demand = bargaining.Demand(none + 0.5, none, none, none + 1.0)
        seen_by_target = judged_by_targets(told)
        weighed = crisis.resistance(scene.world, told, demand, seen_by_target, none)
        often = jnp.clip(weighed.room / told.ground.target_top, 0.0, 1.0)
        shares.append(float(often[A, B, 0]))
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0 > shares[-1] > 0.0


@EXACT
def test_audience_costs_make_bluffs_rarer_and_demands_higher():
    """Where it is known what a challenger will do, and conceding shames nobody (Fearon 1994)."""
    firm, demands, bluffs, backed = [], [], [], []
    for shame in (0.002, 0.01, 0.03, 0.06):
        scene = bare(0.3, backing_down=shame, yielding=0.0, temperature_fight=0.02)
        made = scene.assessment().made
        firm.append(float(made.firm[A, B, 0]))
        demands.append(float(made.more[A, B, 0]))
        tries = made_up_minds = withdrawn = 0.0
        for cost in brinkmanship.COSTS:
            found = crises(scene, cost)
            offered, _ = crisis.options(
                *(scene.world, found.seen, scene.answer(), SECURE, jnp.zeros((2, 2, 1))),
                *(jnp.full((2, 1), cost), jnp.full((2, 2, 1), found.firm), scene.p, scene.mods),
            )
            value = weighted_sum(offered.terms, SECURE)[A, 1 + B, 0]
            chosen = logistic(value / scene.p.temperature_crisis)
            tries += chosen
            made_up_minds += chosen * float(found.firm)
            nerve = (jnp.arange(POINTS) * 0.618034) % 1.0
            ends = crises(scene, cost, nerve=nerve).opened
            withdrawn += chosen * float(ends.backed[A, B].sum() / ends.resisted[A, B].sum())
        bluffs.append(1.0 - made_up_minds / tries)
        backed.append(withdrawn / tries)
    assert firm == sorted(firm)
    assert demands == sorted(demands)
    assert bluffs == sorted(bluffs, reverse=True)
    assert backed == pytest.approx(bluffs, abs=0.03)  # and so they are in simulated crises
    assert bluffs[0] > 0.5 > 0.2 > bluffs[-1]


@EXACT
def test_a_target_that_is_shamed_by_conceding_resists_more_and_is_asked_for_less():
    plain, shamed = (bare(0.2, yielding=y).assessment().made for y in (0.0, 1.0))
    assert shamed.conceding[A, B, 0] > plain.conceding[A, B, 0] == 0.0
    assert shamed.more[A, B, 0] < plain.more[A, B, 0]
    assert shamed.resisted[A, B, 0] > plain.resisted[A, B, 0]


@EXACT
def test_a_crisis_ends_in_one_of_three_ways():
    scene = anything(N, RUNS, 1, accident=0.2).with_forms(crisis=BRINKMANSHIP)
    seen = scene.assessment()
    firm = jnp.asarray(np.random.default_rng(0).uniform(size=(N, N, RUNS)))
    ends = brinkmanship.risk(seen.made, firm, seen.ground)
    assert sum(ends) == close(np.ones((N, N, RUNS)))
    assert all((part >= 0.0).all() for part in ends)
    # war is chosen, or slipped into
    slip, resisted = seen.ground.slip, seen.made.resisted
    assert ends.war == close(resisted * firm + (1.0 - resisted * firm) * slip)


@EXACT
def test_a_hotline_prevents_slips_and_nothing_else():
    scene = anything(N, RUNS, 2, accident=0.3).with_forms(crisis=BRINKMANSHIP)
    ends = {}
    for line in (0.0, 1.0):
        now = scene.having(hotline=line)
        world, _, p, mods = now
        seen, none = now.assessment(), jnp.zeros((N, N, RUNS))
        demand = bargaining.Demand(world.stake + seen.made.more, none, none, none + 1.0)
        apart = none + 1.0 - jnp.eye(N)[:, :, None]
        rng = np.random.default_rng(3)
        resist, nerve = (jnp.asarray(rng.uniform(size=(N, N, RUNS))) for _ in range(2))
        resists, stands = resisting(world, seen, demand, resist), (nerve < 0.5) * 1.0
        ends[line] = crisis.resolve(
            *(world, seen, demand, apart, none, resists, stands, none + 1e-9, p, mods)
        )
    assert (ends[1.0].accident == 0.0).all()
    settled = ends[1.0].conceded + ends[1.0].backed
    assert (ends[0.0].accident == settled).all()  # with the lowest of numbers each of them slips
    assert (ends[0.0].conceded + ends[0.0].backed == 0.0).all()
    assert (ends[0.0].resisted == ends[1.0].resisted).all()
    assert (ends[0.0].war == ends[1.0].war + ends[0.0].accident).all()
    assert ends[1.0].backed.any()
    assert ends[1.0].conceded.any()


# What it tells


@EXACT
def test_kydd_what_both_types_do_alike_tells_nothing():
    """Without greed the types are one, and neither a challenge nor firmness says who it is."""
    seen = anything(N, RUNS, 3, greed=0.0).with_forms(crisis=BRINKMANSHIP).assessment()
    for name in ("evidence_demand", "evidence_total", "evidence_firm", "evidence_backed"):
        assert np.abs(getattr(seen, name)).max() < 1e-12, name
    assert np.abs(seen.evidence_quiet).max() < 1e-12


@EXACT
def test_who_stands_firm_is_taken_for_greedy_where_the_greedy_are_firmer():
    """They are where fighting wins something, and less firm where it would lose what they hold."""
    seen = anything(N, RUNS, 4).with_forms(crisis=BRINKMANSHIP)
    world, seen = seen.world, seen.assessment()
    apart = ~np.eye(N, dtype=bool)
    gain = np.asarray(chance(seen.odds) - world.stake)[apart]
    firm, backed = (np.asarray(v)[apart] for v in (seen.evidence_firm, seen.evidence_backed))
    assert (np.sign(firm) == np.sign(gain)).all()
    assert (np.sign(backed) == -np.sign(gain)).all()
    assert (gain > 0.0).any()
    assert (gain < 0.0).any()


@EXACT
def test_standing_firm_and_backing_down_move_beliefs_in_opposite_directions():
    scene = equals(3).with_forms(crisis=BRINKMANSHIP)
    scene = among(scene, "stake", {(A, B): 0.2, (B, A): 0.8})
    seen, none = scene.assessment(), jnp.zeros((3, 3, 1))
    claim = none.at[A, B].set(1.0)
    blank = crisis.Opened(**dict.fromkeys(crisis.Opened._fields, none))
    blank = blank._replace(demanded=claim, stake=scene.world.stake)
    ends = {
        "firm": blank._replace(war=claim, resisted=claim),
        "backed": blank._replace(backed=claim, resisted=claim),
        "conceded": blank._replace(conceded=claim),
        "slipped": blank._replace(war=claim, accident=claim, resisted=claim),
    }
    belief = {}
    for name, opened in ends.items():
        told = crisis.evidence(seen, claim, none, opened)
        after = learning.observe(*scene.having(evidence=told))
        belief[name] = float(after.belief[B, A, 0])
    assert belief["firm"] > belief["conceded"] > belief["backed"]
    # nobody chose an accident: it tells what the demand told
    assert belief["slipped"] == belief["conceded"]
    unknown = crisis.evidence(seen, claim, none)
    assert unknown[A] == crisis.evidence(seen, claim, none, ends["conceded"])[A]


# Against loops over pairs


N, RUNS = 3, 4


#: Costs of war, mean 1, that have the mean and the variance of U[0, 2] (Gauss and Legendre).
COSTS = (1.0 - 1.0 / np.sqrt(3.0), 1.0 + 1.0 / np.sqrt(3.0))


def worlds(seed, **parameters):
    """Three states in quarrels of different sizes, with every critique on."""
    mods = switched(**dict.fromkeys(("regime", "capture", "goals", "flows", "salience"), 1.0))
    scene = anything(N, RUNS, seed, modules=mods, **parameters)
    return scene.with_forms(crisis=BRINKMANSHIP)


def own_wants(scene):
    """What the states of a scene want, by their own types."""
    return weights(scene.agents, scene.p.greed * scene.world.greedy)


@EXACT
def test_the_terms_of_a_demand_add_up_to_what_is_said_of_them():
    """(1 - Pr) V d + Pr [p_F U_war - (1 - p_F) A s] - c0 s; settled crises may slip into war."""
    scene = worlds(5, accident=0.1)
    world, _, p, _ = scene
    seen, wants = scene.assessment(), own_wants(scene)
    about, odds, made = seen.ground, seen.odds, seen.made
    rng = np.random.default_rng(1)
    firm = jnp.asarray(rng.uniform(size=(N, N, RUNS)))
    cost = jnp.asarray(rng.uniform(0.0, 2.0, (N, 1, RUNS)))
    terms, war = brinkmanship.demand_terms(world, about, odds, made, firm, cost, p)
    fight = brinkmanship.standing_firm(world, about, odds, cost, p)
    rows = each_run(RUNS, world, about, made, firm, war, weighted_sum(terms, wants),
                    weighted_sum(fight, wants), wants)  # fmt: skip
    for _, w, g, m, f, fought, total, stands, v in rows:
        for i, j in pairs_of(N):
            pie = g.share[i, j] * (v.consumption[i, 0] * g.capture[i] + v.power[i, 0])
            pie += g.pie[i, j] * v.greed[i, 0] * g.capture[i]
            pie -= v.identity[i, 0] * w.identity[i, j] * g.share_of_target[i, j]
            at_war = stands[i, j] - g.ashamed[i, j]  # standing firm is told against backing down
            chosen = m.resisted[i, j] * f[i, j]
            calm = 1.0 - g.slip[i, j]
            granted = (1.0 - m.resisted[i, j]) * calm
            backed = m.resisted[i, j] * (1.0 - f[i, j]) * calm
            assert fought[i, j] == close(chosen + (1.0 - chosen) * g.slip[i, j])
            by_hand = granted * pie * m.more[i, j] + fought[i, j] * at_war
            by_hand -= backed * g.ashamed[i, j] + g.fixed[i, j] + g.law - g.prestige[i]
            assert total[i, j] == pytest.approx(by_hand, rel=1e-9, abs=1e-12)


def value_by_hand(w, g, i, j, greed, parts):
    """The value, publicly judged, of (gains in pies, wars, those of them lost arms in)."""
    gain, war, cost, weakening, shame = parts
    value = (g.share[i, j] + greed * g.pie[i, j]) * gain * g.capture[i]
    value -= (cost * g.cost[i, j] + g.trade[i, j] + g.breach[i, j]) * war
    return value - g.exposed[i] * weakening * war + shame


@EXACT
def test_what_others_expect_of_either_type_is_that_of_loops_over_pairs():
    scene = worlds(6, misjudgement=0.0, accident=0.1)
    world, _, p, _ = scene
    seen = scene.assessment()
    about, odds = seen.ground, seen.odds
    types = public_types(p.greed)
    both, made = brinkmanship.expected_of_types(world, about, odds, types, p)
    found = [jax.tree.map(lambda each, k=k: each[k], both) for k in (0, 1)]
    interior = 0
    for run, w, g, z, q, m, seen_as in each_run(RUNS, world, about, odds, p, made, found[0]):
        other = next(x for r, x in each_run(RUNS, found[1]) if r == run)
        for i, j in pairs_of(N):
            win = logistic(z[i, j])
            gap, lost = win - w.stake[i, j], 1.0 - win + q.victors_loss * win
            sooner = q.patience * (win - logistic(z[i, j] + g.shift[i, j]))
            heat = q.temperature_fight * g.scale[i, j]
            firm = {}
            for greed in (q.greed, 0.0):
                fight = [
                    value_by_hand(w, g, i, j, greed, (gap + sooner, 1.0, k, lost, g.ashamed[i, j]))
                    for k in COSTS
                ]
                firm[greed] = [logistic(u / heat) for u in fight]
            held = w.belief[j, i]
            judged = held * np.mean(firm[q.greed]) + (1.0 - held) * np.mean(firm[0.0])
            shame = g.ashamed[i, j] / g.share[i, j]
            theirs = q.yielding * g.ashamed[j, i] / g.share[j, i]
            best = judged * (gap + sooner / 2.0 + g.target_top[i, j] / 4.0)
            best -= ((1.0 - judged) * shame + theirs) / 2.0
            best = max(best, judged * gap - theirs)
            more = min(max(best, 0.0), 1.0 - w.stake[i, j])
            resisted = ((more + theirs) / judged - gap) / g.target_top[i, j]
            interior += 0.0 < resisted < 1.0
            resisted = min(max(resisted, 0.0), 1.0)
            assert (m.firm[i, j], m.more[i, j], m.resisted[i, j], m.conceding[i, j]) == close(
                (judged, more, resisted, theirs)
            )
            for greed, told in ((q.greed, seen_as), (0.0, other)):
                worth, wars = [], []
                for f, k in zip(firm[greed], COSTS, strict=True):
                    slip = g.slip[i, j]
                    war = resisted * f + (1.0 - resisted * f) * slip
                    gain = (1.0 - resisted) * (1.0 - slip) * more + war * (gap + sooner)
                    ashamed = g.ashamed[i, j] * resisted * (1.0 - f) * (1.0 - slip)
                    rest = g.prestige[i] - g.fixed[i, j] - g.law - ashamed
                    value = value_by_hand(w, g, i, j, greed, (gain, war, k, lost, rest))
                    worth.append(np.exp(value / (q.temperature_crisis * g.scale[i, j])))
                    wars.append(war)
                assert told.firm[i, j] == close(np.mean(firm[greed]))
                assert told.worth[i, j] == pytest.approx(np.log(np.mean(worth)), rel=1e-7)
                assert told.war[i, j] == close(np.average(wars, weights=worth))
    assert interior > 0


@EXACT
def test_what_comes_of_challenges_is_that_of_loops_over_pairs():
    runs = 24
    scene = anything(N, runs, 7, accident=0.2).with_forms(crisis=BRINKMANSHIP)
    world, _, p, mods = scene
    seen, rng = scene.assessment(), np.random.default_rng(4)
    apart = 1.0 - np.eye(N)[:, :, None]
    none, one = jnp.zeros((N, N, runs)), jnp.ones((N, runs))
    firm = jnp.asarray(rng.integers(0, 2, (N, N, runs)), float)
    args = world, seen, scene.answer(), own_wants(scene), none, one, firm, p, mods
    demand = crisis.options(*args)[1]
    claims = jnp.asarray(rng.integers(0, 2, (N, N, runs)) * apart, float)
    resist, accident = (jnp.asarray(rng.uniform(size=(N, N, runs))) for _ in range(2))
    resists = resisting(world, seen, demand, resist)
    opened = crisis.resolve(world, seen, demand, claims, none, resists, firm, accident, p, mods)
    count = dict.fromkeys(("resisted", "war", "accident", "backed", "conceded"), 0.0)
    rows = each_run(runs, world, seen, claims, firm, resist, accident, opened)
    for _, w, s, made, stands, r, u, found in rows:
        stake = np.array(w.stake)
        for i, j in pairs_of(N):
            came_to = dict.fromkeys(count, 0.0)
            if made[i, j]:
                m, win = s.made, logistic(s.odds[i, j] - s.bias[i])
                war = m.firm[i, j] * (win + r[i, j] * s.ground.target_top[i, j])
                conceding = m.more[i, j] + w.stake[i, j] * m.firm[i, j] + m.conceding[i, j]
                came_to["resisted"] = float(conceding > war)
                if came_to["resisted"] and stands[i, j]:
                    came_to["war"] = 1.0
                elif u[i, j] < s.ground.slip[i, j]:
                    came_to["war"] = came_to["accident"] = 1.0
                elif came_to["resisted"]:
                    came_to["backed"] = 1.0
                else:
                    came_to["conceded"] = 1.0
                    stake[i, j] += m.more[i, j]
                    stake[j, i] -= m.more[i, j]
            for name, value in came_to.items():
                assert getattr(found, name)[i, j] == value, name
                count[name] += value
        assert found.stake == close(np.clip(stake, 0.0, 1.0))
        codes = found.conceded + 2.0 * (found.war - found.accident)
        codes = codes + 4.0 * found.accident + 5.0 * found.backed
        assert (opened.outcome[..., _] == codes).all()
    assert all(count.values())  # of each, something happened


def test_single_precision_stays_single():
    scene = worlds(8)
    seen = scene.assessment()
    assert dtypes(seen) == {"float32"}
    args = scene.world, seen.ground, seen.odds, 1.0, scene.p
    assert dtypes(brinkmanship.standing_firm(*args)) == {"float32"}


def test_the_smaller_a_crisis_the_smaller_the_things_that_decide_it():
    """A state of a ninth its size costs, shames and confuses a state a third as much."""
    scene = equals(2, smallness=0.5).with_forms(crisis=BRINKMANSHIP)
    scene = scene.having(resources=[[1.8], [0.2]])
    about = scene.assessment().ground
    assert about.scale[A, B, 0] == close(1.0 / 3.0, rel=1e-5)
    assert about.scale[B, A, 0] == 1.0
    for name, whole in (("fixed", scene.p.crisis_cost), ("ashamed", scene.p.backing_down)):
        assert getattr(about, name)[:, :, 0] * (1.0 - np.eye(2)) == close(
            float(whole) * np.array([[0.0, 1.0 / 3.0], [1.0, 0.0]]), rel=1e-5
        )
    same = brinkmanship.chance_firm(jnp.full((2, 2, 1), 0.1), about, 0.1)
    assert same[A, B, 0] == close(logistic(3.0), rel=1e-5)
    assert same[B, A, 0] == close(logistic(1.0), rel=1e-5)


def test_the_regime_raises_what_backing_down_costs():
    scene = equals(2, modules=switched(regime=1.0), audience=0.5).with_forms(crisis=BRINKMANSHIP)
    scene = among(scene.having(openness=0.0), "openness", {(A, 0): 1.0})
    about = scene.assessment().ground
    assert about.ashamed[A, B, 0] == close(1.5 * about.ashamed[B, A, 0], rel=1e-5)
    assert about.fixed[A, B, 0] == about.fixed[B, A, 0]  # which is no cost of opening a crisis
