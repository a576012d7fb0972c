"""Who is held against history: theories and baselines, each learning from a window's past.

A contender is fitted to the years that a window lets it learn from and then forecasts every
decision of the panel; what is scored are the years held out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from westphalia.forecast.baselines import BASELINES, Baseline
from westphalia.forecast.windows import Window
from westphalia.replay.estimate import Estimate, Likelihood, maximum
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules

Forecasts = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Learnt:
    """What a contender makes of a window.

    `forecasts`: chances of decisions, by kind, [N, K]. `log_likelihood`: of all choices of the
    panel, nats; NaN of a baseline. `estimate`: of a theory's parameters, None where none were
    estimated. `notes`: what must be known of a baseline's fits, by kind.
    """

    forecasts: Forecasts
    log_likelihood: float = float("nan")
    estimate: Estimate | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class TheoryContender:
    """A theory, its parameters estimated on the window's past, or as they are given.

    `estimated`: whether they are; `agents`: the theory's numbers instead of its own, where they
    are not. `start`: where the search begins; None: at several places.
    """

    theory: Theory
    estimated: bool = True
    parameters: Parameters | None = None
    modules: Modules | None = None
    agents: Agents | None = None
    start: np.ndarray | None = None
    baseline: bool = False

    @property
    def name(self) -> str:
        return self.theory.name

    @property
    def title(self) -> str:
        return self.theory.title

    def learn(self, replay: Replay, window: Window) -> Learnt:
        """Forecasts of every decision of the panel from the window's past."""
        p, agents, found = self.parameters, self.agents, None
        if self.estimated:
            years = replay.panel.years[window.learns_from(replay.panel.years)]
            likelihood = Likelihood(replay, self.theory, years, self.parameters, self.modules)
            found = maximum(likelihood, self.start)
            p, agents = likelihood.numbers(found.z)
        made = replay.chances(self.theory, p, self.modules, agents)
        return Learnt(made.forecasts, made.log_likelihood, found)


@dataclass(frozen=True, eq=False)
class BaselineContender:
    """A baseline."""

    made: Baseline
    baseline: bool = True

    @property
    def name(self) -> str:
        return self.made.name

    @property
    def title(self) -> str:
        return self.made.title

    def learn(self, replay: Replay, window: Window) -> Learnt:
        """Forecasts of every decision of the panel from the window's past."""
        forecasts, notes = {}, {}
        for kind, all_of_them in replay.decisions.items():
            learnt = window.learns_from(replay.panel.years[all_of_them.year])
            model = self.made.fit(replay.panel, all_of_them.where(learnt))
            if model.note:
                notes[kind] = model.note
            forecasts[kind] = model(replay.panel, all_of_them)
        return Learnt(forecasts, notes=notes)


Contender = TheoryContender | BaselineContender


def contenders(
    theories: Mapping[str, Theory],
    estimated: bool = True,
    parameters: Parameters | None = None,
    modules: Modules | None = None,
    baselines: bool = True,
) -> list[Contender]:
    """Theories, then baselines, if they are wanted."""
    own = [TheoryContender(theory, estimated, parameters, modules) for theory in theories.values()]
    return [*own, *(BaselineContender(baseline) for baseline in BASELINES if baselines)]


def start_after(z: np.ndarray) -> np.ndarray:
    """Where a search starts after one that ended at z: near it, for gradients vanish at limits."""
    return np.clip(z, -NEAR, NEAR)


#: |z| within which a search starts where the one before it ended.
NEAR = 3.0
