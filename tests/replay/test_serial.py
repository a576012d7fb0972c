"""Replay of states that act in turn, held to a recomputation by hand."""

from collections.abc import Sequence
from dataclasses import replace
from unittest import mock

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import N, T, hand_made
from replay.by_hand.replay import replay_by_hand
from replay.histories import Decided, drawn, replay_of, told_of
from westphalia.replay import serial as turns
from westphalia.replay.replay import (
    Chances,
    History,
    Replay,
    Replayed,
    doubles,
    forecasts,
    replay_history,
)
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import THEORIES, Theory, defensive
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents


@jax.jit
def _in_turn(history: History, agents: Agents, p: Parameters, orders: jax.Array) -> Replayed:
    """The serial replay with the orders of acting imposed. [years, orders, n]"""
    rules = Replay(hand_made(), serial=True).rules(defensive)
    with mock.patch.object(turns, "ranks", lambda step, _: orders[step]):
        mods = jax.tree.map(jnp.asarray, doubles(MODULES))
        return replay_history(history, agents, p, mods, rules=rules, block=T - 1)


def in_turn(
    told: tuple[History, Decided],
    orders: np.ndarray,
    theory: Theory = defensive,
    p: Parameters | None = None,
) -> Chances:
    p = p or PARAMETERS
    with jax.enable_x64(True):
        agents, ranks = doubles(agents_of((theory,) * N)), jnp.asarray(orders, float)
        found = jax.tree.map(np.asarray, _in_turn(told[0], agents, doubles(p), ranks))
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
        panel, Replay(panel).decisions, theory, PARAMETERS, drawn, lambda s: ranks[s]
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
    """To the rounding of two programs that are compiled otherwise."""
    panel = hand_made()
    found = Replay(panel, serial=True).chances(defensive)
    again = in_turn(told_of(panel), usual())
    for kind, rows in found.forecasts.items():
        np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-6, err_msg=kind)


def test_turns_do_not_matter_where_no_pact_changes():
    """Without volunteers, that is: with them a turn looks at who would come again."""
    panel = hand_made()
    panel = replace(panel, pact=np.repeat(panel.pact[:1], T, 0), fought=0 * panel.fought)
    p = replace(PARAMETERS, volunteers=0.0)
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
