"""Results of studies of history as tables for the terminal, 100 columns wide."""

from collections.abc import Sequence
from math import isnan

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.forecast.results import (
    Cell,
    Comparison,
    EstimateRow,
    PanelSummary,
    PosteriorRow,
    RecoveryResult,
    ReplayResult,
    Result,
    RobustnessRow,
    Scores,
    StackingRow,
    TournamentResult,
)
from westphalia.report.history import words
from westphalia.report.history.recovered import rank_table, recovery_tables
from westphalia.report.table import bare_grid, number

PER = 1000  # differences of log scores are printed for so many decisions

ADVANTAGE = (
    "Nothing is held out here: baselines are fitted to the very years on which they are scored, "
    "which is an advantage to them; theories "
)
AT_DEFAULTS = "stand at their defaults, or at what was set."
AT_MAXIMUM = "are estimated on the same years too."


def show(found: Result, console: Console) -> None:
    """Print a study of history, whichever it is."""
    console.print(render(found))


def render(found: Result) -> RenderableType:
    """A study of history: its scores, what was estimated, and what limits both."""
    parts: list[RenderableType] = [heading(found.panel), Text()]
    if isinstance(found, TournamentResult):
        parts += [differences(found, window) for window in words.windows(found)]
        if found.stacking:
            parts.append(weights(found, found.stacking))
        parts.append(robustness(found.robustness))
    if isinstance(found, ReplayResult):
        parts += [scores(found, window) for window in words.windows(found)]
        if found.estimates:
            parts.append(estimates(found.estimates))
        parts += [posterior(row) for row in found.posterior]
    if isinstance(found, TournamentResult | RecoveryResult):
        parts += [recovery_tables(matrix) for matrix in found.recovery]
    if isinstance(found, RecoveryResult):
        parts += [rank_table(row) for row in found.ranks]
    parts.append(Text("\n".join(notes(found)), style="dim"))
    return Group(*parts)


def heading(panel: PanelSummary) -> Text:
    """Which panel: years, states, coding."""
    states = panel.states
    many = ", ".join(states) if len(states) <= 12 else f"{len(states)} states"
    text = Text(f"History {panel.first}-{panel.last}  ", style="bold")
    text.append(many, "not bold dim")
    coding = panel.coding
    if coding is not None:
        text.append(
            f"\npacts: {' or '.join(coding.obligations)}; disputes: {coding.disputes}; "
            f"resources: {coding.resources}",
            "not bold dim",
        )
    return text


def with_title(title: str, legend: str, *below: RenderableType) -> RenderableType:
    """A block with a bold title."""
    return Padding(Group(Text.assemble((title, "bold"), (legend, "dim")), *below), (0, 0, 1, 0))


def _grid(found: Scores, window: str) -> tuple[Table, list[str]]:
    """An empty grid with a column for each kind, its decisions and events in the header."""
    rows, kinds = words.cells(found, window), words.kinds(found, window)
    some = words.contenders(found)[0]
    heads = []
    for kind in kinds:
        row = rows[some, kind]
        events = "" if row.events is None else f" / {row.events:,}"
        heads.append(f"{kind}\n{row.decisions:,}{events}")
    return bare_grid(["", *heads]), kinds


def _name(found: Scores, name: str) -> Text:
    return Text(name, style="" if name in words.contenders(found, baseline=False) else "dim")


def scores(found: Scores, window: str) -> RenderableType:
    """Log score with its verdict; below it Brier score and AUC, outcome by outcome."""
    grid, kinds = _grid(found, window)
    rows = words.cells(found, window)
    for name in words.contenders(found):
        grid.add_row(_name(found, name), *(_score(rows.get((name, k)), found) for k in kinds))
    legend = (
        f"   log score, {words.LEGEND}\n(beside the {found.against}); below it Brier score, "
        "AUC; in the header decisions / events"
    )
    return with_title(f"Forecasts one year ahead, {window}", legend, grid)


def _score(row: Cell | None, found: Scores) -> str:
    if row is None or isnan(row.log):
        return "-"
    mark = "" if row.contender == found.against else words.MARKS[row.against_base.verdict]
    areas = " ".join(number(area.value, 2) for area in (row.auc or {}).values())
    return f"{number(row.log)} {mark}\n{number(row.brier)}  {areas}"


