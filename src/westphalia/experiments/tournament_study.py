"""The whole tournament: held-out scores, verdicts, weights, robustness, recovery."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from westphalia.experiments.rank_robustness import robustness
from westphalia.forecast.contenders import OfBaseline, OfTheory, contenders
from westphalia.forecast.recovery import Recovered, recover
from westphalia.forecast.replay_study import described, estimates, listed
from westphalia.forecast.tournament import cell, curves, held_out, order, pairs, stacked
from westphalia.forecast.windows import FIXED, inside, rolling
from westphalia.records.decisions import KINDS
from westphalia.records.panel import Coding, Panel
from westphalia.replay.replay import MOST_IN_TURN, Replay
from westphalia.theories import Theory

Told = Callable[[str], None]


def tournament_study(
    panel_of: Callable[[Coding], Panel],
    theories: Mapping[str, Theory],
    quick: bool = False,
    seed: int = 1,
    progress: Told = lambda what: None,
) -> dict[str, Any]:
    """Theories against baselines on held-out history, as data.

    Args:
        panel_of: the panel in a coding. quick: no rolling origin, other codings at the
            defaults, few draws and histories: minutes instead of an hour.
    """
    replay = Replay(panel_of(Coding()))
    panel = replay.panel
    fixed = inside(panel, FIXED)
    windows = fixed if quick else (*fixed, *rolling(panel))
    rivals = contenders(theories)
    names = [c.name for c in rivals]
    scored = held_out(replay, windows, rivals, progress)
    spans = {w.name for w in fixed}
    reference = order([s for s in scored if s.window in spans], list(theories))
    draws, number, estimated = (16, 10, 0) if quick else (200, 40, 3)
    recovered = [recover(panel, theories, number, seed, False, progress=progress)]
    if estimated:
        recovered.append(recover(panel, theories, estimated, seed, True, progress=progress))
    return {
        "panel": described(panel),
        "kinds": list(KINDS),
        "windows": [w._asdict() for w in windows],
        "contenders": listed(rivals),
        "against": "base rate",
        "estimated": True,
        "cells": [cell(s, name) for s in scored for name in names],
        "pairs": [row for s in scored for row in pairs(s, names)],
        "stacking": [row for s in scored if (row := stacked(s)) is not None],
        "calibration": [row for s in scored for n in names if (row := curves(s, n))],
        "estimates": estimates(rivals),
        "notes": {c.name: c.notes for c in rivals if isinstance(c, OfBaseline) and c.notes},
        "order": reference,
        "robustness": robustness(
            panel_of,
            theories,
            reference,
            draws,
            starts=None if quick else _found(rivals),
            serial=panel.n <= MOST_IN_TURN,
            seed=seed,
            progress=progress,
        ),
        "recovery": [told(r) for r in recovered],
        "seed": seed,
        "quick": quick,
    }


def _found(rivals: Sequence[OfTheory | OfBaseline]) -> dict[str, np.ndarray]:
    """Where the last estimation of each theory ended."""
    return {c.name: c.start for c in rivals if isinstance(c, OfTheory) and c.start is not None}


def told(recovered: Recovered) -> dict[str, Any]:
    """A recovery matrix as data."""
    return {
        "names": list(recovered.names),
        "kinds": list(recovered.kinds),
        "histories": recovered.histories,
        "estimated": recovered.estimated,
        "rows": recovered.rows(),
    }
