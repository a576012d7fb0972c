"""Groups: the points of a sweep that share their world, theories and switches.

They differ in numbers alone, and numbers are data: one compiled program runs them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from westphalia.measures.moments.start import STARTS, of_start
from westphalia.measures.quantities import Records
from westphalia.measures.reading import Reading
from westphalia.runs.draws import agent_numbers, world_numbers
from westphalia.runs.spec import Spec
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.world.problems import UserError

#: Pair-years in a piece of work, seconds of computing, and places in it at most.
PAIR_YEARS, MOST_PLACES = 50_000_000, 8192
#: Beside the name of a measure: why some of its runs are missing.
WHY = "why {}"


class Failed(NamedTuple):
    """A measure that failed in some runs: how many, and the first reason."""

    measure: str
    runs: int
    why: str


@dataclass(frozen=True, eq=False)
class Group:
    """Some points of a sweep.

    `levels`: what is particular to them, by factor; `spec`: its run; `asked`: the levels as the
    file has them.
    """

    levels: Mapping[str, Any]
    spec: Spec
    asked: Mapping[str, Any]

    @cached_property
    def program(self) -> Program:
        """What simulates."""
        return Program(self.spec.setting(self.spec.lines[0]))

    @property
    def n(self) -> int:
        """Number of states."""
        return len(self.spec.labels)

    @property
    def places(self) -> int:
        """Places in a piece of work: whole chunks that take seconds."""
        width = chunk_size(self.n)
        fit = PAIR_YEARS // (self.n * (self.n - 1) * self.spec.years * width) * width
        return max(min(fit, MOST_PLACES), width)

    def evaluate(
        self,
        names: Sequence[str],
        points: np.ndarray,
        runs: int,
        readings: Iterable[Reading],
        first: int,
        last: int,
    ) -> dict[str, np.ndarray]:
        """Every reading's sums at places first .. last - 1. {name: [k, places]}, NaN where missing

        Place k is run k % runs of point k // runs: run r has the same random numbers at all
        points. `points`: [points, names]. Beside a reading, under `WHY`, is why runs are missing.
        """
        width, wanted = chunk_size(self.n), list(readings)
        from_start = any(name in STARTS for one in wanted for name in one.needs)
        parts: dict[str, list[np.ndarray]] = {m.name: [] for m in wanted}
        why: dict[str, np.ndarray] = {}
        for start in range(first, last, width):
            place = np.minimum(np.arange(start, start + width), last - 1)
            values = points[place // runs]
            runs_there = (place % runs).astype(np.uint32)
            p = world_numbers(self.spec.parameters, names, values)
            agents = agent_numbers(self.spec.lines[0].theories, names, values)
            records = self.program.chunk(runs_there, p, agents)
            broken = not_finite(records)
            if from_start:
                begun = self.program.begin(self.program.start(runs_there, None, p, agents))[0]
                records |= of_start(begun.world, self.spec.years)
            for one in wanted:  # of the whole chunk: a sum's last bits depend on its width
                sums, problem = measured(one, records, broken)
                parts[one.name].append(sums[:, : last - start].astype(np.float32))
                if problem:
                    why.setdefault(WHY.format(one.name), np.array(problem))
        return {name: np.concatenate(part, axis=1) for name, part in parts.items()} | why


def not_finite(records: Records) -> np.ndarray:
    """Runs whose numbers are not finite at the end, where they stay once they are not. [runs]"""
    runs = records["alive"].shape[-1]
    found = np.zeros(runs, bool)
    for record in records.values():
        if record.dtype.kind == "f":
            found |= ~np.isfinite(record[-1].reshape(-1, runs)).all(0)
    return found


def measured(reading: Reading, records: Records, broken: np.ndarray) -> tuple[np.ndarray, str]:
    """A reading's sums over every run, NaN where there are none, and why. [k, runs]

    `broken`: runs that are not looked at. Where the function of a measure fails, each run is
    measured by itself, so that one run does not take the others with it.
    """
    problem = ""
    if broken.any():
        problem = "the simulation gave values that are not finite: some number is too extreme."
    try:
        found = np.asarray(reading.parts(records), float)
    except UserError as error:
        problem, runs = problem or str(error), records["alive"].shape[-1]
        alone = [_alone(reading, records, run) for run in range(runs)]
        found = np.concatenate(alone, axis=1)
    large = ~broken & (np.abs(found) > np.finfo(np.float32).max).any(0)
    if large.any():
        problem = problem or f"Measure '{reading.name}' gave numbers that are too large to keep."
    return np.where(broken | large, np.nan, found), problem


def _alone(reading: Reading, records: Records, run: int) -> np.ndarray:
    try:
        return reading.parts({name: v[..., run : run + 1] for name, v in records.items()})
    except UserError:  # of a measure, which has a total and a weight
        return np.full((2, 1), np.nan)
