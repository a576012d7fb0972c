"""Traces that a theorist can read: one thing changes, and what follows is what is said."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, luck
from hypothesis import given
from hypothesis import strategies as st

from westphalia.mechanisms import alignment, arming, crisis, learning, pledges, signals, war
from westphalia.mechanisms.contest import chance
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.choosers import Draw
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.simulation.frame import Given, Rules
from westphalia.simulation.values import quantal, weights, yes
from westphalia.simulation.year import step
from westphalia.theories import THEORIES, defensive, liberal, weighted_sum
from westphalia.world.parameters import with_values
from westphalia.world.state import Modules

A, B, C = 0, 1, 2
REALIST_OR_NOT = [pytest.param(t, id=name) for name, t in THEORIES.items()]


def among(scene, name, figures):
    """The scene with some entries of one of its figures changed: {(i, j): value}."""
    array = np.array(getattr(scene.world, name))
    for place, value in figures.items():
        array[place] = value
    return scene.having(**{name: array})


def pair(i, j, value):
    return {(i, j): value, (j, i): value}


def value_of(scene, terms):
    return weighted_sum(terms, weights(scene.mind, scene.p.greed * scene.world.greedy))


def raises(scene, state):
    """The chance that a state raises its burden this year."""
    world, mind, p, mods = scene
    offered = arming.options(world, scene.seen(), scene.answer(), mind, p, mods)
    chances = quantal(value_of(scene, offered.terms), offered.allowed, p.heat_arms)
    return float(chances[state, arming.OPTIONS.index("raise"), 0])


def wants_pact(scene, i, k):
    """The chance that i consents to a pact with k at a meeting."""
    world, _, p, mods = scene
    seen = scene.seen()
    offered = alignment.options(world, seen, alignment.helps(world, seen, p), p, mods)
    return float(yes(value_of(scene, offered.terms), p.heat_pact)[i, k, 0])


def challenges(scene):
    """The options of a crisis, judged without error at the mean cost of war."""
    world, mind, p, mods = scene
    n, runs = world.arms.shape
    none = jnp.zeros((n, n, runs))
    return crisis.options(
        world, scene.seen(), scene.answer(), mind, none, jnp.ones((n, runs)), p, mods
    )


# Threat and arms


@pytest.mark.parametrize("depth", [0.0, 1.0])
@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_arms_and_b_who_is_near_fears_it_and_arms(theory, depth):
    """Whether B looks at its own act alone (depth 0) or at how A will answer it (depth 1)."""
    scene = equals(3, theory, Modules(response=depth))
    near = among(scene, "delivery", pair(A, B, 0.95) | pair(A, C, 0.2))
    armed = among(near, "arms", {(A, 0): 1.5 * float(near.world.arms[A, 0])})
    fear, before = armed.seen().threat, near.seen().threat
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
    before, after = scene.seen().threat, more.seen().threat
    rise = after[B, A, 0] - before[B, A, 0]
    assert rise > 0.005 * before[B, A, 0], component
    # it is A that has changed: C threatens more only in so far as A would help less against it
    assert abs(after[B, C, 0] - before[B, C, 0]) < 0.5 * rise, component


def test_indistinguishable_arms_make_posture_tell_nothing():
    scene = equals(3, distinguishability=0.0)
    more = among(scene, "posture", {(A, 0): 0.9})
    assert (more.seen().threat == scene.seen().threat).all()


def test_worst_case_thinking_takes_a_doubt_for_danger():
    calm, afraid = (equals(3).having(fear=fear).seen().threat for fear in (0.0, 0.6))
    assert (afraid[A, B:] > calm[A, B:]).all()
    sure = [equals(3).having(fear=fear, belief=1.0).seen().threat for fear in (0.0, 0.6)]
    assert np.asarray(sure[0]) == pytest.approx(np.asarray(sure[1]))  # nothing left to doubt


# Alignment


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_threatened_pair_wants_a_pact_more_as_the_common_enemy_grows(theory):
    wants = []
    for arms in (0.2, 0.4, 0.6):
        scene = among(equals(3, theory), "arms", {(C, 0): arms})
        wants.append((wants_pact(scene, A, B), wants_pact(scene, B, A)))
    assert wants[0] < wants[1] < wants[2]
    for a, b in wants:
        assert a == pytest.approx(b, rel=1e-4)  # the two are alike


def test_an_enemys_ally_is_no_help_against_it():
    scene = among(equals(3), "pact", pair(B, C, 1.0))
    seen = scene.seen()
    against_c = alignment.helps(scene.world, seen, scene.p)
    free = equals(3)
    alone = alignment.helps(free.world, free.seen(), free.p)
    assert against_c[A, B, 0] == 0.0
    assert alone[A, B, 0] > 0.0


@given(
    steep=st.floats(-3.0, 3.0), brings=st.floats(1e-6, 10.0), met=st.floats(1e-3, 10.0),
)  # fmt: skip
def test_what_a_pledge_is_worth_has_the_sign_of_its_effect_and_a_bound(steep, brings, met):
    def worth(h):
        return float(alignment.covered(*map(jnp.float32, (1.0, steep, met, h, 0.0))))

    assert -1.0 <= worth(brings) <= 1.0
    assert worth(brings) * steep >= 0.0
    assert abs(worth(2.0 * brings)) >= abs(worth(brings))
    assert worth(1e-5 * met) == pytest.approx(1e-5 * steep, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize("n", [2, 10, 11, 12, 20])
def test_sums_over_third_states_are_the_same_at_once_and_in_blocks(n):
    a, b = np.random.default_rng(n).normal(size=(2, n, n, 3)).astype(np.float32)
    found = pledges.over_third(lambda x, y: x[:, None] * y[None, :], jnp.asarray(a), jnp.asarray(b))
    np.testing.assert_allclose(found, np.einsum("kir,kjr->ijr", a, b), atol=1e-5)


class Refuses:
    """A chooser in whom one state never wants a pact and the others always do."""

    def __init__(self, state):
        self.state = state

    def pick(self, decision, chances, u, war=None):
        return Draw().pick(decision, chances, u)

    def consent(self, decision, chance, u):
        if decision != "align":
            return Draw().consent(decision, chance, u)
        willing = jnp.arange(chance.shape[0]) != self.state
        return (chance > 0) * willing[:, None, None].astype(chance.dtype)


@pytest.mark.parametrize("serial", [False, True])
def test_no_pact_without_the_consent_of_both(serial):
    n, runs, recluse = 4, 32, 2
    scene = anything(n, runs, 5).under(consideration=1.0, accident=0.0, crisis_cost=0.5)

    @jax.jit
    def after(scene):
        growth = jnp.full((n, runs), jnp.nan)
        given = Given(scene.mind, jnp.zeros(n), scene.p, scene.mods, luck(5, runs), growth)
        return step(scene.world, given, Rules(Refuses(recluse), (weighted_sum,), serial=serial))

    world, record = after(scene)
    pact = np.asarray(record["pact"])
    assert not pact[recluse].any()
    assert not pact[:, recluse].any()
    assert (pact == pact.swapaxes(0, 1)).all()
    others = [i for i in range(n) if i != recluse]
    peace = np.asarray(record["war"] == 0).all((0, 1))
    assert pact[np.ix_(others, others)][~np.eye(n - 1, dtype=bool)][:, peace].all()
    # pacts that were kept have deepened, new ones begin shallow
    was, now = np.asarray(scene.world.pact), np.asarray(world.pact)
    kept, new = (was > 0) & (now > 0) & (was < 1), (was == 0) & (now > 0)
    assert (now[kept] > was[kept]).all()
    assert np.unique(now[new]).tolist() == [alignment.FIRST_DEPTH]


# Crisis


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_rising_rival_invites_preventive_war(theory):
    worth = []
    for growth in (0.0, 0.06, 0.1):
        myopic = equals(2, theory, Modules(response=0.0))
        scene = among(myopic, "growth", {(B, 0): growth})
        total = challenges(scene).total
        worth.append(float(value_of(scene, total.terms)[A, B, 0]))
        # it is the one in decline that wants it
        assert total.terms["survival"][B, A, 0] == 0.0
    assert worth[0] < worth[1] < worth[2]


def test_a_satisfied_state_gains_nothing_by_a_claim():
    hungry = among(equals(2), "stake", {(A, B): 0.02, (B, A): 0.98})
    sated = among(equals(2), "stake", {(A, B): 0.9, (B, A): 0.1})
    assert challenges(hungry).claim.terms["consumption"][A, B, 0] > 0.0
    assert challenges(sated).claim.terms["consumption"][A, B, 0] == 0.0


def test_a_greedy_state_values_gains_and_a_democracy_pays_for_crises():
    greedy = among(equals(2), "greedy", {(A, 0): 1.0})
    value = [float(value_of(s, challenges(s).total.terms)[A, B, 0]) for s in (equals(2), greedy)]
    assert value[1] > value[0]


def outcomes(scene, points=400):
    """Wars by resistance and by accident when A claims from B, over all luck."""
    offered = challenges(scene)
    none = jnp.zeros((2, 2, points))
    claimed = none.at[A, B].set(1.0)
    grid = jnp.arange(points**1) / points + 0.5 / points
    world, _, p, mods = scene

    def war_of(accident):
        opened = crisis.resolve(
            *(world, scene.seen(), offered, claimed, none),
            *(jnp.broadcast_to(grid, none.shape), none + accident, p, mods),
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
    before, after = scene.seen(), line.seen()
    for name in ("attack", "defend", "met", "odds", "bias"):
        assert (getattr(before, name) == getattr(after, name)).all(), name
    for name in before.ground._fields:
        same = bool((getattr(before.ground, name) == getattr(after.ground, name)).all())
        assert same == (name != "slip"), name


def test_withdrawal_takes_the_edge_off_surprise_and_nothing_else():
    scene = equals(2)
    away = among(scene, "withdrawal", pair(A, B, 1.0))
    before, after = scene.seen(), away.seen()
    fall = before.odds[A, B, 0] - after.odds[A, B, 0]
    edge = scene.p.surprise * scene.world.delivery[A, B, 0]  # one strikes first from nearby
    assert fall == pytest.approx(float(jnp.log1p(edge)), rel=1e-3)
    assert after.threat[B, A, 0] < before.threat[B, A, 0]
    for name in ("attack", "defend", "met", "bias"):
        assert (getattr(before, name) == getattr(after, name)).all(), name
    for want, have in zip(before.ground, after.ground, strict=True):
        assert (want == have).all()
    none = scene.under(surprise=0.0)
    assert (none.seen().odds == none.having(withdrawal=1.0).seen().odds).all()


def test_inspection_acts_on_beliefs_alone():
    scene = equals(2, liberal)  # no worst-case thinking
    watched = scene.having(transparency=1.0)
    for want, have in zip(*(jax.tree.leaves(s.seen()) for s in (scene, watched)), strict=True):
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
    assert fearful.having(transparency=1.0).seen().threat[A, B, 0] < fearful.seen().threat[A, B, 0]


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_greedy_state_signals_less(theory):
    scene = equals(3, theory)
    greedy = among(scene, "greedy", {(A, 0): 1.0})

    def sends(at):
        offered = signals.options(at.world, at.seen(), at.answer(), at.p, at.mods)
        return yes(value_of(at, offered.terms), at.p.heat_arms)[:, 0, 0]

    assert sends(greedy)[A] < sends(scene)[A]
    assert sends(greedy)[B] == pytest.approx(float(sends(scene)[B]), rel=1e-5)


def test_under_a_sovereign_nobody_attacks_and_nobody_needs_allies():
    def year(enforcement):
        setting = Setting(
            RandomWorld(6),
            assign(defensive, 6),
            40,
            seed=3,
            parameters=with_values({"enforcement": enforcement}),
        )
        return Program(setting).chunk(np.arange(128))

    anarchy, order = year(0.0), year(1.0)
    assert (anarchy["war"] == 1).sum() > 100
    assert (order["war"] == 1).sum() <= 0.01 * (anarchy["war"] == 1).sum()
    assert order["pact"].mean() < 0.1 * anarchy["pact"].mean()


# War and joining


def front_of(runs=1):
    one = jnp.ones(runs)
    return war.Front((one * B).astype(int), (one * C).astype(int), 0.0 * one)


def join_chances(scene):
    """Chances of the third state A to stay out, join the target or the attacker: B attacks C."""
    world, mind, p, mods = scene
    seen = scene.seen()
    helped = alignment.helps(world, seen, p)
    side = war.sides(world, front_of(), p, mods)
    offered = war.options(world, seen, helped, front_of(), side, mind, p, mods)
    return quantal(value_of(scene, offered.terms), offered.allowed, p.heat_join)[A, :, 0]


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_an_ally_joins_more_often_than_a_stranger(theory):
    scene = equals(3, theory)
    out, target, attacker = war.JOIN.index("out"), 1, 2
    stranger = join_chances(scene)
    with_target = join_chances(among(scene, "pact", pair(A, C, 1.0)))
    with_attacker = join_chances(among(scene, "pact", pair(A, B, 1.0)))
    assert with_target[target] > 2 * stranger[target]
    assert with_target[attacker] < stranger[attacker]
    assert with_attacker[target] < stranger[target]
    assert stranger[out] > 0.5
    # a dearer breach binds more
    dear = join_chances(among(scene, "pact", pair(A, C, 1.0)).under(breach=0.12))
    assert dear[target] > with_target[target]


def test_all_the_wars_of_a_year_are_fought():
    n, runs = 6, 64
    scene = anything(n, runs, 11)
    world, mind, p, mods = scene
    seen = scene.seen()
    wars = np.zeros((n, n, runs))
    wars[0, 1], wars[2, 3] = 1.0, 1.0  # two pairs everywhere,
    wars[4, 5, ::2] = 1.0  # a third in every other run,
    wars[5, 0, ::4] = 1.0  # and one more, on two states already at war, in every fourth
    wars = jnp.asarray(wars)
    none = jnp.zeros_like(wars)
    opened = crisis.Opened(wars, none, none, wars, none, none, world.stake)
    draw = luck(4, runs)
    priority, decisive = draw.two("war/priority", n)
    chances = war.Chance(priority, decisive, *draw.two("war/outcome", n))

    def nobody_joins(offered, front):
        out = jnp.zeros_like(offered.allowed).at[:, 0].set(1.0)
        return war.Join(out, jnp.zeros_like(out[:, 0]))

    fought = jax.jit(
        lambda: war.wage(
            *(world, seen, alignment.helps(world, seen, p), opened, nobody_joins, None),
            *(chances, mind, p, mods),
        )
    )()
    initiated = np.asarray(fought.roles) == war.ROLES.index("initiator")
    assert (initiated == np.asarray(wars, bool)).all()
    assert initiated.sum((0, 1)).max() == 4
    assert (fought.pending == 0).all()
    target = np.asarray(fought.roles) == war.ROLES.index("target")
    assert (target == np.asarray(wars, bool).swapaxes(0, 1)).all()
    # every war costs its two sides arms, and nobody else
    loss = np.asarray(fought.world.arms < world.arms)
    belligerent = np.asarray(wars.sum(1) + wars.sum(0)) > 0
    assert (loss == belligerent).all()
    assert (np.asarray(fought.result).sum(0) == 0).all()  # one side's victory, another's defeat


def test_the_stronger_side_wins_as_often_as_the_contest_says():
    runs = 20_000
    scene = equals(3, indecisive=0.0)
    strong = among(scene, "arms", {(B, 0): 0.9})
    world = jax.tree.map(lambda v: jnp.broadcast_to(v, (*v.shape[:-1], runs)), strong.world)
    front, p, mods = front_of(runs), strong.p, strong.mods
    side = war.sides(world, front, p, mods)
    nobody = jnp.zeros((3, 3, runs)).at[:, 0].set(1.0)
    draw = luck(1, runs)
    chances = war.Chance(*draw.two("war/priority", 3), *draw.two("war/outcome", 3))
    zero = jnp.zeros((3, runs))
    account = war.Fought(
        *(world, zero, jnp.zeros((3, 3, runs)), jnp.zeros((3, 3, runs))),
        *(zero[0], zero[0], jnp.zeros((3, 3, runs)), zero),
    )
    join = war.Join(nobody, zero)
    after = war.fight(account, front, jnp.ones(runs), join, side, chances, p, mods)
    won = float((after.result[B] > 0).mean())
    odds = strong.seen().odds[B, C, 0]
    # nobody is allied and nobody volunteers once the shooting has begun
    met = float(chance(odds + jnp.log(strong.seen().met[B, C, 0] / side.defend[0])))
    assert won == pytest.approx(met, abs=4 * 0.5 / runs**0.5)


def test_a_defence_advantage_of_all_makes_war_harder_and_fear_less():
    off = Modules(response=0.0)
    scenes = [equals(3, modules=off, defence_advantage=beta) for beta in (0.8, 1.6)]
    threats = [float(s.seen().threat[A, B, 0]) for s in scenes]
    assert threats[1] < threats[0]
    assert raises(scenes[1], A) < raises(scenes[0], A)


# Learning


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_who_attacks_is_thought_greedy_and_who_keeps_quiet_is_not(theory):
    scene = equals(3, theory)
    seen = scene.seen()
    none = jnp.zeros((3, 3, 1))
    a_attacks = none.at[A, B].set(1.0)
    said = crisis.evidence(seen, none, a_attacks)
    assert said[A, 0] > 0.0
    assert said[C, 0] < 0.0
    before = scene.world.belief[C, A, 0]
    after = learning.observe(*scene.having(evidence=said)).belief
    if theory.learns.identity_prior.value:
        assert after[C, A, 0] == pytest.approx(0.25)  # it looks at identity alone
    else:
        assert after[C, A, 0] > before
    if theory.learns.good_news.value == 0.0:
        drift = scene.world.belief * (1 - scene.p.type_turnover)
        drift += scene.p.type_turnover * theory.expects.prior.value
        assert after[A, C, 0] == pytest.approx(float(drift[A, C, 0]))  # deaf to good news
    elif not theory.learns.identity_prior.value:
        assert after[A, C, 0] < 0.25


def test_identity_follows_acts():
    scene = equals(3, THEORIES["constructivist"])
    fought = jnp.zeros((3, 3, 1)).at[A, B].set(1.0).at[B, A].set(1.0)
    after = learning.identify(scene.world, fought, scene.mind, scene.p, scene.mods).identity
    assert after[A, B, 0] < 0.5 < after[A, C, 0]
    believed = learning.observe(*scene._replace(world=scene.world._replace(identity=after))).belief
    assert believed[A, B, 0] > believed[A, C, 0]


def test_states_remember_whether_others_came_to_help():
    scene = equals(2)
    many, none = jnp.full((2, 1), 2.0), jnp.zeros((2, 1))
    for joined, abstained, sign in ((many, none, 1), (none, many, -1)):
        after = learning.expect(scene.world, joined, abstained, scene.p, scene.mods)
        rho = after.joined / (after.joined + after.abstained)
        before = scene.world.joined / (scene.world.joined + scene.world.abstained)
        assert (sign * (rho - before) > 0).all()
