"""Measures of a run folder, read off its results file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from westphalia.measures.estimate import Estimate, Sampled, to_dataframe
from westphalia.measures.measure import Measure
from westphalia.report.table_file import write_parquet
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import MEASURES as OWN_MEASURES
from westphalia.runs.manifest import copy_file, measure_row, read_manifest
from westphalia.runs.results import read_runs
from westphalia.runs.run_table import RunTable
from westphalia.runs.spec import Spec
from westphalia.runs.writing import MANIFEST, RESULTS, TABLE, replace_file
from westphalia.simulation.dataset import VARIABLES
from westphalia.simulation.ensemble import chunk_size
from westphalia.world.problems import unknown

MEASURES = "tables/measures.parquet"


class Stored(Mapping[str, np.ndarray]):
    """Records [years, ..., runs] of some runs of a theory; each is read when it is asked for."""

    def __init__(self, path: Path, theory: int, runs: slice) -> None:
        self._place = path, theory, runs
        self._read: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in VARIABLES:
            raise unknown("record", name, VARIABLES, where="the results of a run")
        if name not in self._read:
            self._read[name] = read_runs(*self._place, [name])[name]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(VARIABLES)

    def __len__(self) -> int:
        return len(VARIABLES)


def estimates_in(path: Path, spec: Spec, measures: Sequence[Measure]) -> tuple[Estimate, ...]:
    """The value of every measure under every theory of a results file."""
    width = chunk_size(len(spec.labels))
    out: list[Estimate] = []
    for k, line in enumerate(spec.lines if measures else ()):
        sampled = Sampled(measures)
        for first in range(0, spec.runs, width):
            sampled.add(Stored(path, k, slice(first, first + width)))
        out += sampled.estimates(line.label)
    return tuple(out)


def add_measures(
    folder: Path, spec: Spec, table: RunTable, measures: Sequence[Measure]
) -> RunTable:
    """The table of a finished run with more measures; the folder's tables are brought up to it."""
    if not measures:
        return table
    found = estimates_in(folder / RESULTS, spec, measures)
    names = {measure.name for measure in measures}
    kept = [estimate for estimate in table.measures if estimate.measure not in names]
    table = replace(table, measures=(*kept, *found))
    about = read_manifest(folder)
    rows = [row for row in about.get("measures", []) if row["name"] not in names]
    about["measures"] = [*rows, *map(measure_row, measures)]
    copy_measures(measures, folder)
    replace_file(folder / TABLE, (to_json(table.data()) + "\n").encode())
    write_parquet(to_dataframe(table.measures), folder / MEASURES)
    replace_file(folder / MANIFEST, (to_json(about) + "\n").encode())
    return table


def copy_measures(measures: Sequence[Measure], folder: Path) -> None:
    """Copy the files of the user's own measures into a run folder, byte for byte."""
    for measure in measures:
        if measure.file is not None:
            copy_file(measure.file, folder, OWN_MEASURES)
