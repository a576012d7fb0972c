"""`westphalia explain`: the options of a state's year as tables, one sentence each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.decisions import CHOICES, DECISIONS
from westphalia.decisions.joining import JOINING
from westphalia.measures.differences import differing
from westphalia.report.table import bare_grid
from westphalia.runs.experiment import check_explained
from westphalia.runs.folder import RunFolder
from westphalia.runs.results import read_runs
from westphalia.simulation.ensemble import Program
from westphalia.simulation.explain import SMALL, Decision, Explanation, explain
from westphalia.world.problems import UserError

#: Decisions that bind only if another state wants the same.
_PROPOSALS = {kind.name for kind in DECISIONS if kind.words.shape == "proposal"}


def explain_folder(
    folder: RunFolder, state: str, year: int, theory: str | None, run: int | None
) -> Explanation:
    """Explain a state's year in a run folder, and check it against the results there.

    Raises:
        UserError: there is no such state, year, run or theory, or the folder is of other code.
    """
    spec = folder.spec
    line = spec.line(theory)
    check_explained(spec, state, year, run)
    found, record = explain(
        Program(spec.setting(line)),
        spec.labels,
        spec.names,
        spec.calendar[0],
        state,
        year,
        line.label,
        run,
        spec.runs,
    )
    same = _same(folder, found, record, spec.lines.index(line), spec.calendar.index(year))
    if not same.all() and not folder.same_code:
        raise UserError(
            f"{folder.path} was written by another version of the code: run it again to explain it."
        )
    return replace(found, agrees=float(same.mean()))


def _same(
    folder: RunFolder, found: Explanation, record: Mapping[str, Any], line: int, year: int
) -> np.ndarray:
    """In which runs the year simulated now is the year that is stored. [runs]"""
    run, kept = found.run, folder.spec.record
    runs = slice(0, found.runs) if run is None else slice(run, run + 1)
    names = [name for name in CHOICES if kept is None or name in kept]
    stored = read_runs(folder.results, line, runs, names)
    same = np.ones(found.runs, bool)
    for name in names:
        differs = differing(stored[name][year], record[name])
        same &= ~differs.reshape(-1, found.runs).any(0)
    return same


def show(found: Explanation, console: Console) -> None:
    """Print an explanation."""
    console.print(Text(found.heading, style="bold"))
    if found.lived < 1:
        alone = found.run is not None
        some = f"It is alive in {found.lived:.0%} of runs."
        console.print("The state no longer exists." if alone else some)
    if found.by_habit:
        console.print("It follows a baseline: its chances are habits, not values.", style="dim")
    for decision in found.decisions:
        console.print()
        console.print(
            Text(decision.name, style="bold").append(f"  against {decision.against}", "dim")
        )
        console.print(_grid(decision, found.run is not None))
        console.print(Text(decision.sentence))
    console.print()
    console.print(Text(_foot(found), style="dim"))


def _grid(decision: Decision, one: bool) -> Table:
    names = dict.fromkeys(t for o in decision.options for t in o.terms)
    terms = [t for t in names if any(abs(o.terms.get(t, 0.0)) > SMALL for o in decision.options)]
    grid = bare_grid(["option", "value", *terms, "chance", "chosen"], right=True)
    for option in decision.options:
        cells = [_number(option.value, option.spread, one)]
        for term in terms:
            value = option.terms.get(term, 0.0)
            cells.append(_number(value, option.spreads.get(term, 0.0), one))
        chosen = ("●" if option.chosen else "") if one else f"{option.chosen:.0%}"
        style = "bold" if one and option.chosen else ""
        grid.add_row(option.name, *cells, f"{option.chance:.0%}", chosen, style=style)
    return grid


def _number(value: float, spread: float, one: bool) -> str:
    text = f"{value:+.4f}" if abs(value) > SMALL else "0"
    return text if one or abs(value) <= SMALL else f"{text}\n±{spread:.4f}"


def _foot(found: Explanation) -> str:
    lines = [
        "Value and terms in utils (.01 = 1% of a year's consumption), times the state's weight."
    ]
    if found.run is None:
        lines.append("± is the standard deviation over runs; means are over runs with that option.")
        lines.append("Reasons are taken within each run in which it was done, and counted.")
    if any(d.kind == JOINING.name for d in found.decisions):
        lines.append("Joining is shown as it looks before the first war of the year is fought.")
    if any(d.kind in _PROPOSALS for d in found.decisions):
        lines.append("An agreement needs both: what one wants the other may refuse.")
    if found.agrees is not None:
        agrees = "agrees" if found.agrees == 1 else f"agrees in only {found.agrees:.1%} of runs"
        lines.append(f"The year as simulated here {agrees} with results.nc.")
    lines += (f"{term.capitalize()}: {meaning}." for term, meaning in found.meanings.items())
    return "\n".join(lines)
