"""A calibration, round by round: waves of history matching, then generations of draws.

The points of a round follow from the results of the rounds before it and from nothing else.

    rounds = []
    while len((ask := next_points(plan, rounds)).points):
        rounds.append(Round(*ask, *simulate(plan.space.values(ask.points))))
    found = finish(plan, rounds)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from westphalia.experiments.calibration.draws import Draws, draw
from westphalia.experiments.calibration.guide import draw_guided
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
class Plan:
    """What is calibrated to what, and with how many simulations.

    `waves` of `points` each, then `generations` of `particles` each, and `draws` from those.

    Raises:
        UserError: no target, or too few of anything.
    """

    space: Space
    targets: tuple[Target, ...]
    waves: int = 3
    points: int = 200
    generations: int = 3
    particles: int = 500
    draws: int = 1000
    seed: int = 1

    def __post_init__(self) -> None:
        problems = Problems()
        if not self.targets:
            problems.add("There is nothing to calibrate to: give at least one target.")
        least = {"waves": 1, "points": 10 * len(self.space.names), "generations": 1}
        least |= {"particles": 20, "draws": 1}
        for name, fewest in least.items():
            if getattr(self, name) < fewest:
                problems.add(f"{name} = {getattr(self, name)} is too few: give at least {fewest}.")
        problems.refuse()

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
    draws: Draws | None


class Ask(NamedTuple):
    """Points to simulate, [n, k], and the logarithm of their density up to a constant, [n]."""

    points: np.ndarray
    log_density: np.ndarray


# With one thread results do not depend on how many there are, and small matrices are quicker.
@threadpool_limits.wrap(limits=1)
def next_points(plan: Plan, rounds: Sequence[Round]) -> Ask:
    """The points of the unit cube to simulate next; none if it is over or nothing is left."""
    done = len(rounds)
    if done == 0:
        return _flat(first_points(len(plan.space.names), plan.points, plan.seed))
    if done == plan.waves + plan.generations:
        return _flat(np.empty((0, len(plan.space.names))))
    waves = follow(rounds[: plan.waves], plan.aims, plan.seed)
    region = _region(plan, waves, rounds, max(plan.points, POPULATION))
    if done < plan.waves or not len(region.points):
        return _flat(spread(region.points, plan.points))
    # What a generation gave is learnt in place of what the last wave had.
    waves = (*waves[:-1], learn(waves[:-1], rounds, plan.aims, plan.seed + done))
    rng = np.random.default_rng([plan.seed, 4, done])
    return Ask(*draw_guided(waves, plan.aims, region.points, plan.particles, rng))


def _flat(points: np.ndarray) -> Ask:
    return Ask(points, np.zeros(len(points)))


@threadpool_limits.wrap(limits=1)
def finish(plan: Plan, rounds: Sequence[Round]) -> Found:
    """The result after all rounds, or after those that left nothing."""
    aims = plan.aims
    matched = rounds[: plan.waves]
    waves = follow(matched, aims, plan.seed)
    regions = [_region(plan, waves[:k], rounds[:k], POPULATION) for k in range(1, len(waves) + 1)]
    whole = first_points(len(plan.space.names), POPULATION, plan.seed)
    before = [whole, *(r.points for r in regions)]
    left = tuple(
        Left(r.share, _alone(wave, aims, points))
        for r, wave, points in zip(regions, waves, before, strict=False)
    )
    tried = np.concatenate([r.points for r in matched])
    verdict = judge(waves, aims, regions[-1], tried, plan.seed)
    draws = None
    if len(rounds) > plan.waves:
        draws = draw(rounds[plan.waves :], aims, plan.draws, plan.seed)
    return Found(waves, left, verdict, draws)


def _alone(wave: Wave, aims: Aims, points: np.ndarray) -> np.ndarray:
    """Share of points [n, k] that each target of a wave rules out. [targets]"""
    ruled_out = (implausibility([wave], aims, points) > CUT).mean(0)
    return np.where(wave.used, ruled_out, np.nan)


def _region(plan: Plan, waves: Sequence[Wave], rounds: Sequence[Round], number: int) -> Region:
    """What waves have left of the cube."""
    aims = plan.aims
    known = np.concatenate([r.points for r in rounds])
    return find_region(
        lambda points, limit: depth(waves, aims, points, limit), CUT, known, plan.seed, number
    )
