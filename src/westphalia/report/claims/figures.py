"""Figures of the ledger: effects over draws, phase diagrams, sets of causes, maps, curves."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from westphalia.claims.atlas import REGIONS, Map
from westphalia.claims.judge import ENOUGH, Finding, Judgement
from westphalia.claims.relative_gains import curves
from westphalia.claims.results import readable
from westphalia.experiments.design import Design
from westphalia.report.drawing import COLOURS

Row = Mapping[str, Any]
BLUE, ORANGE, GREEN, *_ = COLOURS
VERDICTS = {
    "holds": GREEN,
    "depends": "#E69F00",
    "unresolved": "#CC79A7",
    "fails": ORANGE,
    "elsewhere": "#999999",
}
REGION_COLOURS = ("#009E73", "#0072B2", "#D55E00", "#BBBBBB", "#FFFFFF")


def claim_figure(found: Judgement, design: Design) -> Figure | None:
    """What a claim's parts came to over the draws; with a phase diagram where it depends."""
    if not found.findings:
        return None
    parts = len(found.findings)
    phase = found.verdict == "depends"
    figure = Figure(
        figsize=(8.6 if phase else 6.4, max(1.15 * parts + 1.3, 3.4 if phase else 0)),
        layout="constrained",
    )
    grid = figure.add_gridspec(parts, 2 if phase else 1, width_ratios=[1.2, 1] if phase else [1])
    for k, one in enumerate(found.findings):
        _effects(figure.add_subplot(grid[k, 0]), one, 62 if phase else 90)
    if phase:
        _phase(figure.add_subplot(grid[:, 1]), found, design)
    claim = found.claim
    figure.suptitle(
        f"{claim.id}. {claim.title}: {found.verdict} "
        f"({found.share.value:.0%} of {len(found.agrees)} draws)\n"
        "one dot per draw: blue as predicted, orange not; black: the defaults with 95%",
        fontsize=9,
    )
    return figure


def _effects(axis: Axes, found: Finding, wide: int) -> None:
    """Effects of one part: a dot per draw, the default point with its interval above.

    `wide`: characters in a line of its title.
    """
    part, effect = found.part, found.effect
    known = np.isfinite(effect.value)
    spread = np.modf(np.arange(len(known)) * 0.6180339887)[0] - 0.5
    colour = np.where(found.agrees, BLUE, ORANGE)
    axis.scatter(
        effect.value[known], spread[known], s=7, c=list(colour[known]), alpha=0.6, linewidths=0
    )
    default = effect.default
    axis.plot([default.low, default.high], [0.72, 0.72], color="black", lw=1.5)
    axis.plot([default.value], [0.72], "o", color="black", ms=4)
    axis.axvline(0.0, color="black", lw=0.8)
    if part.sign == "+":
        axis.axvspan(0.0, max(axis.get_xlim()[1], 1e-9), color=BLUE, alpha=0.06, lw=0)
    elif part.sign == "-":
        axis.axvspan(min(axis.get_xlim()[0], -1e-9), 0.0, color=BLUE, alpha=0.06, lw=0)
    axis.set(ylim=(-0.65, 0.95), yticks=[])
    axis.margins(x=0.02)
    axis.set_xlabel(f"{part.measure.name[:60]}, {part.measure.unit}", fontsize=7)
    says = textwrap.fill(f"{part.says}: as predicted in {found.share.value:.0%} of draws", wide)
    axis.set_title(says, fontsize=8, loc="left")
    axis.tick_params(labelsize=7)


def _phase(axis: Axes, found: Judgement, design: Design) -> None:
    """Where a claim holds over the two parameters that decide: draws, and their local share."""
    assert found.deciders is not None
    columns = [design.names.index(name) for name in found.deciders.names]
    x, y = design.points[:, columns[0]], design.points[:, columns[1]]
    fine = np.linspace(0.0, 1.0, 41)
    gx, gy = np.meshgrid(fine, fine)
    near = np.exp(-((gx[..., None] - x) ** 2 + (gy[..., None] - y) ** 2) / (2 * 0.14**2))
    local = (near * found.agrees).sum(-1) / near.sum(-1)
    spans = [design.ends(name) for name in found.deciders.names]
    xs, ys = (low + (high - low) * v for (low, high), v in zip(spans, (x, y), strict=True))
    extent = (*spans[0], *spans[1])
    image = axis.imshow(
        local, origin="lower", extent=extent, aspect="auto", cmap="RdYlBu", vmin=0.0, vmax=1.0
    )
    if local.min() < ENOUGH < local.max():
        axis.contour(local, levels=[ENOUGH], extent=extent, colors="black", linewidths=1.0)
    for flag, marker, face in ((True, "o", BLUE), (False, "x", ORANGE)):
        pick = found.agrees == flag
        axis.scatter(xs[pick], ys[pick], s=9, marker=marker, c=face, linewidths=0.8)
    figure = axis.get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=axis, shrink=0.8)
    bar.set_label("share of draws nearby as predicted", fontsize=7)
    bar.ax.tick_params(labelsize=7)
    axis.set_xlabel(readable(found.deciders.names[0]), fontsize=8)
    axis.set_ylabel(readable(found.deciders.names[1]), fontsize=8)
    axis.set_title("where it holds (line: 80%)", fontsize=8, loc="left")
    axis.tick_params(labelsize=7)


