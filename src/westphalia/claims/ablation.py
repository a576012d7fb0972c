"""Which causes of an event are necessary, which suffice: all subsets, run by run.

The conditions share their random numbers, so a run is the same world in every subset, and "would it
have happened without this cause?" has an answer in each run.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np

from westphalia.claims.claim import Causes, subset_name
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import Interval, half_of, ratio, share


class Ablation(NamedTuple):
    """Shares with intervals over draws and runs together.

    `events`: of runs in which the event happens, by subset. `sufficient`: by subset, of the runs
    without the event when no cause is at work, those that have it with just these. `necessary`:
    by subset, of the runs with the event when all causes are at work, those that do not have it
    without these.
    """

    events: Mapping[str, Interval]
    sufficient: Mapping[str, Interval]
    necessary: Mapping[str, Interval]


def subsets(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All subsets, small ones first."""
    return [s for k in range(len(names) + 1) for s in combinations(names, k)]


def ablation(causes: Causes, measured: Mapping[str, Mapping[str, Outcome]]) -> Ablation:
    """What happens under every subset of the causes."""
    happens = {
        chosen: measured[subset_name(chosen)][causes.event.name].total > 0.5
        for chosen in subsets(causes.names)
    }
    none, every = happens[()], happens[causes.names]
    events = {subset_name(s): _share(h, np.ones_like(h)) for s, h in happens.items()}
    sufficient = {subset_name(s): _share(h, ~none) for s, h in happens.items() if s}
    necessary = {}
    for removed in subsets(causes.names)[1:]:
        rest = tuple(name for name in causes.names if name not in removed)
        necessary[subset_name(removed)] = _share(~happens[rest], every)
    return Ablation(events, sufficient, necessary)


def _share(flags: np.ndarray, among: np.ndarray) -> Interval:
    """The share of runs with a flag, `among` some runs, with an interval over draws.

    The runs of a draw have their parameters in common, so it is draws that vary independently.
    Where all runs agree the interval is that of as many draws.
    """
    count = (flags & among).sum(1).astype(float)
    value, part = ratio(count, among.sum(1).astype(float))
    if not np.isfinite(value):
        return Interval(float("nan"), float("nan"), float("nan"))
    draws = int((among.sum(1) > 0).sum())
    if value in (0.0, 1.0):
        return share(round(float(value) * draws), draws)
    if draws < 2:
        return Interval(float(value), float("nan"), float("nan"))
    half = half_of(part)
    return Interval(float(value), max(float(value) - half, 0.0), min(float(value) + half, 1.0))
