"""Simulate the lines of a run, chunk by chunk, and sum up what scoring needs."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from westphalia.measures.tallies import Tally
from westphalia.runs.history import great_indices
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program
from westphalia.world.problems import UserError

#: Called with what is being done and the number of runs just finished.
Progress = Callable[[str, int], None]
Records = Mapping[str, np.ndarray]


def no_progress(what: str, runs: int) -> None:
    """Report nothing."""


class Chunk(NamedTuple):
    """Some runs of a line. `first_run`: of this chunk; `records`: [years, ..., runs]."""

    line: Line
    first_run: int
    records: Records


def simulate_line(spec: Spec, line: Line, workers: int | None = None) -> Iterator[Records]:
    """The records of one line, chunk by chunk.

    Raises:
        UserError: the simulation gives numbers that are not finite.
    """
    for records in Program(spec.setting(line)).chunks(spec.runs, workers):
        _refuse_nonsense(records, line.label)
        yield records


def simulate_spec(
    spec: Spec, workers: int | None = None, progress: Progress = no_progress
) -> Iterator[Chunk]:
    """Every line of a run, one after the other, chunk by chunk."""
    for line in spec.lines:
        progress(line.label, 0)
        done = 0
        for records in simulate_line(spec, line, workers):
            yield Chunk(line, done, records)
            width = records["alive"].shape[-1]
            done += width
            progress(line.label, width)


def tally_for(spec: Spec) -> Tally:
    """An empty tally for a run of a case."""
    allied = np.nan_to_num(spec.case.start.pact) > 0
    return Tally(len(spec.labels), spec.years, great_indices(spec.case), allied)


def _refuse_nonsense(records: Records, label: str) -> None:
    """Refuse a simulation whose numbers are not finite."""
    broken = [k for k, v in records.items() if v.dtype.kind == "f" and not np.isfinite(v).all()]
    if broken:
        raise UserError(
            f"The simulation under {label} gave values that are not finite: {', '.join(broken)}. "
            f"Look for an extreme parameter, figure of the case or number of the theory. "
            f"Nothing was written."
        )
