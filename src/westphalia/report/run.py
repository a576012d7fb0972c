"""The run folder: results, tables, figures and report of a run, from its simulated records."""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from westphalia.cases import Case, Facts
from westphalia.measures.estimate import Sampled
from westphalia.measures.measure import Measure
from westphalia.measures.registry import MEASURES
from westphalia.measures.tallies import Tally
from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.page.history import HistoryInWords
from westphalia.page.html import write_report
from westphalia.page.types import Line as LineView
from westphalia.page.types import Why
from westphalia.page.view import history_in_words, line_view, run_reasons, view_of
from westphalia.programs.environment import versions
from westphalia.report.figures import drawing_beside, shown
from westphalia.report.measured import copy_measures, estimates_in
from westphalia.report.tables import write_tables
from westphalia.runs.as_json import to_json
from westphalia.runs.folder import open_run
from westphalia.runs.history import facts_of
from westphalia.runs.lines import Line
from westphalia.runs.manifest import DRAWS, copy_file, manifest, measure_row, spec_hash
from westphalia.runs.results import Results
from westphalia.runs.run_table import RunTable
from westphalia.runs.simulate import Chunk, Progress, no_progress, simulate_spec, tally_for
from westphalia.runs.spec import Spec
from westphalia.runs.summary import summarise
from westphalia.runs.write import text_of
from westphalia.runs.writing import (
    CASE,
    MANIFEST,
    REPORT,
    RESULTS,
    SCENARIO,
    TABLE,
    holds_other,
    writing,
)
from westphalia.simulation.dataset import VARIABLES
from westphalia.simulation.ensemble import chunk_size
from westphalia.world.problems import UserError

#: Runs of every theory that a report holds beside the typical one.
MORE_RUNS = 4
#: Threads that make a report while `results.nc` is packed: one waits for what another simulates.
BESIDE = 3
#: What scoring, tables and the report need of every line, by its label.
Tallies = dict[str, Tally]
Summaries = dict[str, EnsembleSummary]


def default_folder(spec: Spec) -> Path:
    """Where a run is written unless the user says otherwise."""
    return Path("runs") / f"{spec.name}-{spec_hash(spec)}"


def stored_table(folder: Path, spec: Spec) -> RunTable:
    """The table of a folder that holds this very run.

    Raises:
        UserError: the folder holds something else; it is left as it is.
    """
    try:
        there = open_run(folder).manifest
        if there.get("hash") == spec_hash(spec):
            return RunTable.from_data(json.loads((folder / TABLE).read_text(encoding="utf-8")))
    except (UserError, OSError, ValueError):
        pass
    raise holds_other(folder, "configuration")


def run_into(
    spec: Spec,
    target: Path,
    workers: int | None = None,
    progress: Progress = no_progress,
    command: list[str] | None = None,
    extra: dict[str, Any] | None = None,
    measures: Sequence[Measure] = (),
) -> RunTable:
    """Simulate a run of a case and write its folder; returns the table.

    `extra`: files to write as JSON beside the rest, by name. `measures`: what else is to be in the
    table.
    """
    facts = facts_of(spec.case)  # read first, so that a broken file costs no simulation
    chunks = simulate_spec(spec, workers, progress)
    return write_run(spec, chunks, facts, target, progress, command, extra, measures)


