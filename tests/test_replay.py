"""Replay held to a recomputation by hand, and attacked: look-ahead, labels, gradients, the dead,
and states that act in turn.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any
from unittest import mock

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from by_hand.panels import N, T, hand_made
from by_hand.replay import replay_by_hand
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.records.builtin import great_powers
from westphalia.records.decisions import KINDS, Decisions
from westphalia.records.panel import Panel, War
from westphalia.replay import serial as turns
from westphalia.replay.chances import fronts, private
from westphalia.replay.feed import feed
from westphalia.replay.replay import (
    DRAWS,
    Chances,
    Found,
    History,
    Replay,
    doubles,
    forecasts,
    replayed,
)
from westphalia.simulation.ensemble import mind_of
from westphalia.theories import THEORIES, Theory, defensive
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Mind, Modules

Decided = dict[str, Decisions]


def drawn(s: int) -> tuple[Any, ...]:
    """What nobody recorded of a year, as the replay draws it."""
    with jax.enable_x64(True):
        return tuple(private(s, N, DRAWS))


def replay_of(
    told: tuple[History, Decided],
    theory: Theory = defensive,
    block: int = T - 1,
    draws: int = DRAWS,
    serial: bool = False,
) -> Chances:
    """The chances of a history whose panel and decisions need not fit each other."""
    history, decided = told
    with jax.enable_x64(True):
        found = replayed(
            history,
            doubles(mind_of((theory,) * N)),
            doubles(Parameters()),
            doubles(Modules()),
            rules=Replay(hand_made(), serial).rules(theory),
            block=block,
            draws=draws,
        )
    found = jax.tree.map(np.asarray, found)
    rows = forecasts(found, decided, DEFAULTS["consideration"])
    return Chances(rows, float(found.log_likelihood), found.greedy, found.hidden)


def told_of(panel: Panel, at: Panel | None = None) -> tuple[History, Decided]:
    """A panel as the replay is given it, the decisions being those of another (as many)."""
    replay = Replay(at or panel)
    return replay.history._replace(feed=feed(panel), fronts=fronts(panel)), replay.decisions


# By hand


def somewhere(seed: int) -> Parameters:
    """Parameters anywhere in their plausible ranges."""
    rng = np.random.default_rng(seed)
    return Parameters(**{name: rng.uniform(a.low, a.high) for name, a in ABOUT.items()})


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("name", THEORIES)
def test_chances_are_those_worked_out_by_hand(name, seed, whole):
    panel, parameters = hand_made(seed, whole), somewhere(seed) if seed > 3 else Parameters()
    replay = Replay(panel)
    for kind, taken in replay.decisions.items():
        assert taken.outcome.any(), kind
    found = replay.chances(THEORIES[name], parameters)
    by_hand = replay_by_hand(panel, replay.decisions, THEORIES[name], parameters, drawn)
    for kind, rows in by_hand.forecasts.items():
        np.testing.assert_allclose(found.forecasts[kind], rows, rtol=5e-6, err_msg=kind)
    assert found.log_likelihood == pytest.approx(by_hand.log_likelihood, rel=1e-7)
    for (s, i), chance in by_hand.greedy.items():
        assert found.greedy[s, i] == pytest.approx(chance, rel=1e-6)


# In turn


@jax.jit
def _in_turn(history: History, mind: Mind, p: Parameters, orders: jax.Array) -> Found:
    """The serial replay with the orders of acting imposed. [years, orders, n]"""
    rules = Replay(hand_made(), serial=True).rules(defensive)
    with mock.patch.object(turns, "ranks", lambda step, _: orders[step]):
        mods = jax.tree.map(jnp.asarray, doubles(Modules()))
        return replayed.__wrapped__(history, mind, p, mods, rules=rules, block=T - 1)


def in_turn(
    told: tuple[History, Decided],
    orders: np.ndarray,
    theory: Theory = defensive,
    p: Parameters | None = None,
) -> Chances:
    p = p or Parameters()
    with jax.enable_x64(True):
        mind, ranks = doubles(mind_of((theory,) * N)), jnp.asarray(orders, float)
        found = jax.tree.map(np.asarray, _in_turn(told[0], mind, doubles(p), ranks))
    rows = forecasts(found, told[1], p.consideration)
    return Chances(rows, float(found.log_likelihood), found.greedy, found.hidden)


def the_same(order: Sequence[int]) -> np.ndarray:
    """One order of acting in every year, as often as there are orders. [years, orders, n]"""
    return np.tile(order, (T - 1, turns.ORDERS, 1))


def changing() -> np.ndarray:
    """One order a year, another one every year."""
    return (the_same([2, 0, 3, 1]) + np.arange(T - 1)[:, None, None]) % N


def usual() -> np.ndarray:
    """The orders that the replay draws."""
    return np.stack([np.asarray(turns.ranks(s, N)) for s in range(T - 1)])


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("orders", [changing, usual])
@pytest.mark.parametrize("name", ["defensive", "constructivist"])
def test_chances_in_turn_are_those_worked_out_by_hand(name, orders, whole):
    panel, theory, ranks = hand_made(6, whole), THEORIES[name], orders()
    found = in_turn(told_of(panel), ranks, theory)
    by_hand = replay_by_hand(
        panel, Replay(panel).decisions, theory, Parameters(), drawn, lambda s: ranks[s]
    )
    for kind, rows in by_hand.forecasts.items():
        np.testing.assert_allclose(found.forecasts[kind], rows, rtol=5e-6, err_msg=kind)
    assert found.log_likelihood == pytest.approx(by_hand.log_likelihood, rel=1e-7)


@pytest.mark.parametrize("name", THEORIES)
def test_chances_in_turn_add_to_one(name):
    for whole in (False, True):
        found = in_turn(told_of(hand_made(whole=whole)), usual(), THEORIES[name])
        for rows in found.forecasts.values():
            np.testing.assert_allclose(rows.sum(1), 1.0, rtol=1e-12)
            assert ((rows >= 0.0) & (rows <= 1.0)).all()
        assert np.isfinite(found.log_likelihood)


@pytest.mark.slow
def test_states_take_turns_in_the_usual_orders():
    panel = hand_made()
    found = Replay(panel, serial=True).chances(defensive)
    again = in_turn(told_of(panel), usual())
    for kind, rows in found.forecasts.items():
        np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-9, err_msg=kind)


def test_turns_do_not_matter_where_no_pact_changes():
    """Without volunteers, that is: with them a turn looks at who would come again."""
    panel = hand_made()
    panel = replace(panel, pact=np.repeat(panel.pact[:1], T, 0), fought=0 * panel.fought)
    p = Parameters(volunteers=0.0)
    at_once = Replay(panel).chances(defensive, p)
    by_turns = in_turn(told_of(panel), changing(), p=p)
    for kind in ("pact formed", "pact ended", "arms", "dispute"):
        np.testing.assert_allclose(by_turns.forecasts[kind], at_once.forecasts[kind], rtol=1e-6)


def test_who_acts_later_sees_the_pacts_of_the_year():
    """C acts first and allies with A in the year after entry 4: what the others then decide
    depends on it, what C decides at the same time does not, nor what was decided before."""
    panel, s = hand_made(), 4
    pact = panel.pact.copy()
    pact[s + 1, 0, 2] = pact[s + 1, 2, 0] = 1
    one, two = told_of(panel), told_of(replace(panel, pact=pact), panel)
    ways = {
        "at once": (replay_of(one), replay_of(two)),
        "in turn": tuple(in_turn(told, the_same([1, 3, 0, 2])) for told in (one, two)),
    }
    kinds = ("pact formed", "pact ended")
    years = np.concatenate([one[1][kind].year for kind in kinds])
    by_c = np.concatenate([(one[1][kind].who == 2) | (one[1][kind].whom == 2) for kind in kinds])
    moved = {
        way: np.concatenate(
            [
                ~np.isclose(a.forecasts[k][:, 1], b.forecasts[k][:, 1], rtol=1e-9, atol=0.0)
                for k in kinds
            ]
        )
        for way, (a, b) in ways.items()
    }
    now = years == s + 1
    assert by_c[now].any()
    np.testing.assert_array_equal(moved["in turn"][now], ~by_c[now])
    assert not moved["at once"][now].any()
    assert not moved["in turn"][years <= s].any()


def test_what_cannot_be_replayed_is_refused():
    with pytest.raises(UserError, match="3 draws: take an even number"):
        Replay(hand_made(), draws=3)
    many = replace(hand_made(), labels=tuple(map(str, range(33))))
    with pytest.raises(UserError, match=r"33 states .* at most 32"):
        Replay(many, serial=True)


# What cannot matter


def test_chances_add_to_one():
    for seed in range(3, 8):
        for theory in THEORIES.values():
            found = Replay(hand_made(seed)).chances(theory)
            for kind, rows in found.forecasts.items():
                assert rows.shape[1] == len(KINDS[kind])
                np.testing.assert_allclose(rows.sum(1), 1.0, rtol=1e-12)
                assert (rows >= 0.0).all()
                assert (rows <= 1.0).all()
            assert np.isfinite(found.log_likelihood)
            assert found.log_likelihood < 0.0


def renamed(panel: Panel, order: np.ndarray) -> Panel:
    """The same history, place k being that of the state that stood at order[k]."""
    new = {}
    for f in fields(panel):
        value = getattr(panel, f.name)
        if isinstance(value, np.ndarray) and value.ndim > 1:
            for axis in range(1, value.ndim):
                value = value.take(order, axis)
            new[f.name] = value
    place = np.argsort(order)

    def moved(war: War) -> War:
        many = {k: tuple(int(place[i]) for i in getattr(war, k)) for k in GROUPS}
        one = {k: int(place[getattr(war, k)]) for k in ("attacker", "target")}
        return war._replace(**many, **one)

    return replace(panel, **new, wars=tuple(moved(war) for war in panel.wars))


GROUPS = ("with_attacker", "with_target", "third")


@pytest.mark.parametrize("order", [[3, 1, 0, 2], [1, 0, 3, 2]])
def test_names_do_not_matter(order):
    """Draws are by place, so that shares are known here, and disputes and what they tell of types
    are left out."""
    panel, place = hand_made(whole=True), np.argsort(order)
    other = renamed(panel, np.array(order))
    (one, decided), (two, _) = told_of(panel), told_of(other)
    moved = {
        kind: d._replace(who=place[d.who], whom=np.where(d.whom < 0, d.whom, place[d.whom]))
        for kind, d in decided.items()
    }
    for kind in ("pact formed", "pact ended"):  # of a pair, whichever comes first
        assert moved[kind].size == Replay(other).decisions[kind].size
    silent = {"watched": 0.0 * np.asarray(one.feed.watched)}
    for theory in THEORIES.values():
        found = replay_of((one._replace(feed=one.feed._replace(**silent)), decided), theory)
        again = replay_of((two._replace(feed=two.feed._replace(**silent)), moved), theory)
        for kind in set(KINDS) - {"dispute"}:
            np.testing.assert_allclose(
                again.forecasts[kind], found.forecasts[kind], rtol=1e-9, err_msg=kind
            )
        np.testing.assert_allclose(again.greedy, found.greedy[:, order], rtol=1e-9)
        assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-10)


def test_units_of_resources_do_not_matter():
    panel = hand_made()
    units = 1000.0 ** np.random.default_rng(0).uniform(-1, 1, (T, 1))
    other = replace(panel, resources=units * panel.resources, arms=units * panel.arms)
    found, again = (replay_of(told_of(p)) for p in (panel, other))
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-5)


@pytest.mark.slow
def test_the_size_of_blocks_does_not_matter():
    history = told_of(hand_made())
    found = replay_of(history)
    for block in (1, 3):
        again = replay_of(history, block=block)
        for kind, rows in found.forecasts.items():
            np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10)
        assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-12)


@pytest.mark.slow
def test_more_draws_come_closer():
    history = told_of(hand_made())
    best, few, many = (replay_of(history, draws=d) for d in (4096, 8, 128))
    rows, *others = (
        np.concatenate([*map(np.ravel, f.forecasts.values())]) for f in (best, few, many)
    )
    off = [np.sqrt(np.mean((other - rows) ** 2)) for other in others]
    assert off[1] < off[0] / 2.0
    few, many = (replay_of(history, draws=d).log_likelihood for d in (128, 1024))
    assert abs(many - best.log_likelihood) < abs(few - best.log_likelihood) + 0.1
    known = told_of(hand_made(whole=True))
    few, many = (replay_of(known, draws=d).forecasts for d in (4, 128))
    for kind in set(KINDS) - {"dispute"}:  # only disputes depend on what is drawn
        at = known[1][kind].year == 1  # before disputes tell of types
        np.testing.assert_allclose(few[kind][at], many[kind][at], rtol=1e-12, err_msg=kind)


# What is not known yet

YEARLY = tuple(
    f.name
    for f in fields(Panel)
    if isinstance(getattr(hand_made(whole=True), f.name), np.ndarray) and f.name != "years"
)


def scrambled(panel: Panel, t: int, names: Sequence[str], seed: int) -> Panel:
    """The panel with anything else at t and after. [arrays of `names`, and "wars"]

    Of a war that began in t or before, only who fought whom, with which aims, and who stood by
    is known in t: how long it lasts, who joins it and who wins is not.
    """
    rng = np.random.default_rng(seed)
    new = {}
    for name in names:
        if name == "wars":
            continue
        value = np.array(getattr(panel, name), float)
        tail = value[t:]
        if name in ("pact", "dispute", "attack"):
            drawn = rng.integers(-1, 3 if name == "dispute" else 2, tail.shape)
        elif name in ("member", "fought", "nuclear", "major", "contiguous", "relevant", "rival"):
            drawn = rng.integers(0, 2, tail.shape)
        elif name == "arming":
            drawn = rng.choice([-1.0, 0.0, 1.0, np.nan], tail.shape)
        else:
            known = np.nan_to_num(value[np.isfinite(value)], nan=1.0)
            drawn = rng.choice(known, tail.shape)
        if tail.ndim == 3 and name not in ("dispute", "attack", "stake"):
            drawn = np.triu(drawn, 1) + np.swapaxes(np.triu(drawn, 1), 1, 2)
        value[t:] = drawn
        new[name] = value.astype(getattr(panel, name).dtype)
    if "wars" in names:
        new["wars"] = tuple(_other_war(war, t, rng) for war in panel.wars)
    return replace(panel, **new)


def _other_war(war: War, t: int, rng: np.random.Generator) -> War:
    if war.ended < t:
        return war
    if war.year > t:
        attacker, target, *third = map(int, rng.permutation(N))
        war = war._replace(
            year=int(rng.integers(t + 1, T)), attacker=attacker, target=target, third=tuple(third)
        )
    side = rng.integers(0, 3, len(war.third))
    return war._replace(
        ended=int(rng.integers(max(t, war.year), T)),
        with_target=tuple(k for k, s in zip(war.third, side, strict=True) if s == 1),
        with_attacker=tuple(k for k, s in zip(war.third, side, strict=True) if s == 2),
        won=int(rng.integers(-1, 2)),
    )


def retold(panel: Panel, other: Panel) -> tuple[History, Decided]:
    """Another panel, asked for the forecasts of the first one's decisions, with its own outcomes
    of who joined."""
    history, decided = told_of(other, panel)
    d, sides = decided["joining"], np.zeros_like(history.sides)
    for k, number in zip(d.who, d.war, strict=True):
        war = other.wars[number]
        sides[number, k, 1 * (k in war.with_target) + 2 * (k in war.with_attacker)] = 1.0
    return history._replace(sides=sides), decided


@cache
def _known(whole: bool) -> tuple[Panel, Chances]:
    return hand_made(whole=whole), replay_of(told_of(hand_made(whole=whole)))


@settings(max_examples=60, deadline=None)
@given(
    t=st.integers(1, T - 1),
    names=st.sets(st.sampled_from((*YEARLY, "wars")), min_size=1),
    seed=st.integers(0, 2**32 - 1),
    whole=st.booleans(),
)
def test_no_forecast_knows_what_comes(t, names, seed, whole):
    panel, found = _known(whole)
    names = sorted(names - (set() if whole else {"posture", "stake"}))
    again = replay_of(retold(panel, scrambled(panel, t, names, seed)))
    for kind, rows in found.forecasts.items():
        known = told_of(panel)[1][kind].year <= t
        np.testing.assert_allclose(
            again.forecasts[kind][known], rows[known], rtol=1e-12, err_msg=f"{kind} {t} {names}"
        )
    np.testing.assert_allclose(again.greedy[:t], found.greedy[:t], rtol=1e-12)


def test_forecasts_know_what_came():
    """Else the test above could not fail: what happened in a year moves the next forecasts."""
    panel, found = _known(True)
    for t in range(1, T - 1):
        again = replay_of(retold(panel, scrambled(panel, t, (*YEARLY, "wars"), 1)))
        at = told_of(panel)[1]["arms"].year == t + 1
        assert not np.allclose(again.forecasts["arms"][at], found.forecasts["arms"][at], rtol=1e-3)


@pytest.mark.slow
def test_a_history_cut_short_gives_the_same_forecasts():
    panel, found = _known(True)
    for last in (5, 7):
        cut = {name: getattr(panel, name)[:last] for name in (*YEARLY, "years")}
        wars = tuple(w._replace(ended=min(w.ended, last - 1)) for w in panel.wars if w.year < last)
        short = Replay(replace(panel, **cut, wars=wars))
        again = short.chances(defensive)
        for kind, taken in short.decisions.items():
            rows = found.forecasts[kind][told_of(panel)[1][kind].year < last]
            assert len(rows) == taken.size
            np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10, err_msg=kind)


# What is not there


@pytest.mark.parametrize("who", [0, 1])
def test_a_dispute_with_who_is_not_there_yet_tells_nothing(who):
    """A has quarrels of its own in the year, B has none."""
    panel, t = hand_made(), 2
    dispute = panel.dispute.copy()
    dispute[t, who, 3] = 1
    told = told_of(replace(panel, dispute=dispute), panel)
    found, again = replay_of(told_of(panel)), replay_of(told)
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-12)


def test_shares_of_a_pair_add_to_one_when_each_beat_the_other():
    panel = hand_made()
    one, two = panel.wars
    two = two._replace(year=5, ended=5, attacker=0, target=1, won=1, third=(), with_target=())
    hidden = replay_of(told_of(replace(panel, wars=(one, two)), panel)).hidden
    stake = hidden.stake[5:, [0, 1], [1, 0], 0]
    np.testing.assert_allclose(stake.sum(1), 1.0, rtol=1e-6)


def test_an_unknown_pact_is_not_taken_to_have_ended():
    panel = hand_made()
    pact = panel.pact.copy()
    pact[4:7] = -1
    kept = panel.pact.copy()
    kept[4:7] = kept[3]
    one, two = (replay_of(told_of(replace(panel, pact=p), panel)) for p in (pact, kept))
    np.testing.assert_allclose(one.hidden.depth[:7], two.hidden.depth[:7], rtol=1e-9)
    np.testing.assert_allclose(one.hidden.threat[:7], two.hidden.threat[:7], rtol=1e-9)


def test_a_lone_state_and_a_war_with_a_newcomer_leave_everything_finite():
    panel = hand_made()
    member = panel.member.copy()
    member[5, 1:] = False
    early = panel.wars[0]._replace(year=3, ended=3, attacker=3, target=0, third=(1, 2))
    strange = replace(panel, member=member, wars=(early, panel.wars[1]))
    found = replay_of(told_of(strange, panel))
    assert all(np.isfinite(v).all() for v in jax.tree.leaves(found))


# Derivatives


@pytest.mark.slow
def test_gradients_are_those_of_finite_differences():
    """As elasticities, so that a step of 1e-7 is right for all. Between the likelihood's jumps,
    where a draw's claim becomes credible, that is: a step seldom meets one."""
    rules, step = Replay(hand_made()).rules(defensive), 1e-7
    with jax.enable_x64(True):

        def likelihood(mind, p, history):
            ready = (history, mind, p, doubles(Modules()))
            return replayed(*ready, rules=rules, block=T - 1, draws=DRAWS).log_likelihood

        slope = jax.jit(jax.grad(likelihood, argnums=(0, 1)))
        for name, whole in (("defensive", False), ("constructivist", True)):
            theory = THEORIES[name]
            history = Replay(hand_made(whole=whole)).history
            mind, p = doubles(mind_of((theory,) * N)), doubles(Parameters())
            of_mind, of_p = slope(mind, p, history)
            for name, x in DEFAULTS.items():
                size = x or 1.0
                up, down = (
                    likelihood(mind, replace(p, **{name: np.float64(x + d * size)}), history)
                    for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert size * float(getattr(of_p, name)) == expected, name
            for name in theory.numbers():
                x = getattr(mind, name)
                up, down = (
                    likelihood(mind._replace(**{name: x + d}), p, history) for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert float(getattr(of_mind, name).sum()) == expected, name


@pytest.mark.slow
def test_gradients_of_the_great_powers_are_finite():
    replay = Replay(great_powers())
    with jax.enable_x64(True):

        def likelihood(mind, p):
            found = replayed(
                *(replay.history, mind, p, doubles(Modules())),
                **{"rules": replay.rules(defensive), "block": replay.block, "draws": DRAWS},
            )
            return found.log_likelihood, found

        slope = jax.jit(jax.value_and_grad(likelihood, argnums=(0, 1), has_aux=True))
        for theory in THEORIES.values():
            (_, found), gradient = slope(doubles(mind_of((theory,) * 9)), doubles(Parameters()))
            for value in jax.tree.leaves((found, gradient)):
                assert np.isfinite(value).all(), theory.name
