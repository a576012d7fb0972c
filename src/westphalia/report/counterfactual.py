"""`westphalia counterfactual`: the same draws with something changed, war by war, pact by pact."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from westphalia.decisions import CHOICES
from westphalia.measures.differences import (
    FirstDecision,
    FirstDifference,
    compare,
)
from westphalia.report.run import run_into
from westphalia.report.table import percent
from westphalia.runs.arguments import changes_from_arguments
from westphalia.runs.change import change_spec, changes_between, switched_bits
from westphalia.runs.counterfactual import Contrast, PairChange, Reason, theory_change
from westphalia.runs.experiment import Experiment, check_workers
from westphalia.runs.folder import RunFolder
from westphalia.runs.lines import Line
from westphalia.runs.parse import Changes
from westphalia.runs.results import read_runs
from westphalia.runs.simulate import Progress, Records, no_progress
from westphalia.runs.spec import Spec
from westphalia.runs.writing import refuse_existing
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.problems import UserError


def contrast(
    folder: RunFolder,
    theory: str | None,
    changes: Changes,
    workers: int | None = None,
    progress: Progress = no_progress,
) -> Contrast:
    """A run folder against the same draws with something changed.

    Raises:
        UserError: nothing is changed, or the folder is not one that can be compared with.
    """
    before = folder.spec
    after = change_spec(before, changes)
    missing = [n for n in CHOICES if before.record is not None and n not in before.record]
    if missing:
        raise UserError(
            f"{folder.path} does not record {', '.join(missing)}: run it again with them."
        )
    if not folder.same_code:
        raise UserError(
            f"{folder.path} was written by another version of the code: run it again, so that "
            f"only what you change differs."
        )
    if theory is not None:
        lines = [before.line(theory)]
    else:
        lines = [line for line in before.lines if not line.baseline] or list(before.lines)

    def stored_records(line: Line) -> Iterator[Records]:
        k, width = before.lines.index(line), chunk_size(len(before.labels))
        for first in range(0, before.runs, width):
            yield read_runs(folder.results, k, slice(first, first + width), list(CHOICES))

    return compare_lines(before, after, lines, stored_records, workers, progress)


def counterfactual(
    experiment: Experiment,
    set: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    on: Iterable[str] = (),
    forms: Mapping[str, str] | None = None,
    workers: int | None = None,
) -> Contrast:
    """An experiment against the same draws with something changed.

    Args:
        set: numbers of the world or of a theory with another value, by name or symbol.
        off, on: modules to switch.
        forms: the form of a process that has several.
        workers: threads; one per core if None.

    Raises:
        UserError: every argument that is wrong; nothing is changed.
    """
    if not isinstance(experiment, Experiment):
        raise UserError(
            f"{str(experiment)[:60]} is not an experiment: give what `simulate` or `load` returns."
        )
    check_workers(workers)
    before, line = experiment.spec, experiment.line
    after = change_spec(before, changes_from_arguments(before, set, off, on, forms))
    return compare_lines(
        before, after, [line], lambda line: experiment.chunks(workers), workers, no_progress
    )


def compare_lines(
    before: Spec,
    after: Spec,
    lines: Sequence[Line],
    stored: Callable[[Line], Iterator[Records]],
    workers: int | None,
    progress: Progress,
) -> Contrast:
    """Lines as they are, chunk by chunk from `stored`, against their changed simulations."""
    found = []
    for line in lines:
        program = Program(after.setting(after.line(line.label)))
        differences = compare(
            _with_progress(stored(line), line.label, progress),
            program.chunks(before.runs, workers),
            switched_bits(before, after),
        )
        found.append(theory_change(before, after, line, differences))
    changes = changes_between(before, after)
    shown = tuple(after.line(line.label) for line in lines)
    return Contrast(before, after.only(*shown), changes, tuple(found))


def _with_progress(chunks: Iterator[Records], label: str, progress: Progress) -> Iterator[Records]:
    for chunk in chunks:
        yield chunk
        progress(label, next(iter(chunk.values())).shape[-1])


def save(found: Contrast, out: Path, workers: int | None, progress: Progress) -> None:
    """Write the changed simulations as a run folder, with `counterfactual.json` beside."""
    refuse_existing(out)
    run_into(found.after, out, workers, progress, extra={"counterfactual.json": found.data()})


def show(found: Contrast, console: Console) -> None:
    """Print a counterfactual."""
    head = Text(f"{found.before.title}: {', '.join(found.changes)}  ", style="bold")
    head.append(
        f"{found.before.runs} runs, the same draws, seed {found.before.seed}", "not bold dim"
    )
    console.print(head)
    last = found.before.calendar[-1]
    for row in found.theories:
        console.print()
        changed = percent(row.runs_changed)
        aside = switched_bits(found.before, found.after) != 0
        note = " (the switched module not counted)" * aside
        head = Text.assemble(
            (row.theory, "bold"), f"  the outcome differs in {changed} of runs{note}"
        )
        console.print(head)
        console.print(_first_divergence(row.first_divergence), style="dim")
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


def _first_divergence(origin: FirstDifference, of: str = "") -> str:
    """When and by what decision runs first differ, in a sentence. `of`: the pair, if of one."""
    if not origin.decisions:
        sentence = "no compared decision differs."
    else:
        listed = ", ".join(f"{_decision(d)} ({d.runs})" for d in origin.decisions)
        year = origin.median_year
        sentence = f"runs first diverge in {year} (median year), most often by {listed}."
    return f"{of}: {sentence}" if of else sentence[0].upper() + sentence[1:]


def _decision(decision: FirstDecision) -> str:
    return f"{decision.kind} {'-'.join(decision.states)}"


def _why(pair: PairChange, reason: Reason) -> str:
    """Why the first pair differs: where runs diverge, and how the terms of the option moved."""
    terms = sorted(reason.terms.items(), key=lambda kv: -abs(kv[1]))[:3]
    moved = ", ".join(f"{name} {value:+.4f}" for name, value in terms if abs(value) > 5e-7)
    act = "demand on" if reason.decision == "demand" else "pact with"
    begin = _first_divergence(pair.first_divergence, "-".join(pair.states))
    change = f"moved by {reason.value:+.4f} ({moved})" if moved else "did not move"
    return (
        f"{begin} In {reason.year} the value to {reason.state} of a {act} {reason.other} "
        f"{change}, on average over {reason.runs} of these runs."
    )
