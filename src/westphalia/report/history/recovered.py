"""Recovery for people: whether simulated histories tell the theories, and their numbers, apart."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from westphalia.forecast.tournament import TOGETHER
from westphalia.report.history import words
from westphalia.report.table import bare_grid, number

Row = Mapping[str, Any]
#: p values below which the ranks of a parameter are said not to be uniform.
UNEVEN = 0.01


def matrices(made: Row) -> RenderableType:
    """Which theory scores best on the histories of which, and who is recognised by what."""
    shares = {(r["kind"], r["made_by"], r["best"]): r for r in made["rows"]}
    best = bare_grid(["made by", *(f"{name} best" for name in made["names"])])
    for made_by in made["names"]:
        cells = [
            Text(
                words.percent(shares[TOGETHER, made_by, name]["share"]),
                style="bold" if name == made_by else "",
            )
            for name in made["names"]
            if (TOGETHER, made_by, name) in shares
        ]
        best.add_row(made_by, *cells)
    own = bare_grid(["its maker best in", *made["kinds"]])
    for made_by in made["names"]:
        rows = [words.recognised(made, kind).get(made_by) for kind in made["kinds"]]
        own.add_row(made_by, *(_own(row) for row in rows))
    what = "scored at the parameters that made them"
    if made["estimated"]:
        what = "estimated on the first half, scored on the second"
    title = Text.assemble(
        ("Recovery", "bold"),
        (f"   {made['histories']} simulated histories by each theory, {what}", "dim"),
    )
    legend = Text("all decisions together; by kind, below it: told apart from every other", "dim")
    caption = Text(words.recovery_sentence(made))
    return Padding(Group(title, legend, best, Text(), own, caption), (0, 0, 1, 0))


def _own(row: Row | None) -> str:
    if row is None or row["share"][0] is None:
        return "-"
    return f"{row['share'][0]:.0%}\n{row['clear'][0]:.0%}"


def p_value(p: float | None) -> str:
    """A p value; below .001 it is only said to be."""
    return "<.001" if p is not None and p < 0.001 else number(p, 3)


def rank_table(made: Row) -> RenderableType:
    """Whether the ranks of true parameters among posterior draws are uniform, as they should be."""
    grid = bare_grid(["parameter", "histories by rank, low to high", "p if uniform", ""])
    for k, name in enumerate(made["names"]):
        p = made["uniform_p"][k]
        bins = " ".join(str(count) for count in made["bins"][k])
        uneven = p is not None and p < UNEVEN
        grid.add_row(name, bins, p_value(p), "not uniform" if uneven else "")
    who = f" of {made['theory']}" if made.get("theory") else ""
    title = Text.assemble(
        (f"Parameters{who} from simulated histories", "bold"),
        (
            f"   {made['histories']} histories, rank of the true value among {made['draws']} draws",
            "dim",
        ),
    )
    return Padding(Group(title, grid), (0, 0, 1, 0))
