"""Who is held against history: theories and baselines, each learning from a window's past.

A contender is fitted to the years that a window lets it learn from and then forecasts every
decision of the panel; what is scored are the years held out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from westphalia.forecast.baselines import BASELINES, Baseline
from westphalia.forecast.windows import Window
from westphalia.replay.estimate import Estimate, Likelihood, maximum
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules

Forecasts = Mapping[str, np.ndarray]


class Contender(Protocol):
    """Something that forecasts. `name`, `title`; `baseline`: whether it holds no theory."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def baseline(self) -> bool: ...

    def forecasts(self, replay: Replay, window: Window) -> Forecasts:
        """Chances of every decision of the panel, by kind, from the window's past. [N, K]"""
        ...


@dataclass
class TheoryContender:
    """A theory, its parameters estimated on the window's past, or as they are given.

    `estimated`: whether they are; `agents`: the theory's numbers instead of its own, where they
    are not. `start`: where the first search begins; the defaults if None. `estimates` keeps what
    was found, by window and last year learnt from, and `log_likelihood` that of all choices of
    the panel at the last forecast, nats.
    """

    theory: Theory
    estimated: bool = True
    parameters: Parameters | None = None
    modules: Modules | None = None
    agents: Agents | None = None
    start: np.ndarray | None = None
    estimates: dict[tuple[str, int], Estimate] = field(default_factory=dict)
    log_likelihood: float = float("nan")
    baseline: bool = False

    @property
    def name(self) -> str:
        return self.theory.name

    @property
    def title(self) -> str:
        return self.theory.title

    def forecasts(self, replay: Replay, window: Window) -> Forecasts:
        """See `Contender`. Each search starts where the one before it ended."""
        p, agents = self.parameters, self.agents
        if self.estimated:
            years = replay.panel.years[window.learns_from(replay.panel.years)]
            likelihood = Likelihood(replay, self.theory, years, self.parameters, self.modules)
            found = maximum(likelihood, self.start)
            self.start = np.clip(found.z, -NEAR, NEAR)
            self.estimates[window.name, window.train[-1][1]] = found
            p, agents = likelihood.numbers(found.z)
        made = replay.chances(self.theory, p, self.modules, agents)
        self.log_likelihood = made.log_likelihood
        return made.forecasts


@dataclass
class BaselineContender:
    """A baseline; `notes` keeps what must be known of its fits, by kind."""

    made: Baseline
    notes: dict[str, str] = field(default_factory=dict)
    baseline: bool = True

    @property
    def name(self) -> str:
        return self.made.name

    @property
    def title(self) -> str:
        return self.made.title

    def forecasts(self, replay: Replay, window: Window) -> Forecasts:
        """See `Contender`."""
        out = {}
        for kind, all_of_them in replay.decisions.items():
            learnt = window.learns_from(replay.panel.years[all_of_them.year])
            model = self.made.fit(replay.panel, all_of_them.where(learnt))
            if model.note:
                self.notes[kind] = model.note
            out[kind] = model(replay.panel, all_of_them)
        return out


def contenders(
    theories: Mapping[str, Theory],
    estimated: bool = True,
    parameters: Parameters | None = None,
    modules: Modules | None = None,
) -> list[TheoryContender | BaselineContender]:
    """Theories, then baselines."""
    own = [TheoryContender(theory, estimated, parameters, modules) for theory in theories.values()]
    return [*own, *(BaselineContender(baseline) for baseline in BASELINES)]


#: |z| within which a search starts where the one before it ended: gradients vanish at limits.
NEAR = 3.0
