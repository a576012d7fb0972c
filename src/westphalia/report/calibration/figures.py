"""Figures of a calibration: draws in pairs of parameters, and targets beside what draws give."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.figure import Figure

from westphalia.experiments.calibration.job import Calibration
from westphalia.experiments.calibration.schedule import Found
from westphalia.experiments.calibration.waves import Round
from westphalia.measures.intervals import HALF
from westphalia.report.drawing import COLOURS

#: Parameters in the figure of pairs: those of which most is known; dots in one of its panels.
MOST_PARAMETERS, MOST_DOTS = 8, 500
BINS = 20
#: Standard deviations of a target that are shown at most.
FARTHEST = 12.0
BLUE, ORANGE, *_ = COLOURS
GREY = "#999999"


def write_figures(job: Calibration, found: Found, rounds: Sequence[Round], folder: Path) -> None:
    """Write the figures that there is something to show in."""
    folder.mkdir(exist_ok=True)
    targets_figure(job, found, rounds).savefig(folder / "targets.png", dpi=130)
    if found.draws is not None:
        pairs_figure(job, found.draws.points).savefig(folder / "pairs.png", dpi=130)


def narrowed(points: np.ndarray) -> np.ndarray:
    """How far the draws of each parameter lie within its range, 1 where all do not. [names]

    The standard deviation in the unit cube as a share of that of a uniform number, 1/sqrt(12).
    """
    return points.std(0) * np.sqrt(12.0)


def pairs_figure(job: Calibration, points: np.ndarray) -> Figure:
    """Draws in every two parameters over their ranges. `points`: in the unit cube, [draws, k]."""
    space = job.schedule.space
    shown = np.sort(np.argsort(narrowed(points), kind="stable")[:MOST_PARAMETERS])
    many = len(shown)
    figure = Figure(figsize=(1.7 * many + 1.0, 1.7 * many + 1.0), layout="constrained")
    axes = figure.subplots(many, many, squeeze=False)
    ends = space.values(np.array([np.zeros(points.shape[1]), np.ones(points.shape[1])]))
    some = points[:: max(len(points) // MOST_DOTS, 1)]
    for a, i in enumerate(shown):
        for b, j in enumerate(shown):
            axis = axes[a, b]
            axis.set_xlim(0, 1)
            axis.tick_params(labelsize=6)
            axis.set_xticks([0, 1], [f"{ends[0, j]:.3g}", f"{ends[1, j]:.3g}"])
            axis.set_yticks([])
            if b > a:
                axis.set_axis_off()
            elif a == b:
                axis.hist(points[:, i], bins=BINS, range=(0, 1), color=BLUE)
                axis.set_title(space.names[i], fontsize=7)
            else:
                axis.plot(some[:, j], some[:, i], ".", color=BLUE, ms=2, alpha=0.4)
                axis.set_ylim(0, 1)
    figure.suptitle(
        "Draws that history does not rule out, over the ranges"
        + ("" if many == points.shape[1] else f" (the {many} numbers that are known best)"),
        fontsize=9,
    )
    return figure


def targets_figure(job: Calibration, found: Found, rounds: Sequence[Round]) -> Figure:
    """What the ranges and the draws give of every target, in its standard deviations."""
    aims, names = job.schedule.aims, [target.name for target in job.schedule.targets]
    figure = Figure(figsize=(7.2, 0.42 * len(names) + 1.4), layout="constrained")
    axis = figure.subplots()
    axis.axvspan(-HALF, HALF, color=BLUE, alpha=0.12, lw=0)
    axis.axvline(0.0, color="black", lw=0.8)
    shown = [(rounds[0].values, GREY, 0.16, "over the ranges")]
    if found.draws is not None:
        shown.append((found.draws.values, ORANGE, -0.16, "over the draws"))
    for values, colour, shift, label in shown:
        away = (values - aims.value) / aims.sd
        for j in range(len(names)):
            known = away[np.isfinite(away[:, j]), j]
            if not len(known):
                continue
            low, mid, high = np.quantile(known, [0.025, 0.5, 0.975])
            y = len(names) - 1 - j + shift
            axis.plot([low, high], [y, y], color=colour, lw=1.6, label=None if j else label)
            axis.plot(mid, y, "o", color=colour, ms=4)
    axis.set_yticks(range(len(names)), names[::-1], fontsize=8)
    widest = max(abs(end) for end in axis.get_xlim())
    axis.set_xlim(-min(widest, FARTHEST), min(widest, FARTHEST))
    axis.set_xlabel(
        "distance from the target, in its standard deviations (shaded: its 95%)", fontsize=8
    )
    axis.tick_params(axis="x", labelsize=7)
    axis.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axis.grid(axis="x", alpha=0.25)
    return figure
