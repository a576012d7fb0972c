"""`westphalia counterfactual`: the same draws with something changed, war by war, pact by pact."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.measures.differences import (
    COMPARED,
    Differences,
    FirstDecision,
    FirstDifference,
    compare,
)
from westphalia.report.folder import RESULTS, existing_run, refuse_existing
from westphalia.report.manifest import plan_of, same_code
from westphalia.report.results import read_runs
from westphalia.report.run import study
from westphalia.report.table import percent
from westphalia.runs.counterfactual import (
    Contrast,
    PairChange,
    Reason,
    changes_between,
    switched,
    theory_change,
)
from westphalia.runs.plan import Line, Plan, modules_of, theories_in
from westphalia.runs.settings import settings_of
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.agreements import MODULE_BITS
from westphalia.world.problems import UserError

Progress = Callable[[str, int], None]


def contrast(
    folder: Path,
    theory: str | None,
    set_: Sequence[str],
    off: Sequence[str],
    on: Sequence[str],
    workers: int | None = None,
    progress: Progress = lambda what, runs: None,
    form: Sequence[str] = (),
) -> Contrast:
    """Run the plan of a folder again with something changed and compare run by run."""
    before = plan_of(existing_run(folder))
    settings = settings_of(set_, theories_in(before.lines), form, before.parameters)
    after = replace(
        before,
        lines=tuple(line.having(settings.numbers) for line in before.lines),
        parameters=settings.parameters,
        numbers={**before.numbers, **settings.numbers},
        modules=modules_of(off, on, before.modules),
    )
    changes = changes_between(before, after)
    if not changes:
        raise UserError("Nothing is changed by that: say what, with --off, --on, --set or --form.")
    if not same_code(folder):
        raise UserError(
            f"{folder} was written by another version of the code: run it again, so that only "
            f"what you change differs."
        )
    if theory is not None:
        lines = [before.line(theory)]
    else:
        lines = [line for line in before.lines if not line.baseline] or list(before.lines)
    found = []
    for line in lines:
        differences = _compared(folder, before, after, line, workers, progress)
        found.append(theory_change(before, after, line, differences))
    shown = tuple(after.line(line.label) for line in lines)
    return Contrast(before, replace(after, lines=shown), changes, tuple(found))


def save(found: Contrast, out: Path, workers: int | None, progress: Progress) -> None:
    """Write the changed simulations as a run folder, with `counterfactual.json` beside."""
    refuse_existing(out)
    study(found.after, out, workers, progress, extra={"counterfactual.json": found.data()})


def _compared(
    folder: Path,
    before: Plan,
    after: Plan,
    line: Line,
    workers: int | None,
    progress: Progress,
) -> Differences:
    k, width = before.lines.index(line), chunk_size(len(before.labels))

    def stored() -> Iterator[Mapping[str, np.ndarray]]:
        for first in range(0, before.runs, width):
            yield read_runs(folder / RESULTS, k, slice(first, first + width), COMPARED)
            progress(line.label, width)

    changed = Program(after.setting(after.line(line.label))).chunks(before.runs, workers)
    return compare(stored(), changed, switched(before, after))


def show(found: Contrast, console: Console) -> None:
    """Print a counterfactual."""
    head = Text(f"{found.before.case.title}: {', '.join(found.changes)}  ", style="bold")
    head.append(
        f"{found.before.runs} runs, the same draws, seed {found.before.seed}", "not bold dim"
    )
    console.print(head)
    last = found.before.calendar[-1]
    for row in found.theories:
        console.print()
        changed = percent(row.runs_changed)
        aside = any(c.split()[0] in MODULE_BITS for c in found.changes)
        note = " (the switched module not counted)" * aside
        head = Text.assemble(
            (row.theory, "bold"), f"  the outcome differs in {changed} of runs{note}"
        )
        console.print(head)
        console.print(_sentence(row.first_divergence, "The first difference"), style="dim")
        for rows, title in ((row.wars, f"wars by {last}"), (row.pacts, f"pacts in {last}")):
            if not rows:
                console.print(f"No {title} differ.")
                continue
            console.print(_grid(rows, title))
            for pair in rows:
                if pair.reason:
                    console.print(_why(pair, pair.reason))
    console.print()
    notes = (
        "Intervals are 95% over runs; the difference is paired, run by run. Terms are means over "
        "the runs that differ, in utils."
    )
    console.print(notes, style="dim")


def _grid(rows: Sequence[PairChange], title: str) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in (title, "before", "after", "difference", "runs that differ"):
        grid.add_column(name, overflow="fold")
    for row in rows:
        value, low, high = (100.0 * end for end in row.difference)
        grid.add_row(
            "-".join(row.states),
            percent(row.before),
            percent(row.after),
            f"{value:+.1f} [{low:+.1f}, {high:+.1f}] points",
            str(row.runs_differing),
        )
    return grid


def _sentence(origin: FirstDifference, what: str) -> str:
    if not origin.decisions:
        return f"{what} was in none of the decisions."
    listed = [f"{_decision(d)} ({d.runs})" for d in origin.decisions]
    return f"{what}: median year {origin.median_year}; most often {', '.join(listed)}."


def _decision(decision: FirstDecision) -> str:
    return f"{decision.kind} {'-'.join(decision.states)}"


def _why(pair: PairChange, reason: Reason) -> str:
    """Why the first pair differs: where runs part, and how the terms of the option moved."""
    terms = sorted(reason.terms.items(), key=lambda kv: -abs(kv[1]))[:3]
    moved = ", ".join(f"{name} {value:+.4f}" for name, value in terms if abs(value) > 5e-7)
    act = "claim on" if reason.decision == "claim" else "pact with"
    begin = _sentence(pair.first_divergence, f"{'-'.join(pair.states)}, where runs part")
    change = f"moved by {reason.value:+.4f} ({moved})" if moved else "did not move"
    return (
        f"{begin} In {reason.year} the value to {reason.state} of a {act} {reason.other} "
        f"{change}, on average over {reason.runs} of these runs."
    )