def write_run(
    spec: Spec,
    chunks: Iterable[Chunk],
    facts: Facts | None,
    target: Path,
    progress: Progress = no_progress,
    command: list[str] | None = None,
    extra: dict[str, Any] | None = None,
    measures: Sequence[Measure] = (),
) -> RunTable:
    """Write the folder of a run of a case from its records; returns the table.

    `chunks`: of every line of the run, with all variables.
    """
    with (
        writing(target) as folder,
        drawing_beside(folder / "figures") as draw,
        open_results(spec, folder) as results,
        ThreadPoolExecutor(BESIDE) as beside,
    ):
        sampled = {line.label: Sampled(MEASURES.values()) for line in spec.lines}
        store = into(results, spec)

        def keep(chunk: Chunk) -> None:
            store(chunk)
            sampled[chunk.line.label].add(chunk.records)

        tallies, summaries = sum_up(spec, chunks, keep)
        stored = beside.submit(results.close)
        if measures:
            stored.result()  # they are read from it
        found = estimates_in(folder / RESULTS, spec, measures)
        table = summarise(spec, tallies, facts, found)
        progress("report", 0)
        draw(shown(table, spec, tallies, facts))
        about = write_inputs(spec, folder, command, measures)
        for name, data in (extra or {}).items():
            write_json(folder / name, data)
        write_tables(spec, tallies, sampled, table, facts, folder / "tables")
        write_json(folder / TABLE, table.data())
        past = history_in_words(spec, facts)
        told = [*beside.map(lambda line: _in_report(spec, line, summaries, past), spec.lines)]
        lines = {one["label"]: one for one, _ in told}
        why = {one["label"]: reasons for one, reasons in told if reasons is not None}
        write_report(view_of(spec, lines, table.data(), facts, about), why, folder / REPORT)
        stored.result()
    return table


def open_results(spec: Spec, folder: Path) -> Results:
    """`results.nc` of a run, open for its chunks."""
    return Results(
        folder / RESULTS,
        [line.label for line in spec.lines],
        spec.runs,
        spec.calendar,
        spec.labels,
        chunk_size(len(spec.labels)),
        f"Westphalia {versions().get('westphalia', '')}, case {spec.name}, seed {spec.seed}",
        tuple(VARIABLES) if spec.record is None else spec.record,
    )


def into(results: Results, spec: Spec) -> Callable[[Chunk], None]:
    """What writes a chunk of the run into its results."""
    places = {line.label: k for k, line in enumerate(spec.lines)}
    return lambda chunk: results.write(places[chunk.line.label], chunk.first_run, chunk.records)


def sum_up(
    spec: Spec, chunks: Iterable[Chunk], write: Callable[[Chunk], None] = lambda chunk: None
) -> tuple[Tallies, Summaries]:
    """What scoring needs of every line, and what the page shows. `write`: given each chunk."""
    tallies = {line.label: tally_for(spec) for line in spec.lines}
    summaries = {line.label: EnsembleSummary(len(spec.labels), spec.years) for line in spec.lines}
    for chunk in chunks:
        write(chunk)
        tallies[chunk.line.label].add(chunk.records, chunk.first_run)
        summaries[chunk.line.label].add(chunk.records)
    return tallies, summaries


def _in_report(
    spec: Spec, line: Line, summaries: Summaries, past: HistoryInWords | None
) -> tuple[LineView, list[list[Why]] | None]:
    """What a report shows of a theory, and the reasons of its typical run; baselines have none."""
    if line.baseline:
        return line_view(spec, line, summaries[line.label]), None
    view = line_view(spec, line, summaries[line.label], MORE_RUNS)
    return view, run_reasons(spec, line, view["typical"], past).all()


def write_inputs(
    spec: Spec,
    folder: Path,
    command: list[str] | None = None,
    measures: Sequence[Measure] = (),
) -> dict[str, Any]:
    """The manifest, the scenario, and the case and the user's own files byte for byte.

    Returns the manifest.
    """
    if isinstance(spec.world, Case):
        (folder / CASE).write_bytes(spec.world.text)
    for path in {file.path for line in spec.lines for file in line.files}:
        copy_file(path, folder)
    if spec.draws is not None:
        copy_file(spec.draws.file, folder, DRAWS)
    copy_measures(measures, folder)
    about = {**manifest(spec, command), "measures": [measure_row(m) for m in measures]}
    write_json(folder / MANIFEST, about)
    (folder / SCENARIO).write_text(text_of(about["spec"]), encoding="utf-8")
    return about


def write_json(path: Path, data: Any) -> None:
    """Data as a JSON file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(to_json(data) + "\n", encoding="utf-8")
