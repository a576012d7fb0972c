"""Scores of experiments from Python: the table of a run, with `.to_dataframe()` and `.data()`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from westphalia.cases import Facts
from westphalia.runs.experiment import Experiment
from westphalia.runs.history import facts_of
from westphalia.runs.run_table import RunTable
from westphalia.runs.spec import Spec
from westphalia.runs.summary import summarise
from westphalia.world.problems import UserError


def score(experiment: Experiment | Sequence[Experiment], facts: Facts | None = None) -> RunTable:
    """What experiments expect, held against the facts of their case, with intervals.

    Several experiments are compared with each other: they must be of the same case, years, runs
    and seed. `facts`: those of the case's file if None.

    Raises:
        UserError: they are of different runs, or nothing is known to score them by.
    """
    several = experiments_in(experiment)
    spec = together(several)
    if facts is not None and not isinstance(facts, Facts):
        raise UserError(
            f"facts: {str(facts)[:60]} is not Facts; give load_facts(...), or leave them out."
        )
    found = facts_of(spec.case) if facts is None else facts
    if found is None:
        raise UserError(f"{spec.case.path} has no facts; add a `facts:` list to score this case.")
    return summarise(spec, {e.line.label: e.tally for e in several}, found)


def experiments_in(experiment: Any) -> list[Experiment]:
    """One experiment or several, as a list.

    Raises:
        UserError: there is none, or something is not an experiment.
    """
    several = [experiment] if isinstance(experiment, Experiment) else experiment
    several = list(several) if isinstance(several, Sequence) else [several]
    wrong = [e for e in several if not isinstance(e, Experiment)]
    if wrong or not several:
        shown = str(wrong[0])[:60] if wrong else "an empty list"
        raise UserError(f"{shown} is not an experiment: give what `simulate` or `load` returns.")
    return several


def together(several: Sequence[Experiment]) -> Spec:
    """The description of several experiments side by side.

    Raises:
        UserError: they are not of the same world, years, runs and seed.
    """
    first = several[0].spec
    for other in (e.spec for e in several):
        one, two = (_identity(s) for s in (first, other))
        if one != two:
            raise UserError("Compare experiments of the same case, years, runs and seed only.")
    return replace(first, lines=tuple(e.line for e in several))


def _identity(spec: Spec) -> tuple[Any, ...]:
    world = getattr(spec.world, "sha256", spec.world)
    return world, spec.runs, spec.years, spec.seed
