"""What a design lets be said of a measure: an answer from each analysis that it allows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from westphalia.experiments.sensitivity.anova import anova
from westphalia.experiments.sensitivity.morris import morris_effects
from westphalia.experiments.sensitivity.noise import noise_share
from westphalia.experiments.sensitivity.posterior import surrogate_indices
from westphalia.experiments.sensitivity.prcc import prcc
from westphalia.experiments.sensitivity.sobol import Indices, sobol_indices
from westphalia.experiments.sensitivity.surrogate import Surrogate
from westphalia.world.problems import UserError

#: Analyses: by a design of its own, on a full grid, by ranks of any points, through a surrogate.
DESIGN, FACTORIAL, RANKS, SURROGATE = "design", "factorial", "ranks", "surrogate"
#: Kinds of index.
FIRST, TOTAL, MU_STAR, MU, SIGMA, PRCC = "first-order", "total", "mu*", "mu", "sigma", "prcc"


class Index(NamedTuple):
    """How much a measure depends on a factor, with the ends of its 95% interval, NaN if none."""

    factor: str
    kind: str
    value: float
    low: float
    high: float


class Answer(NamedTuple):
    """What one analysis says.

    `indices`: none where it cannot be made; `note`: why, or what it rests on; `floor`: total index
    or mu* that noise of the runs alone may give a factor which does nothing, 0 where it is allowed
    for.
    """

    analysis: str
    indices: tuple[Index, ...]
    note: str = ""
    floor: float = 0.0


def by_rows(names: Sequence[str], values: np.ndarray, errors: np.ndarray) -> Answer:
    """Sobol' indices of the values at a design of Saltelli. See `sobol_indices`."""

    def make() -> Answer:
        found = sobol_indices(values, len(names))
        rows = len(values) // (len(names) + 2)
        note = _left_out(rows - found.rows, rows, "rows")
        floor = float(np.nan_to_num(noise_share(values, errors)))
        return Answer(DESIGN, _shares(names, found), note, floor)

    return _attempt(DESIGN, make)


def by_steps(
    names: Sequence[str], points: np.ndarray, values: np.ndarray, errors: np.ndarray
) -> Answer:
    """Elementary effects. See `morris_effects`.

    The difference of two values with independent normal errors e has the mean size 2 e / sqrt(pi).
    """

    def make() -> Answer:
        found = morris_effects(points, values)
        rows = zip(names, found.mu_star, found.mu, found.sigma, strict=True)
        indices = [
            index
            for name, star, mu, sigma in rows
            for index in (
                Index(name, MU_STAR, *map(float, star)),
                Index(name, MU, float(mu), np.nan, np.nan),
                Index(name, SIGMA, float(sigma), np.nan, np.nan),
            )
        ]
        all_of_them = len(values) // (len(names) + 1)
        note = _left_out(all_of_them - found.trajectories, all_of_them, "trajectories")
        step = np.abs(points[1] - points[0]).max()
        usual = float(np.sqrt(np.nanmean(errors**2))) if _any(errors) else 0.0
        return Answer(DESIGN, tuple(indices), note, 2 / np.pi**0.5 * usual / step)

    return _attempt(DESIGN, make)


def on_grid(
    names: Sequence[str], levels: np.ndarray, values: np.ndarray, errors: np.ndarray
) -> Answer:
    """Shares of variance on a full grid, noise taken off where errors are known. See `anova`."""

    def make() -> Answer:
        found = anova(levels, values, errors if _any(errors) else None)
        return Answer(FACTORIAL, _shares(names, found))

    return _attempt(FACTORIAL, make)


def by_ranks(names: Sequence[str], points: np.ndarray, values: np.ndarray) -> Answer:
    """Partial rank correlations. See `prcc`."""

    def make() -> Answer:
        found = prcc(points, values, names)
        indices = [
            Index(name, PRCC, *map(float, ends)) for name, ends in zip(names, found, strict=True)
        ]
        missing = int((~np.isfinite(values)).sum())
        return Answer(RANKS, tuple(indices), _left_out(missing, len(values), "points"))

    return _attempt(RANKS, make)


def by_surrogate(names: Sequence[str], surrogate: Surrogate) -> Answer:
    """Sobol' indices of a surrogate, if it can be used. See `surrogate_indices`."""
    if not surrogate.usable:
        return Answer(SURROGATE, (), surrogate.weakness)
    note = (
        f"Shares of variance are of a surrogate, which predicts {surrogate.quality:.0%} of the "
        f"variance at points that it has not seen; {surrogate.attainable:.0%} is not noise."
    )
    return Answer(SURROGATE, _shares(names, surrogate_indices(surrogate)), note)


def _shares(names: Sequence[str], found: Indices) -> tuple[Index, ...]:
    pairs = ((FIRST, found.first), (TOTAL, found.total))
    return tuple(
        Index(name, kind, *map(float, ends[k]))
        for k, name in enumerate(names)
        for kind, ends in pairs
    )


def _attempt(analysis: str, make: Callable[[], Answer]) -> Answer:
    try:
        return make()
    except UserError as error:
        return Answer(analysis, (), str(error))


def _left_out(missing: int, all_of_them: int, what: str) -> str:
    if not missing:
        return ""
    return f"{missing:,} of {all_of_them:,} {what} lack a value and are left out."


def _any(errors: np.ndarray) -> bool:
    return bool(np.isfinite(errors).any())
