"""The main job: simulate a plan, tally, compare with history, write the folder."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.cases import Facts
from westphalia.measures.measure import Measure
from westphalia.measures.tallies import Tally
from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.page.html import write_report
from westphalia.page.types import Line as LineView
from westphalia.page.types import Why
from westphalia.page.view import history_in_words, line_view, run_reasons, view_of
from westphalia.report.folder import (
    CASE,
    MANIFEST,
    REPORT,
    RESULTS,
    TABLE,
    existing_run,
    writing,
)
from westphalia.report.manifest import file_name, manifest, plan_hash, read_manifest, versions
from westphalia.report.measured import estimates_in
from westphalia.report.results import Results
from westphalia.runs.as_json import to_json
from westphalia.runs.history import facts_of, great_indices
from westphalia.runs.plan import Plan
from westphalia.runs.run_table import RunTable
from westphalia.runs.summary import summarise
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.problems import UserError

#: Runs of every theory that a report holds beside the typical one.
MORE_RUNS = 4
Progress = Callable[[str, int], None]
Write = Callable[[int, int, Mapping[str, np.ndarray]], None]


def default_folder(plan: Plan) -> Path:
    """Where a plan is written unless the user says otherwise."""
    return Path("runs") / f"{plan.case.name}-{plan_hash(plan)}"


def stored(folder: Path, plan: Plan) -> RunTable:
    """The table of a folder that holds this very plan.

    Raises:
        UserError: the folder holds something else; it is left as it is.
    """
    try:
        there = read_manifest(existing_run(folder))
        if there.get("hash") == plan_hash(plan):
            return RunTable.from_data(json.loads((folder / TABLE).read_text(encoding="utf-8")))
    except (UserError, OSError, ValueError):
        pass
    raise UserError(
        f"{folder} exists but is not a complete run of this configuration, and is not "
        f"overwritten. Choose another folder with --out, or remove it first."
    )


def source_of(plan: Plan) -> str:
    """Where numbers of a plan come from, in words."""
    return f"Westphalia {versions().get('westphalia', '')}, case {plan.case.name}, seed {plan.seed}"


def study(
    plan: Plan,
    target: Path,
    workers: int | None = None,
    progress: Progress = lambda line, runs: None,
    command: list[str] | None = None,
    extra: dict[str, Any] | None = None,
    measures: Sequence[Measure] = (),
) -> RunTable:
    """Simulate, score and write a run folder; returns its table.

    `progress` is told the theory and the number of runs just done. `extra`: files to write as
    JSON beside the rest, by name. `measures`: what else is to be in the table.
    """
    facts = facts_of(plan.case)  # read first, so that a broken file costs no simulation
    with writing(target) as folder:
        tallies, summaries = simulate_into(plan, folder / RESULTS, workers, progress)
        found = estimates_in(folder / RESULTS, plan, measures)
        table = summarise(plan, tallies, facts, found)
        progress("report", 0)
        write_inputs(plan, folder)
        about = manifest(plan, command)
        _write_json(folder / MANIFEST, about)
        for name, data in (extra or {}).items():
            _write_json(folder / name, data)
        from westphalia.report.figures import write_figures
        from westphalia.report.tables import write_tables

        write_tables(plan, tallies, table, facts, folder / "tables")
        _write_json(folder / TABLE, table.data())
        write_figures(table, plan, tallies, facts, folder / "figures")
        lines = {
            line.label: line_view(
                plan, line, summaries[line.label], 0 if line.baseline else MORE_RUNS
            )
            for line in plan.lines
        }
        view = view_of(plan, lines, table.data(), facts, about)
        write_report(view, typical_reasons(plan, lines, facts), folder / REPORT)
    return table


def typical_reasons(
    plan: Plan, lines: Mapping[str, LineView], facts: Facts | None
) -> dict[str, list[list[Why]]]:
    """The reasons of every theory's typical run, by line; baselines have none."""
    past = history_in_words(plan, facts)
    return {
        line.label: run_reasons(plan, line, lines[line.label]["typical"], past).all()
        for line in plan.lines
        if not line.baseline
    }


def simulate_into(
    plan: Plan, path: Path, workers: int | None, progress: Progress
) -> tuple[dict[str, Tally], dict[str, EnsembleSummary]]:
    """Simulate a plan, and stream every run into a results file."""
    with Results(
        path,
        [line.label for line in plan.lines],
        plan.runs,
        plan.calendar,
        plan.labels,
        chunk_size(len(plan.labels)),
        source_of(plan),
    ) as results:
        return simulated(plan, workers, progress, results.write)


def simulated(
    plan: Plan,
    workers: int | None,
    progress: Progress,
    write: Write = lambda line, first_run, records: None,
) -> tuple[dict[str, Tally], dict[str, EnsembleSummary]]:
    """Simulate every line of a plan: what scoring needs of it, and what the page shows.

    `write` is given every chunk: the position of its line, its first run, its records.
    """
    tallies: dict[str, Tally] = {}
    summaries: dict[str, EnsembleSummary] = {}
    for k, line in enumerate(plan.lines):
        progress(line.label, 0)
        tally, shown = tally_for(plan), EnsembleSummary(len(plan.labels), plan.years)
        done = 0
        for records in Program(plan.setting(line)).chunks(plan.runs, workers):
            _refuse_nonsense(records, line.label)
            write(k, done, records)
            tally.add(records, done)
            shown.add(records)
            width = records["alive"].shape[-1]
            done += width
            progress(line.label, width)
        tallies[line.label], summaries[line.label] = tally, shown
    return tallies, summaries


def _refuse_nonsense(records: dict[str, np.ndarray], label: str) -> None:
    """A simulation that gives no numbers is no result."""
    broken = [k for k, v in records.items() if v.dtype.kind == "f" and not np.isfinite(v).all()]
    if broken:
        raise UserError(
            f"The simulation under {label} gave no finite {', '.join(broken)}. Look for an extreme "
            f"parameter, figure of the case or number of the theory; nothing was written."
        )


def tally_for(plan: Plan) -> Tally:
    """An empty tally for a plan."""
    allied = np.nan_to_num(plan.case.start.pact) > 0
    return Tally(len(plan.labels), plan.years, great_indices(plan.case), allied)


def write_inputs(plan: Plan, folder: Path) -> None:
    """The case file and the user's theories, byte for byte."""
    (folder / CASE).write_bytes(plan.case.text)
    for path in {path for line in plan.lines for path in line.files}:
        copy = folder / file_name(path)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copy)


def _write_json(path: Path, data: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(to_json(data) + "\n", encoding="utf-8")
