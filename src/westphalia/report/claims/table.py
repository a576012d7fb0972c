"""The ledger for people: a line a claim, or everything about one."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.measures.intervals import Interval
from westphalia.report.table import bare_grid, percent
from westphalia.runs.as_json import from_data

Row = Mapping[str, Any]
STYLES = {
    "holds": "green",
    "depends": "yellow",
    "unresolved": "magenta",
    "fails": "red",
    "elsewhere": "dim",
}


def _percent(share: Row) -> str:
    """A share as data, in per cent, with its interval."""
    return percent(from_data(Interval, share))


def amount(value: float | None) -> str:
    """A number in three significant figures, '-' where there is none."""
    if value is None or value != value:
        return "-"
    return f"{value:.3g}"


def format_effect(row: Row) -> str:
    """An effect with its interval."""
    value = row["value"]
    if value is None or value != value:
        return "-"
    return f"{value:+.3g} [{amount(row['low'])}, {amount(row['high'])}]"


def show(rows: Sequence[Row], about: Row, console: Console, whole: bool) -> None:
    """Print the ledger; with `whole`, everything about each claim instead."""
    for row in rows if whole else ():
        console.print(detail(row))
    if not whole:
        console.print(ledger(rows))
    console.print(Text("\n".join(notes(rows, about)), style="dim"))


def ledger(rows: Sequence[Row]) -> Table:
    """A line a claim."""
    table = bare_grid(
        ["", "claim", "verdict", "parts", "draws", "first prediction, effect at the defaults [95%]"]
    )
    for row in rows:
        first = row["parts"][0] if row["parts"] else None
        verdict = Text(row["verdict"], style=STYLES[row["verdict"]])
        if row["close"]:
            verdict.append(" (close)", style="dim")
        effect = Text("see: westphalia run", style="dim")
        if first:
            effect = Text(f"{first['says']}: {format_effect(first['default'])} {first['unit']}")
        share = _percent(row["share"]) if row["parts"] else "-"
        held = f"{sum(p['holds'] for p in row['parts'])}/{len(row['parts'])}"
        table.add_row(str(row["id"]), row["title"], verdict, held, share, effect)
    return table


def detail(row: Row) -> RenderableType:
    """Everything about one claim."""
    head = Text(f"{row['id']}. {row['title']}  ", style="bold")
    head.append(row["verdict"], style=STYLES[row["verdict"]])
    if row["close"]:
        head.append("  (close to the line between verdicts)", style="dim")
    parts: list[RenderableType] = [head, Text(f"{row['sentence']} ({row['source']})"), Text()]
    about = Table.grid(padding=(0, 2, 0, 0))
    about.add_row("treatment", row["treatment"])
    about.add_row("control", row["control"])
    parts += [about, Text()]
    parts += [outcomes(part, predicted=True) for part in row["parts"]]
    parts += [outcomes(part, predicted=False) for part in row["reported"]]
    parts += [Text()] if row["parts"] else []
    if row.get("ablation"):
        parts += [ablation(row["ablation"]), Text()]
    for what, found in (row.get("maps") or {}).items():
        parts += [areas(what, found), Text()]
    lines = []
    if row["parts"]:
        lines.append(f"Verdict: {row['verdict']}. {row['reading']}")
        must = "an effect must appear" if row["appears"] else "the effect must vanish"
        lines.append(f"Could it fail? If {row['without']}, {must}.")
    if row["eventless"] or row["dead"]:
        lines.append(
            f"Draws without an occasion to measure: {row['eventless']}; without a state alive at "
            f"the end: {row['dead']}. They count as not as predicted."
        )
    if row["note"]:
        lines.append(f"Note: {row['note']}")
    facts = row["history"]
    lines += [f"History: {f['says']} ({f['source']})" for f in facts]
    if not facts:
        lines.append("History: no figure compiled here bears on it.")
    parts.append(Text("\n".join(lines)))
    return Padding(Group(*parts), (0, 0, 1, 0))


def outcomes(part: Row, predicted: bool) -> RenderableType:
    """One prediction, or one thing measured beside them, and what came of it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    conditions = "; ".join(
        f"{condition}: {amount(v['value'])}" for condition, v in part["conditions"].items()
    )
    draws = part["over_draws"]
    numbers = (
        f"{format_effect(part['default'])} {part['unit']} at the defaults ({conditions}); "
        f"{amount(draws['low'])} to {amount(draws['high'])} in 90% of draws"
    )
    if predicted:
        style = "green" if part["holds"] else "red"
        says = Text(part["says"], style="bold")
        clear = f"clearly in {part['clearly']:.0%}, clearly opposite in {part['against']:.0%}"
        share = f"as predicted in {_percent(part['share'])} of draws; {clear}"
        table.add_row(Text(f"predicted {part['sign']}", style=style), Group(says, numbers, share))
    else:
        table.add_row(Text("measured   ", style="dim"), Group(Text(part["says"]), numbers))
    return table


def ablation(found: Row) -> RenderableType:
    """Sets of causes: how often the event, how often sufficient, how often necessary."""
    table = bare_grid(["causes at work", "it happens", "they suffice", "they are necessary"])
    for name, share in found["events"].items():
        table.add_row(
            name,
            _percent(share),
            _percent(found["sufficient"][name]) if name in found["sufficient"] else "",
            _percent(found["necessary"][name]) if name in found["necessary"] else "",
        )
    return table


def areas(what: str, found: Row) -> RenderableType:
    """Regions of a map and their shares of it."""
    table = bare_grid([f"self-confirming: {what}", "share of the map"])
    for name, area in found["areas"].items():
        table.add_row(name, _percent(area))
    return table


def notes(rows: Sequence[Row], about: Row) -> list[str]:
    """How the ledger was made, and how to read it."""
    count = {v: sum(row["verdict"] == v for row in rows) for v in STYLES}
    counts = ", ".join(f"{n} {v}" for v, n in count.items() if n)
    design = about["design"]
    whence = "from a table" if "table" in design else "from their ranges"
    lines = [
        f"{counts}. {design['draws']} draws of {about['names']} numbers {whence}, "
        f"{design['runs']} runs each, {design['defaults']} runs at the defaults, seed "
        f"{design['seed']}.",
        "Holds: all parts as predicted in 80% of draws or more. Depends: two parameters tell "
        "where. Unresolved: as predicted on average, too small to tell in single draws. Parts: how "
        "many of the predictions hold alone. Intervals: 95%.",
    ]
    if about["quick"]:
        lines.append(
            "Few draws and runs: intervals are wide, signs of small effects are often chance, and "
            "what a claim depends on cannot be found. The full ledger: 200 draws of 100 runs."
        )
    return lines
