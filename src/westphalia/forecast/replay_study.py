"""A replay with its scores: theories and baselines on the same years, beside each other.

Nothing is held out here. Theories stand at their defaults unless they are estimated; baselines
are fitted to the very years on which they are scored, which is an advantage to them.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from westphalia.forecast.contenders import OfBaseline, OfTheory, contenders
from westphalia.forecast.tournament import cell, curves, held_out
from westphalia.forecast.windows import Window
from westphalia.records.decisions import KINDS
from westphalia.records.panel import Panel
from westphalia.replay.estimate import Estimate, Likelihood, Spans, spans
from westphalia.replay.posterior import sample
from westphalia.replay.replay import Replay
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

Told = Callable[[str], None]
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
    progress: Told = lambda what: None,
) -> dict[str, Any]:
    """One-step-ahead scores of theories on all decisions of a panel, beside baselines.

    Args:
        estimate: at the maximum of the likelihood instead of at the defaults. bayes: also draw
            `draws` times per chain from each theory's posterior.
    """
    replay = Replay(panel, serial=serial)
    every = sum(d.size for d in replay.decisions.values())
    if not every:
        raise UserError(
            f"The panel of {', '.join(panel.labels[:9])} in {panel.years[0]}-{panel.years[-1]} "
            "holds no decision that its data cover; take more years or states."
        )
    span = (int(panel.years[0]), int(panel.years[-1]))
    window = Window(ALL_YEARS, (span,), span)
    rivals = contenders(theories, estimate, parameters, modules)
    rivals = rivals if baselines else [c for c in rivals if not c.baseline]
    scored = held_out(replay, [window], rivals, progress)
    base = "base rate" if baselines else rivals[0].name
    posterior = []
    for theory in theories.values() if bayes else ():
        progress(f"drawing from the posterior of {theory.name}")
        posterior.append(_posterior(replay, theory, parameters, modules, draws, seed))
    likelihood = {c.name: c.log_likelihood for c in rivals if isinstance(c, OfTheory)}
    return {
        "panel": described(panel),
        "kinds": list(KINDS),
        "contenders": listed(rivals),
        "against": base,
        "cells": [cell(s, c.name, base) for s in scored for c in rivals],
        "calibration": [row for s in scored for c in rivals if (row := curves(s, c.name))],
        "log_likelihood": likelihood,
        "estimates": estimates(rivals),
        "posterior": posterior,
        "notes": {c.name: c.notes for c in rivals if isinstance(c, OfBaseline) and c.notes},
        "serial": serial,
        "seed": seed,
    }


def described(panel: Panel) -> dict[str, Any]:
    """What a panel is, as data."""
    coding = panel.coding._asdict() if panel.coding is not None else None
    return {
        "states": list(panel.labels),
        "codes": list(panel.codes),
        "first": int(panel.years[0]) + 1,
        "last": int(panel.years[-1]),
        "coding": coding,
        "covered": {k: list(v) for k, v in panel.covered.items()},
        "sources": list(panel.sources),
    }


def listed(rivals: list[OfTheory | OfBaseline]) -> list[dict[str, Any]]:
    """The contenders as data."""
    return [{"name": c.name, "title": c.title, "baseline": c.baseline} for c in rivals]


def estimates(rivals: list[OfTheory | OfBaseline]) -> list[dict[str, Any]]:
    """What was estimated of the theories, window by window."""
    return [
        _estimate(c.theory, window, last, found)
        for c in rivals
        if isinstance(c, OfTheory)
        for (window, last), found in c.estimates.items()
    ]


def _estimate(theory: Theory, window: str, last: int, found: Estimate) -> dict[str, Any]:
    where: Spans = spans(theory)
    return {
        "theory": theory.name,
        "window": window,
        "learnt_until": last,
        "names": list(found.names),
        "values": found.values.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "default": where.default.tolist(),
        "at_limit": found.at_limit.tolist(),
        "log_likelihood": found.log_likelihood,
        "at_default": found.at_default,
        "slope": found.slope,
    }


def _posterior(
    replay: Replay,
    theory: Theory,
    parameters: Parameters | None,
    modules: Modules | None,
    draws: int,
    seed: int,
) -> dict[str, Any]:
    drawn = sample(Likelihood(replay, theory, None, parameters, modules), draws, seed=seed)
    flat = drawn.draws.reshape(-1, drawn.draws.shape[-1])
    low, high = np.quantile(flat, [0.025, 0.975], axis=0)
    return {
        "theory": theory.name,
        "names": list(drawn.names),
        "mean": flat.mean(0).tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
        "rhat": drawn.rhat.tolist(),
        "ess": drawn.ess.tolist(),
        "divergent": drawn.divergent,
        "gradients": drawn.gradients,
        "chains": int(drawn.draws.shape[0]),
        "draws": int(drawn.draws.shape[1]),
    }
