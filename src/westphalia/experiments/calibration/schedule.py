"""A calibration, round by round: waves of history matching, generations of draws, moves of them.

The points of a round follow from the results of the rounds before it and from nothing else.

    rounds = []
    while len((ask := next_points(schedule, rounds)).points):
        rounds.append(Round(*ask, *simulate(schedule.space.values(ask.points))))
    found = finish(schedule, rounds)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from westphalia.experiments.calibration.guide import draw_guided
from westphalia.experiments.calibration.population import Population, draws_of, moved, steps
from westphalia.experiments.calibration.posterior import Posterior, draw
from westphalia.experiments.calibration.region import POPULATION, Region, find_region, spread
from westphalia.experiments.calibration.space import Space, first_points
from westphalia.experiments.calibration.targets import Aims, Target, aims_of
from westphalia.experiments.calibration.verdict import Verdict, judge
from westphalia.experiments.calibration.waves import (
    CUT,
    Round,
    Wave,
    depth,
    follow,
    implausibility,
    learn,
)
from westphalia.measures.intervals import Interval
from westphalia.world.problems import Problems


@dataclass(frozen=True)
class Schedule:
    """What is calibrated to what, and with how many simulations.

    `waves` of `points` each, then `generations` of `particles` each, and `draws` from those: as
    many as they are worth if None. With `moves`, a population of `particles` that moves so often
    by simulation follows, and is what `draws` are taken from: all of it if None.

    Raises:
        UserError: no target, or too few of anything.
    """

    space: Space
    targets: tuple[Target, ...]
    waves: int = 3
    points: int = 200
    generations: int = 3
    particles: int = 500
    draws: int | None = None
    moves: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        problems = Problems()
        if not self.targets:
            problems.add("There is nothing to calibrate to: give at least one target.")
        least = {"waves": 1, "points": 10 * len(self.space.names), "generations": 1}
        least |= {"particles": 20}
        for name, fewest in least.items():
            if getattr(self, name) < fewest:
                problems.add(f"{name} = {getattr(self, name)} is too few: give at least {fewest}.")
        problems.refuse()

    @property
    def before_moves(self) -> int:
        """Waves and generations."""
        return self.waves + self.generations

    @property
    def rounds(self) -> int:
        """Waves, generations, and two for every move, as half of the population moves at a time."""
        return self.before_moves + 2 * self.moves

    @property
    def aims(self) -> Aims:
        """The targets as arrays."""
        return aims_of(self.targets)


class Left(NamedTuple):
    """What a wave left.

    `share`: of the ranges not ruled out by it and the waves before, with its Monte Carlo interval.
    `alone`: share of what the waves before had left that each target alone rules out, [targets],
    NaN where the target is left out of the wave.
    """

    share: Interval
    alone: np.ndarray


class Found(NamedTuple):
    """What a calibration found. `draws`: None where no point is left."""

    waves: tuple[Wave, ...]
    left: tuple[Left, ...]
    verdict: Verdict
    draws: Posterior | None


class Ask(NamedTuple):
    """Points to simulate, [n, k], and the logarithm of their density up to a constant, [n]."""

    points: np.ndarray
    log_density: np.ndarray


# With one thread results do not depend on how many there are, and small matrices are quicker.
@threadpool_limits.wrap(limits=1)
def next_points(schedule: Schedule, rounds: Sequence[Round]) -> Ask:
    """The points of the unit cube to simulate next; none if it is over or nothing is left."""
    done = len(rounds)
    if done == 0:
        return _flat(first_points(len(schedule.space.names), schedule.points, schedule.seed))
    if done == schedule.rounds:
        return _flat(np.empty((0, len(schedule.space.names))))
    if done >= schedule.before_moves:
        return _flat(steps(_population(schedule, rounds), schedule.seed)[1])
    waves = follow(rounds[: schedule.waves], schedule.aims, schedule.seed)
    region = _region(schedule, waves, rounds, max(schedule.points, POPULATION))
    if done < schedule.waves or not len(region.points):
        return _flat(spread(region.points, schedule.points))
    # What a generation gave is learnt in place of what the last wave had.
    waves = (*waves[:-1], learn(waves[:-1], rounds, schedule.aims, schedule.seed + done))
    rng = np.random.default_rng([schedule.seed, 4, done])
    return Ask(*draw_guided(waves, schedule.aims, region.points, schedule.particles, rng))


def _population(schedule: Schedule, rounds: Sequence[Round]) -> Population:
    """The population after some rounds."""
    before, made = rounds[: schedule.before_moves], rounds[schedule.before_moves :]
    return moved(before, made, schedule.aims, schedule.particles, schedule.seed)


def _flat(points: np.ndarray) -> Ask:
    return Ask(points, np.zeros(len(points)))


@threadpool_limits.wrap(limits=1)
def finish(schedule: Schedule, rounds: Sequence[Round]) -> Found:
    """The result after all rounds, or after those that left nothing."""
    aims = schedule.aims
    matched = rounds[: schedule.waves]
    waves = follow(matched, aims, schedule.seed)
    regions = [
        _region(schedule, waves[:k], rounds[:k], POPULATION) for k in range(1, len(waves) + 1)
    ]
    whole = first_points(len(schedule.space.names), POPULATION, schedule.seed)
    before = [whole, *(r.points for r in regions)]
    left = tuple(
        Left(r.share, _alone(wave, aims, points))
        for r, wave, points in zip(regions, waves, before, strict=False)
    )
    tried = np.concatenate([r.points for r in matched])
    verdict = judge(waves, aims, regions[-1], tried, schedule.seed)
    draws = None
    if schedule.moves and len(rounds) > schedule.before_moves:
        draws = draws_of(_population(schedule, rounds), rounds, schedule.draws)
    elif len(rounds) > schedule.waves:
        draws = draw(rounds[schedule.waves :], aims, schedule.draws, schedule.seed)
    return Found(waves, left, verdict, draws)


def _alone(wave: Wave, aims: Aims, points: np.ndarray) -> np.ndarray:
    """Share of points [n, k] that each target of a wave rules out. [targets]"""
    ruled_out = (implausibility([wave], aims, points) > CUT).mean(0)
    return np.where(wave.used, ruled_out, np.nan)


def _region(
    schedule: Schedule, waves: Sequence[Wave], rounds: Sequence[Round], number: int
) -> Region:
    """What waves have left of the cube."""
    aims = schedule.aims
    known = np.concatenate([r.points for r in rounds])
    return find_region(
        lambda points, limit: depth(waves, aims, points, limit), CUT, known, schedule.seed, number
    )
