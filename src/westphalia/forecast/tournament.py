"""The tournament: theories and baselines forecast held-out history, and are scored alike.

Every contender forecasts the same decisions one year ahead. Differences of the mean log score
carry two intervals, over decades and over pairs of states; two forecasts are told apart only if
neither includes zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from westphalia.forecast.blocks import ALIKE, Difference, decades, difference, dyads, verdict
from westphalia.forecast.contenders import Contender
from westphalia.forecast.forecasts import auc, brier, calibration, log_score
from westphalia.forecast.stacking import stacking_weights
from westphalia.forecast.windows import Window
from westphalia.measures.intervals import Interval
from westphalia.records.decisions import KINDS, Decisions
from westphalia.replay.replay import Replay

#: All decisions together, each counting once.
TOGETHER = "all"
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


def held_out(
    replay: Replay,
    windows: Sequence[Window],
    contenders: Sequence[Contender],
    progress: Callable[[str], None] = lambda what: None,
) -> list[Scored]:
    """Every window's held-out decisions as every contender forecast them.

    Windows of one name are one: their decisions are put together.
    """
    panel, by_name = replay.panel, {}
    for window in windows:
        made = {}
        for contender in contenders:
            progress(f"{contender.name}, {window.test[0]}-{window.test[1]}")
            made[contender.name] = contender.forecasts(replay, window)
        for kind, every in replay.decisions.items():
            mask = window.held_out(panel.years[every.year])
            part = every.where(mask), {name: f[kind][mask] for name, f in made.items()}
            by_name.setdefault((window.name, kind), []).append(part)
    found = [_scored(replay, window, kind, parts) for (window, kind), parts in by_name.items()]
    for name in dict.fromkeys(window.name for window in windows):
        found.append(_together([s for s in found if s.window == name]))
    return found


def _scored(
    replay: Replay,
    window: str,
    kind: str,
    parts: Sequence[tuple[Decisions, Mapping[str, np.ndarray]]],
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


def cell(scored: Scored, name: str, base: str = BASE) -> dict[str, Any]:
    """One contender's scores of a kind in a window as data, with its verdict beside base rates."""
    found = scored.against(name, base)
    many = len(scored.outcome)
    out: dict[str, Any] = {
        "window": scored.window,
        "kind": scored.kind,
        "contender": name,
        "decisions": many,
        "events": int((scored.outcome > 0).sum()) if scored.kind != TOGETHER else None,
        "log": float(scored.logs[name].mean()) if many else None,
        "brier": float(scored.briers[name].mean()) if many else None,
        "against_base": told(found, "log", scored),
        "auc": None,
    }
    if scored.chances and many:
        areas = auc(scored.chances[name], scored.outcome)
        labels = KINDS[scored.kind][1:]
        out["auc"] = {k: plain(area) for k, area in zip(labels, areas, strict=True)}
    return out


def told(found: Difference, rule: str, scored: Scored) -> dict[str, Any]:
    """A difference as data, with its intervals and verdict.

    Where next to nothing happened, or next to nothing else, resampling draws the same silence
    again and again, and its intervals mean nothing: then no two forecasts are told apart.
    """
    decade, dyad = found.by_decade, found.by_dyad
    seen = np.bincount(scored.outcome > 0, minlength=2)
    rare = scored.kind != TOGETHER and seen.min() < FEWEST
    return {
        "value": found.value,
        "decades": [decade.low, decade.high],
        "pairs": [dyad.low, dyad.high],
        "verdict": ALIKE if rare else verdict(found, rule),
    }


def plain(interval: Interval) -> list[float]:
    """Value and ends of an interval."""
    return [float(v) for v in interval]


def pairs(scored: Scored, names: Sequence[str]) -> list[dict[str, Any]]:
    """Every two contenders of a kind in a window, told apart or not."""
    return [
        {
            "window": scored.window,
            "kind": scored.kind,
            "one": one,
            "other": other,
            **told(scored.against(one, other), "log", scored),
        }
        for k, one in enumerate(names)
        for other in names[k + 1 :]
    ]


def stacked(scored: Scored) -> dict[str, Any] | None:
    """Weights of the mixture of all contenders that forecasts best, where there are events."""
    if not scored.chances or len(np.unique(scored.outcome)) < 2:
        return None
    found = stacking_weights(list(scored.chances.values()), scored.outcome)
    return {
        "window": scored.window,
        "kind": scored.kind,
        "weights": {n: float(w) for n, w in zip(scored.chances, found, strict=True)},
    }


def curves(scored: Scored, name: str) -> dict[str, Any] | None:
    """The calibration of "something happens", as data."""
    if not scored.chances or not len(scored.outcome):
        return None
    curve = calibration(scored.chances[name], scored.outcome)[0]
    listed = {k: np.asarray(v).tolist() for k, v in curve._asdict().items()}
    return {"window": scored.window, "kind": scored.kind, "contender": name, **listed}


def order(found: Sequence[Scored], names: Sequence[str]) -> list[str]:
    """Contenders from best to worst by the log score of all decisions held out."""
    logs = {n: sum(s.logs[n].sum() for s in found if s.kind == TOGETHER) for n in names}
    return sorted(names, key=lambda n: -logs[n])
