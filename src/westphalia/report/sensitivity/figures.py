"""Figures of a sensitivity analysis: the indices of every factor, with their intervals."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from westphalia.experiments.sensitivity.answers import (
    DESIGN,
    FACTORIAL,
    FIRST,
    MU,
    MU_STAR,
    PRCC,
    RANKS,
    SIGMA,
    SURROGATE,
    TOTAL,
    Answer,
    Index,
)
from westphalia.report.drawing import COLOURS
from westphalia.report.sensitivity.analysis import Part, Sensitivity
from westphalia.report.sensitivity.phase import phase_figure
from westphalia.report.sweeps.figures import stem_of

#: Panels beside each other, and groups that are drawn at most.
ACROSS, MOST_GROUPS = 4, 12
ANALYSES = (DESIGN, FACTORIAL, SURROGATE, RANKS)
#: How each kind of index is drawn: colour, mark, height above its factor's line.
LOOKS = {
    TOTAL: (COLOURS[0], "o", 0.14),
    FIRST: (COLOURS[1], "D", -0.14),
    MU_STAR: (COLOURS[0], "o", 0.14),
    SIGMA: (COLOURS[1], "x", -0.14),
    PRCC: (COLOURS[2], "o", 0.0),
}


def write_figures(found: Sensitivity, folder: Path) -> None:
    """Figures of the indices of every measure, and of the two most telling numbers."""
    folder.mkdir(exist_ok=True)
    for measure in found.values:
        stem = stem_of(measure)
        for name, figure in (
            ("indices", indices_figure(found, measure)),
            ("phase", phase_figure(found, measure)),
        ):
            if figure is not None:
                figure.savefig(folder / f"{stem}-{name}.png", dpi=130)


def indices_figure(found: Sensitivity, measure: str) -> Figure | None:
    """Indices with intervals: a panel for every group and analysis. None if there are none."""
    parts = [part for part in found.of(measure) if part.telling]
    drawn = parts[:MOST_GROUPS]
    rows = [row for analysis in ANALYSES for row in _rows(drawn, analysis)]
    if not rows:
        return None
    order, across = _order(drawn), max(map(len, rows))
    height = (0.34 * len(order) + 1.0) * len(rows) + 0.9
    figure = Figure(figsize=(2.9 * across + 1.6, height), layout="constrained")
    axes = figure.subplots(len(rows), across, sharex="row", sharey=True, squeeze=False)
    kinds = {}
    for line, row in zip(axes, rows, strict=True):
        for axis, (part, answer) in zip(line, row, strict=False):
            _panel(axis, answer, order, part.unit)
            kinds |= {mark.get_label(): mark for mark in axis.get_lines()}
            axis.set_title(found.label(part), fontsize=8)
        for axis in line[len(row) :]:
            axis.remove()
    handles = [kinds[kind] for kind in LOOKS if kind in kinds]
    figure.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=8, frameon=False)
    of = f", first {MOST_GROUPS} of {len(parts)} groups" if len(parts) > len(drawn) else ""
    figure.suptitle(f"{measure}: what it depends on, with 95% intervals{of}", fontsize=9)
    return figure


def _rows(parts: Sequence[Part], analysis: str) -> list[list[tuple[Part, Answer]]]:
    """The panels of an analysis, a few beside each other."""
    panels = [
        (part, answer)
        for part in parts
        for answer in part.answers
        if answer.analysis == analysis and answer.indices
    ]
    return [panels[k : k + ACROSS] for k in range(0, len(panels), ACROSS)]


def _order(parts: Sequence[Part]) -> list[str]:
    """The factors, the most telling over all parts first."""
    sizes: dict[str, float] = {}
    for index in (index for part in parts for index in part.telling):
        sizes[index.factor] = sizes.get(index.factor, 0.0) + abs(np.nan_to_num(index.value))
    return sorted(sizes, key=lambda factor: -sizes[factor])


def _panel(axis: Axes, answer: Answer, order: Sequence[str], unit: str) -> None:
    places = dict(zip(reversed(order), range(len(order)), strict=True))
    for kind in dict.fromkeys(index.kind for index in answer.indices if index.kind != MU):
        of = [index for index in answer.indices if index.kind == kind]
        _dots(axis, of, [places[index.factor] for index in of])
    axis.axvline(0.0, color="black", lw=0.7)
    axis.set_yticks(range(len(order)), list(reversed(order)))
    axis.set_ylim(-0.6, len(order) - 0.4)
    axis.tick_params(labelsize=8)
    axis.grid(axis="x", alpha=0.25)
    words = {PRCC: "partial rank correlation", MU_STAR: f"effect across the range, {unit}"}
    axis.set_xlabel(words.get(answer.indices[0].kind, "share of variance"), fontsize=8)


def _dots(axis: Axes, indices: Sequence[Index], places: Sequence[int]) -> None:
    colour, mark, above = LOOKS[indices[0].kind]
    at = np.array(places) + above
    value, low, high = np.array([index[2:] for index in indices]).T
    axis.hlines(at, low, high, color=colour, lw=1.6, alpha=0.7)
    axis.plot(value, at, mark, color=colour, ms=4.5, ls="", label=indices[0].kind)
