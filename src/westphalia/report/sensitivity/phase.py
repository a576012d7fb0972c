"""The phase diagram of a measure: its value over the two numbers that tell most of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from westphalia.experiments.sensitivity.surrogate import Surrogate
from westphalia.experiments.sweeps.points import Span
from westphalia.report.sensitivity.analysis import Sensitivity
from westphalia.report.sensitivity.design import GRID, ByRank, Design, label_of

#: Groups that are drawn beside each other; more are averaged.
MOST_PANELS = 4
#: Places along each number where a surrogate is asked.
PLACES = 60
#: Values of a number that are drawn as levels; bins of one that has more, and points in each.
MOST_LEVELS, MOST_BINS, LEAST_BINS, IN_A_BIN = 12, 15, 4, 6
#: Points that are drawn as dots.
MOST_DOTS = 600


class Field(NamedTuple):
    """Values over two numbers: at cells between edges, or at points. `value`: [across, up]"""

    x: np.ndarray
    y: np.ndarray
    value: np.ndarray


def phase_figure(found: Sensitivity, measure: str) -> Figure | None:
    """The measure over the two most telling numbers. None where there are not two."""
    design, pair = found.design, telling_pair(found, measure)
    if pair is None:
        return None
    values = found.values[measure]
    surrogates = [part.surrogate for part in found.of(measure)]
    labels = [label_of(group, design.levels) for group in design.groups]
    averaged = ""
    if len(values) > MOST_PANELS:
        averaged = f", averaged over {len(values)} combinations of {', '.join(design.levels)}"
        labels = [""]
    fields, how = _fields(design, pair, values, surrogates, bool(averaged))
    figure = Figure(figsize=(3.1 * len(fields) + 1.2, 3.5), layout="constrained")
    axes = figure.subplots(1, len(fields), sharey=True, squeeze=False).ravel()
    known = np.concatenate([f.value[np.isfinite(f.value)] for f in fields])
    limits = {"vmin": known.min(), "vmax": known.max(), "cmap": "viridis"}
    drawn: Any = None
    for axis, field, label in zip(axes, fields, labels, strict=True):
        drawn = _draw(axis, field, limits)
        if field.value.ndim == 2 and design.kind != GRID and len(design.points) <= MOST_DOTS:
            axis.plot(*design.points[:, pair].T, ".", color="white", ms=2, alpha=0.5)
        _name(axis, design, pair)
        axis.set_title(label, fontsize=8)
    axes[0].set_ylabel(design.numbers[pair[1]], fontsize=8)
    unit = found.of(measure)[0].unit
    bar = figure.colorbar(drawn, ax=list(axes))
    bar.ax.tick_params(labelsize=7)
    bar.set_label(unit, fontsize=8)
    figure.suptitle(f"{measure}: {how}{averaged}", fontsize=9)
    return figure


def telling_pair(found: Sensitivity, measure: str) -> list[int] | None:
    """The two numbers with the largest indices, as a mean over groups: their columns."""
    sizes = np.zeros(len(found.design.numbers))
    for index in (index for part in found.of(measure) for index in part.telling):
        if index.factor in found.design.scales and np.isfinite(index.value):
            sizes[found.design.numbers.index(index.factor)] += abs(index.value)
    if len(sizes) < 2 or not sizes.any():
        return None
    return [int(k) for k in np.argsort(-sizes, kind="stable")[:2]]


def _fields(
    design: Design,
    pair: list[int],
    values: np.ndarray,
    surrogates: Sequence[Surrogate | None],
    averaged: bool,
) -> tuple[list[Field], str]:
    """What is drawn in each panel, and how it came about."""
    others = len(design.numbers) > 2
    usable = [surrogate for surrogate in surrogates if surrogate is not None]
    if len(usable) == len(values):
        fields = [_predicted(design, pair, surrogate) for surrogate in usable]
        if averaged:
            mean = np.mean([field.value for field in fields], axis=0)
            fields = [fields[0]._replace(value=mean)]
        how = "predicted by a surrogate" + (", other numbers at their centre" if others else "")
        return fields, how
    fields = [_measured(design, pair, row) for row in (_mean(values) if averaged else values)]
    if fields[0].value.ndim == 1:
        return fields, "points" + (", which differ in other numbers too" if others else "")
    return fields, "means" + (" over all other numbers" if others else " of points")


def _mean(values: np.ndarray) -> np.ndarray:
    """The mean over groups at every point, of those with a value. [1, points]"""
    with np.errstate(invalid="ignore"):
        return np.nansum(values, axis=0, keepdims=True) / np.isfinite(values).sum(0)


def _predicted(design: Design, pair: list[int], surrogate: Surrogate) -> Field:
    """A surrogate over two numbers, the others at the centre of their ranges."""
    edges = np.linspace(0.0, 1.0, PLACES + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    at = np.full((PLACES, PLACES, len(design.numbers)), 0.5)
    at[..., pair[0]], at[..., pair[1]] = np.meshgrid(middle, middle, indexing="ij")
    value = surrogate.predict(at.reshape(PLACES**2, -1)).reshape(PLACES, PLACES)
    x, y = (_scale(design, k).at(edges) for k in pair)
    return Field(x, y, value)


def _measured(design: Design, pair: list[int], values: np.ndarray) -> Field:
    """Means of the points at levels or in bins of two numbers, or the points where they are few."""
    edges = [_edges(design, k) for k in pair]
    columns = [design.points[:, k] for k in pair]
    if edges[0] is None or edges[1] is None:
        return Field(columns[0], columns[1], values)
    across, up = len(edges[0]) - 1, len(edges[1]) - 1
    at = [
        np.clip(np.searchsorted(edge, column, side="right") - 1, 0, len(edge) - 2)
        for edge, column in zip(edges, columns, strict=True)
        if edge is not None
    ]
    known = np.isfinite(values)
    cell = np.ravel_multi_index((at[0][known], at[1][known]), (across, up))
    count = np.bincount(cell, minlength=across * up)
    total = np.bincount(cell, values[known], minlength=across * up)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Field(edges[0], edges[1], (total / count).reshape(across, up))


def _edges(design: Design, k: int) -> np.ndarray | None:
    """Edges of the cells along a number: halfway between levels, or of even bins if enough fall in.

    A number that has many values is drawn in bins, as many as hold six points each with another
    number in as many; None where that are fewer than four.
    """
    scale, levels = _scale(design, k), np.unique(design.points[:, k])
    if len(levels) <= MOST_LEVELS:
        even = np.log(levels) if scale.log else levels
        inner = (even[1:] + even[:-1]) / 2
        ends = 2 * even[0] - inner[0], 2 * even[-1] - inner[-1]
        edges = np.concatenate([[ends[0]], inner, [ends[1]]])
        return np.exp(edges) if scale.log else edges
    bins = min(int((len(design.points) / IN_A_BIN) ** 0.5), MOST_BINS)
    return scale.at(np.linspace(0.0, 1.0, bins + 1)) if bins >= LEAST_BINS else None


def _scale(design: Design, k: int) -> Span | ByRank:
    return design.scales[design.numbers[k]]


def _draw(axis: Axes, field: Field, limits: dict[str, Any]) -> Any:
    if field.value.ndim == 1:
        return axis.scatter(field.x, field.y, c=field.value, s=14, **limits)
    return axis.pcolormesh(field.x, field.y, field.value.T, **limits)


def _name(axis: Axes, design: Design, pair: list[int]) -> None:
    axis.set_xlabel(design.numbers[pair[0]], fontsize=8)
    for k, of, which in zip(pair, (axis.xaxis, axis.yaxis), "xy", strict=True):
        if _scale(design, k).log:
            axis.set(**{f"{which}scale": "log"})
            of.set_major_locator(LogLocator(subs=(1, 2, 5)))
            of.set_major_formatter("{x:g}")
            of.set_minor_formatter(NullFormatter())
    axis.tick_params(labelsize=7)
