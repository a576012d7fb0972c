"""Results table for the terminal: from typed rows to 100 columns of text."""

from collections.abc import Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.measures.estimate import Estimate
from westphalia.measures.intervals import Interval
from westphalia.runs.run_table import (
    Comparison,
    PairChance,
    PairYears,
    RunTable,
    ScoreRow,
    TheoryRow,
)
from westphalia.runs.scores import SHOWN, VERDICTS

NO_FACTS = "This case has no facts, so nothing is scored."


def show(table: RunTable, console: Console) -> None:
    """Print the table of a run."""
    console.print(layout(table))


def layout(table: RunTable) -> RenderableType:
    """The table of a run: scores, great-power war, pacts, wars, verdict, measures, notes."""
    last, first = table.last_year, table.first_year
    head = Text(f"{table.title}  ", style="bold")
    head.append(f"{table.runs} runs per theory, {first}-{last}, seed {table.seed}", "dim")
    parts: list[RenderableType] = [head, Text()]
    if table.history:
        parts.append(_scores(table.theories))
    parts.append(_great_war(table))
    pacts = [row.pacts for row in table.theories]
    wars = [row.wars for row in table.theories]
    history = table.history
    parts.append(
        _events(table, pacts, history and history.pacts, f"Likeliest new pacts, {first}-{last}")
    )
    parts.append(_events(table, wars, history and history.wars, f"Likeliest wars, {first}-{last}"))
    if table.history:
        parts.append(_verdict(table))
    if table.measures:
        parts.append(_measures(table))
    parts.append(Text("\n".join(_notes(table)), style="dim"))
    return Group(*parts)


def _notes(table: RunTable) -> list[str]:
    return list(table.notes) if table.history else [table.notes[0], NO_FACTS]


def _section(title: str, legend: str, grid: RenderableType) -> RenderableType:
    return Padding(Group(Text.assemble((title, "bold"), (legend, "dim")), grid), (0, 0, 1, 0))


def bare_grid(columns: Sequence[str]) -> Table:
    """A table with a rule below its heads and no frame."""
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for k, name in enumerate(columns):
        grid.add_column(name, no_wrap=k == 0, overflow="fold", vertical="top")
    return grid


def _name(row: TheoryRow) -> Text:
    label = row.theory.replace(",", ",\n") if "=" in row.theory else row.theory
    return Text(label, style="dim" if row.baseline else "")


def number(value: float | None, digits: int = 3) -> str:
    """A number without its leading zero, '-' where it is missing."""
    if value is None or value != value:
        return "-"
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("0.", ".", 1) if abs(value) < 1 and not text.startswith("1") else text


def bracket(low: float | None, high: float | None, digits: int = 3) -> str:
    """The ends of an interval."""
    return f"[{number(low, digits)}, {number(high, digits)}]"


def percent(share: Interval) -> str:
    """A share with its interval, in per cent."""
    if share.low != share.low:
        return f"{_points(share.value)}%"
    return f"{_points(share.value)}% [{_points(share.low)}-{_points(share.high)}]"


def _points(value: float) -> str:
    """Per cent; never 0 or 100 unless it is."""
    points = 100.0 * value
    if 0 < points < 1:
        return f"{points:.1f}" if points >= 0.05 else "<.1"
    if 99 < points < 100:
        return f"{points:.1f}" if points < 99.95 else ">99.9"
    return f"{points:.0f}"


def _score(row: ScoreRow) -> str:
    """A score, the half-width of its interval over runs, and its interval over pairs."""
    half = number((row.high - row.low) / 2)
    return f"{number(row.value)} ±{half}\n{bracket(row.pairs_low, row.pairs_high)}"


def _scores(theories: Sequence[TheoryRow]) -> RenderableType:
    heads = [score.title.replace(", ", ",\n") for score in SHOWN]
    grid = bare_grid(["theory", *heads, "arms,\nrank corr."])
    for row in theories:
        assert row.scores is not None
        assert row.arms_growth is not None
        arms = row.arms_growth["milex"]
        growth = f"{number(arms.value, 2)} {bracket(arms.low, arms.high, 2)}\n"
        growth += bracket(arms.states_low, arms.states_high, 2)
        grid.add_row(_name(row), *(_score(row.scores[score.name]) for score in SHOWN), growth)
    legend = "   ± over runs, below it [over pairs of states]"
    return _section("Forecasts against history", legend, grid)


