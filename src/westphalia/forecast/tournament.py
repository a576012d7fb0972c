"""The tournament: theories and baselines forecast held-out history, and are scored alike.

Every contender forecasts the same decisions one year ahead. Differences of the mean log score
carry two intervals, over decades and over pairs of states; two forecasts are told apart only if
neither includes zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from westphalia.forecast.blocks import ALIKE, Difference, decades, difference, dyads, verdict
from westphalia.forecast.contenders import Forecasts
from westphalia.forecast.results import (
    TOGETHER,
    CalibrationRow,
    Cell,
    Comparison,
    Pair,
    StackingRow,
)
from westphalia.forecast.stacking import stacking_weights
from westphalia.forecast.windows import Window
from westphalia.measures.scoring import auc, brier, calibration, log_score
from westphalia.records.observed_decisions import KINDS, ObservedDecisions
from westphalia.replay.replay import Replay

#: Decisions in which something, and in which nothing, happened; with fewer of either no verdict.
FEWEST = 5
BASE = "base rate"


@dataclass(frozen=True, eq=False)
class Scored:
    """The held-out decisions of a kind in a window, and what every contender made of them.

    `chances`: by contender, [N, K]; of all kinds together there are none. `logs`, `briers`: by
    contender, [N]. `decade`, `dyad`: blocks of the decisions, [N].
    """

    window: str
    kind: str
    outcome: np.ndarray
    chances: Mapping[str, np.ndarray]
    logs: Mapping[str, np.ndarray]
    briers: Mapping[str, np.ndarray]
    decade: np.ndarray
    dyad: np.ndarray

    def against(self, one: str, other: str, rule: str = "log") -> Difference:
        """one - other by the mean log score, or Brier score."""
        scores = self.logs if rule == "log" else self.briers
        return difference(scores[one], scores[other], self.decade, self.dyad)


def hold_out(replay: Replay, window: Window, forecasts: Forecasts) -> dict[str, np.ndarray]:
    """Of forecasts of every decision of a panel those of the years held out, by kind. [N, K]"""
    years = replay.panel.years
    return {
        kind: forecasts[kind][window.holds_out(years[every.year])]
        for kind, every in replay.decisions.items()
    }


def score_held_out(
    replay: Replay, windows: Sequence[Window], made: Sequence[Mapping[str, Forecasts]]
) -> list[Scored]:
    """Every window's held-out decisions as every contender forecast them.

    Windows of one name are one: their decisions are put together. `made`: of every window the
    forecasts of its held-out decisions, by contender.
    """
    panel, by_name = replay.panel, {}
    for window, forecasts in zip(windows, made, strict=True):
        for kind, every in replay.decisions.items():
            held = every.where(window.holds_out(panel.years[every.year]))
            part = held, {name: f[kind] for name, f in forecasts.items()}
            by_name.setdefault((window.name, kind), []).append(part)
    found = [_score(replay, window, kind, parts) for (window, kind), parts in by_name.items()]
    for name in dict.fromkeys(window.name for window in windows):
        found.append(_together([s for s in found if s.window == name]))
    return found


def _score(
    replay: Replay,
    window: str,
    kind: str,
    parts: Sequence[tuple[ObservedDecisions, Mapping[str, np.ndarray]]],
) -> Scored:
    names = list(parts[0][1])
    outcome = np.concatenate([d.outcome for d, _ in parts])
    chances = {n: _proper(np.concatenate([f[n] for _, f in parts])) for n in names}
    return Scored(
        window,
        kind,
        outcome,
        chances,
        {n: log_score(c, outcome) for n, c in chances.items()},
        {n: brier(c, outcome) for n, c in chances.items()},
        np.concatenate([decades(replay.panel, d) for d, _ in parts]),
        np.concatenate([dyads(replay.panel, d) for d, _ in parts]),
    )


def _proper(chances: np.ndarray) -> np.ndarray:
    """Chances in double precision that add to 1 exactly."""
    return chances / chances.sum(1, keepdims=True, dtype=float)


def _together(parts: Sequence[Scored]) -> Scored:
    """All kinds of a window as one; blocks of pairs are kept apart by kind."""
    names = list(parts[0].logs)
    offset = np.cumsum([0, *(int(p.dyad.max(initial=0)) + 1 for p in parts)])
    return Scored(
        parts[0].window,
        TOGETHER,
        np.concatenate([p.outcome for p in parts]),
        {},
        {n: np.concatenate([p.logs[n] for p in parts]) for n in names},
        {n: np.concatenate([p.briers[n] for p in parts]) for n in names},
        np.concatenate([p.decade for p in parts]),
        np.concatenate([p.dyad + start for p, start in zip(parts, offset[:-1], strict=True)]),
    )


def score_cell(scored: Scored, name: str, base: str = BASE) -> Cell:
    """One contender's scores of a kind in a window, with its verdict beside base rates."""
    many, nan = len(scored.outcome), float("nan")
    areas = None
    if scored.chances and many:
        found = auc(scored.chances[name], scored.outcome)
        areas = dict(zip(KINDS[scored.kind][1:], found, strict=True))
    return Cell(
        scored.window,
        scored.kind,
        name,
        many,
        int((scored.outcome > 0).sum()) if scored.kind != TOGETHER else None,
        float(scored.logs[name].mean()) if many else nan,
        float(scored.briers[name].mean()) if many else nan,
        compare(scored, name, base),
        areas,
    )


