"""A calibration as work in pieces: each round's points, then their simulations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from westphalia.experiments.calibration.schedule import Found, Schedule, finish, next_points
from westphalia.experiments.calibration.waves import Round
from westphalia.experiments.sweeps.group import WHY, Failed, Group
from westphalia.measures.measure import Measure
from westphalia.measures.reading import Reading
from westphalia.runs.manifest import measure_row, resolve
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.problems import UserError


class Place(NamedTuple):
    """What a target is read off: a measure or a moment in a group. `group`: its number."""

    group: int
    reading: Reading


class Part(NamedTuple):
    """A piece: places of a group in a round; the choice of the round's points if `group` is -1."""

    round: int
    group: int = -1
    first: int = 0
    last: int = 0

    @property
    def key(self) -> str:
        """The name under which what it gives is kept."""
        if self.group < 0:
            return f"{self.round:03d}/points"
        return f"{self.round:03d}/{self.group:04d}-{self.first:010d}"


@dataclass(frozen=True, eq=False)
class Calibration:
    """What is calibrated, to what, and where that is simulated: a `work.job.Job`.

    `schedule`: ranges by full name, targets, and how many simulations; `places`: what each target
    is read off; `runs`: of each point. `data`, `files`: see `sweeps.sweep.Sweep`.
    """

    schedule: Schedule
    groups: Sequence[Group]
    places: tuple[Place, ...]
    runs: int
    data: Mapping[str, Any]
    files: Mapping[str, Path]

    def points_in(self, round_: int) -> int:
        """Points of a round, unless nothing is left."""
        schedule = self.schedule
        if round_ < schedule.waves:
            return schedule.points
        if round_ < schedule.before_moves:
            return schedule.particles
        first = (round_ - schedule.before_moves) % 2 == 0
        return (schedule.particles + first) // 2

    def readings_in(self, group: int) -> tuple[Reading, ...]:
        """What is read off a group, each name once."""
        found = {p.reading.name: p.reading for p in self.places if p.group == group}
        return tuple(found.values())

    @cached_property
    def parts(self) -> list[Part]:
        """The pieces of all rounds."""
        out: list[Part] = []
        for k in range(self.schedule.rounds):
            out.append(Part(k))
            out += self._simulations(k)
        return out

    def _simulations(self, round_: int) -> list[Part]:
        places = self.points_in(round_) * self.runs
        return [
            Part(round_, g, first, min(first + group.places, places))
            for g, group in enumerate(self.groups)
            if self.readings_in(g)
            for first in range(0, places, group.places)
        ]

    def pieces(self) -> Sequence[Piece]:
        """See `work.job.Job`."""
        return self._pieces

    @cached_property
    def _pieces(self) -> list[Piece]:
        found: list[Piece] = []
        for part in self.parts:
            if part.group >= 0:
                needs: tuple[str, ...] = (Part(part.round).key,)
            else:
                needs = tuple(p.key for p in self.parts if p.round == part.round - 1)
            found.append(Piece(part.key, part.last - part.first, needs))
        return found

    def make(self, number: int, store: Store) -> dict[str, np.ndarray]:
        """See `work.job.Job`: a round's points; or the sums over every run, by reading."""
        part = self.parts[number]
        if part.group < 0:
            before = self.made(store, part.round)
            self._refuse_silent(before, store)
            over = len(before) < part.round  # nothing was left before this round
            ask = next_points(self.schedule, before[: 0 if over else None])
            empty = slice(0, 0) if over else slice(None)
            return {"points": ask.points[empty], "log_density": ask.log_density[empty]}
        points = store.get(Part(part.round).key)["points"]
        if not len(points):
            return {}
        names, values = self.schedule.space.names, self.schedule.space.values(points)
        readings = self.readings_in(part.group)
        group = self.groups[part.group]
        return group.evaluate(names, values, self.runs, readings, part.first, part.last)

    def made(self, store: Store, rounds: int | None = None) -> list[Round]:
        """What the rounds gave, up to one that had nothing left to simulate."""
        found: list[Round] = []
        for k in range(self.schedule.rounds if rounds is None else rounds):
            asked = store.get(Part(k).key)
            if not len(asked["points"]):
                break
            read = self._estimates(store, k)
            places = [read[place.group, place.reading.name] for place in self.places]
            values, errors = (np.stack(part, axis=1) for part in zip(*places, strict=True))
            found.append(Round(asked["points"], asked["log_density"], values, errors))
        return found

    def _estimates(
        self, store: Store, round_: int
    ) -> dict[tuple[int, str], tuple[np.ndarray, np.ndarray]]:
        """Values and standard errors by group and reading, [points] each, piece by piece."""
        found: dict[tuple[int, str], list[tuple[np.ndarray, np.ndarray]]] = {}
        begun: dict[tuple[int, str], np.ndarray] = {}  # runs of a point that the next piece ends
        for part in self._simulations(round_):
            kept = store.get(part.key)
            for one in self.readings_in(part.group):
                key, sums = (part.group, one.name), kept[one.name]
                if key in begun:
                    sums = np.concatenate((begun[key], sums), axis=1)
                whole = sums.shape[1] // self.runs * self.runs
                begun[key] = sums[:, whole:]
                points = sums[:, :whole].reshape(len(sums), -1, self.runs).astype(float)
                found.setdefault(key, []).append(one.estimates(points))
        return {
            key: (np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))
            for key, parts in found.items()
        }

    def _refuse_silent(self, before: Sequence[Round], store: Store) -> None:
        """Refuse to go on where a target has no value at any point so far."""
        if not before:
            return
        values = np.concatenate([made.values for made in before])
        silent = np.flatnonzero(~np.isfinite(values).any(0))
        why = {one.measure: one.why for one in self.failed(store, len(before))}
        problems = [
            f"'{self.schedule.targets[j].name}' has no value at any of {len(values)} points. "
            + (
                why.get(self.places[j].reading.name)
                or "It may never have an occasion: leave it out, or give more runs or years."
            )
            for j in silent
        ]
        if problems:
            raise UserError("\n".join(problems))

    def failed(self, store: Store, rounds: int | None = None) -> list[Failed]:
        """What could not be read off some runs of the rounds that are made."""
        found: dict[str, Failed] = {}
        for k in range(self.schedule.rounds if rounds is None else rounds):
            for part in self._simulations(k):
                kept = store.get(part.key)
                for name in (one.name for one in self.readings_in(part.group)) if kept else ():
                    runs = int(np.isnan(kept[name][0]).sum())
                    if runs:
                        why = str(kept.get(WHY.format(name), ""))
                        before = found.get(name, Failed(name, 0, why))
                        found[name] = before._replace(runs=before.runs + runs)
        return list(found.values())

    def found(self, store: Store) -> Found:
        """What was found, from all pieces."""
        return finish(self.schedule, self.made(store))

    def describe(self) -> dict[str, Any]:
        """Everything that decides the numbers. JSON-able."""
        return {
            "calibration": dict(self.data),
            "groups": [resolve(group.spec) for group in self.groups],
            "ranges": dict(zip(self.schedule.space.names, self.schedule.space.spans, strict=True)),
            "targets": [vars(target) for target in self.schedule.targets],
            "measures": [_row(place.reading) for place in self.places],
        }


def _row(reading: Reading) -> dict[str, Any]:
    """A reading as the manifest describes it."""
    return measure_row(reading) if isinstance(reading, Measure) else {"name": reading.name}
