"""The figures of a run, drawn as PNG: pacts by year, the chance of a great-power war, scores.

Run as a script it draws, in a process beside the one that writes the rest of a run folder, what
`figures.shown` gives it as JSON on standard input. So it imports nothing of the package.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

#: Okabe & Ito (2008): told apart by people who are colour-blind.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
STYLES = ("-", "--", "-.", ":")

Look = Mapping[str, Mapping[str, Any]]


def draw(shown: Mapping[str, Any], folder: Path) -> None:
    """Draw every figure of a run. `shown`: from `figures.shown`."""
    folder.mkdir(exist_ok=True)
    look = _look(shown["lines"])
    figures = {
        "pacts": pacts(shown["pacts"], look),
        "great_power_war": great_power_war(shown["great_power_war"], look),
    }
    if shown["scores"]:
        figures["scores"] = scores(shown["scores"], look)
    for name, figure in figures.items():
        figure.savefig(folder / f"{name}.png", dpi=130)


def _look(lines: Mapping[str, bool]) -> Look:
    """Colour and line of every theory; baselines are grey. `lines`: whether each is one."""
    look: dict[str, dict[str, Any]] = {}
    for k, label in enumerate(label for label, baseline in lines.items() if not baseline):
        look[label] = {"color": COLOURS[k % 7], "ls": STYLES[k // 7 % 4], "lw": 1.8}
    for k, label in enumerate(label for label, baseline in lines.items() if baseline):
        look[label] = {"color": "#888888", "ls": STYLES[(k + 1) % 4], "lw": 1.1}
    return look


def pacts(shown: Mapping[str, Any], look: Look) -> Figure:
    """Chance of a pact by year, small multiples over pairs of great powers."""
    found = shown["pairs"]
    across = min(3, max(len(found), 1))
    down = max(-(-len(found) // across), 1)
    figure = Figure(figsize=(3.2 * across + 0.4, 2.1 * down + 1.2), layout="constrained")
    axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for axis, pair in zip(axes, found, strict=False):
        axis.set_title("-".join(pair["states"]), fontsize=9)
        for label, chances in pair["chances"].items():
            axis.plot(shown["years"], chances, **look[label])
        if pair["history"] is not None:
            _mark(axis, pair["history"])
        axis.set_ylim(-0.03, 1.12)
        axis.tick_params(labelsize=8)
        axis.grid(alpha=0.25)
    for axis in axes[len(found) :]:
        axis.set_visible(False)
    figure.supylabel("chance of a pact (share of runs)", fontsize=9)
    for axis in axes[-across:]:
        axis.set_xlabel("year", fontsize=8)
    figure.suptitle(f"Pacts of help, {shown['title']}", fontsize=10)
    history = any(pair["history"] is not None for pair in found)
    _legend(figure, look, "pact in history" if history else None)
    return figure


def _mark(axis: Axes, years: Sequence[int]) -> None:
    """A bar above the axis in the years of a real pact."""
    axis.scatter(years, np.full(len(years), 1.07), marker="s", s=9, color="black", linewidths=0)


def _legend(figure: Figure, look: Look, fact: str | None) -> None:
    handles = [Line2D([], [], label=label, **style) for label, style in look.items()]
    if fact:
        handles.append(Line2D([], [], color="black", marker="s", ls="", ms=4, label=fact))
    figure.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=8, frameon=False)


def great_power_war(shown: Mapping[str, Any], look: Look) -> Figure:
    """Chance that two great powers have fought, by year, with 95% intervals over runs."""
    figure = Figure(figsize=(7.0, 4.4), layout="constrained")
    axis = figure.subplots()
    for label, war in shown["lines"].items():
        value, low, high = _numbers(war["by_year"]).T
        axis.plot(war["years"], value, **look[label])
        axis.fill_between(war["years"], low, high, color=look[label]["color"], alpha=0.15, lw=0)
    if shown["history"] is not None:
        axis.axvline(shown["history"], color="black", lw=1, ls=(0, (1, 1)))
        axis.annotate(
            "history", (shown["history"], 1.0), ha="right", va="top", fontsize=8, rotation=90,
            xytext=(-2, 0), textcoords="offset points",
        )  # fmt: skip
    axis.set(ylim=(-0.02, 1.02), xlabel="year", ylabel="chance of a war so far (share of runs)")
    axis.set_title("War between great powers; shaded: 95% intervals over runs", fontsize=10)
    axis.grid(alpha=0.25)
    _legend(figure, look, None)
    return figure


def _numbers(values: Sequence[Any]) -> np.ndarray:
    """Numbers out of JSON, where what is unknown is null: then nothing is drawn."""
    return np.array(values, float)


def scores(shown: Sequence[Mapping[str, Any]], look: Look) -> Figure:
    """Scores with both intervals: thick over runs, thin over pairs of states."""
    figure = Figure(figsize=(10.0, 0.32 * len(look) + 1.9), layout="constrained")
    axes = figure.subplots(1, len(shown), sharey=True)
    labels = list(shown[0]["lines"])
    at = np.arange(len(labels))[::-1]
    for axis, score in zip(axes, shown, strict=True):
        for y, label in zip(at, labels, strict=True):
            line, colour = score["lines"][label], look[label]["color"]
            axis.plot(_numbers(line["pairs"]), [y, y], color=colour, lw=1)
            axis.plot(_numbers(line["runs"]), [y, y], color=colour, lw=5, alpha=0.5)
            axis.plot(_numbers([line["value"]]), [y], "o", color=colour, ms=4)
        axis.set_xlabel(f"{score['title']}\n({score['unit']}, 0 is perfect)", fontsize=8)
        axis.tick_params(labelsize=8)
        axis.grid(axis="x", alpha=0.25)
    axes[0].set_yticks(at, labels)
    figure.suptitle("Scores; thick: 95% over runs, thin: 95% over pairs of states", fontsize=10)
    return figure


if __name__ == "__main__":
    draw(json.load(sys.stdin), Path(sys.argv[1]))
