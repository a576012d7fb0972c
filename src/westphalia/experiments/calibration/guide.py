"""Where to simulate next: points drawn from the posterior as the emulators see it.

    q(theta)  ~  prod_j N(z_j; E_j, Var_j + WIDER sd_j^2)

with E and Var of the emulators of the last wave that a point reaches, over the whole cube: beyond
what is not ruled out q is small but not zero.
"""

from collections.abc import Sequence

import numpy as np

from westphalia.experiments.calibration.moves import wander
from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import CUT, Wave
from westphalia.experiments.calibration.weights import effective, scaled

#: Variance of q in that of the targets. Above 1, so that weights are bounded by what is known and
#: sampling errors of a few tenths of sd cost little.
WIDER = 1.25
#: Steps of the points at each stage, and at the last one.
STEPS, LAST = 6, 20
#: From stage to stage so much of the effective sample size is kept.
KEPT = 0.5
#: Shares of the rest of the way that a stage may go.
SHARES = np.geomspace(1.0, 1e-3, 40)


def log_guide(waves: Sequence[Wave], aims: Aims, points: np.ndarray) -> np.ndarray:
    """The logarithm of q at points [n, k], up to a constant. [n]

    A target counts with whatever emulator it has, also a poor one, whose variance is large.
    """
    out = np.zeros(len(points))
    alive = np.arange(len(points))
    for wave in waves:
        if not len(alive):
            break
        out[alive] = 0.0
        ruled_out = np.zeros(len(alive), bool)
        for j, emulator in enumerate(wave.emulators):
            if emulator is None:
                continue
            mean, variance = emulator.predict(points[alive])
            away = (mean - aims.value[j]) ** 2
            wide = variance + WIDER * aims.sd[j] ** 2
            out[alive] -= 0.5 * (away / wide + np.log(wide))
            if not wave.flaws[j]:
                ruled_out |= away > CUT**2 * (variance + aims.sd[j] ** 2)
        alive = alive[~ruled_out]
    return out


def draw_guided(
    waves: Sequence[Wave], aims: Aims, start: np.ndarray, number: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Points from q, [number, k], and its logarithm there, [number].

    From points [n, k] all over what is left they are weighted, drawn again and moved in stages
    q^b, b = 0 to 1, each as far as the effective sample size allows (Neal 2001; Del Moral,
    Doucet & Jasra 2012); the last moves are the most, so that little depends on the start.
    """
    points, power = start, 0.0
    logs = log_guide(waves, aims, points)
    while power < 1.0:
        step = _step(logs, 1.0 - power)
        power = 1.0 if step == 1.0 - power else power + step
        points = points[rng.choice(len(points), number, p=scaled(step * logs))]
        steps = LAST if power == 1.0 else STEPS
        points = wander(rng, points, lambda x, p=power: p * log_guide(waves, aims, x), steps)
        logs = log_guide(waves, aims, points)
    return points, logs


def _step(logs: np.ndarray, rest: float) -> float:
    """The largest of some parts of the rest of the way that keeps enough effective points."""
    steps = rest * SHARES
    enough = [effective(scaled(step * logs)) >= KEPT * len(logs) for step in steps]
    return float(steps[int(np.argmax(enough))] if any(enough) else steps[-1])
