"""Simulations from Python: a world under a theory, its results as a dataset, its reasons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.cases import Case
from westphalia.measures.estimate import Estimate, estimate_measure
from westphalia.measures.measure import Measure
from westphalia.measures.registry import measure_of
from westphalia.measures.tallies import Tally
from westphalia.runs.arguments import spec_from_arguments
from westphalia.runs.lines import Line, Theories
from westphalia.runs.simulate import Records, simulate_line, tally_for
from westphalia.runs.spec import Spec
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.dataset import VARIABLES, dataset
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.simulation.explain import Explanation, explain
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr


@dataclass(frozen=True, eq=False, repr=False)
class Experiment:
    """Runs of a world under one theory, or one theory per state. Made by `simulate`.

    `records`: the yearly record by name, [years, ..., runs].
    """

    spec: Spec
    records: Records

    def __repr__(self) -> str:
        return f"<Experiment {self._summary()}>"

    def _repr_html_(self) -> str:
        rows = {
            "world": self.spec.title,
            "theories": self.line.label,
            "runs, years": f"{self.spec.runs}, {self.spec.calendar[0]}-{self.spec.calendar[-1]}",
            "seed": self.spec.seed,
            "records": ", ".join(self.records),
        }
        cells = "".join(
            f"<tr><th>{escape(k)}</th><td>{escape(str(v))}</td></tr>" for k, v in rows.items()
        )
        return f"<table>{cells}</table>"

    def _summary(self) -> str:
        spec = self.spec
        return (
            f"{spec.name}: {self.line.label}; {spec.runs} runs, {spec.calendar[0]}-"
            f"{spec.calendar[-1]}, seed {spec.seed}"
        )

    @property
    def case(self) -> Case:
        """The case that was simulated; UserError for a random world."""
        return self.spec.case

    @property
    def line(self) -> Line:
        """The theories, and what they are called together."""
        return self.spec.lines[0]

    @cached_property
    def program(self) -> Program:
        """What simulates."""
        return Program(self.spec.setting(self.line))

    @cached_property
    def dataset(self) -> "xr.Dataset":
        """The results: dims run, year, state, other; units, meaning and source in `attrs`."""
        spec = self.spec
        source = f"Westphalia, case {spec.name}, {self.line.label}, seed {spec.seed}"
        return dataset(self.records, spec.labels, spec.calendar[0], source)

    def chunks(self, workers: int | None = None) -> Iterator[Records]:
        """The records of all variables chunk by chunk; simulated again where some were left out."""
        if any(name not in self.records for name in VARIABLES):
            yield from simulate_line(self.spec, self.line, workers)
            return
        width = chunk_size(len(self.spec.labels))
        for first in range(0, self.spec.runs, width):
            yield {k: v[..., first : first + width] for k, v in self.records.items()}

    @cached_property
    def tally(self) -> Tally:
        """Sums over groups of runs, from which everything is scored."""
        tally, done = tally_for(self.spec), 0
        for chunk in self.chunks():
            tally.add(chunk, done)
            done += chunk["alive"].shape[-1]
        return tally

    def measure(self, which: str | Measure) -> Estimate:
        """The value of a measure over the runs, with its 95% interval.

        `which`: a built-in measure by name, `path/to/file.py:NAME`, or a measure itself.
        """
        return estimate_measure(measure_of(which), self.records, self.line.label)

    def explain(self, state: str, year: int, run: int | None = None) -> Explanation:
        """What a state could do in a year and why it did what it did; print it to read it.

        `run`: one run, or None for mean and spread over the first 200 runs.
        """
        spec = self.spec
        check_explained(spec, state, year, run)
        found, _ = explain(
            self.program, spec.labels, spec.names, spec.calendar[0], state, year, self.line.label,
            run, spec.runs,
        )  # fmt: skip
        return found


def check_explained(spec: Spec, state: Any, year: Any, run: Any) -> None:
    """Refuse what cannot be explained before anything is simulated.

    Raises:
        UserError: every problem.
    """
    problems = []
    if not isinstance(state, str):
        problems.append(f"state: {state!r} is not text; give a state such as {spec.labels[0]}.")
    first, last = spec.calendar[0], spec.calendar[-1]
    if not _whole(year) or not first <= year <= last:
        problems.append(f"year: {year!r} is not a simulated year; accepted: {first} to {last}.")
    if run is not None and (not _whole(run) or not 0 <= run < spec.runs):
        problems.append(f"run: there is no run {run!r}; runs are 0 to {spec.runs - 1}.")
    if problems:
        raise UserError("\n".join(problems))


def _whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def check_workers(workers: Any) -> None:
    """A number of threads, or None."""
    if workers is not None and (not _whole(workers) or workers < 1):
        raise UserError(
            f"workers: {workers!r} is not a number of threads; give 1 or more, or None."
        )


def simulate(
    case: "Case | RandomWorld | str | Path",
    theories: Theories,
    runs: int = 500,
    seed: int = 1,
    years: int | None = None,
    set: Mapping[str, float] | Parameters | None = None,
    off: Iterable[str] = (),
    on: Iterable[str] = (),
    forms: Mapping[str, str] | None = None,
    serial: bool = False,
    record: Iterable[str] | None = None,
    draws: "str | Path | None" = None,
    workers: int | None = None,
) -> Experiment:
    """Simulate a world under a theory.

    Args:
        case: a case, its name or file, or a random world such as `RandomWorld(8)`.
        theories: a theory, its name, a text such as "GMY=offensive,*=defensive", a mapping such as
            {"GMY": offensive, "*": defensive}, or one theory per state.
        years: how many; to the end of the case if None.
        set: numbers by name or symbol, of the world such as "beta" or of a theory such as
            "offensive.worst_case"; the defaults for the rest.
        off, on: modules to switch.
        forms: the form of a process that has several, such as {"contest": "difference"}.
        serial: states ally and join in turn, in random order, instead of all at once.
        record: what is kept of every run (see `dataset`); everything if None.
        draws: a table of draws, CSV or Parquet: run r has the numbers of row r % rows.
        workers: threads; one per core if None.

    Raises:
        UserError: every argument that is wrong, and what would be right.
    """
    spec = spec_from_arguments(
        case, theories, set, off, on, forms, draws,
        runs=runs, seed=seed, years=years, serial=serial, record=record,
    )  # fmt: skip
    check_workers(workers)
    return run_experiment(spec, workers)


def run_experiment(spec: Spec, workers: int | None = None) -> Experiment:
    """The runs of a description's first line."""
    return Experiment(spec, _collect(spec, workers))


def _collect(spec: Spec, workers: int | None) -> dict[str, np.ndarray]:
    out: dict[str, np.ndarray] = {}
    done = 0
    for chunk in simulate_line(spec, spec.lines[0], workers):
        for name in chunk if spec.record is None else spec.record:
            values = chunk[name]
            if name not in out:
                out[name] = np.empty((*values.shape[:-1], spec.runs), values.dtype)
            out[name][..., done : done + values.shape[-1]] = values
        done += chunk["alive"].shape[-1]
    return out
