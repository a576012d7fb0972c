"""A replay with its scores: theories and baselines on the same years, beside each other.

Nothing is held out here. Theories stand at their defaults unless they are estimated; baselines
are fitted to the very years on which they are scored, which is an advantage to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from westphalia.forecast.contenders import contenders
from westphalia.forecast.forecasting import Forecasting
from westphalia.forecast.results import PanelSummary, PosteriorRow, ReplayResult
from westphalia.forecast.tournament import BASE, calibrate, score_cell
from westphalia.forecast.windows import Window
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Panel
from westphalia.replay.estimate import Likelihood, spans
from westphalia.replay.posterior import require_sampler, sample
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.work.job import Job, Piece, Together, all_made
from westphalia.work.store import Store
from westphalia.work.worker import work_at_once
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

ALL_YEARS = "all years"


@dataclass(frozen=True, eq=False)
class ReplayStudy:
    """One-step-ahead scores of theories on all decisions of a panel, beside baselines.

    `estimate`: at the maximum of the likelihood instead of at the defaults. `bayes`: also draw
    `draws` times per chain from each theory's posterior.

    Raises:
        UserError: the panel holds no decision; `bayes` lacks its sampler.
    """

    panel: Panel
    theories: Mapping[str, Theory]
    estimate: bool = False
    bayes: bool = False
    draws: int = 1000
    baselines: bool = True
    serial: bool = False
    parameters: Parameters | None = None
    modules: Modules | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if self.bayes:
            require_sampler()
        if not sum(d.size for d in self._replay.decisions.values()):
            labels, years = self.panel.labels, self.panel.years
            raise UserError(
                f"The panel of {', '.join(labels[:9])} in {years[0]}-{years[-1]} "
                "has no decision that its data cover; choose more years or states."
            )

    @cached_property
    def _replay(self) -> Replay:
        return Replay(self.panel, serial=self.serial)

    @cached_property
    def _forecasting(self) -> Forecasting:
        span = (int(self.panel.years[0]), int(self.panel.years[-1]))
        rivals = contenders(
            self.theories, self.estimate, self.parameters, self.modules, self.baselines
        )
        return Forecasting("forecasts", self._replay, [Window(ALL_YEARS, (span,), span)], rivals)

    @cached_property
    def _posteriors(self) -> "Posteriors":
        theories = list(self.theories.values()) if self.bayes else []
        given = self.parameters, self.modules, self.draws, self.seed
        return Posteriors(self._replay, theories, *given)

    @property
    def job(self) -> Job:
        """What is to be done, in pieces."""
        return Together([self._posteriors, self._forecasting])

    def gather(self, store: Store) -> ReplayResult:
        """What comes of it."""
        made = self._forecasting.made(store)
        scored, rivals = made.scored(), made.contenders()
        base = BASE if self.baselines else rivals[0].name
        return ReplayResult(
            panel=PanelSummary.of(self.panel),
            kinds=tuple(KINDS),
            contenders=rivals,
            against=base,
            cells=tuple(score_cell(s, c.name, base) for s in scored for c in rivals),
            calibration=tuple(row for s in scored for c in rivals if (row := calibrate(s, c.name))),
            log_likelihood={
                c.name: made.learnt[0][c.name].log_likelihood for c in rivals if not c.baseline
            },
            estimates=made.estimates(),
            posterior=self._posteriors.rows(store),
            notes=made.notes(),
            serial=self.serial,
            seed=self.seed,
        )


def replay_study(
    panel: Panel,
    theories: Mapping[str, Theory],
    estimate: bool = False,
    bayes: bool = False,
    draws: int = 1000,
    baselines: bool = True,
    serial: bool = False,
    parameters: Parameters | None = None,
    modules: Modules | None = None,
    seed: int = 1,
) -> ReplayResult:
    """What comes of a `ReplayStudy`, by threads of this process."""
    study = ReplayStudy(
        panel, theories, estimate, bayes, draws, baselines, serial, parameters, modules, seed
    )
    return work_at_once(study.job, study.gather)


@dataclass(frozen=True, eq=False)
class Posteriors:
    """Draws from the posteriors of theories' parameters, as rows: a `work.job.Job`.

    `draws`: of each chain.
    """

    replay: Replay
    theories: Sequence[Theory]
    parameters: Parameters | None
    modules: Modules | None
    draws: int
    seed: int

    def pieces(self) -> Sequence[Piece]:
        """See `Job`: a theory each."""
        return [Piece(f"posterior/{theory.name}", self.draws // 4) for theory in self.theories]

    def make(self, number: int, store: Store | None = None) -> dict[str, np.ndarray]:
        """See `Job`: mean, interval and diagnostics of each parameter, [k], and of the draws."""
        theory = self.theories[number]
        likelihood = Likelihood(self.replay, theory, None, self.parameters, self.modules)
        drawn = sample(likelihood, self.draws, seed=self.seed)
        flat = drawn.draws.reshape(-1, drawn.draws.shape[-1])
        low, high = np.quantile(flat, [0.025, 0.975], axis=0)
        return {
            "mean": flat.mean(0),
            "low": low,
            "high": high,
            "rhat": drawn.rhat,
            "ess": drawn.ess,
            "divergent": np.array(drawn.divergent),
            "gradients": np.array(drawn.gradients),
            "chains": np.array(drawn.draws.shape[0]),
            "draws": np.array(drawn.draws.shape[1]),
        }

    def rows(self, store: Store) -> tuple[PosteriorRow, ...]:
        """What the pieces gave."""
        rows = []
        for theory, found in zip(self.theories, all_made(self, store), strict=True):
            numbers: dict[str, Any] = {
                name: tuple(v.tolist()) if v.ndim else v.item() for name, v in found.items()
            }
            rows.append(PosteriorRow(theory.name, spans(theory).names, **numbers))
        return tuple(rows)
