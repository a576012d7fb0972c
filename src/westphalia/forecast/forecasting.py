"""Forecasts in pieces: what contenders make of windows, a piece for each search of parameters.

A theory's search in a window starts where its search in the window before ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from westphalia.forecast.contenders import Contender, Learnt, TheoryContender, start_after
from westphalia.forecast.results import ContenderSummary, EstimateRow
from westphalia.forecast.tournament import Scored, hold_out, score_held_out
from westphalia.forecast.windows import Window
from westphalia.replay.estimate import Estimate, spans
from westphalia.replay.replay import Replay
from westphalia.work.job import Piece
from westphalia.work.store import Store

#: What pieces count, in seconds of one core, about: a search from several places, one from where
#: another ended, and anything else.
WIDE_SEARCH, SEARCH, PLAIN = 40, 15, 1


class _Part(NamedTuple):
    """Contenders that learn from one window in one piece."""

    piece: Piece
    window: Window
    contenders: Sequence[Contender]


@dataclass(frozen=True, eq=False)
class Forecasting:
    """Windows of a panel as contenders forecast them: a `work.job.Job`.

    `name`: of this, at the head of the keys of its pieces.
    """

    name: str
    replay: Replay
    windows: Sequence[Window]
    contenders: Sequence[Contender]

    @cached_property
    def _parts(self) -> list[_Part]:
        """Every theory by itself, and all baselines together, window by window."""
        theories = [c for c in self.contenders if isinstance(c, TheoryContender)]
        baselines = [c for c in self.contenders if not isinstance(c, TheoryContender)]
        groups = [*([c] for c in theories), *([baselines] if baselines else [])]
        return [
            _Part(self._piece(k, some), window, some)
            for k, window in enumerate(self.windows)
            for some in groups
        ]

    def _piece(self, k: int, some: Sequence[Contender]) -> Piece:
        if not isinstance(some[0], TheoryContender):
            return Piece(self._key(k), PLAIN * len(some))
        name = some[0].name
        if not some[0].estimated:
            return Piece(self._key(k, name), PLAIN)
        if not k:
            return Piece(self._key(k, name), WIDE_SEARCH)
        return Piece(self._key(k, name), SEARCH, (self._key(k - 1, name),))

    def _key(self, k: int, theory: str = "") -> str:
        """The key of a theory's piece of a window, or of that of its baselines."""
        window = self.windows[k]
        return "-".join(filter(None, (f"{self.name}/{k:02d}", *map(str, window.test), theory)))

    def pieces(self) -> Sequence[Piece]:
        """See `Job`: a window and a theory each, or all baselines."""
        return self._pieces

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [part.piece for part in self._parts]

    def make(self, number: int, store: Store) -> dict[str, np.ndarray]:
        """See `Job`: what was learnt, the forecasts of the decisions held out alone."""
        piece, window, contenders = self._parts[number]
        out = {}
        for one in contenders:
            if isinstance(one, TheoryContender) and piece.needs:
                one = replace(one, start=start_of_search(one.name, piece.needs[0], store))
            learnt = one.learn(self.replay, window)
            held = hold_out(self.replay, window, learnt.forecasts)
            out |= _as_arrays(one.name, replace(learnt, forecasts=held))
        return out

    def last(self) -> dict[str, str]:
        """The keys of the pieces in which each theory learns from the last window."""
        theories = [c.name for c in self.contenders if isinstance(c, TheoryContender)]
        return {name: self._key(len(self.windows) - 1, name) for name in theories}

    def made(self, store: Store) -> "Made":
        """What the pieces gave."""
        learnt: list[dict[str, Learnt]] = [{} for _ in self.windows]
        for k, part in enumerate(self._parts):
            arrays = store.get(part.piece.key)
            window = learnt[k * len(self.windows) // len(self._parts)]
            window |= {one.name: _from_arrays(one.name, arrays) for one in part.contenders}
        return Made(self, learnt)


@dataclass(frozen=True, eq=False)
class Made:
    """What contenders made of windows. `learnt`: of each window, by contender."""

    of: Forecasting
    learnt: Sequence[Mapping[str, Learnt]]

    def scored(self) -> list[Scored]:
        """The decisions held out, scored."""
        forecasts = [{name: one.forecasts for name, one in w.items()} for w in self.learnt]
        return score_held_out(self.of.replay, self.of.windows, forecasts)

    def contenders(self) -> tuple[ContenderSummary, ...]:
        """Names and titles of the contenders."""
        return tuple(ContenderSummary(c.name, c.title, c.baseline) for c in self.of.contenders)

    def notes(self) -> dict[str, dict[str, str]]:
        """What must be known of baselines' fits, of the last window first, by baseline and kind."""
        notes: dict[str, dict[str, str]] = {}
        for window in self.learnt:
            for name, one in window.items():
                if one.notes:
                    notes.setdefault(name, {}).update(one.notes)
        return {c.name: notes[c.name] for c in self.of.contenders if c.name in notes}

    def estimates(self) -> tuple[EstimateRow, ...]:
        """What was estimated of the theories, window by window."""
        return tuple(
            _row(contender, window, found)
            for contender in self.of.contenders
            if isinstance(contender, TheoryContender)
            for window, learnt in zip(self.of.windows, self.learnt, strict=True)
            if (found := learnt[contender.name].estimate) is not None
        )


def start_of_search(theory: str, key: str, store: Store) -> np.ndarray:
    """Where a theory's search starts after the one in a piece."""
    return start_after(store.get(key)[f"{theory}/{ESTIMATE}z"])


FORECASTS, NOTES, ESTIMATE = "forecasts/", "notes/", "estimate/"


def _as_arrays(name: str, learnt: Learnt) -> dict[str, np.ndarray]:
    """What a contender learnt as arrays, its name at the head of theirs."""
    found = {} if learnt.estimate is None else learnt.estimate._asdict()
    parts = {
        **{f"{FORECASTS}{kind}": chances for kind, chances in learnt.forecasts.items()},
        **{f"{NOTES}{kind}": note for kind, note in learnt.notes.items()},
        **{f"{ESTIMATE}{field}": value for field, value in found.items()},
        "log_likelihood": learnt.log_likelihood,
    }
    return {f"{name}/{part}": np.asarray(value) for part, value in parts.items()}


def _from_arrays(name: str, arrays: Mapping[str, np.ndarray]) -> Learnt:
    """What a contender learnt, from arrays."""

    def under(head: str) -> dict[str, np.ndarray]:
        head = f"{name}/{head}"
        return {k.removeprefix(head): v for k, v in arrays.items() if k.startswith(head)}

    found = under(ESTIMATE)
    return Learnt(
        under(FORECASTS),
        float(arrays[f"{name}/log_likelihood"]),
        _estimate(found) if found else None,
        {kind: str(note) for kind, note in under(NOTES).items()},
    )


def _estimate(found: Mapping[str, np.ndarray]) -> Estimate:
    plain = {name: v if v.ndim else v.item() for name, v in found.items()}
    return Estimate(**{**plain, "names": tuple(found["names"].tolist())})


def _row(contender: TheoryContender, window: Window, found: Estimate) -> EstimateRow:
    return EstimateRow(
        contender.name,
        window.name,
        window.train[-1][1],
        found.names,
        tuple(found.values.tolist()),
        tuple(found.low.tolist()),
        tuple(found.high.tolist()),
        tuple(spans(contender.theory).default.tolist()),
        tuple(found.at_limit.tolist()),
        found.log_likelihood,
        found.at_default,
        found.slope,
    )
