"""Concepts for people: a block each, a line for every measure in every world."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.concepts import CONCEPTS
from westphalia.concepts.concept import PARTS
from westphalia.concepts.verdict import MEANINGS
from westphalia.report.claims.table import amount, format_effect
from westphalia.report.concepts.data import Row, about, never_live, there_and_inert, title
from westphalia.report.table import bare_grid

STYLES = {"live": "green", "weak": "yellow", "inert": "red", "unclear": "magenta"}
#: Columns: measure, with, without, difference, smallest effect of interest, verdict.
WIDTHS = (40, 7, 7, 26, 7, 7)
HEADS = ("", "on", "off", "difference [95%]", "matters", "")


def show(data: Row, console: Console) -> None:
    """Print what came of concepts, and below it how to read it."""
    for part, in_part in groupby(data["rows"], key=lambda row: row["part"]):
        console.print(Text(part, style="bold underline"))
        for _, rows in groupby(in_part, key=lambda row: row["name"]):
            console.print(block(list(rows)))
    console.print(Text("\n".join(notes(data)), style="dim"))


def block(rows: Sequence[Row]) -> RenderableType:
    """One concept: its mechanism, and every world with what was looked at in it."""
    first = rows[0]
    head = Text(title(first), style="bold").append(
        f"  {first['mechanism']} ({first['source']})", "not bold"
    )
    return Padding(Group(head, *_worlds(rows)), (0, 0, 1, 0))


def _worlds(rows: Sequence[Row]) -> Iterator[RenderableType]:
    heads: tuple[str, ...] = HEADS
    for (where, apart), looks in groupby(rows, key=lambda r: (r["where"], tuple(r["without"]))):
        grid = Table.grid(padding=(0, 1, 0, 0))
        for width in WIDTHS:
            grid.add_column(width=width, overflow="fold")
        grid.add_row(*(Text(text, style="dim") for text in heads))
        yield Text(where, style="italic").append(f"  ({', '.join(apart)})", "not italic dim")
        for row in looks:
            grid.add_row(*_cells(row))
        yield grid


def _cells(row: Row) -> Sequence[Text]:
    return (
        Text(f"  {row['measure']}, {row['unit']}"),
        Text(amount(row["on"]["value"])),
        Text(amount(row["off"]["value"])),
        Text(format_effect(row["difference"])),
        Text(amount(row["least"])),
        Text(row["verdict"], style=STYLES[row["verdict"]]),
    )


def notes(data: Row) -> list[str]:
    """How it was made, and how to read it."""
    counts = ", ".join(f"{n} {word}" for word, n in data["counts"].items() if n)
    lines = [
        f"{counts or 'Nothing to run'}. {data['runs']} runs of each world, seed {data['seed']}; "
        "run k has the same random numbers on and off. Numbers have their usual values.",
        f"{MEANINGS} Of the inert {there_and_inert(data['rows'])} are told from nothing.",
        "In brackets: what the world that is off has instead. matters: the smallest effect of "
        "interest; docs/concepts.md says how it was set.",
    ]
    if still := never_live(data["rows"]):
        lines.append(
            "Nowhere live: " + "; ".join(f"{k} ({', '.join(v)})" for k, v in still.items()) + "."
        )
    lines += [f"{title(row)}: {row['why']}" for row in data["no_trial"]]
    return lines


def listing() -> Any:
    """The concepts: number, name, mechanism, in how many worlds it is switched."""
    grid = bare_grid(["", "concept", "what is switched", "worlds"], edge=True)
    for part, name in PARTS.items():
        grid.add_row("", Text(f"{part}. {name}", style="bold"))
        for concept in (c for c in CONCEPTS if c.part == part):
            row = about(concept)
            says = concept.mechanism or concept.no_trial
            grid.add_row(str(row["number"] or ""), concept.name, says, str(len(concept.trials)))
    return grid
