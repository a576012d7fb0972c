"""Running a lesson: its worlds at one position of the control, with the same draws in each.

Run k is run k of the default point in the ledger of claims, so that a lesson and the claims it
covers show the same worlds. Worlds are cached.
"""

import math
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from westphalia.app.lessons.lesson import Lesson, Picture
from westphalia.app.lessons.types import LessonResult, LessonWorld, Series
from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.effects import contrast
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import HALF, Interval
from westphalia.measures.measure import years_of
from westphalia.page.table_types import Estimate
from westphalia.simulation.ensemble import chunk_size
from westphalia.world.problems import UserError

#: The seed of the ledger of claims.
SEED = 1
FEWEST_RUNS, MOST_RUNS = 16, 4096
#: Chunks of worlds that are cached.
MOST_CACHED = 512

#: [total or weight, points of the picture and the outcome, runs of a chunk]
Tally = np.ndarray
_CACHE: dict[tuple[str, str, int, int], Tally] = {}


class Cancelled(Exception):
    """The lesson was cancelled while it ran."""


class _Piece(NamedTuple):
    """A chunk of runs of one world."""

    world: str
    condition: Condition
    first: int


def run_lesson(
    lesson: Lesson,
    value: float,
    runs: int | None = None,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> LessonResult:
    """Simulate a lesson's worlds with the control at `value`.

    Args:
        runs: of each world, 16 to 4,096; the lesson's own number if not given.
        progress: called with the runs done and the total, over all worlds.
        cancelled: called before every chunk of runs.

    Raises:
        UserError: the control has no such position, or there are too few or too many runs.
        Cancelled: `cancelled` returned True.
    """
    lesson.control.position(value)
    runs = lesson.runs if runs is None else runs
    if not FEWEST_RUNS <= runs <= MOST_RUNS:
        raise UserError(f"runs = {runs} is outside its range: {FEWEST_RUNS} to {MOST_RUNS}.")
    conditions = lesson.worlds(value)
    found = simulate_worlds(lesson, conditions, runs, seed, progress, cancelled)
    return LessonResult(
        value=value,
        worlds=[_world(name, outcome) for name, outcome in found.items()],
        runs=runs,
        sentence=sentence(lesson, value, found, runs),
    )


def simulate_worlds(
    lesson: Lesson,
    conditions: Mapping[str, Condition],
    runs: int,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Outcome]:
    """The picture's measure in each world: by point of the picture and as the outcome.

    An `Outcome` with the points in place of draws, [points, runs], and the outcome in place of
    the default point, [runs].
    """
    design = _design(seed, runs)
    pieces = [
        _Piece(name, condition, first)
        for name, condition in conditions.items()
        for first in range(0, runs, chunk_size(condition.n))
    ]
    parts: dict[str, list[Tally]] = {name: [] for name in conditions}
    done, total = 0, runs * len(conditions)

    def work(piece: _Piece) -> Tally:
        if cancelled():
            raise Cancelled
        return _tally(lesson, piece, design)

    progress(done, total)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for piece, tally in zip(pieces, pool.map(work, pieces), strict=True):
            kept = tally[..., : runs - piece.first]
            parts[piece.world].append(kept)
            done += kept.shape[-1]
            progress(done, total)
    return {name: _outcome(np.concatenate(part, axis=-1)) for name, part in parts.items()}


@lru_cache(maxsize=8)
def _design(seed: int, runs: int) -> Design:
    """The default point alone, after the fewest draws that a design may have."""
    return Design(draws=2, runs=2, seed=seed, defaults=runs, spans=ranges())


def _tally(lesson: Lesson, piece: _Piece, design: Design) -> Tally:
    """Sums of the picture's measure over each period in a chunk of runs."""
    key = lesson.id, piece.condition.key, piece.first, design.seed
    found = _CACHE.get(key)
    if found is None:
        records = piece.condition.chunk(design, design.draws * design.runs + piece.first)
        found = sums(lesson.picture, records)
        if len(_CACHE) >= MOST_CACHED:
            _CACHE.clear()
        _CACHE[key] = found
    return found


def sums(picture: Picture, records: Mapping[str, np.ndarray]) -> Tally:
    """Totals and weights of a picture's measure, over each of its periods."""
    each = [
        np.broadcast_arrays(*picture.measure.sums(years_of(records, first, last)))
        for first, last in picture.periods()
    ]
    return np.stack(each, axis=1).astype(float)


def _outcome(tally: Tally) -> Outcome:
    total, weight = tally
    return Outcome(total[:-1], weight[:-1], total[-1], weight[-1])


def _world(name: str, found: Outcome) -> LessonWorld:
    """One world: the series by year and the outcome, with 95% intervals."""
    effect = contrast({name: found}, {name: 1.0})
    half = HALF * effect.error
    value, low, high = _numbers(effect.default)
    return LessonWorld(
        name=name,
        series=Series(
            mean=_numbers(effect.value),
            low=_numbers(effect.value - half),
            high=_numbers(effect.value + half),
        ),
        outcome=Estimate(value=value, low=low, high=high),
    )


def _numbers(values: Iterable[float]) -> list[float | None]:
    """Numbers for JSON: None where nothing could be measured."""
    return [float(v) if math.isfinite(v) else None for v in values]


def difference(found: Mapping[str, Outcome]) -> Interval:
    """The outcome of the first world less that of the second, paired run by run."""
    one, other = list(found)[:2]
    return contrast(found, {one: 1.0, other: -1.0}).default


def sentence(lesson: Lesson, value: float, found: Mapping[str, Outcome], runs: int) -> str:
    """The comparison of the first two worlds, in words."""
    control, picture = lesson.control, lesson.picture
    one, other = list(found)[:2]
    first, second = (contrast(found, {name: 1.0}).default.value for name in (one, other))
    label = control.label[0].lower() + control.label[1:]
    seen = (
        f"Where the {label} is {control.position(value)}, {picture.what} is {first:.3g} "
        f"({one}) and {second:.3g} ({other})"
    )
    return f"{seen}: {_comparison(difference(found))} ({runs} runs each)."


def _comparison(gap: Interval) -> str:
    """Whether the first of two worlds has more or less, or cannot be distinguished."""
    low, high = sorted((abs(gap.low), abs(gap.high)))
    if gap.low == gap.high == 0.0:
        return "the two are the same in every run"
    if gap.includes_zero:
        interval = f"{gap.value:.2g} [{gap.low:.2g}, {gap.high:.2g}]"
        return f"no clear difference, {interval}"
    word = "higher" if gap.value > 0 else "lower"
    return f"{word} by {abs(gap.value):.2g} [{low:.2g}, {high:.2g}]"
