"""Figures of a study of history: calibration, differences, recovery, ranks."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from scipy.stats import binom

from westphalia.forecast.results import (
    TOGETHER,
    CalibrationRow,
    Comparison,
    RankRow,
    RecoveryMatrix,
    RecoveryResult,
    Result,
    Scores,
    TournamentResult,
)
from westphalia.report.drawing import COLOURS, STYLES
from westphalia.report.history import words

#: Small multiples beside each other.
ACROSS = 3
#: The scale of the axes of calibration, with its inverse; its ticks.
ROOT = (lambda v: np.sqrt(np.maximum(v, 0.0)), np.square)
TICKS = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0)


def write_figures(found: Result, folder: Path) -> None:
    """Draw every figure of a study as PNG."""
    folder.mkdir(exist_ok=True)
    for name, figure in figures(found).items():
        figure.savefig(folder / f"{name}.png", dpi=130)


def figures(found: Result) -> dict[str, Figure]:
    """The figures of a study by the name of their file."""
    made: dict[str, Figure] = {}
    if isinstance(found, Scores):
        for window in words.windows(found):
            mark = window.replace(" ", "-")
            curves = [c for c in found.calibration if c.window == window]
            if curves:
                made[f"calibration-{mark}"] = calibration(found, window, curves)
            made[f"differences-{mark}"] = differences(found, window)
    if isinstance(found, TournamentResult | RecoveryResult):
        for matrix in found.recovery:
            made[f"recovery{'-estimated' if matrix.estimated else ''}"] = recovery(matrix)
    if isinstance(found, RecoveryResult):
        for ranks in found.ranks:
            made[f"ranks-{ranks.theory}"] = rank_histograms(ranks)
    return made


def styles(found: Scores) -> dict[str, dict[str, Any]]:
    """Colour and line of every contender; baselines are grey."""
    out: dict[str, dict[str, Any]] = {}
    for k, name in enumerate(words.contenders(found, baseline=False)):
        out[name] = {"color": COLOURS[k % 7], "ls": "-", "lw": 1.6}
    for k, name in enumerate(words.contenders(found, baseline=True)):
        grey = ("#777777", "#bbbbbb")[k // len(STYLES) % 2]
        out[name] = {"color": grey, "ls": STYLES[k % len(STYLES)], "lw": 1.0}
    return out


def _small(many: int, across: int = ACROSS) -> tuple[Figure, list[Axes]]:
    """Small multiples; those that are not needed are hidden."""
    across = min(across, many)
    down = -(-many // across)
    figure = Figure(figsize=(3.1 * across + 0.6, 2.9 * down + 0.9), layout="constrained")
    axes = list(figure.subplots(down, across, squeeze=False).ravel())
    for axis in axes[many:]:
        axis.set_visible(False)
    return figure, axes[:many]


def calibration(found: Scores, window: str, curves: Sequence[CalibrationRow]) -> Figure:
    """How often something happened, by the chance that it was given; the diagonal is perfect.

    Axes are square roots, for events are rare and shares of none must be shown. Bars: 95%
    intervals of the theories' shares.
    """
    kinds, style = list(dict.fromkeys(c.kind for c in curves)), styles(found)
    figure, axes = _small(len(kinds))
    for k, (axis, kind) in enumerate(zip(axes, kinds, strict=True)):
        axis.plot([0.0, 1.0], [0.0, 1.0], color="black", lw=0.8, ls=":")
        for curve in (c for c in curves if c.kind == kind):
            one = style[curve.contender]
            axis.plot(curve.chance, curve.observed, marker="o", ms=2.5, **one)
            if curve.contender in words.contenders(found, baseline=False):
                axis.vlines(curve.chance, curve.low, curve.high, color=one["color"], lw=0.6)
        axis.set_xscale("function", functions=ROOT)
        axis.set_yscale("function", functions=ROOT)
        axis.set(xlim=(0.0, 1.0), ylim=(0.0, 1.0), xticks=TICKS, yticks=TICKS)
        axis.set_title(kind, fontsize=9)
        axis.set_xlabel("chance given to 'something happens'", fontsize=7)
        axis.set_ylabel("share in which it happened" if k % ACROSS == 0 else "", fontsize=7)
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
    handles = [Line2D([], [], label=name, **kept) for name, kept in style.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=7, frameon=False)
    figure.suptitle(f"Calibration in bins of equal size, {window}; bars: 95%", fontsize=10)
    return figure


def differences(found: Scores, window: str) -> Figure:
    """Log scores beside the base rate's, with both intervals, kind by kind."""
    kinds, rows, style = words.kinds(found, window), words.cells(found, window), styles(found)
    names = [n for n in words.contenders(found) if n != found.against]
    figure, axes = _small(len(kinds))
    at = np.arange(len(names))[::-1]
    for k, (axis, kind) in enumerate(zip(axes, kinds, strict=True)):
        axis.axvline(0.0, color="black", lw=0.8, ls=":")
        for y, name in zip(at, names, strict=True):
            row = rows.get((name, kind))
            if row is not None and not isnan(row.against_base.value):
                _dot(axis, row.against_base, float(y), style[name]["color"])
        axis.set_yticks(at, names if k % ACROSS == 0 else [""] * len(names))
        axis.xaxis.set_major_locator(MaxNLocator(4))
        axis.set_title(kind, fontsize=9)
        axis.tick_params(labelsize=7)
        axis.grid(axis="x", alpha=0.25)
    figure.supxlabel(
        f"mean log score less that of the {found.against} (nats a decision); right is better",
        fontsize=9,
    )
    figure.suptitle(
        f"{window}; thick: 95% over decades, thin: 95% over pairs of states", fontsize=10
    )
    return figure


