"""The tournament as a page of documentation: every number from run folders, with its definition."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from westphalia.forecast.results import (
    TOGETHER,
    Cell,
    PanelSummary,
    RecoveryResult,
    ReplayResult,
    Scores,
    TournamentResult,
)
from westphalia.forecast.tournament import FEWEST
from westphalia.records.builtin import DATA
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Coding
from westphalia.report.history import page_tables as sections
from westphalia.report.history import words
from westphalia.report.history.page_tables import figure, table
from westphalia.report.history.page_text import DATA_TEXT, DECISIONS, DEFINITIONS, HEAD, LIMITS
from westphalia.report.history.table import thousandths, thousandths_span
from westphalia.report.table import number


def page(
    tournament: TournamentResult,
    replay: ReplayResult | None = None,
    recover: RecoveryResult | None = None,
    targets: Mapping[str, Any] | None = None,
    drawn: Sequence[str] = (),
) -> str:
    """The page, in Markdown.

    Args:
        replay, recover: other studies, None if there are none. targets: `report.records.figures`'s
            figures of a folder. drawn: the figures there are, by the name of their file.
    """
    parts = [
        HEAD,
        _summary(tournament),
        _data(tournament.panel),
        DECISIONS.format(kinds=_kinds()),
        DEFINITIONS.format(fewest=FEWEST),
        "## The tournament\n",
        *(_window(tournament, window, drawn) for window in words.windows(tournament)),
        sections.stacking(tournament),
        sections.robustness(tournament),
        sections.recovery(tournament.recovery, "", drawn),
        sections.estimates(tournament),
    ]
    if replay is not None:
        parts.append(sections.replay(replay))
    if recover is not None:
        parts += [sections.recovery(recover.recovery, ", run by itself", ())]
        parts += [sections.ranks(recover.ranks, drawn)]
    if targets is not None:
        parts.append(sections.targets(targets))
    parts.append("## Limits\n\n" + "\n".join(f"- {limit}" for limit in LIMITS) + "\n")
    return "\n".join(part for part in parts if part)


def _summary(found: TournamentResult) -> str:
    """What came of it, window by window, computed."""
    lines = []
    for window in words.windows(found):
        parts = [words.verdict(found, window), words.describe_pairs(found, window)]
        years = words.describe_window(found, window)
        lines.append(f"- **{window}** ({years}). {' '.join(filter(None, parts))}")
    lines += [f"- {words.describe_recovery(matrix)}" for matrix in found.recovery]
    how = "estimated on the years learnt from"
    if found.quick:
        how += " (a quick run: without the rolling origin, other codings at the defaults)"
    return f"Theories are {how}; seed {found.seed}.\n\n" + "\n".join(lines) + "\n"


def _kinds() -> str:
    return "\n".join(f"- *{kind}*: {', '.join(outcomes)}" for kind, outcomes in KINDS.items())


def _data(panel: PanelSummary) -> str:
    coding = panel.coding or Coding()
    sources = _section("Sources")
    cited = [line for line in sources.splitlines() if line[2:].split(":")[0] in panel.sources]
    rows = [[kind, f"{a}-{b}"] for kind, (a, b) in panel.covered.items()]
    return DATA_TEXT.format(
        states=", ".join(panel.states),
        first=panel.first,
        last=panel.last,
        pacts=" or ".join(coding.obligations),
        disputes=coding.disputes,
        resources=coding.resources,
        covered=table(["events", "years that the data cover"], rows),
        sources="\n".join(cited),
        terms=_section("Terms"),
    )


def _section(title: str) -> str:
    """A section of the page that lies beside the built-in data."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return text.split(f"## {title}\n\n")[1].split("\n\n## ")[0].strip()


def _window(found: TournamentResult, window: str, drawn: Sequence[str]) -> str:
    rows, kinds, base = words.cells(found, window), words.kinds(found, window), found.against
    lines = [
        [name, *(_cell(rows.get((name, kind))) for kind in kinds)]
        for name in words.contenders(found)
        if name != base
    ]
    some = [rows[base, kind] for kind in kinds]
    lines += [
        [f"*{base}: log score*", *(number(row.log) for row in some)],
        ["*decisions / events*", *(_size(row) for row in some)],
    ]
    theories = words.contenders(found, baseline=False)
    standings = (words.describe_standing(found, window, theory) for theory in theories)
    sentences = [words.verdict(found, window), *standings]
    captions = [words.describe_recovery(matrix) for matrix in found.recovery]
    mark = window.replace(" ", "-")
    return "\n".join(
        [
            f"### {window}\n",
            f"{words.describe_window(found, window).capitalize()}.\n",
            f"Mean log score less that of the {base}, in thousandths of a nat a decision, with the "
            f"wider of its two intervals; {words.LEGEND}.\n",
            table(["", *kinds], lines),
            *(f"*{caption}*\n" for caption in captions),
            "\n".join(filter(None, sentences)) + "\n",
            _brier(found, window),
            figure(f"differences-{mark}", f"Differences of log scores, {window}", drawn),
            figure(f"calibration-{mark}", f"Calibration, {window}", drawn),
        ]
    )


def _size(row: Cell) -> str:
    return f"{row.decisions:,}" + ("" if row.events is None else f" / {row.events:,}")


def _cell(row: Cell | None) -> str:
    if row is None or isnan(row.log):
        return "-"
    against = row.against_base
    mark = words.MARKS[against.verdict]
    return f"{thousandths(against)} {mark} {thousandths_span(against)}"


def _brier(found: Scores, window: str) -> str:
    """Brier score and AUC of every contender, all outcomes."""
    rows = words.cells(found, window)
    kinds = [k for k in words.kinds(found, window) if k != TOGETHER]
    lines = [
        [name, *(_areas(rows.get((name, kind))) for kind in kinds)]
        for name in words.contenders(found)
    ]
    return "Brier score; AUC of each outcome with its interval:\n\n" + table(["", *kinds], lines)


def _areas(row: Cell | None) -> str:
    if row is None or isnan(row.brier):
        return "-"
    areas = [
        f"{outcome} {number(v, 2)} [{number(low, 2)}, {number(high, 2)}]"
        for outcome, (v, low, high) in (row.auc or {}).items()
    ]
    return "; ".join([number(row.brier), *areas])
