"""The design of a sweep, as sensitivity analysis sees it: which points, in which positions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import rankdata

from westphalia.experiments.sweeps.points import MORRIS, SALTELLI, Span
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.world.problems import UserError

#: Kinds of design beside those of Saltelli and Morris: all combinations of levels, and any others.
GRID, SCATTERED = "grid", "scattered"
#: Rank correlation of two drawn numbers above which neither can be given a share of its own, if it
#: is also more than three standard errors of chance.
MOST_TOGETHER = 0.3


class ByRank(NamedTuple):
    """A number drawn from a table, by its rank there: its positions are even in what was drawn."""

    values: np.ndarray
    log = False

    def position(self, value: np.ndarray) -> np.ndarray:
        """Positions of all values of the table, 0 to 1."""
        return (rankdata(value) - 0.5) / len(value)

    def at(self, position: np.ndarray) -> np.ndarray:
        """The values at positions, 0 to 1."""
        return np.quantile(self.values, position)


@dataclass(frozen=True)
class Design:
    """Which factors differ in a sweep, and how.

    `kind`: of design; `scales`: how the numbers that differ are spread, by name; `points`: their
    values, the same in each group, [points, numbers]; `groups`: what is particular to each;
    `levels`: in what groups differ; `together`: why numbers cannot have shares of their own, "" if
    they can.
    """

    kind: str
    scales: Mapping[str, Span | ByRank]
    points: np.ndarray
    groups: Sequence[Mapping[str, Any]]
    levels: tuple[str, ...]
    together: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that differ."""
        return tuple(self.scales)

    @cached_property
    def positions(self) -> np.ndarray:
        """Positions of the points in the ranges, 0 to 1. [points, numbers]"""
        columns = [s.position(v) for s, v in zip(self.scales.values(), self.points.T, strict=True)]
        return np.column_stack(columns) if columns else self.points

    @property
    def crossed_factors(self) -> tuple[str, ...]:
        """The factors of a full grid over all groups."""
        return (*self.levels, *self.numbers)

    @property
    def crossed_levels(self) -> np.ndarray:
        """Codes of the levels of a full grid, at all points of all groups. [rows, factors]"""
        many = len(self.points)
        of_groups = [np.repeat(_codes([g[k] for g in self.groups]), many) for k in self.levels]
        of_numbers = [np.tile(_codes(column), len(self.groups)) for column in self.points.T]
        return np.column_stack([*of_groups, *of_numbers])


def design_of(sweep: Sweep) -> Design:
    """The design of a sweep.

    Raises:
        UserError: nothing differs from point to point.
    """
    differ = [k for k in range(len(sweep.names)) if np.ptp(sweep.points[:, k]) > 0]
    points = sweep.points[:, differ]
    names = [sweep.names[k] for k in differ]
    groups = [group.levels for group in sweep.groups]
    levels = tuple(k for k in groups[0] if len({str(g[k]) for g in groups}) > 1)
    if not names and not levels:
        raise UserError(
            "Nothing differs from point to point in this sweep, so there is nothing that a measure "
            "could depend on: sweep at least one factor with two values."
        )
    drawn = [name for name in names if name not in sweep.spans]
    kind = GRID if sweep.method is None and not drawn else SCATTERED
    if sweep.method in (SALTELLI, MORRIS):
        kind = sweep.method
    scales = {
        name: sweep.spans[name] if name in sweep.spans else ByRank(column)
        for name, column in zip(names, points.T, strict=True)
    }
    columns = {name: points[:, names.index(name)] for name in drawn}
    return Design(kind, scales, points, groups, levels, _together(columns))


def label_of(levels: Mapping[str, Any], names: Sequence[str]) -> str:
    """What is particular to a group in these respects: "offensive, hotlines off"."""
    return ", ".join(_word(name, levels[name]) for name in names)


def _word(name: str, level: Any) -> str:
    if isinstance(level, bool):
        return f"{name} {'on' if level else 'off'}"
    return level if isinstance(level, str) else f"{name} {level}"


def _codes(column: Any) -> np.ndarray:
    return np.unique([str(v) for v in column], return_inverse=True)[1]


def _together(drawn: Mapping[str, np.ndarray]) -> str:
    """The two drawn numbers that go together most, in a sentence, if they do.

    Sobol' indices share out the variance between factors that vary independently.
    """
    if len(drawn) < 2:
        return ""
    names, ranks = list(drawn), np.array([rankdata(column) for column in drawn.values()])
    size = np.abs(np.corrcoef(ranks) - np.eye(len(names)))
    one, other = np.unravel_index(int(size.argmax()), size.shape)
    if size[one, other] <= max(MOST_TOGETHER, 3 / ranks.shape[1] ** 0.5):
        return ""
    return (
        f"{names[one]} and {names[other]} go together in the table of draws (rank correlation "
        f"{np.corrcoef(ranks)[one, other]:.2f}), so the variance cannot be shared out between "
        f"factors: read the partial rank correlations."
    )
