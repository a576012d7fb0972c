"""History matching: which points of the ranges are not ruled out, wave after wave.

A point is ruled out if its expected value is too far from a target, given how surely it is known
(Craig et al. 1997; Vernon, Goldstein & Bower 2010; Williamson et al. 2013):

    I = |E - z| / sqrt(Var + sd^2)

with E and Var of the emulator, z and sd of the target. Of all targets the largest I counts, with
a cut-off of three: a distribution with one peak has at least 95 % of its mass within three standard
deviations (Pukelsheim 1994). Vernon et al. take the second largest, lest one bad emulator rule out
too much; here an emulator that fails its check is left out of its wave instead, so that a target
that cannot be met is not forgiven. A wave's emulators count only where the waves before ruled
nothing out, for there they were trained.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from westphalia.experiments.calibration.emulator import Emulator, fit
from westphalia.experiments.calibration.targets import Aims

CUT = 3.0
#: An emulator is poor that predicts less than this share of the variance and misses by more than
#: the target's own standard deviation, or of whose errors more than this share are too large.
LEAST_Q2, MOST_OUTSIDE = 0.5, 0.2
#: Depth of each wave that a point has not reached; no implausibility counts for as much.
BELOW = 1000.0


class Round(NamedTuple):
    """What one round of simulations gave.

    `points`: in the unit cube, [n, k]. `log_density`: logarithm of the density they were drawn
    from, up to a constant, [n]; it counts in generations only. `values`: simulated means,
    [n, targets], NaN where there was no occasion. `errors`: their standard errors, [n, targets].
    """

    points: np.ndarray
    log_density: np.ndarray
    values: np.ndarray
    errors: np.ndarray


class Wave(NamedTuple):
    """Emulators of all targets, None where there is none.

    `flaws`: of each target, why it is left out of this wave; empty where it counts.
    """

    emulators: tuple[Emulator | None, ...]
    flaws: tuple[str, ...]

    @property
    def used(self) -> np.ndarray:
        """Whether each target counts in this wave, [targets]."""
        return np.array([not flaw for flaw in self.flaws])


def follow(rounds: Sequence[Round], aims: Aims, seed: int) -> tuple[Wave, ...]:
    """The waves after some rounds; each learns from all points that were not ruled out before."""
    waves: tuple[Wave, ...] = ()
    for k in range(len(rounds)):
        waves += (learn(waves, rounds[: k + 1], aims, seed + k),)
    return waves


def learn(waves: Sequence[Wave], rounds: Sequence[Round], aims: Aims, seed: int) -> Wave:
    """A wave from all points of some rounds that the waves before it do not rule out."""
    points, _, values, errors = (np.concatenate(part) for part in zip(*rounds, strict=True))
    left = depth(waves, aims, points) <= CUT
    points, values, errors = points[left], values[left], errors[left]
    emulators = tuple(fit(points, v, e, seed) for v, e in zip(values.T, errors.T, strict=True))
    flaws = tuple(_flaw(one, sd) for one, sd in zip(emulators, aims.sd, strict=True))
    return Wave(emulators, flaws)


def _flaw(emulator: Emulator | None, sd: float) -> str:
    """Why an emulator may rule nothing out; empty if it may."""
    if emulator is None:
        return "too few points had a value"
    q2, outside, error, _ = emulator.quality
    if outside > MOST_OUTSIDE:
        return f"{outside:.0%} of its errors are beyond two of their standard deviations"
    if q2 < LEAST_Q2 and error > sd:
        return f"it predicts {max(q2, 0.0):.0%} of the variance, and misses by more than sd"
    return ""


def implausibility(waves: Sequence[Wave], aims: Aims, points: np.ndarray) -> np.ndarray:
    """I of every target at points [n, k], in the last wave that each point reaches. [n, targets]

    A target left out of that wave keeps its I of the wave before, or has none (NaN).
    """
    out = np.full((len(points), len(aims.value)), np.nan)
    alive = np.arange(len(points))
    for wave in waves:
        for j in np.flatnonzero(wave.used).tolist():
            out[alive, j] = _of(wave, aims, j, points[alive])
        alive = alive[~(out[alive] > CUT).any(1)]
    return out


def depth(
    waves: Sequence[Wave], aims: Aims, points: np.ndarray, limit: float = np.inf
) -> np.ndarray:
    """How far points [n, k] are from not being ruled out: at most `CUT` where they are not. [n]

    The largest I in the last wave that a point reaches, + `BELOW` for each wave that it does not.
    Where it is above `limit`, any number above `limit` may be returned, which is quicker.
    """
    deepest = np.zeros(len(points))
    alive = np.arange(len(points))
    for k, wave in enumerate(waves):
        below = BELOW * (len(waves) - 1 - k)
        stop = max(CUT, limit - below)
        largest = np.zeros(len(alive))
        for j in np.flatnonzero(wave.used).tolist():
            going = np.flatnonzero(largest <= stop)
            there = _of(wave, aims, j, points[alive[going]])
            largest[going] = np.maximum(largest[going], np.minimum(there, BELOW - 1.0))
        deepest[alive] = below + largest
        alive = alive[largest <= CUT]
    return deepest


def _of(wave: Wave, aims: Aims, j: int, points: np.ndarray) -> np.ndarray:
    """I of one target in one wave at points [n, k]. [n]"""
    emulator = wave.emulators[j]
    assert emulator is not None
    if not len(points):
        return np.empty(0)
    mean, variance = emulator.predict(points)
    return np.abs(mean - aims.value[j]) / np.sqrt(variance + aims.sd[j] ** 2)