def _great_war(table: RunTable) -> RenderableType:
    if len(table.great_powers) < 2:
        text = "The case names fewer than two great powers: there is no such war to forecast."
        return _section("War between great powers", "", Text(text, style="dim"))
    grid = bare_grid(["theory", "probability", "begun by", "likeliest pairs"])
    for row in table.theories:
        war = row.great_power_war
        starters = "\n".join(f"{s.state} {percent(s.probability)}" for s in war.starters)
        fights = "\n".join(_event(pair) for pair in war.pairs)
        when = f"\nmedian {war.median_year}" if war.median_year else ""
        grid.add_row(_name(row), percent(war.probability) + when, starters or "-", fights or "-")
    if table.history:
        history = table.history.great_power_war
        grid.add_section()
        grid.add_row(
            Text("history", style="bold"),
            f"yes, {history.year}" if history.happened else "no",
            ", ".join(f"{s.state} {s.year}" for s in history.starters) or "-",
            ", ".join("-".join(p.states) for p in history.pairs) or "-",
        )
    return _section(f"War between great powers by {table.last_year}", "", grid)


def _event(event: PairChance) -> str:
    """'RUS-FRN 62% [58-66]  yes 1891-1914': a pair, its chance, and what happened."""
    text = f"{'-'.join(event.states)} {percent(event.probability)}"
    if event.happened is None:
        return text
    return f"{text} {f'✓ {event.history}' if event.happened else '✗'}"


def _events(
    table: RunTable,
    events: Sequence[Sequence[PairChance]],
    history: Sequence[PairYears] | None,
    title: str,
) -> RenderableType:
    """The likeliest pairs by theory, and all that there were."""
    legend = "   ✓ happened, with its years; ✗ did not" if history is not None else ""
    grid = bare_grid(["theory", "first", "second", "third"])
    for row, likeliest in zip(table.theories, events, strict=True):
        cells = [_event(event).replace(" ✓", "\n✓") for event in likeliest]
        grid.add_row(_name(row), *(cells + ["-"] * 3)[:3])
    if history is not None:
        grid.add_section()
        listed = [f"{'-'.join(p.states)} {p.years}" for p in history]
        third = -(-len(listed) // 3)
        parts = [listed[i * third : (i + 1) * third] for i in range(3)]
        shown = ["\n".join(part) or "-" for part in parts]
        grid.add_row(Text("history", style="bold"), *shown)
    return _section(title, legend, grid)


def _verdict(table: RunTable) -> RenderableType:
    """From which others these facts do not distinguish each theory, score by score."""
    grid = bare_grid(["theory", *(f"by {score.forecast}" for score in VERDICTS)])
    for row in table.theories:
        if row.baseline:
            continue
        cells = [_alike(row.theory, score.name, table.comparisons) for score in VERDICTS]
        grid.add_row(_name(row), *cells)
    return _section("Not distinguishable from", "   -: distinguishable from all others", grid)


def _alike(theory: str, score: str, comparisons: Sequence[Comparison]) -> str:
    """The other theories with no clear difference in a score."""
    same = [
        next(other for other in c.theories if other != theory)
        for c in comparisons
        if c.score == score and theory in c.theories and not c.told_apart
    ]
    return ", ".join(same) or "-"


def _measures(table: RunTable) -> RenderableType:
    """The measures that were asked for: a column each, a row for each theory."""
    heads = {found.measure: f"{found.measure}\n({found.unit})" for found in table.measures}
    grid = bare_grid(["theory", *heads.values()])
    by_name = {(found.theory, found.measure): found for found in table.measures}
    for row in table.theories:
        cells = [_estimate(by_name.get((row.theory, name))) for name in heads]
        grid.add_row(_name(row), *cells)
    return _section("Measures", "   [95% over runs]", grid)


def _estimate(found: Estimate | None) -> str:
    if found is None or found.value != found.value:
        return "-"
    text = f"{found.value:.3g}"
    return text if found.low != found.low else f"{text} [{found.low:.3g}, {found.high:.3g}]"
