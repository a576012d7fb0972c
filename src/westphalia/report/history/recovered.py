"""Tables of recovery for the terminal: do simulated histories tell theories, and numbers, apart?"""

from math import isnan

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from westphalia.forecast.results import TOGETHER, RankRow, RecoveryMatrix, RecoveryRow
from westphalia.report.history import words
from westphalia.report.table import bare_grid, number

#: p values below which the ranks of a parameter are said not to be uniform.
UNEVEN = 0.01


def recovery_tables(matrix: RecoveryMatrix) -> RenderableType:
    """Which theory scores best on the histories of which, and who is recognised by what."""
    shares = {(r.kind, r.made_by, r.best): r for r in matrix.rows}
    best = bare_grid(["made by", *(f"{name} best" for name in matrix.names)])
    for made_by in matrix.names:
        cells = [
            Text(
                words.percent(shares[TOGETHER, made_by, name].share),
                style="bold" if name == made_by else "",
            )
            for name in matrix.names
            if (TOGETHER, made_by, name) in shares
        ]
        best.add_row(made_by, *cells)
    own = bare_grid(["true theory ranked first in", *matrix.kinds])
    for made_by in matrix.names:
        rows = [words.recognition(matrix, kind).get(made_by) for kind in matrix.kinds]
        own.add_row(made_by, *(_own(row) for row in rows))
    what = "scored at the parameters that made them"
    if matrix.estimated:
        what = "estimated on the first half, scored on the second"
    title = Text.assemble(
        ("Recovery", "bold"),
        (f"   {matrix.histories} simulated histories by each theory, {what}", "dim"),
    )
    legend = Text("all decisions together; by kind, below it: told apart from every other", "dim")
    caption = Text(words.describe_recovery(matrix))
    return Padding(Group(title, legend, best, Text(), own, caption), (0, 0, 1, 0))


def _own(row: RecoveryRow | None) -> str:
    if row is None or isnan(row.share.value):
        return "-"
    return f"{row.share.value:.0%}\n{row.clear.value:.0%}"


def p_value(p: float) -> str:
    """A p value; below .001 it is only said to be."""
    return "<.001" if p < 0.001 else number(p, 3)


def rank_table(ranks: RankRow) -> RenderableType:
    """Whether the ranks of true parameters among posterior draws are uniform, as they should be."""
    grid = bare_grid(["parameter", "histories by rank, low to high", "p if uniform", ""])
    for k, name in enumerate(ranks.names):
        p = ranks.uniform_p[k]
        bins = " ".join(str(count) for count in ranks.bins[k])
        grid.add_row(name, bins, p_value(p), "not uniform" if p < UNEVEN else "")
    title = Text.assemble(
        (f"Parameters of {ranks.theory} from simulated histories", "bold"),
        (
            f"   {ranks.histories} histories, rank of the true value among {ranks.draws} draws",
            "dim",
        ),
    )
    return Padding(Group(title, grid), (0, 0, 1, 0))
