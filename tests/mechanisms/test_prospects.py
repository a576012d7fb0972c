"""What a state can expect from challenging another, against loops over pairs of states."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import PLAIN_FORMS, anything, equals, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close

from mechanisms.assessments import drawn, dtypes, each_run, logistic, pairs_of
from westphalia.mechanisms import prospects
from westphalia.mechanisms.forms import FORMS
from westphalia.mechanisms.prospects import Ground
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import BRINKMANSHIP, Parameters
from westphalia.world.state import flip
from westphalia.world.terms import Weights

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3


def wants(seed=5):
    """Weights that differ from state to state."""
    rng = np.random.default_rng(seed)
    return Weights(*(jnp.asarray(rng.uniform(0.2, 2.0, (N, 1, RUNS)), float) for _ in range(5)))


def claim_by_hand(judged, share, cost, top):
    """Demand, risk of war and gain of a challenger who thinks it wins with chance `judged`."""
    demand = min(1.0, judged + max(top - cost, 0.0) / 2.0)
    resisted = min(max((demand - judged) / top, 0.0), 1.0)
    gain = (1.0 - resisted) * (demand - share) + resisted * (judged - cost - share)
    return demand, resisted, gain


def ground_of(world, p, mods):
    """A quarrel between equals in strength, which a ratio of strengths does not ask for."""
    one = jnp.ones_like(world.threat)
    return prospects.ground(world, one, one, p, mods)


# The quarrel


@EXACT
def test_a_partners_gain_from_trade_is_ones_own_in_absolute_terms():
    world, _, p, _ = anything(N, RUNS, 1)
    gain = prospects.trade_value(world, p) * world.resources[:, None]
    assert gain == close(flip(gain), rel=1e-7)
    equal = equals(2).having(delivery=1.0)
    found = prospects.trade_value(equal.world, equal.p)[0, 1, 0]
    assert found == close(equal.p.trade_gain, rel=1e-7)


@EXACT
@pytest.mark.parametrize("form", FORMS["crisis"])
@pytest.mark.parametrize("flows", [0.0, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_ground_of_a_quarrel_is_that_of_loops_over_pairs(seed, flows, form):
    world, _, p, mods = anything(N, RUNS, seed, modules=switched(flows=flows))
    p = replace(p, forms=PLAIN_FORMS._replace(crisis=form))
    found = ground_of(world, p, mods)
    for _, w, g, q in each_run(RUNS, world, found, p):

        def years(hazard, q=q):
            """What a unit a year is worth until it ends, with a hazard a year; or this year's."""
            return sum((q.discount * (1.0 - hazard)) ** t for t in range(2000)) if flows else 1.0

        of_shares = years(q.issue_end + q.new_issues / 2.0)
        of_land, of_arms = years(q.convergence), years(q.depreciation)
        for i, j in pairs_of(N):
            smaller = min(w.resources[i], w.resources[j])
            unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[i] * w.nuclear[j] else q.war_cost
            unit *= of_land
            disputed = q.stake_size * w.salience[i, j] * w.delivery[i, j] * smaller * of_shares
            assert g.pie[i, j] == close(disputed)
            assert g.share[i, j] == close(disputed / w.resources[i])
            assert g.cost[i, j] == close(unit * smaller / w.resources[i])
            # a side's cost is drawn up to twice its mean, here in pies of the smaller side
            assert g.target_top[i, j] == close(2.0 * unit * smaller / disputed)
            prize = q.annexation * (1.0 - q.waste) * w.delivery[i, j] * w.resources[j]
            assert g.prize[i, j] == close(prize * of_land)
            # trade lost in every year until, with chance agenda / 6 a year, a deal is made anew
            kept = q.discount * (1.0 - q.agenda / len(AGREEMENTS))
            yearly = q.trade_gain * w.delivery[i, j] * 2.0 * w.resources[j]
            yearly /= w.resources[i] + w.resources[j] + 1e-9
            lost = yearly * w.trade[i, j] * sum(kept**t for t in range(2000))
            assert g.trade[i, j] == close(lost)
            years = q.decisiveness * q.shift_years
            assert g.shift[i, j] == close(years * w.growth[i] - years * w.growth[j])
            assert g.breach[i, j] == close(q.breach * (w.pact[i, j] > 0))
            assert g.at_issue[i, j] == close(q.horizon * w.threat[i, j] * of_arms)
            assert g.slip[i, j] == close(0.0 if w.hotline[i, j] else q.accident)
            # where a challenger may back down, a crisis with a smaller state is a smaller one
            size = 1.0
            if form == BRINKMANSHIP:
                size = (smaller / w.resources[i]) ** q.smallness
            assert g.scale[i, j] == close(size)
            assert np.broadcast_to(g.fixed, (N, N))[i, j] == close(q.crisis_cost * size)
            assert g.ashamed[i, j] == close(q.backing_down * size)  # the critiques are off
        assert g.law == close(q.enforcement * q.sanction)
        for i in range(N):
            feared = sum(w.threat[i, k] for k in range(N))
            assert g.exposed[i] == close(q.horizon * of_arms * q.defeat_loss * feared)
        assert (g.prestige == 0.0).all()
        assert (g.capture == 1.0).all()


