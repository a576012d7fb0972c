"""Figures of a run: pacts by year, the chance of a great-power war, scores."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from westphalia.cases import Facts
from westphalia.measures.quantities import pairs, pairs_among
from westphalia.measures.tallies import Tally
from westphalia.runs.history import great_indices, history_of
from westphalia.runs.run_table import RunTable
from westphalia.runs.scores import SHOWN
from westphalia.runs.spec import Spec

#: Okabe & Ito (2008): told apart by people who are colour-blind.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
STYLES = ("-", "--", "-.", ":")
DYADS = 9


def write_figures(
    table: RunTable, spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None, folder: Path
) -> None:
    """Draw every figure of a run as PNG."""
    folder.mkdir(exist_ok=True)
    figures = {
        "pacts": pacts(table, spec, tallies, facts),
        "great_power_war": great_power_war(table),
    }
    if table.history:
        figures["scores"] = scores(table)
    for name, figure in figures.items():
        figure.savefig(folder / f"{name}.png", dpi=130)


def _look(table: RunTable) -> dict[str, dict[str, Any]]:
    """Colour and line of every theory; baselines are grey."""
    look: dict[str, dict[str, Any]] = {}
    theories = [row for row in table.theories if not row.baseline]
    for k, row in enumerate(theories):
        look[row.theory] = {"color": COLOURS[k % 7], "ls": STYLES[k // 7 % 4], "lw": 1.8}
    baselines = [row for row in table.theories if row.baseline]
    for k, row in enumerate(baselines):
        look[row.theory] = {"color": "#888888", "ls": STYLES[(k + 1) % 4], "lw": 1.1}
    return look


def _pairs_to_draw(spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> list[int]:
    """The pairs of great powers whose alignment varies most: between theories or in history."""
    both = pairs_among(len(spec.labels), great_indices(spec.case))
    expected = np.stack([t["pact"].sum(0) / t.count for t in tallies.values()])
    interest = expected.std(0).mean(0) + expected.std(1).mean(0)
    if facts is not None:
        interest = interest + history_of(spec.case, facts, spec.calendar).pact.std(0)
    order = np.argsort(-np.where(both, interest, -1.0), kind="stable")
    return [int(k) for k in order[: min(DYADS, int(both.sum()))]]


def pacts(table: RunTable, spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> Figure:
    """Chance of a pact by year, small multiples over pairs of great powers."""
    chosen, look = _pairs_to_draw(spec, tallies, facts), _look(table)
    across = min(3, max(len(chosen), 1))
    down = max(-(-len(chosen) // across), 1)
    figure = Figure(figsize=(3.2 * across + 0.4, 2.1 * down + 1.2), layout="constrained")
    axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    rows, columns = pairs(len(spec.labels))
    history = history_of(spec.case, facts, spec.calendar) if facts is not None else None
    for axis, k in zip(axes, chosen, strict=False):
        axis.set_title(f"{spec.labels[rows[k]]}-{spec.labels[columns[k]]}", fontsize=9)
        for label, tally in tallies.items():
            axis.plot(spec.calendar, tally["pact"].sum(0)[:, k] / tally.count, **look[label])
        if history is not None:
            _mark(axis, history.years, history.pact[:, k])
        axis.set_ylim(-0.03, 1.12)
        axis.tick_params(labelsize=8)
        axis.grid(alpha=0.25)
    for axis in axes[len(chosen) :]:
        axis.set_visible(False)
    figure.supylabel("chance of a pact (share of runs)", fontsize=9)
    for axis in axes[-across:]:
        axis.set_xlabel("year", fontsize=8)
    figure.suptitle(f"Pacts of help, {spec.case.title}", fontsize=10)
    _legend(figure, look, "pact in history" if history is not None else None)
    return figure


def _mark(axis: Axes, years: Sequence[int], there: np.ndarray) -> None:
    """A bar above the axis in the years of a real pact."""
    when = [year for year, pact in zip(years, there, strict=True) if pact]
    axis.scatter(when, np.full(len(when), 1.07), marker="s", s=9, color="black", linewidths=0)


def _legend(figure: Figure, look: Mapping[str, Any], fact: str | None) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], label=label, **style) for label, style in look.items()]
    if fact:
        handles.append(Line2D([], [], color="black", marker="s", ls="", ms=4, label=fact))
    figure.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=8, frameon=False)


def great_power_war(table: RunTable) -> Figure:
    """Chance that two great powers have fought, by year, with 95% intervals over runs."""
    look = _look(table)
    figure = Figure(figsize=(7.0, 4.4), layout="constrained")
    axis = figure.subplots()
    for row in table.theories:
        war, style = row.great_power_war, look[row.theory]
        value, low, high = zip(*war.by_year, strict=True)
        axis.plot(war.years, value, **style)
        axis.fill_between(war.years, low, high, color=style["color"], alpha=0.15, lw=0)
    real = table.history.great_power_war.year if table.history else None
    if real is not None:
        axis.axvline(real, color="black", lw=1, ls=(0, (1, 1)))
        axis.annotate(
            "history", (real, 1.0), ha="right", va="top", fontsize=8, rotation=90,
            xytext=(-2, 0), textcoords="offset points",
        )  # fmt: skip
    axis.set(ylim=(-0.02, 1.02), xlabel="year", ylabel="chance of a war so far (share of runs)")
    axis.set_title("War between great powers; shaded: 95% intervals over runs", fontsize=10)
    axis.grid(alpha=0.25)
    _legend(figure, look, None)
    return figure


def scores(table: RunTable) -> Figure:
    """Scores with both intervals: thick over runs, thin over pairs of states."""
    rows, look = table.theories, _look(table)
    figure = Figure(figsize=(10.0, 0.32 * len(rows) + 1.9), layout="constrained")
    axes = figure.subplots(1, len(SHOWN), sharey=True)
    at = np.arange(len(rows))[::-1]
    for axis, shown in zip(axes, SHOWN, strict=True):
        for y, row in zip(at, rows, strict=True):
            assert row.scores is not None
            score, colour = row.scores[shown.name], look[row.theory]["color"]
            axis.plot([score.pairs_low, score.pairs_high], [y, y], color=colour, lw=1)
            axis.plot([score.low, score.high], [y, y], color=colour, lw=5, alpha=0.5)
            axis.plot(score.value, y, "o", color=colour, ms=4)
        axis.set_xlabel(f"{shown.title}\n({shown.unit}, 0 is perfect)", fontsize=8)
        axis.tick_params(labelsize=8)
        axis.grid(axis="x", alpha=0.25)
    axes[0].set_yticks(at, [row.theory for row in rows])
    figure.suptitle("Scores; thick: 95% over runs, thin: 95% over pairs of states", fontsize=10)
    return figure
