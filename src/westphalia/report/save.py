"""Experiments as run folders, from Python: written, and read again."""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from westphalia.cases import Case
from westphalia.report.run import into, open_results, write_inputs, write_run
from westphalia.report.score import experiments_in, together
from westphalia.runs.experiment import Experiment
from westphalia.runs.folder import open_run
from westphalia.runs.history import facts_of
from westphalia.runs.results import read_runs
from westphalia.runs.simulate import Chunk
from westphalia.runs.spec import Spec
from westphalia.runs.theory_file import with_theory_files
from westphalia.runs.writing import refuse_existing, writing
from westphalia.simulation.dataset import VARIABLES
from westphalia.world.problems import UserError

COMMAND = ["westphalia", "(saved from Python)"]


def save(experiment: Experiment | Sequence[Experiment], folder: str | Path) -> Path:
    """Write an experiment, or several of the same case, years, runs and seed, as a run folder.

    The folder is one of `westphalia run`, with tables, figures and report; that of a random world
    has its results, scenario and manifest alone. Theories of the session are written to files.

    Raises:
        UserError: the folder exists, or the experiments are not of one run.
    """
    several = experiments_in(experiment)
    spec = _one_run(several)
    if not isinstance(folder, str | Path):
        raise UserError(f"folder: {str(folder)[:60]} is not a folder; give its path.")
    target = Path(folder)
    refuse_existing(target)
    with tempfile.TemporaryDirectory(prefix="westphalia-") as files:
        named = with_theory_files(spec, Path(files))
        chunks = _chunks(named, several)
        if isinstance(named.world, Case):
            write_run(named, chunks, facts_of(named.case), target, command=COMMAND)
        else:
            _write_random(named, chunks, target)
    return target


def load(folder: str | Path, theory: str | None = None) -> Experiment:
    """An experiment from a run folder: that of one theory, the first if none is named.

    A theory's file in the folder is code, and is run. Warns where a rerun here may give other
    numbers than the folder has.

    Raises:
        UserError: there is no such folder or theory, or a file in it was changed.
    """
    opened = open_run(folder)
    if theory is not None and not isinstance(theory, str):
        raise UserError(f"theory: {str(theory)[:60]} is not the name of a theory of the run.")
    spec = opened.spec
    line = spec.line(theory)
    for text in opened.warnings():
        warnings.warn(text, stacklevel=2)
    names = tuple(VARIABLES) if spec.record is None else spec.record
    k = spec.lines.index(line)
    records = read_runs(opened.results, k, slice(0, spec.runs), names)
    return Experiment(spec.only(line), records)


def _one_run(several: Sequence[Experiment]) -> Spec:
    """The description of experiments that one folder can hold."""
    first = several[0].spec
    for other in (e.spec for e in several):
        if _decides(first) != _decides(other):
            raise UserError(
                "A run folder holds theories side by side under the same parameters, modules and "
                "order: save these experiments in folders of their own."
            )
    return together(several)


def _decides(spec: Spec) -> tuple[Any, ...]:
    return spec.parameters, spec.modules, spec.serial, spec.record


def _chunks(spec: Spec, several: Sequence[Experiment]) -> Iterator[Chunk]:
    for line, experiment in zip(spec.lines, several, strict=True):
        done = 0
        for records in experiment.chunks():
            yield Chunk(line, done, records)
            done += records["alive"].shape[-1]


def _write_random(spec: Spec, chunks: Iterator[Chunk], target: Path) -> None:
    with writing(target) as folder:
        with open_results(spec, folder) as results:
            write = into(results, spec)
            for chunk in chunks:
                write(chunk)
        write_inputs(spec, folder, COMMAND)
