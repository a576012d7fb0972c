"""Can the targets be met: each alone, each two together, all at once?"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from westphalia.experiments.calibration.region import Region
from westphalia.experiments.calibration.space import Space
from westphalia.experiments.calibration.targets import Aims, Target
from westphalia.experiments.calibration.waves import CUT, Wave, implausibility

#: Rounds of a search for the least implausible point, from so many best points, each tried about
#: so often, at distances that fall from the first to the last.
SEARCHES, BEST, TRIES = 12, 10, 10
FAR, NEAR = 0.2, 0.005


class Verdict(NamedTuple):
    """The least implausibility found at any point of the ranges.

    `alone`: of each target, [targets], NaN where it has no emulator. `together`: the larger of two
    targets' at the point where it is least, [targets, targets], `alone` on the diagonal.
    `nearest`: the point where the largest of all targets' is least, in the unit cube, [k];
    `there`: all targets' at that point, [targets]. `met`: whether a point is left.
    """

    alone: np.ndarray
    together: np.ndarray
    nearest: np.ndarray
    there: np.ndarray
    met: bool

    @property
    def unattainable(self) -> tuple[int, ...]:
        """Targets that no point meets."""
        return tuple(int(j) for j in np.flatnonzero(self.alone > CUT))

    @property
    def conflicts(self) -> tuple[tuple[int, int], ...]:
        """Pairs of targets that are met, but at no point both."""
        fine = np.flatnonzero(self.alone <= CUT)
        return tuple(
            (int(i), int(j)) for i, j in combinations(fine, 2) if self.together[i, j] > CUT
        )


def judge(
    waves: Sequence[Wave], aims: Aims, region: Region, points: np.ndarray, seed: int
) -> Verdict:
    """The verdict of some waves whose region is known; they are searched from `points` [n, k]."""
    rng = np.random.default_rng([seed, 3])
    start = np.concatenate([points, region.nearest[None], region.points])

    def every(x: np.ndarray) -> np.ndarray:
        return implausibility(waves, aims, x)

    known = every(start)
    count = len(aims.value)
    together = np.full((count, count), np.nan)
    # Each alone first: two of which one is never met need no search.
    for i, j in [(j, j) for j in range(count)] + list(combinations(range(count), 2)):
        pair = _larger(known, i, j)
        least = pair.min()
        hopeless = i != j and max(together[i, i], together[j, j]) > CUT
        if CUT < least < np.inf and not hopeless:
            least = _search(rng, lambda x, i=i, j=j: _larger(every(x), i, j), start, pair)[1]
        together[i, j] = together[j, i] = least if least < np.inf else np.nan
    nearest, met = region.nearest, region.least <= CUT
    if not met and np.isfinite(known).any():
        nearest, _ = _search(rng, lambda x: _largest(every(x)), start, _largest(known))
    return Verdict(np.diag(together).copy(), together, nearest, every(nearest[None])[0], met)


def _larger(every: np.ndarray, i: int, j: int) -> np.ndarray:
    """The larger of two targets', infinite where one has none. [n]"""
    both = every[:, [i, j]].max(1)
    return np.where(np.isnan(both), np.inf, both)


def _largest(every: np.ndarray) -> np.ndarray:
    """The largest over targets that have an emulator."""
    return np.where(np.isnan(every), 0.0, every).max(1)


def _search(
    rng: np.random.Generator,
    of: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    level: np.ndarray,
) -> tuple[np.ndarray, float]:
    """The point with the least level near the best points [n, k] of the start, and that level."""
    for distance in np.geomspace(FAR, NEAR, SEARCHES):
        best = level.argsort(kind="stable")[:BEST]
        start, level = start[best], level[best]
        moved = np.repeat(start, TRIES, 0)
        moved = np.clip(moved + rng.normal(0.0, distance, moved.shape), 0.0, 1.0)
        start, level = np.concatenate([start, moved]), np.concatenate([level, of(moved)])
    at = int(level.argmin())
    return start[at], float(level[at])


def in_words(verdict: Verdict, space: Space, targets: Sequence[Target], share: float) -> str:
    """The verdict in sentences. `share`: of the ranges, that is not ruled out."""
    out = []
    if verdict.met:
        out.append(f"{_percent(share)} of the ranges is still plausible.")
    else:
        values = space.values(verdict.nearest)
        at = ", ".join(f"{n} = {v:.4g}" for n, v in zip(space.names, values, strict=True))
        worst = int(np.nanargmax(verdict.there))
        out.append(
            f"No point of the ranges meets all targets. The nearest is {at}, which still misses "
            f"'{targets[worst].name}' by {verdict.there[worst]:.1f} standard deviations; "
            f"{CUT:g} are allowed."
        )
    out += [
        f"{_told(targets[j])} is met nowhere: every point misses it by at least "
        f"{verdict.alone[j]:.1f} standard deviations."
        for j in verdict.unattainable
    ]
    out += [
        f"{_told(targets[i])} and {_told(targets[j])} are each met somewhere, but never both: "
        f"every point misses one of them by at least {verdict.together[i, j]:.1f} standard "
        f"deviations."
        for i, j in verdict.conflicts
    ]
    silent = [f"'{t.name}'" for t, a in zip(targets, verdict.alone, strict=True) if np.isnan(a)]
    if silent:
        out.append(f"{', '.join(silent)} could not be predicted well enough to rule anything out.")
    return "\n".join(out)


def _told(target: Target) -> str:
    return f"'{target.name}' ({target.value:.4g}, sd {target.sd:.2g})"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else f"{100 * share:.2g}%"
