"""What a sweep would take: points, runs, time and memory, from one chunk of every kind of world."""

import time
from typing import NamedTuple

import numpy as np

from westphalia.experiments.sweeps.group import WHY, Group
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.simulation.ensemble import chunk_size
from westphalia.world.problems import UserError

#: Bytes of one worker before it simulates: Python, JAX and a compiled program.
BASE = 600_000_000
#: A chunk's records are there once as they come and once or twice as they are read.
COPIES = 3.0


class Rehearsal(NamedTuple):
    """What a sweep would take.

    `compiling`: seconds until the first chunks are there, a part of which is compilation;
    `seconds`: of computing on one core, without that; `bytes`: of memory, one worker.
    """

    points: int
    runs: int
    pieces: int
    world_years: int
    compiling: float
    seconds: float
    bytes: float


def rehearse(sweep: Sweep) -> Rehearsal:
    """Run one chunk of every kind of world twice, once to compile and once to time it.

    Raises:
        UserError: a measure fails in all of its runs.
    """
    runs, kinds = sweep.size * sweep.runs, {}
    compiling = seconds = most = 0.0
    each = len(sweep.points) * sweep.runs
    for group in sweep.groups:
        kind = group.n, group.spec.years, group.spec.serial, group.levels.get("case")
        if kind not in kinds:
            begin = time.perf_counter()
            _chunk(sweep, group)
            middle = time.process_time()
            compiling += time.perf_counter() - begin
            size = _chunk(sweep, group)
            kinds[kind] = time.process_time() - middle, size
        chunk, size = kinds[kind]
        seconds += chunk * -(-each // chunk_size(group.n))
        most = max(most, COPIES * size)
    years = sum(each * group.spec.years for group in sweep.groups)
    shape = sweep.size, runs, len(sweep.pieces()), years
    return Rehearsal(*shape, compiling, seconds, BASE + most + 2.0 * sweep.points.nbytes)


def refuse_failing(sweep: Sweep) -> None:
    """Refuse measures of the user's that fail in all runs of a first chunk in some group.

    Raises:
        UserError: what is wrong with them.
    """
    if any(measure.file for measure in sweep.measures):
        for group in sweep.groups:
            _chunk(sweep, group)


def _chunk(sweep: Sweep, group: Group) -> int:
    """Measure one chunk of runs; returns the bytes of its records."""
    width = chunk_size(group.n)
    last = min(width, len(sweep.points) * sweep.runs)
    found = group.evaluate(sweep.names, sweep.points, sweep.runs, sweep.measures, 0, last)
    for measure in sweep.measures:
        if np.isnan(found[measure.name]).all():
            raise UserError(str(found[WHY.format(measure.name)]))
    return group.n**2 * group.spec.years * width * 4 * 20
