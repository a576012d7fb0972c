"""Derivatives of the likelihood."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import N, T, hand_made
from westphalia.records.builtin import great_powers
from westphalia.replay.replay import (
    DRAWS,
    Replay,
    doubles,
    replay_history,
)
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import THEORIES, defensive
from westphalia.world.parameters import DEFAULTS, Parameters
from westphalia.world.state import Modules


def _modules() -> Modules:
    """The usual switches, as a compiled replay sees them."""
    return jax.tree.map(jnp.asarray, doubles(Modules()))


@pytest.mark.slow
def test_gradients_are_those_of_finite_differences():
    """As elasticities, so that a step of 1e-7 is right for all. Between the likelihood's jumps,
    where a draw's demand becomes credible, that is: a step seldom meets one."""
    rules, step = Replay(hand_made()).rules(defensive), 1e-7
    with jax.enable_x64(True):

        def likelihood(agents, p, history):
            ready = (history, agents, p, _modules())
            return replay_history(*ready, rules=rules, block=T - 1, draws=DRAWS).log_likelihood

        value = jax.jit(likelihood)
        slope = jax.jit(jax.grad(likelihood, argnums=(0, 1)))
        for name, whole in (("defensive", False), ("constructivist", True)):
            theory = THEORIES[name]
            history = Replay(hand_made(whole=whole)).history
            agents, p = doubles(agents_of((theory,) * N)), doubles(Parameters())
            of_agents, of_p = slope(agents, p, history)
            for name, x in DEFAULTS.items():
                size = x or 1.0
                up, down = (
                    value(agents, replace(p, **{name: np.asarray(x + d * size)}), history)
                    for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert size * float(getattr(of_p, name)) == expected, name
            for name in theory.numbers():
                x = getattr(agents, name)
                up, down = (
                    value(agents._replace(**{name: x + d}), p, history) for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert float(getattr(of_agents, name).sum()) == expected, name


@pytest.mark.slow
def test_gradients_of_the_great_powers_are_finite():
    replay = Replay(great_powers())
    with jax.enable_x64(True):

        def likelihood(agents, p, history):
            found = replay_history(
                *(history, agents, p, _modules()),
                **{"rules": replay.rules(defensive), "block": replay.block, "draws": DRAWS},
            )
            return found.log_likelihood, found

        slope = jax.jit(jax.value_and_grad(likelihood, argnums=(0, 1), has_aux=True))
        for theory in THEORIES.values():
            agents = doubles(agents_of((theory,) * 9))
            (_, found), gradient = slope(agents, doubles(Parameters()), replay.history)
            for value in jax.tree.leaves((found, gradient)):
                assert np.isfinite(value).all(), theory.name
