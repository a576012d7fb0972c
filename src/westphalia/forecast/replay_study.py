"""A replay with its scores: theories and baselines on the same years, beside each other.

Nothing is held out here. Theories stand at their defaults unless they are estimated; baselines
are fitted to the very years on which they are scored, which is an advantage to them.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from westphalia.forecast.contenders import BaselineContender, TheoryContender, contenders
from westphalia.forecast.results import (
    ContenderSummary,
    EstimateRow,
    PanelSummary,
    PosteriorRow,
    ReplayResult,
)
from westphalia.forecast.tournament import BASE, calibrate, score_cell, score_held_out
from westphalia.forecast.windows import Window
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Panel
from westphalia.replay.estimate import Estimate, Likelihood, spans
from westphalia.replay.posterior import require_sampler, sample
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

Progress = Callable[[str], None]
ALL_YEARS = "all years"


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
    progress: Progress = lambda what: None,
) -> ReplayResult:
    """One-step-ahead scores of theories on all decisions of a panel, beside baselines.

    Args:
        estimate: at the maximum of the likelihood instead of at the defaults. bayes: also draw
            `draws` times per chain from each theory's posterior.

    Raises:
        UserError: the panel holds no decision; `bayes` lacks its sampler.
    """
    if bayes:
        require_sampler()
    replay = Replay(panel, serial=serial)
    every = sum(d.size for d in replay.decisions.values())
    if not every:
        raise UserError(
            f"The panel of {', '.join(panel.labels[:9])} in {panel.years[0]}-{panel.years[-1]} "
            "has no decision that its data cover; choose more years or states."
        )
    span = (int(panel.years[0]), int(panel.years[-1]))
    rivals = contenders(theories, estimate, parameters, modules)
    rivals = rivals if baselines else [c for c in rivals if not c.baseline]
    scored = score_held_out(replay, [Window(ALL_YEARS, (span,), span)], rivals, progress)
    base = BASE if baselines else rivals[0].name
    posterior = []
    for theory in theories.values() if bayes else ():
        progress(f"drawing from the posterior of {theory.name}")
        likelihood = Likelihood(replay, theory, None, parameters, modules)
        posterior.append(_posterior(likelihood, draws, seed))
    return ReplayResult(
        panel=PanelSummary.of(panel),
        kinds=tuple(KINDS),
        contenders=summarise_contenders(rivals),
        against=base,
        cells=tuple(score_cell(s, c.name, base) for s in scored for c in rivals),
        calibration=tuple(row for s in scored for c in rivals if (row := calibrate(s, c.name))),
        log_likelihood={c.name: c.log_likelihood for c in rivals if isinstance(c, TheoryContender)},
        estimates=estimate_rows(rivals),
        posterior=tuple(posterior),
        notes=fit_notes(rivals),
        serial=serial,
        seed=seed,
    )


def summarise_contenders(
    rivals: Iterable[TheoryContender | BaselineContender],
) -> tuple[ContenderSummary, ...]:
    """Names and titles of the contenders."""
    return tuple(ContenderSummary(c.name, c.title, c.baseline) for c in rivals)


def fit_notes(rivals: Iterable[TheoryContender | BaselineContender]) -> dict[str, dict[str, str]]:
    """What must be known of baselines' fits, by baseline and kind."""
    return {c.name: dict(c.notes) for c in rivals if isinstance(c, BaselineContender) and c.notes}


def estimate_rows(
    rivals: Iterable[TheoryContender | BaselineContender],
) -> tuple[EstimateRow, ...]:
    """What was estimated of the theories, window by window."""
    return tuple(
        _estimate(c.theory, window, last, found)
        for c in rivals
        if isinstance(c, TheoryContender)
        for (window, last), found in c.estimates.items()
    )


def _estimate(theory: Theory, window: str, last: int, found: Estimate) -> EstimateRow:
    return EstimateRow(
        theory.name,
        window,
        last,
        found.names,
        tuple(found.values.tolist()),
        tuple(found.low.tolist()),
        tuple(found.high.tolist()),
        tuple(spans(theory).default.tolist()),
        tuple(found.at_limit.tolist()),
        found.log_likelihood,
        found.at_default,
        found.slope,
    )


def _posterior(likelihood: Likelihood, draws: int, seed: int) -> PosteriorRow:
    drawn = sample(likelihood, draws, seed=seed)
    flat = drawn.draws.reshape(-1, drawn.draws.shape[-1])
    low, high = np.quantile(flat, [0.025, 0.975], axis=0)
    columns = (flat.mean(0), low, high, drawn.rhat, drawn.ess)
    return PosteriorRow(
        likelihood.theory.name,
        drawn.names,
        *(tuple(column.tolist()) for column in columns),
        divergent=drawn.divergent,
        gradients=drawn.gradients,
        chains=int(drawn.draws.shape[0]),
        draws=int(drawn.draws.shape[1]),
    )