def compare(scored: Scored, one: str, other: str, rule: str = "log") -> Comparison:
    """How one contender scores beside another, with intervals and a verdict.

    Where next to nothing happened, or next to nothing else, resampling draws the same silence
    again and again, and its intervals mean nothing: then no two forecasts are told apart.
    """
    found = scored.against(one, other, rule)
    decade, dyad = found.by_decade, found.by_dyad
    seen = np.bincount(scored.outcome > 0, minlength=2)
    rare = scored.kind != TOGETHER and seen.min() < FEWEST
    return Comparison(
        found.value,
        (decade.low, decade.high),
        (dyad.low, dyad.high),
        ALIKE if rare else verdict(found, rule),
    )


def compare_pairs(scored: Scored, names: Sequence[str]) -> list[Pair]:
    """Every two contenders of a kind in a window, told apart or not."""
    return [
        Pair(scored.window, scored.kind, one, other, compare(scored, one, other))
        for one, other in combinations(names, 2)
    ]


def stack(scored: Scored) -> StackingRow | None:
    """Weights of the mixture of all contenders that forecasts best, where there are events."""
    if not scored.chances or len(np.unique(scored.outcome)) < 2:
        return None
    found = stacking_weights(list(scored.chances.values()), scored.outcome)
    weights = {name: float(w) for name, w in zip(scored.chances, found, strict=True)}
    return StackingRow(scored.window, scored.kind, weights)


def calibrate(scored: Scored, name: str) -> CalibrationRow | None:
    """The calibration of "something happens"; None where there is nothing to calibrate."""
    if not scored.chances or not len(scored.outcome):
        return None
    curve = calibration(scored.chances[name], scored.outcome)[0]
    return CalibrationRow(
        scored.window,
        scored.kind,
        name,
        tuple(curve.chance.tolist()),
        tuple(curve.observed.tolist()),
        tuple(curve.low.tolist()),
        tuple(curve.high.tolist()),
        tuple(curve.number.tolist()),
        curve.binned,
        curve.reliability,
        curve.resolution,
        curve.uncertainty,
    )


def total_logs(found: Sequence[Scored], names: Sequence[str]) -> np.ndarray:
    """The log score of all decisions held out, by contender. [names]"""
    return np.array([sum(s.logs[n].sum() for s in found if s.kind == TOGETHER) for n in names])


def rank(names: Sequence[str], logs: np.ndarray) -> list[str]:
    """Contenders from best to worst by their log scores. [names]"""
    by_name = dict(zip(names, logs.tolist(), strict=True))
    return sorted(names, key=lambda name: -by_name[name])