@EXACT
def test_a_ground_in_shares_does_not_know_the_unit_of_resources():
    world, _, p, mods = anything(N, RUNS, 2)
    large = world._replace(resources=8.0 * world.resources, arms=8.0 * world.arms)
    once, again = ground_of(world, p, mods), ground_of(large, p, mods)
    for name in Ground._fields:
        factor = 8.0 if name in ("pie", "prize") else 1.0
        assert getattr(again, name) == close(factor * getattr(once, name)), name


@pytest.mark.parametrize(
    ("module", "name", "off"),
    [("annexation", "prize", 0.0), ("accidents", "slip", 0.0)],
)
def test_a_switch_takes_one_thing_from_the_ground(module, name, off):
    world, _, p, mods = anything(N, RUNS, 3)
    full = ground_of(world, p, mods)
    less = ground_of(world, p, switched(**{module: 0.0}))
    for field in Ground._fields:
        same = bool((getattr(full, field) == getattr(less, field)).all())
        assert same == (field != name), field
    assert (getattr(less, name) == off).all()


# The two ways to challenge


def expected(w, g, q, want, win, later, i, j, drawn_cost):
    """Terms of a demand and of total war for i against j, written from docs/model.md."""
    worth = g.share[i, j] * (
        (want.consumption[i, 0] + want.greed[i, 0] * w.resources[i]) * g.capture[i]
        + want.power[i, 0]
    )
    top, share = 2.0 * want.consumption[i, 0] * g.cost[i, j] / worth, w.stake[i, j]
    if drawn_cost is None:
        whole, half = 1.0, np.sqrt(3.0) * q.misjudgement * win * (1.0 - win)
        paying = min(max((win - share + half) / (top + 2.0 * half), 0.0), 1.0)
        mean_cost = 0.5 * paying * top
        surplus = max(0.5 * paying * (top + 2.0 * half), win - share - 0.5 * top)
        judged = min(share + mean_cost + surplus, 1.0)
        demand, _, gain = claim_by_hand(judged, share, mean_cost, g.target_top[i, j])
        resisted = min(max((demand - win) / g.target_top[i, j], 0.0), 1.0)
    else:
        whole = drawn_cost
        mean_cost = 0.5 * drawn_cost * top
        paying = float(win - mean_cost > share)
        demand, resisted, gain = claim_by_hand(win, share, mean_cost, g.target_top[i, j])
    war, gain = paying * (resisted + (1.0 - resisted) * g.slip[i, j]), paying * gain
    peace = q.patience * later + (1.0 - q.patience) * (1.0 + 0.5 * whole * top)
    motive = max(win - peace, 0.0)
    conquest = win * win**2 * g.prize[i, j]
    demand = {
        "consumption": g.share[i, j] * gain * g.capture[i] - g.trade[i, j] * war,
        "power": g.share[i, j] * gain,
        "greed": g.pie[i, j] * gain * g.capture[i],
        "identity": -w.identity[i, j] * (g.share_of_target[i, j] * gain + war * g.cost[j, i]),
        "obligation": -g.breach[i, j] - g.law,
        "effort": -g.fixed[i, j],
        "prestige": g.prestige[i],
    }
    total = {
        "consumption": conquest * g.capture[i] / w.resources[i]
        + motive * g.share[i, j]
        - 2.0 * whole * g.cost[i, j]
        - g.trade[i, j],
        "power": conquest / w.resources[i],
        "greed": conquest * g.capture[i],
        "survival": motive * g.at_issue[i, j],
        "identity": -w.identity[i, j] * (conquest / w.resources[j] + 2.0 * g.cost[j, i]),
        "obligation": -g.breach[i, j] - g.law,
        "effort": -(1.0 + q.total_cost) * g.fixed[i, j],
        "prestige": g.prestige[i],
    }
    return demand, total, war