def ablation_figure(row: Row) -> Figure:
    """How often an event happens under every set of causes; what suffices, what is necessary."""
    found = row["ablation"]
    names = list(found["events"])
    figure = Figure(figsize=(9.0, 0.3 * len(names) + 1.4), layout="constrained")
    axes = figure.subplots(1, 3, sharey=True)
    kinds = (("events", "happens", "black"), ("sufficient", "suffices", BLUE),
             ("necessary", "is necessary", ORANGE))  # fmt: skip
    at = np.arange(len(names))[::-1]
    for axis, (kind, title, colour) in zip(axes, kinds, strict=True):
        for y, name in zip(at, names, strict=True):
            if name in found[kind] and found[kind][name]["value"] is not None:
                share = found[kind][name]
                axis.plot([share["low"], share["high"]], [y, y], color=colour, lw=1.2)
                axis.plot(share["value"], y, "o", color=colour, ms=4)
        axis.set(xlim=(-0.02, 1.02))
        axis.set_xlabel(f"share of runs in which it {title}", fontsize=8)
        axis.tick_params(labelsize=7)
        axis.grid(axis="x", alpha=0.25)
    axes[0].set_yticks(at, names, fontsize=7)
    figure.suptitle(f"{row['id']}. {row['title']}: sets of causes", fontsize=10)
    return figure


def map_figure(title: str, found: Map) -> Figure:
    """Which expectation confirms itself, cell by cell, with the two frequencies written in."""
    slices = np.unique(found.places[:, 2])
    figure = Figure(figsize=(3.3 * len(slices) + 0.6, 4.4), layout="constrained")
    axes = np.atleast_1d(figure.subplots(1, len(slices), sharey=True))
    colours = ListedColormap(REGION_COLOURS)
    norm = BoundaryNorm(np.arange(len(REGIONS) + 1) - 0.5, len(REGIONS))
    one, other = found.realised
    for axis, at in zip(axes, slices, strict=True):
        here = found.places[:, 2] == at
        xs, ys = (np.unique(found.places[here, k]) for k in (0, 1))
        image = np.full((len(ys), len(xs)), np.nan)
        for place, region, a, b in zip(
            found.places[here], found.region[here], found.realised[one][here],
            found.realised[other][here], strict=True,
        ):  # fmt: skip
            i, j = int(np.searchsorted(ys, place[1])), int(np.searchsorted(xs, place[0]))
            image[i, j] = region
            axis.text(j, i, f"{_percent(a)}\n{_percent(b)}", ha="center", va="center", fontsize=6)
        axis.imshow(image, origin="lower", cmap=colours, norm=norm, aspect="auto", alpha=0.55)
        axis.set_xticks(range(len(xs)), [f"{x:g}" for x in xs], fontsize=7)
        axis.set_yticks(range(len(ys)), [f"{y:g}" for y in ys], fontsize=7)
        axis.set_xlabel(found.axes[0], fontsize=8)
        axis.set_title(f"{at:g} {found.axes[2]}", fontsize=8)
    axes[0].set_ylabel(found.axes[1], fontsize=8)
    from matplotlib.patches import Patch

    handles = [
        Patch(color=c, alpha=0.55, label=f"{name}: {found.areas[name].value:.0%}")
        for name, c in zip(REGIONS, REGION_COLOURS, strict=True)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=7, frameon=False)
    figure.suptitle(
        f"{title}: share that joins the target, if all expect balancing (above) or buck-passing",
        fontsize=9,
    )
    return figure


def _percent(value: float) -> str:
    return "-" if not np.isfinite(value) else f"{value:.0%}"


def deal_figure() -> Figure:
    """Acceptance of a deal worth 5 to oneself and 15 to a rival, against fear of it."""
    found = curves()
    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axis = figure.subplots()
    for colour, ratio, chance, flip in zip(
        COLOURS, found.ratios, found.accepted, found.flips, strict=False
    ):
        label = "equals" if ratio == 1 else f"own resources {ratio:g} of the rival's"
        label += f", flips at k = {flip:.2f}"
        axis.plot(found.k / ratio, chance, color=colour, lw=1.8, label=label)
        axis.axvline(flip / ratio, color=colour, lw=0.9, ls=":")
    axis.set(
        xlim=(0.0, 1.1 * float((found.flips / found.ratios).max())),
        xlabel="fear of the rival, Psi / w_C\n(k = Psi / w_C x own / rival's resources; dotted: "
        "the deal is worth nothing)",
        ylabel="chance of accepting",
        ylim=(-0.02, 1.02),
    )
    axis.set_title(r"A deal worth \$5bn to oneself and \$15bn to a rival", fontsize=10)
    axis.grid(alpha=0.25)
    axis.legend(fontsize=8, frameon=False)
    return figure


def overview(rows: Sequence[Row]) -> Figure:
    """Share of draws in which each claim comes out as predicted."""
    shown = [row for row in rows if row["parts"]]
    figure = Figure(figsize=(7.2, 0.22 * len(shown) + 1.2), layout="constrained")
    axis = figure.subplots()
    at = np.arange(len(shown))[::-1]
    for y, row in zip(at, shown, strict=True):
        share, colour = row["share"], VERDICTS[row["verdict"]]
        axis.plot([share["low"], share["high"]], [y, y], color=colour, lw=1.4)
        axis.plot(share["value"], y, "o", color=colour, ms=4.5)
    axis.axvline(ENOUGH, color="black", lw=0.8, ls="--")
    axis.set_yticks(at, [f"{row['id']} {row['title']}" for row in shown], fontsize=7)
    axis.set(xlim=(-0.02, 1.02), ylim=(-1, len(shown)))
    axis.set_xlabel("share of draws in which every prediction comes out (line: 80%)", fontsize=8)
    axis.tick_params(axis="x", labelsize=7)
    axis.grid(axis="x", alpha=0.25)
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=c, marker="o", lw=1.4, ms=4.5, label=v)
        for v, c in VERDICTS.items()
        if v != "elsewhere"
    ]
    axis.legend(handles=handles, fontsize=7, frameon=False, loc="lower left")
    return figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG."""
    figure.savefig(path, dpi=130)
