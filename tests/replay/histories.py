"""The chances of histories made by hand, whose parts need not fit each other."""

from typing import Any

import jax
import numpy as np
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import N, T, hand_made
from westphalia.programs import QUICK, compiled
from westphalia.records.observed_decisions import ObservedDecisions
from westphalia.records.panel import Panel
from westphalia.replay.chances import fronts, private
from westphalia.replay.feed import feed
from westphalia.replay.replay import (
    DRAWS,
    Chances,
    History,
    Replay,
    compiled_replay,
    doubles,
    forecasts,
)
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import Theory, defensive

#: A replay with another number of draws, which runs once.
_RUN_ONCE = compiled("a replay of history", options=QUICK, double=True)(compiled_replay.function)

Decided = dict[str, ObservedDecisions]


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
    program = compiled_replay if draws == DRAWS else _RUN_ONCE
    found = program(
        history,
        doubles(agents_of((theory,) * N)),
        doubles(PARAMETERS),
        doubles(MODULES),
        rules=Replay(hand_made(), serial).rules(theory),
        block=block,
        draws=draws,
    )
    found = jax.tree.map(np.asarray, found)
    rows = forecasts(found, decided, PARAMETERS.consideration)
    return Chances(rows, float(found.log_likelihood), found.greedy, found.hidden)


def told_of(panel: Panel, at: Panel | None = None) -> tuple[History, Decided]:
    """A panel as the replay is given it, the decisions being those of another (as many)."""
    replay = Replay(at or panel)
    return replay.history._replace(feed=feed(panel), fronts=fronts(panel)), replay.decisions