@EXACT
@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("form", FORMS["crisis"])
def test_terms_of_a_challenge_are_those_of_loops_over_pairs(known, form):
    world, _, p, _mods = anything(N, RUNS, 6)
    p = replace(p, forms=PLAIN_FORMS._replace(crisis=form))
    about, want = drawn(Ground, N, RUNS, 7), wants()
    rng = np.random.default_rng(8)
    odds = jnp.asarray(rng.normal(0.0, 1.5, (N, N, RUNS)), float)
    costs = jnp.asarray(rng.uniform(0.0, 2.0, (N, RUNS)), float)
    found = prospects.prospects(world, about, odds, want, p, costs if known else None)
    paying = 0
    rows = each_run(RUNS, world, about, want, odds, costs, p)
    for run, w, g, v, z, cost, q in rows:
        for i, j in pairs_of(N):
            win, later = logistic(z[i, j]), logistic(z[i, j] + g.shift[i, j])
            mine = cost[i] if known else None
            demand, total, war = expected(w, g, q, v, win, later, i, j, mine)
            if form == BRINKMANSHIP:  # fighting exposes a state to all others
                lost = 1.0 - win + q.victors_loss * win
                total["survival"] -= g.exposed[i] * lost
            assert found.demand_terms.keys() == demand.keys()
            assert found.total_terms.keys() == total.keys()
            for name, value in demand.items():
                assert found.demand_terms[name][i, j, run] == close(value), name
            for name, value in total.items():
                assert found.total_terms[name][i, j, run] == close(value), name
            assert found.demand.war[i, j, run] == close(war)
            paying += demand["power"] > 0.0
    assert 0 < paying < RUNS * N * (N - 1)


@EXACT
def test_what_others_expect_is_what_the_challenger_knows_if_nothing_is_hidden():
    """With neither an error nor a cost of its own, a challenger has nothing to hide."""
    world, _, p, _mods = anything(N, RUNS, 9, misjudgement=0.0)
    about = drawn(Ground, N, RUNS, 10)._replace(cost=jnp.full((N, N, RUNS), 1e-12))
    odds = jnp.asarray(np.random.default_rng(2).normal(0.0, 1.0, (N, N, RUNS)), float)
    seen = prospects.prospects(world, about, odds, wants(), p)
    own = prospects.prospects(world, about, odds, wants(), p, jnp.ones((N, RUNS)))
    for name, value in own.demand_terms.items():
        assert seen.demand_terms[name] == pytest.approx(np.asarray(value), abs=1e-9), name
    assert seen.demand.war == pytest.approx(np.asarray(own.demand.war), abs=1e-9)


def test_better_odds_never_make_a_conquest_worth_less():
    world, _, p, _mods = anything(N, RUNS, 11)
    about = drawn(Ground, N, RUNS, 12)._replace(shift=jnp.zeros((N, N, RUNS)))
    last = None
    for z in np.linspace(-4.0, 4.0, 9):
        odds = jnp.full((N, N, RUNS), z)
        terms = prospects.prospects(world, about, odds, wants(), p).total_terms
        for name in ("consumption", "power", "greed"):
            assert last is None or (terms[name] >= last[name]).all(), name
        last = terms


def test_without_preventive_war_a_rising_rival_is_no_motive():
    world, _, p, _ = anything(N, RUNS, 13)
    world = world._replace(growth=jnp.linspace(-0.2, 0.2, N)[:, None] * jnp.ones((N, RUNS)))
    one, odds = jnp.ones((N, N, RUNS)), jnp.zeros((N, N, RUNS))
    on, off = (prospects.ground(world, one, one, p, switched(preventive_war=m)) for m in (1.0, 0.0))
    assert (on.shift[0, 1:] < 0.0).all()
    assert (off.shift == 0.0).all()
    assert (prospects.now_or_later(odds, off, p) == 0.0).all()
    motives = [prospects.prospects(world, g, odds, wants(), p).total_terms for g in (on, off)]
    assert (motives[0]["survival"] > 0.0).any()
    assert (motives[1]["survival"] == 0.0).all()


@EXACT
@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.floats(-4.0, 4.0), st.floats(-3.0, 3.0), st.floats(0.5, 1.0))
def test_who_declines_had_better_fight_now_and_who_rises_later(odds, shift, patience):
    """delta_s (W - W'): as much for the one as against the other, and no more than W."""
    p = replace(Parameters(), patience=patience)
    z, s = jnp.full((2, 2, 1), odds), jnp.full((2, 2, 1), shift)
    about = drawn(Ground, 2, 1, 3)._replace(shift=s)
    found = float(prospects.now_or_later(z, about, p)[0, 1, 0])
    assert found == close(patience * (logistic(odds) - logistic(odds + shift)))
    assert found * shift <= 0.0
    assert abs(found) <= patience
    other = prospects.now_or_later(-z, about._replace(shift=-s), p)
    assert float(other[1, 0, 0]) == close(-found)


def test_single_precision_stays_single():
    world, _, p, mods = anything(N, RUNS, 15)
    about = ground_of(world, p, mods)
    found = prospects.prospects(world, about, jnp.zeros((N, N, RUNS)), wants(), p)
    assert dtypes((about, found)) == {"float32"}
