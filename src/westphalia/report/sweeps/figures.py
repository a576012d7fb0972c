"""Figures of a sweep: each measure against every factor."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from westphalia.measures.measure import Measure
from westphalia.report.drawing import COLOURS

#: Small multiples beside each other; dots in one of them; values of a factor that are levels.
ACROSS, MOST_DOTS, MOST_LEVELS = 3, 2000, 12
#: Bins of a factor that has more values than levels, and levels that are told apart by colour.
BINS, MOST_COLOURS = 10, 6


def write_figures(
    factors: Mapping[str, np.ndarray], values: np.ndarray, measures: Sequence[Measure], folder: Path
) -> None:
    """A figure for every measure. `factors`: by name, [points]; `values`: [points, measures]."""
    if not factors:
        return
    folder.mkdir(exist_ok=True)
    for k, measure in enumerate(measures):
        figure = effects_figure(factors, values[:, k], measure)
        figure.savefig(folder / f"{stem_of(measure.name)}.png", dpi=130)


def stem_of(measure: str) -> str:
    """The name of a measure as that of a file."""
    return re.sub(r"[^a-z0-9]+", "-", measure.lower()).strip("-")


def effects_figure(
    factors: Mapping[str, np.ndarray], values: np.ndarray, measure: Measure
) -> Figure:
    """A measure against every factor: a dot for each point, a line through the means.

    Points are coloured by the first factor that has a few levels.
    """
    down = -(-len(factors) // ACROSS)
    across = min(ACROSS, len(factors))
    figure = Figure(figsize=(3.2 * across + 0.6, 2.5 * down + 0.9), layout="constrained")
    axes = figure.subplots(down, across, sharey=True, squeeze=False).ravel()
    by = colouring(factors)
    for axis, (name, column) in zip(axes, factors.items(), strict=False):
        other = None if by is None or by == name else factors[by]
        _effect(axis, column, values, other)
        axis.set_xlabel(name, fontsize=8)
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
    for axis in axes[len(factors) :]:
        axis.remove()
    for axis in axes[::across]:
        axis.set_ylabel(measure.unit, fontsize=8)
    if by is not None and len(factors) > 1:
        handles = axes[0 if next(iter(factors)) != by else 1].get_lines()
        figure.legend(
            handles=[line for line in handles if not line.get_label().startswith("_")],  # type: ignore[union-attr]
            title=by, title_fontsize=7, fontsize=7, frameon=False, ncols=MOST_COLOURS,
            loc="outside lower center",
        )  # fmt: skip
    figure.suptitle(f"{measure.name}: points of the sweep, and their means", fontsize=9)
    return figure


def colouring(factors: Mapping[str, np.ndarray]) -> str | None:
    """The first factor with a few levels that are no numbers."""
    for name, column in factors.items():
        if column.dtype.kind in "UObB" and 1 < len(np.unique(column)) <= MOST_COLOURS:
            return name
    return None


def _effect(axis: Axes, column: np.ndarray, values: np.ndarray, by: np.ndarray | None) -> None:
    at, ticks = _positions(column)
    if ticks is not None:
        axis.set_xticks(range(len(ticks)), ticks, rotation=20)
    picked = np.unique(np.linspace(0, len(at) - 1, MOST_DOTS).astype(int))
    levels = [None] if by is None else np.unique(by).tolist()
    for colour, level in zip(COLOURS, levels, strict=False):
        mine = np.ones(len(at), bool) if by is None else by == level
        dots = picked[mine[picked]]
        axis.plot(at[dots], values[dots], ".", color=colour, ms=2.5, alpha=0.35)
        x, y = means(at[mine], values[mine])
        axis.plot(x, y, color=colour, lw=1.6, label=None if level is None else str(level))


def _positions(column: np.ndarray) -> tuple[np.ndarray, list[str] | None]:
    """Places on the axis; the names of the levels where it has some."""
    if column.dtype.kind in "fiu":
        return column, None
    levels, at = np.unique(column, return_inverse=True)
    return at, [str(level) for level in levels]


def means(at: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means of the values at every place, or in even bins where there are many places."""
    places, which = np.unique(at, return_inverse=True)
    if len(places) > MOST_LEVELS:
        edges = np.quantile(at, np.linspace(0.0, 1.0, BINS + 1))
        which = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, BINS - 1)
        places = (edges[1:] + edges[:-1]) / 2.0
    known = np.isfinite(values)
    count = np.bincount(which[known], minlength=len(places))
    total = np.bincount(which[known], values[known], minlength=len(places))
    with np.errstate(invalid="ignore", divide="ignore"):
        return places, total / count
