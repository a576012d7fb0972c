"""The table of a run for people: from its data to 100 columns of text."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTH = 100
Row = Mapping[str, Any]


def show(table: Row, console: Console) -> None:
    """Print the table of a run."""
    console.print(rendered(table))


def rendered(table: Row) -> RenderableType:
    """The table of a run: scores, great-power war, pacts, wars, verdict, notes."""
    last, first = table["last_year"], table["first_year"]
    head = Text(f"{table['title']}  ", style="bold")
    head.append(f"{table['runs']} runs a theory, {first}-{last}, seed {table['seed']}", "dim")
    parts: list[RenderableType] = [head, Text()]
    if table["history"]:
        parts.append(_scores(table))
    parts.append(_great_war(table))
    parts.append(_events(table, "pacts", f"Likeliest new pacts, {first}-{last}"))
    parts.append(_events(table, "wars", f"Likeliest wars, {first}-{last}"))
    if table["history"]:
        parts.append(_verdict(table))
    parts.append(Text("\n".join(_notes(table)), style="dim"))
    return Group(*parts)


def _notes(table: Row) -> list[str]:
    return list(table["notes"]) if table["history"] else [table["notes"][0], "No facts: no scores."]


def _titled(title: str, legend: str, grid: RenderableType) -> RenderableType:
    return Padding(Group(Text.assemble((title, "bold"), (legend, "dim")), grid), (0, 0, 1, 0))


def bare_grid(columns: Sequence[str]) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for k, name in enumerate(columns):
        grid.add_column(name, no_wrap=k == 0, overflow="fold", vertical="top")
    return grid


def _name(row: Row) -> Text:
    label = row["theory"].replace(",", ",\n") if "=" in row["theory"] else row["theory"]
    return Text(label, style="dim" if row["baseline"] else "")


def number(value: float | None, digits: int = 3) -> str:
    """A number without its leading zero, '-' where it is missing."""
    if value is None or value != value:
        return "-"
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("0.", ".", 1) if abs(value) < 1 and not text.startswith("1") else text


def bracket(row: Row, low: str = "low", high: str = "high", digits: int = 3) -> str:
    """The ends of an interval."""
    return f"[{number(row[low], digits)}, {number(row[high], digits)}]"


def percent(row: Row) -> str:
    """A share with its interval, in per cent."""
    if row["low"] is None or row["low"] != row["low"]:
        return f"{_points(row['value'])}%"
    return f"{_points(row['value'])}% [{_points(row['low'])}-{_points(row['high'])}]"


def _points(value: float) -> str:
    """Per cent; never 0 or 100 unless it is."""
    points = 100.0 * value
    if 0 < points < 1:
        return f"{points:.1f}" if points >= 0.05 else "<.1"
    if 99 < points < 100:
        return f"{points:.1f}" if points < 99.95 else ">99.9"
    return f"{points:.0f}"


def _score(row: Row) -> str:
    """A score, the half-width of its interval over runs, and its interval over pairs."""
    low, high = row["low"], row["high"]
    half = "-" if low is None or low != low else number((high - low) / 2)
    return f"{number(row['value'])} ±{half}\n{bracket(row, 'pairs_low', 'pairs_high')}"


def _scores(table: Row) -> RenderableType:
    grid = bare_grid(
        ["theory", "Brier, pacts", "log, pacts", "Brier, changes", "log, wars", "arms, rank corr."]
    )
    for row in table["theories"]:
        scores, arms = row["scores"], row["arms_growth"]["milex"]
        growth = f"{number(arms['value'], 2)} {bracket(arms, digits=2)}\n"
        growth += bracket(arms, "states_low", "states_high", 2)
        names = ("alignments brier", "alignments log", "changes brier", "wars log")
        grid.add_row(_name(row), *(_score(scores[name]) for name in names), growth)
    legend = "   ± over runs, below it [over pairs of states]"
    return _titled("Forecasts against history", legend, grid)


def _great_war(table: Row) -> RenderableType:
    if len(table["great_powers"]) < 2:
        note = Text("The case names fewer than two great powers, so none can be told.", style="dim")
        return _titled("War between great powers", "", note)
    grid = bare_grid(["theory", "probability", "begun by", "likeliest pairs"])
    for row in table["theories"]:
        war = row["great_power_war"]
        starters = "\n".join(f"{s['state']} {percent(s['probability'])}" for s in war["starters"])
        fights = "\n".join(_event(e, table) for e in war["pairs"])
        when = f"\nmedian {war['median_year']}" if war["median_year"] else ""
        grid.add_row(_name(row), percent(war["probability"]) + when, starters or "-", fights or "-")
    if table["history"]:
        war = table["history"]["great_power_war"]
        grid.add_section()
        grid.add_row(
            Text("history", style="bold"),
            f"yes, {war['year']}" if war["happened"] else "no",
            ", ".join(f"{s['state']} {s['year']}" for s in war["starters"]) or "-",
            ", ".join("-".join(p["states"]) for p in war["pairs"]) or "-",
        )
    return _titled(f"War between great powers by {table['last_year']}", "", grid)


def _event(event: Row, table: Row) -> str:
    """'RUS-FRN 62% [58-66]  yes 1891-1914': a pair, its chance, and what happened."""
    text = f"{'-'.join(event['states'])} {percent(event['probability'])}"
    if event["happened"] is None:
        return text
    return f"{text} {'✓ ' + event['history'] if event['happened'] else '✗'}"


def _events(table: Row, kind: str, title: str) -> RenderableType:
    legend = "   ✓ happened, with its years; ✗ did not" if table["history"] else ""
    grid = bare_grid(["theory", "first", "second", "third"])
    for row in table["theories"]:
        cells = [_event(event, table).replace(" ✓", "\n✓") for event in row[kind]]
        grid.add_row(_name(row), *(cells + ["-"] * 3)[:3])
    if table["history"]:
        real = table["history"][kind]
        grid.add_section()
        listed = [f"{'-'.join(p['states'])} {p['years']}" for p in real]
        third = -(-len(listed) // 3)
        parts = [listed[i * third : (i + 1) * third] for i in range(3)]
        shown = ["\n".join(part) or "-" for part in parts]
        grid.add_row(Text("history", style="bold"), *shown)
    return _titled(title, legend, grid)


VERDICTS = {"alignments brier": "alignments", "changes brier": "changes", "wars log": "wars"}


def _verdict(table: Row) -> RenderableType:
    """From which others these facts cannot tell each theory, score by score."""
    grid = bare_grid(["theory", *(f"by {name}" for name in VERDICTS.values())])
    for row in table["theories"]:
        if row["baseline"]:
            continue
        cells = [_alike(row["theory"], score, table["comparisons"]) for score in VERDICTS]
        grid.add_row(_name(row), *cells)
    return _titled("Cannot be told apart from", "   - : from all others it can", grid)


def _alike(theory: str, score: str, comparisons: Sequence[Row]) -> str:
    """The other theories with no clear difference in a score."""
    same = [
        next(other for other in c["theories"] if other != theory)
        for c in comparisons
        if c["score"] == score and theory in c["theories"] and not c["told_apart"]
    ]
    return ", ".join(same) or "-"
