"""The view: everything that the page shows of one simulation."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from westphalia.cases import Facts
from westphalia.measures.quantities import pairs
from westphalia.page import types
from westphalia.page.ensemble_summary import EnsembleSummary, run_record
from westphalia.page.history import HistoryInWords, history_of
from westphalia.page.html import FORMAT
from westphalia.page.meanings import meanings
from westphalia.page.numbers import own_theories
from westphalia.page.reasons import RunReasons
from westphalia.page.table_types import Table
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.runs.switches import forms_chosen, modules_switched, parameters_set
from westphalia.runs.write import spec_text, text_of
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.theories import THEORIES
from westphalia.world.agreements import RECORDED
from westphalia.world.start import DYAD_FIELDS


def view_of(
    spec: Spec,
    lines: Mapping[str, types.Line],
    table: Mapping[str, Any] | None,
    facts: Facts | None,
    about: Mapping[str, Any],
) -> types.View:
    """Everything the page shows of one simulation.

    Args:
        lines: by label, from `line_view`.
        table: from `runs.summary`; None where nothing is scored.
        about: the manifest: command, date, hash, versions.
    """
    case = spec.case
    return types.View(
        format=FORMAT,
        key="",
        saved=False,
        live=False,
        not_live_reason="",
        case=types.CaseSummary(
            name=case.name,
            title=case.title,
            summary=case.summary,
            start=case.start.year,
            sources=dict(case.sources),
        ),
        command=_command(about),
        date=about.get("date", ""),
        hash=about.get("hash", ""),
        versions=about.get("versions", {}),
        seed=spec.seed,
        runs=spec.runs,
        serial=spec.serial,
        parameters={**parameters_set(spec.parameters), **spec.numbers},
        forms=forms_chosen(spec.parameters.forms),
        modules=modules_switched(spec.modules),
        years=spec.calendar,
        states=states_of(spec),
        start=_start(spec),
        history=None if facts is None else history_of(facts, spec.calendar),
        lines=[lines[line.label] for line in spec.lines],
        built_in_theories=list(THEORIES),
        own_theories=own_theories(spec),
        meanings=meanings(),
        table=cast(Table | None, table),
        scenario=text_of(about["spec"]) if "spec" in about else spec_text(spec),
    )


def _command(about: Mapping[str, Any]) -> str:
    """The command without the folders of this machine."""
    return " ".join(Path(word).name if "/" in word else word for word in about.get("command", []))


def states_of(spec: Spec) -> list[types.State]:
    """The states of a run's case, with the places of their capitals."""
    case = spec.case
    return [
        types.State(
            id=label,
            ccode=code,
            name=name,
            lat=case.capitals[label][0],
            lon=case.capitals[label][1],
            great_power=label in case.great_powers,
        )
        for label, code, name in zip(spec.labels, case.ccodes, case.names, strict=True)
    ]


def _start(spec: Spec) -> types.Start:
    start = spec.case.start
    rows, columns = pairs(len(spec.labels))
    power = start.resources / np.sum(start.resources)
    known = [a for a in RECORDED if a.variable in DYAD_FIELDS]
    agreements = sum(a.bit * a.in_force(start)[rows, columns].astype(int) for a in known)
    return types.Start(
        agreements=np.asarray(agreements).tolist(),
        power=[round(float(v), 6) for v in power],
        pact=allied(spec)[rows, columns].astype(int).tolist(),
    )


def allied(spec: Spec) -> np.ndarray:
    """Whether each pair has a pact of help at the start. [n, n]"""
    return np.nan_to_num(spec.case.start.pact) > 0


def history_in_words(spec: Spec, facts: Facts | None) -> HistoryInWords | None:
    """What each state did in history, in words; None without facts."""
    return None if facts is None else HistoryInWords(facts, spec.case.names, allied(spec))


def line_view(spec: Spec, line: Line, summary: EnsembleSummary, others: int = 0) -> types.Line:
    """One theory's ensemble and its typical run.

    `others`: how many of the first runs to add, for a report, which has no server to ask.
    """
    typical = summary.typical()
    shown = [k for k in range(min(others + 1, spec.runs)) if k != typical][:others]
    return types.Line(
        label=line.label,
        title=line.title,
        baseline=line.baseline,
        theories=[theory.name for theory in line.theories],
        ensemble=summary.ensemble(),
        typical=typical,
        records=run_records(Program(spec.setting(line)), (typical, *shown)),
    )


def run_records(program: Program, runs: Sequence[int]) -> list[types.RunRecord]:
    """Some runs of a simulation, simulated again in their chunks, which gives the same numbers."""
    width = chunk_size(program.n)
    chunks: dict[int, Mapping[str, np.ndarray]] = {}
    for start in {run // width * width for run in runs}:
        chunks[start] = program.chunk(np.arange(start, start + width))
    return [run_record(chunks[run // width * width], run % width, run) for run in runs]


def run_reasons(spec: Spec, line: Line, run: int, history: HistoryInWords | None) -> RunReasons:
    """The reasons of every decision of one run."""
    program = Program(spec.setting(line))
    return RunReasons(program, run, spec.labels, spec.case.names, spec.calendar, history)
