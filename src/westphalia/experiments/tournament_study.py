"""The whole tournament: held-out scores, verdicts, weights, robustness, recovery."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from westphalia.experiments.rank_robustness import robustness
from westphalia.forecast.contenders import BaselineContender, TheoryContender, contenders
from westphalia.forecast.recovery import recover
from westphalia.forecast.replay_study import estimate_rows, fit_notes, summarise_contenders
from westphalia.forecast.results import PanelSummary, TournamentResult
from westphalia.forecast.tournament import (
    BASE,
    calibrate,
    compare_pairs,
    rank_contenders,
    score_cell,
    score_held_out,
    stack,
)
from westphalia.forecast.windows import FIXED, rolling_windows, windows_inside
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Coding, Panel
from westphalia.replay.replay import MOST_IN_TURN, Replay
from westphalia.theories import Theory

Progress = Callable[[str], None]


def tournament_study(
    panel_of: Callable[[Coding], Panel],
    theories: Mapping[str, Theory],
    quick: bool = False,
    seed: int = 1,
    progress: Progress = lambda what: None,
) -> TournamentResult:
    """Theories against baselines on held-out history.

    Args:
        panel_of: the panel in a coding. quick: no rolling origin, other codings at the
            defaults, few draws and histories: minutes instead of an hour.
    """
    replay = Replay(panel_of(Coding()))
    panel = replay.panel
    fixed = windows_inside(panel, FIXED)
    windows = fixed if quick else (*fixed, *rolling_windows(panel))
    rivals = contenders(theories)
    names = [c.name for c in rivals]
    scored = score_held_out(replay, windows, rivals, progress)
    spans = {w.name for w in fixed}
    reference = rank_contenders([s for s in scored if s.window in spans], list(theories))
    draws, number, estimated = (16, 10, 0) if quick else (200, 40, 3)
    recovered = [recover(panel, theories, number, seed, False, progress=progress)]
    if estimated:
        recovered.append(recover(panel, theories, estimated, seed, True, progress=progress))
    orders = robustness(
        panel_of,
        theories,
        reference,
        draws,
        starts=None if quick else _ends_of_searches(rivals),
        serial=panel.n <= MOST_IN_TURN,
        seed=seed,
        progress=progress,
    )
    return TournamentResult(
        panel=PanelSummary.of(panel),
        kinds=tuple(KINDS),
        windows=tuple(windows),
        contenders=summarise_contenders(rivals),
        against=BASE,
        estimated=True,
        cells=tuple(score_cell(s, name) for s in scored for name in names),
        pairs=tuple(pair for s in scored for pair in compare_pairs(s, names)),
        stacking=tuple(row for s in scored if (row := stack(s)) is not None),
        calibration=tuple(row for s in scored for n in names if (row := calibrate(s, n))),
        estimates=estimate_rows(rivals),
        notes=fit_notes(rivals),
        order=tuple(reference),
        robustness=tuple(orders),
        recovery=tuple(recovered),
        seed=seed,
        quick=quick,
    )


def _ends_of_searches(
    rivals: Sequence[TheoryContender | BaselineContender],
) -> dict[str, np.ndarray]:
    """Where the last estimation of each theory ended."""
    theories = [c for c in rivals if isinstance(c, TheoryContender)]
    return {c.name: c.start for c in theories if c.start is not None}
