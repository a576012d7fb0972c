"""A simulation of three parameters and four targets, quick enough to be run thousands of times."""

from collections.abc import Callable

import numpy as np

from westphalia.experiments.calibration.schedule import Schedule, next_points
from westphalia.experiments.calibration.space import Space
from westphalia.experiments.calibration.targets import Target
from westphalia.experiments.calibration.waves import Round
from westphalia.experiments.sweeps.points import Span

SD = np.array([0.15, 0.1, 0.1, 0.12])
#: Sampling errors, in sd of the targets.
NOISE = 0.3


def mean(points):
    """What is expected of each target at points [n, 3]. [n, 4]"""
    a, b, c = points.T
    return np.stack(
        [np.exp(a) + b, a * b + 0.5 * np.sin(3.0 * c), c + 0.3 * a**2, (b - c) ** 2 + a], 1
    )


def simulate(points, rng, of=mean, sd=SD):
    """Simulated means and their standard errors."""
    expected = of(points)
    errors = np.broadcast_to(NOISE * sd, expected.shape).copy()
    return expected + errors * rng.normal(size=expected.shape), errors


def schedule_of(values, sd=SD, **sizes):
    """A small schedule for some values of the targets, over the unit cube."""
    targets = tuple(
        Target(f"target {j}", float(z), float(s), "a toy")
        for j, (z, s) in enumerate(zip(values, sd, strict=True))
    )
    sizes = {"waves": 2, "points": 30, "generations": 2, "particles": 200, "draws": 99} | sizes
    return Schedule(Space(("a", "b", "c"), (Span(0.0, 1.0),) * 3), targets, **sizes)


def rounds_of(schedule: Schedule, run: Callable) -> list[Round]:
    """All rounds of a schedule."""
    rounds: list[Round] = []
    while len((ask := next_points(schedule, rounds)).points):
        rounds.append(Round(*ask, *run(ask.points)))
    return rounds
