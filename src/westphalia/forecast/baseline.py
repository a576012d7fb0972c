"""What a baseline is: a way to learn from decisions and forecast others, without a theory.

Every baseline falls back to smoothed base rates where there is nothing to learn from. It learns
and forecasts on one thread: many that wait for each other are slower, and sums depend on their
number.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from westphalia.forecast.logit import base_rate
from westphalia.forecast.one_thread import on_one_thread
from westphalia.records.observed_decisions import KINDS, ObservedDecisions
from westphalia.records.panel import Panel
from westphalia.world.problems import UserError, unknown

Forecaster = Callable[[Panel, ObservedDecisions], np.ndarray]


class Model(NamedTuple):
    """A fitted baseline: `model(panel, decisions)` gives chances [N, K].

    `kind`: the decisions it can forecast. `note`: what a reader must know of this fit, as that
    it fell back to base rates; empty if nothing.
    """

    kind: str
    forecast: Forecaster
    note: str = ""

    def __call__(self, panel: Panel, decisions: ObservedDecisions) -> np.ndarray:
        """Chances of each outcome of each decision. [N, K]"""
        if decisions.kind != self.kind:
            raise UserError(
                f"This baseline was fitted to decisions of the kind '{self.kind}' and cannot "
                f"forecast '{decisions.kind}'. Fit it to decisions of that kind."
            )
        with on_one_thread():
            return self.forecast(panel, decisions)


class Baseline(NamedTuple):
    """A way to forecast decisions without a theory.

    `estimate`: how it learns from at least two decisions of at least two outcomes.
    """

    name: str
    title: str
    estimate: Callable[[Panel, ObservedDecisions], Model]

    def fit(self, panel: Panel, decisions: ObservedDecisions) -> Model:
        """The baseline as the decisions teach it; base rates where they teach no more.

        Raises:
            UserError: an unknown kind of decisions; a decision in the panel's first year.
        """
        if decisions.kind not in KINDS:
            raise unknown("kind of decisions", decisions.kind, KINDS)
        seen = np.unique(decisions.outcome)
        if len(seen) > 1:
            with on_one_thread():
                return self.estimate(panel, decisions)
        outcomes = KINDS[decisions.kind]
        only = f"only '{outcomes[seen[0]]}' was" if len(seen) else "no decisions were"
        note = f"{only} seen in training ({decisions.size} decisions): smoothed base rates"
        return fit_base_rate(panel, decisions)._replace(note=note)


def fit_base_rate(panel: Panel, decisions: ObservedDecisions) -> Model:
    """Each outcome's share of the training decisions, whoever decides."""
    rates = base_rate(decisions.outcome, len(KINDS[decisions.kind]))
    return Model(decisions.kind, lambda _, ahead: np.tile(rates, (ahead.size, 1)))


def note_unseen(decisions: ObservedDecisions) -> str:
    """A note that names outcomes which training decisions never had."""
    seen = set(decisions.outcome.tolist())
    never = [f"'{name}'" for k, name in enumerate(KINDS[decisions.kind]) if k not in seen]
    return f"never seen in training: {', '.join(never)}: smoothed base rate" if never else ""