def differences(found: TournamentResult, window: str) -> RenderableType:
    """Difference of the log score from the base rate's, with the wider of its two intervals."""
    grid, kinds = _grid(found, window)
    rows, base = words.cells(found, window), found.against
    for name in words.contenders(found):
        if name != base:
            grid.add_row(_name(found, name), *(_difference(rows.get((name, k))) for k in kinds))
    logs = [number(rows[base, k].log) if (base, k) in rows else "-" for k in kinds]
    grid.add_section()
    grid.add_row(Text("(log score)", style="dim"), *logs)
    years, theories = words.describe_window(found, window), words.contenders(found, baseline=False)
    sentences = [
        words.verdict(found, window),
        words.describe_pairs(found, window),
        *(words.describe_standing(found, window, theory) for theory in theories),
    ]
    return with_title(
        f"Held out: {window}",
        f"   {years}\nmean log score less that of the {base}, x {PER:,}, [wider of the intervals "
        f"over decades and\nover pairs of states]; {words.LEGEND}; header: decisions / events;\n"
        f"(log score): that of the {base}",
        grid,
        Text("\n".join(s for s in sentences if s)),
    )


def _difference(row: Cell | None) -> str:
    if row is None or isnan(row.log):
        return "-"
    against = row.against_base
    return f"{thousandths(against)} {words.MARKS[against.verdict]}\n{thousandths_span(against)}"


def thousandths(difference: Comparison) -> str:
    """A difference of log scores, in thousandths of a nat a decision."""
    return _per(difference.value)


def thousandths_span(difference: Comparison) -> str:
    """The wider interval of a difference, in thousandths of a nat a decision."""
    if difference.wider is None:
        return "[no interval]"
    low, high = difference.wider
    return f"[{_per(low)}, {_per(high)}]"


def _per(value: float) -> str:
    return number(PER * value, 1 if abs(PER * value) < 100 else 0)


def weights(found: Scores, stacking: Sequence[StackingRow]) -> RenderableType:
    """Weights of the mixture of all contenders that would have scored best."""
    names = words.contenders(found)
    grid = bare_grid(["window", "kind", *names])
    for row in stacking:
        grid.add_row(row.window, row.kind, *(number(row.weights.get(name), 2) for name in names))
    return with_title("Stacking", "   weights of the mixture that would have scored best", grid)


def robustness(rows: Sequence[RobustnessRow]) -> RenderableType:
    """How often the order of the contenders stays the same under other choices."""
    grid = bare_grid(["under", "cases", "same order", "same best", "Kendall's tau"])
    for row in rows:
        grid.add_row(
            row.what,
            str(row.cases),
            words.percent(row.same_order),
            words.percent(row.same_best),
            number(row.kendall, 2),
        )
    legend = "   share of cases in which the order, and the best, stay the same"
    below = Text(f"The order: {rows[-1].reference}")
    return with_title("Robustness of the ranking", legend, grid, below)


def estimates(rows: Sequence[EstimateRow]) -> RenderableType:
    """Parameters at the maximum of the likelihood, with the log-likelihood they reach."""
    grid = bare_grid(["parameter", *(row.theory for row in rows)])
    for k, name in enumerate(rows[0].names):
        grid.add_row(name, *(_estimate(row, k) for row in rows))
    grid.add_section()
    grid.add_row("log-likelihood", *(f"{row.log_likelihood:.1f}" for row in rows))
    grid.add_row("at the defaults", *(f"{row.at_default:.1f}" for row in rows))
    return with_title("Estimates", "   [95%]; * at its limit; below: nats", grid)


def _estimate(row: EstimateRow, k: int) -> str:
    mark = " *" if row.at_limit[k] else ""
    return f"{number(row.values[k])}{mark}\n[{number(row.low[k])}, {number(row.high[k])}]"


def posterior(row: PosteriorRow) -> RenderableType:
    """Draws from a theory's posterior, with what tells whether they can be trusted."""
    grid = bare_grid(["parameter", "mean", "95%", "R-hat", "effective draws"])
    for k, name in enumerate(row.names):
        grid.add_row(
            name, number(row.mean[k]), f"[{number(row.low[k])}, {number(row.high[k])}]",
            number(row.rhat[k]), f"{row.ess[k]:.0f}",
        )  # fmt: skip
    return with_title(f"Posterior, {row.theory}", f"   {row.divergent} divergent transitions", grid)


def notes(found: Result) -> list[str]:
    """How the numbers were made, and how to read them."""
    lines = []
    if isinstance(found, Scores) and found.cells:
        lines.append(
            "Log score: ln of the chance given to what happened, 0 is perfect. Brier score: 0 is "
            "perfect. AUC: 1 is perfect, .5 is chance. Told apart: both intervals, over decades "
            "and over pairs of states, exclude zero."
        )
    if isinstance(found, ReplayResult):
        lines.append(ADVANTAGE + (AT_MAXIMUM if found.estimates else AT_DEFAULTS))
    if isinstance(found, Scores):
        lines += words.describe_fits(found)
    return [*lines, f"Seed {found.seed}. Intervals are 95%."]
