"""Derivatives of the likelihood, by every number of the world and of a theory."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import jax
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import N, T, hand_made
from westphalia.programs import QUICK, compiled
from westphalia.records.builtin import GREAT_POWERS, great_power_tables
from westphalia.records.compile.build_panel import USUAL, build_panel
from westphalia.records.panel import Panel
from westphalia.replay.estimate import Likelihood
from westphalia.replay.replay import (
    DRAWS,
    History,
    Replay,
    compiled_replay,
    doubles,
    replay_history,
)
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import THEORIES, defensive
from westphalia.world.parameters import DEFAULTS, Parameters
from westphalia.world.state import Agents

STATIC = {"rules": Replay(hand_made()).rules(defensive), "block": T - 1, "draws": DRAWS}
SWITCHES = doubles(MODULES)


def value(history: History, agents: Agents, p: Parameters) -> float:
    """The log-likelihood."""
    return float(compiled_replay(history, agents, p, SWITCHES, **STATIC).log_likelihood)


@cache
def derivative():
    """How fast the log-likelihood changes where agents and parameters move in a direction."""

    def along(history, at, direction, mods, *, rules, block, draws):
        def likelihood(agents, p):
            static = {"rules": rules, "block": block, "draws": draws}
            return replay_history(history, agents, p, mods, **static).log_likelihood

        return jax.jvp(likelihood, at, direction)[1]

    program = compiled("a derivative of the likelihood", options=QUICK, double=True)(along)
    return lambda *inputs: float(program(*inputs, SWITCHES, **STATIC))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "whole"), [("defensive", False), ("constructivist", True)])
def test_derivatives_are_those_of_finite_differences(name, whole):
    """As elasticities, so that a step of 1e-7 is right for all. Between the likelihood's jumps,
    where a draw's demand becomes credible, that is: a step seldom meets one."""
    theory, step = THEORIES[name], 1e-7
    history = Replay(hand_made(whole=whole)).history
    at = doubles((agents_of((theory,) * N), PARAMETERS))
    still = jax.tree.map(np.zeros_like, at)

    def check(what: str, direction: tuple[Agents, Parameters]) -> None:
        up, down = (
            value(history, *jax.tree.map(lambda x, v, by=by: x + by * v, at, direction))
            for by in (step, -step)
        )
        expected = pytest.approx((up - down) / (2.0 * step), rel=1e-4, abs=1e-4)
        assert derivative()(history, at, direction) == expected, what

    for what in DEFAULTS:
        x = getattr(PARAMETERS, what)
        check(what, (still[0], replace(still[1], **{what: np.asarray(x or 1.0)})))
    for what in theory.numbers():
        moved = still[0]._replace(**{what: np.ones_like(getattr(at[0], what))})
        check(what, (moved, still[1]))


def windows() -> Iterator[Panel]:
    """Four of the great powers at a time, for as many years as the panel made by hand has."""
    rng = np.random.default_rng(0)
    for first in range(1816, 2016 - T, T - 1):
        some = tuple(sorted(int(code) for code in rng.choice(GREAT_POWERS, N, replace=False)))
        tables = great_power_tables()
        yield build_panel(tables, USUAL, first, first + T - 1, some, relevant_all=True)


@pytest.mark.slow
def test_derivatives_are_finite_wherever_history_lacks_figures():
    seen, everything = 0, jax.tree.map(np.ones_like, doubles(PARAMETERS))
    for panel in windows():
        replay = Replay(panel)
        seen += sum(d.size for d in replay.decisions.values())
        for theory in THEORIES.values():
            agents = doubles(agents_of((theory,) * N))
            direction = jax.tree.map(np.ones_like, agents), everything
            at = agents, doubles(PARAMETERS)
            assert np.isfinite(derivative()(replay.history, at, direction)), theory.name
            found, slope = Likelihood(replay, theory)(np.zeros(8))
            assert np.isfinite(found), theory.name
            assert np.isfinite(slope).all(), theory.name
    assert seen > 2000