def _dot(axis: Axes, against: Comparison, y: float, colour: str) -> None:
    for span, width, alpha in ((against.pairs, 1.0, 1.0), (against.decades, 5.0, 0.5)):
        if not any(isnan(end) for end in span):
            axis.plot(span, [y, y], color=colour, lw=width, alpha=alpha)
    axis.plot(against.value, y, "o", color=colour, ms=4)


def recovery(matrix: RecoveryMatrix) -> Figure:
    """Which theory scores best (across) on histories that each theory made (down)."""
    kinds, names = matrix.kinds, matrix.names
    shares = {(r.kind, r.made_by, r.best): r.share.value for r in matrix.rows}
    figure, axes = _small(len(kinds))
    for k, (axis, kind) in enumerate(zip(axes, kinds, strict=True)):
        table = np.array([[shares[kind, i, j] for j in names] for i in names], float)
        axis.imshow(table, vmin=0.0, vmax=1.0, cmap="Blues")
        for (i, j), share in np.ndenumerate(table):
            colour = "white" if share > 0.6 else "black"
            axis.text(j, i, f"{share:.0%}", ha="center", va="center", fontsize=7, color=colour)
        axis.set_xticks(range(len(names)), names, rotation=35, ha="right", fontsize=7)
        axis.set_yticks(
            range(len(names)), names if k % ACROSS == 0 else [""] * len(names), fontsize=7
        )
        axis.set_title("all decisions" if kind == TOGETHER else kind, fontsize=9)
    how = "estimated on the first half" if matrix.estimated else "at the parameters that made them"
    figure.suptitle(
        f"Which theory (across) scores best on {matrix.histories} histories made by each (down), "
        f"{how}",
        fontsize=9,
    )
    return figure


def rank_histograms(ranks: RankRow) -> Figure:
    """Ranks of true parameters among posterior draws; the band holds 95% if they are uniform."""
    figure, axes = _small(len(ranks.names), across=4)
    for axis, name, counts in zip(axes, ranks.names, ranks.bins, strict=True):
        low, high = binom.ppf([0.025, 0.975], sum(counts), 1.0 / len(counts))
        axis.axhspan(low, high, color="#cccccc")
        axis.bar(range(len(counts)), counts, width=0.9, color=COLOURS[0])
        axis.set_title(name, fontsize=9)
        axis.set_xticks([])
        axis.tick_params(labelsize=7)
    figure.supxlabel("rank of the true value among posterior draws, low to high", fontsize=9)
    figure.supylabel("histories", fontsize=9)
    figure.suptitle("Parameter recovery; band: 95% if ranks are uniform", fontsize=10)
    return figure
