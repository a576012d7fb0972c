"""Simulations from Python: a case under a theory, its results as a dataset, its scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from westphalia.cases import Case, Facts, load_facts
from westphalia.measures.estimate import Estimate, measured
from westphalia.measures.measure import Measure
from westphalia.measures.registry import measure_of
from westphalia.measures.tallies import Tally
from westphalia.runs.history import great_indices
from westphalia.runs.plan import Line, Plan, line_of, modules_of
from westphalia.runs.run_table import RunTable
from westphalia.runs.settings import settings_of
from westphalia.runs.summary import summarise
from westphalia.simulation.dataset import dataset
from westphalia.simulation.ensemble import Program, assign, chunk_size
from westphalia.simulation.explain import Explanation, explain
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    import xarray as xr

Theories = Theory | str | Mapping[str, Theory | str] | Sequence[Theory]


@dataclass(frozen=True, eq=False)
class Experiment:
    """Runs of a case under one theory, or one theory per state. Made by `simulate`.

    `records`: the yearly record by name, [years, ..., runs]. `program`: what simulates.
    """

    plan: Plan
    program: Program
    records: Mapping[str, np.ndarray]

    @property
    def case(self) -> Case:
        """The case that was simulated."""
        return self.plan.case

    @property
    def line(self) -> Line:
        """The theories, and what they are called together."""
        return self.plan.lines[0]

    @cached_property
    def dataset(self) -> "xr.Dataset":
        """The results: dims run, year, state, other; units, meaning and source in `attrs`."""
        source = f"Westphalia, case {self.case.name}, {self.line.label}, seed {self.plan.seed}"
        return dataset(self.records, self.plan.labels, self.plan.calendar[0], source)

    @cached_property
    def tally(self) -> Tally:
        """Sums over groups of runs, from which everything is scored."""
        plan, width = self.plan, chunk_size(len(self.plan.labels))
        allied = np.nan_to_num(plan.case.start.pact) > 0
        tally = Tally(len(plan.labels), plan.years, great_indices(plan.case), allied)
        for first in range(0, plan.runs, width):
            chunk = {k: v[..., first : first + width] for k, v in self.records.items()}
            tally.add(chunk, first)
        return tally

    def measure(self, which: str | Measure) -> Estimate:
        """The value of a measure over the runs, with its 95% interval.

        `which`: a built-in measure by name, `path/to/file.py:NAME`, or a measure itself.
        """
        return measured(measure_of(which), self.records, self.line.label)

    def explain(self, state: str, year: int, run: int | None = None) -> Explanation:
        """What a state could do in a year and why it did what it did; print it to read it.

        `run`: one run, or None for mean and spread over the first 200 runs.
        """
        if run is not None and run >= self.plan.runs:
            raise UserError(f"There is no run {run}: runs are 0 to {self.plan.runs - 1}.")
        plan = self.plan
        found, _ = explain(
            self.program,
            plan.labels,
            plan.case.names,
            plan.calendar[0],
            state,
            year,
            self.line.label,
            run,
            plan.runs,
        )
        return found


def simulate(
    case: Case,
    theory: Theories,
    runs: int = 500,
    seed: int = 1,
    years: int | None = None,
    parameters: Mapping[str, float] | Parameters | None = None,
    off: Iterable[str] = (),
    on: Iterable[str] = (),
    serial: bool = False,
    workers: int | None = None,
    forms: Mapping[str, str] | None = None,
) -> Experiment:
    """Simulate a case under a theory.

    Args:
        theory: a theory, its name, a text such as "GMY=offensive,*=defensive", a mapping such as
            {"GMY": offensive, "*": defensive}, or one theory per state.
        years: how many; to the end of the case if None.
        parameters: values by name or symbol, such as "beta" or "offensive.worst_case"; the
            defaults for the rest.
        off, on: modules to switch.
        serial: states ally and join in turn, in random order, instead of all at once.
        workers: threads; one per core if None.
        forms: the form of a process that has several, such as {"contest": "difference"}.
    """
    line = line_from(theory, case.start.labels)
    whole = isinstance(parameters, Parameters)
    given: Mapping[str, float] = {} if whole or parameters is None else parameters
    settings = settings_of(given, line.theories, forms or {}, parameters if whole else None)
    line = line.having(settings.numbers)
    plan = Plan(
        case, (line,), runs, years or 0, seed, settings.parameters, modules_of(off, on), serial,
        settings.numbers,
    )  # fmt: skip
    program = Program(plan.setting(line))
    return Experiment(plan, program, _collected(program.chunks(runs, workers), runs))


def _collected(chunks: Iterator[Mapping[str, np.ndarray]], runs: int) -> dict[str, np.ndarray]:
    out: dict[str, np.ndarray] = {}
    done = 0
    for chunk in chunks:
        for name, values in chunk.items():
            if name not in out:
                out[name] = np.empty((*values.shape[:-1], runs), values.dtype)
            out[name][..., done : done + values.shape[-1]] = values
        done += next(iter(chunk.values())).shape[-1]
    return out


def line_from(theory: Theories, labels: Sequence[str]) -> Line:
    """A line from a theory, a name, a mapping of states to theories, or one theory per state."""
    if isinstance(theory, str):
        return line_of(theory, labels)
    if isinstance(theory, Theory):
        return Line(theory.name, theory.name, assign(theory, len(labels)))
    if isinstance(theory, Mapping):
        found = {k: v if isinstance(v, str) else v.name for k, v in theory.items()}
        spec = ",".join(f"{k}={v}" for k, v in found.items())
        own = {k: v for k, v in theory.items() if isinstance(v, Theory)}
        names = {k: ("defensive" if k in own else v) for k, v in found.items()}
        line = line_of(",".join(f"{k}={v}" for k, v in names.items()), labels)  # checks the states
        chosen = [
            own.get(label, own.get("*", there)) if label not in theory or label in own else there
            for label, there in zip(labels, line.theories, strict=True)
        ]
        return Line(spec, spec, tuple(chosen))
    theories = assign(theory, len(labels))
    name = ",".join(f"{s}={t.name}" for s, t in zip(labels, theories, strict=True))
    return Line(name, name, theories)


def score(experiment: Experiment | Sequence[Experiment], facts: Facts | None = None) -> RunTable:
    """What experiments expect, held against the facts of their case, with intervals.

    Several experiments are compared with each other: they must be of the same case, runs and
    seed. `facts`: those of the case's file if None. The result is the table of `westphalia run`.
    """
    several = [experiment] if isinstance(experiment, Experiment) else list(experiment)
    if not several:
        raise UserError("There is nothing to score.")
    first = several[0].plan
    for other in (e.plan for e in several):
        same = (other.case.sha256, other.runs, other.years, other.seed)
        if same != (first.case.sha256, first.runs, first.years, first.seed):
            raise UserError("Compare experiments of the same case, years, runs and seed only.")
    plan = Plan(first.case, tuple(e.line for e in several), first.runs, first.years, first.seed)
    facts = load_facts(first.case.path) if facts is None else facts
    return summarise(plan, {e.line.label: e.tally for e in several}, facts)
