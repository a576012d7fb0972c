"""Ensembles: many runs of a scene under theories, in fixed chunks, on every core.

A chunk always has the same number of runs, padded at the end, so that the compiled program is
the same whatever the number of runs asked for: run 17 of 50 is run 17 of 5,000, to the bit.
Chunks are independent and are worked off by a few threads; JAX lets go of Python meanwhile.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np
from jaxtyping import Array

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Rules
from westphalia.mechanisms.suspicion import RULES
from westphalia.programs import SCAN, compiled
from westphalia.simulation.begin import (
    Figures,
    GivenStart,
    Scene,
    impose_figures,
    overlay,
    refuse_unknown,
)
from westphalia.simulation.driver import Ahead, Begun, Start, begin_runs, run_years
from westphalia.simulation.year import step
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Agents, Chosen, Modules, World


class LaterChange(NamedTuple):
    """What changes in a simulated year (1 = the first) and, but for the figures, stays so."""

    year: int
    figures: Figures
    parameters: Parameters
    modules: Modules


@dataclass(frozen=True)
class Setting:
    """Everything that decides what a simulation gives.

    `theories`: one per state. `growth`: exogenous growth, [years, n], NaN where unknown.
    `parameters`, `agents` (the theories' own numbers, if they are not the theories'): one value
    each, or one per draw, and then run r has those of draw r % draws. `given`: figures of the
    start put in place of the scene's, NaN where the scene's stay.
    `later`: what changes in a later year. `detail`: record threats, beliefs and types too.
    """

    scene: Scene
    theories: tuple[Theory, ...]
    years: int
    seed: int = 0
    parameters: Parameters = field(default_factory=Parameters)
    modules: Modules = field(default_factory=Modules)
    serial: bool = False
    growth: np.ndarray | None = None
    given: Figures | None = None
    later: LaterChange | None = None
    detail: bool = False
    agents: Agents | None = None


#: Years for which a compiled program has room: the first number where that suffices, else the
#: second; the program is called as often as it takes.
ROOM, MORE_ROOM = 25, 50


def chunk_size(n: int) -> int:
    """Runs per chunk: few enough to stay in a core's cache, a function of n alone."""
    return 128 if n <= 10 else 64 if n <= 48 else 32 if n <= 128 else 16


def chunk_of(run: int, n: int) -> np.ndarray:
    """The runs of the chunk that a run is in."""
    width = chunk_size(n)
    return run // width * width + np.arange(width)


def assign(theory: Theory | Sequence[Theory], n: int) -> tuple[Theory, ...]:
    """One theory per state, from one for all or a list of n."""
    if isinstance(theory, Theory):
        return (theory,) * n
    if len(theory) != n:
        raise UserError(f"{len(theory)} theories for {n} states: give one, or one per state.")
    return tuple(theory)


#: What the habits of a baseline are called in `Agents`, where it is not "h_" and their name.
_HABITS = {"h_raise": "raise_", "h_target": "join_target", "h_attacker": "join_attacker"}


def agents_of(
    theories: Sequence[Theory],
    draws: Mapping[str, Array] | None = None,
    among: Sequence[Theory] = (),
) -> Agents:
    """The numbers and rules of every state's theory. [n, 1], or [n, runs] where `draws` has a name.

    `among`: further theories whose rules are to be there beside the built-in ones, so that agents
    of different theories may be put side by side.
    """
    columns: dict[str, Any] = {}
    for name in Agents._fields:
        if name == "suspicion":
            continue
        if name.startswith("h_"):
            attribute = _HABITS.get(name, name[2:])
            values = [getattr(t.habits, attribute) if t.habits else 0.0 for t in theories]
        elif name == "habit":
            values = [float(t.habits is not None) for t in theories]
        else:
            values = [t.numbers()[name].value for t in theories]
        columns[name] = np.asarray(values, np.float32)[:, None]
    for name, value in (draws or {}).items():
        columns[name] = np.broadcast_to(value, (len(theories), np.shape(value)[-1]))
    rules, index = owners(_rules_of(theories), (*RULES, *_rules_of(among)))
    columns["suspicion"] = Chosen(index[:, None], rules)  # type: ignore[arg-type]
    return Agents(**columns)


def _rules_of(theories: Sequence[Theory]) -> list[Any]:
    return [theory.expects.suspicion for theory in theories]


def owners(chosen: Sequence[Any], among: Sequence[Any] = ()) -> tuple[tuple[Any, ...], np.ndarray]:
    """The distinct functions in play, and which of them each state uses. [n]

    `chosen`: one function per state; `among`: functions to be there whether or not one uses them.
    """
    functions = tuple(dict.fromkeys((*among, *chosen)))
    return functions, np.asarray([functions.index(f) for f in chosen], np.float32)


def _floats(tree: Any) -> Any:
    return jax.tree.map(lambda v: np.asarray(v, np.float32), tree)


def _start_of(setting: Setting) -> tuple[Scene | None, Figures | None]:
    """The scene if it draws its figures, and the figures that are given.

    Raises:
        UserError: a figure is unknown that is neither drawn nor filled in.
    """
    scene, given = setting.scene, setting.given
    if not isinstance(scene, GivenStart):
        return scene, given
    figures = scene.values if given is None else overlay(scene.values, given)
    refuse_unknown(figures, scene.labels)
    return None, figures


@compiled("the start of runs for this number of states", options=SCAN)
def _begin(start: Start, *, random_scene: Scene | None) -> Begun:
    """Runs before their first year."""
    return begin_runs(start, random_scene)


@compiled("a year for this number of states", seconds=15)
def _chunk(ahead: Ahead, *, rules: Rules) -> tuple[World, dict[str, Array]]:
    """A chunk of runs after some years, and the records of these. [room, ..., runs]"""
    return run_years(ahead, lambda world, given: step(world, given, rules))


@compiled("a change of figures for this number of states")
def _impose(world: World, figures: Figures, p: Parameters) -> World:
    """The worlds with the figures that are given put in place of their own."""
    return impose_figures(world, figures, p)


#: A compiled function that takes runs through some years: the worlds after them, what was kept.
Pass = Callable[[Ahead], tuple[World, Any]]


class Program:
    """A setting made ready to run: compiled functions, called chunk by chunk."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.n = setting.scene.n
        if len(setting.theories) != self.n:
            raise UserError(f"{len(setting.theories)} theories for {self.n} states.")
        if setting.years < 1:
            raise UserError("Simulate at least one year.")
        functions, owner = owners([theory.value for theory in setting.theories])
        self.rules = Rules(_DRAW, functions, serial=setting.serial, detail=setting.detail)
        self._agents = agents_of(setting.theories) if setting.agents is None else setting.agents
        self._owner = owner
        self._random, self._scene = _start_of(setting)
        self._room = ROOM if setting.years <= ROOM else MORE_ROOM
        self.growth = np.full((setting.years, self.n, 1), np.nan, np.float32)
        if setting.growth is not None:
            known = min(setting.years, len(setting.growth))
            self.growth[:known, :, 0] = setting.growth[:known]

    def start(
        self,
        runs: np.ndarray,
        seed: int | None = None,
        p: Parameters | None = None,
        agents: Agents | None = None,
    ) -> Start:
        """What the runs with these indices begin from.

        `seed`, `p`, `agents`: in place of the setting's, the last two for example one per run.
        """
        usual = _of_runs((self.setting.parameters, self._agents), runs)
        arrays: Any = (
            *_floats((usual[0] if p is None else p, self.setting.modules)),
            np.uint32(self.setting.seed if seed is None else seed),
            np.asarray(runs, np.uint32),
        )
        return Start(self._scene, usual[1] if agents is None else agents, *arrays)

    def begin(self, start: Start) -> tuple[Ahead, Figures]:
        """The runs before their first year, and the figures that they began from."""
        begun = _begin(start, random_scene=self._random)
        arrays: Any = self._owner, start.p, start.mods, self._growth_from(1), *np.ones(2, np.int32)
        return Ahead(begun.world, begun.keys, start.agents, *arrays), begun.figures

    def go(
        self, ahead: Ahead, until: int, through: Pass, later: LaterChange | None = None
    ) -> tuple[Ahead, Any]:
        """The runs before year `until` + 1, and what was kept of all years up to then.

        What is kept has the years first, [years, ...]; it is None if there are none.
        """
        ahead, kept, year = self._before(1, ahead, later), [], 1
        while year <= until:
            end = min(until + 1, year + self._room)
            if later is not None and year < later.year:
                end = min(end, later.year)
            world, records = through(ahead._replace(years=np.int32(end - year)))
            kept.append(jax.tree.map(lambda v, count=end - year: np.asarray(v)[:count], records))
            ahead = self._before(end, ahead._replace(world=world), later)
            year = end
        return ahead, jax.tree.map(_in_a_row, *kept) if kept else None

    def before(self, year: int, runs: np.ndarray) -> Ahead:
        """Exactly one chunk of runs before a year (1 = the first)."""
        ahead, _ = self.begin(self.start(runs))
        return self.go(ahead, year - 1, partial(_chunk, rules=self.rules), self.setting.later)[0]

    def chunk(
        self,
        runs: np.ndarray,
        p: Parameters | None = None,
        agents: Agents | None = None,
        later: LaterChange | None = None,
        seed: int | None = None,
    ) -> dict[str, np.ndarray]:
        """Records of exactly one chunk of run indices, [years, ..., runs].

        `p`, `agents`, `later`, `seed`: in place of the setting's, for example one value per run.
        """
        start = self.start(runs, seed, p, agents)
        through = partial(_chunk, rules=self.rules)
        later = later or self.setting.later
        return self.go(self.begin(start)[0], self.setting.years, through, later)[1]

    def _before(self, year: int, ahead: Ahead, later: LaterChange | None) -> Ahead:
        """The runs before a year, with what that year changes and is given."""
        if later is not None and year == later.year:
            ahead = _changed(ahead, later)
        return ahead._replace(growth=self._growth_from(year), first=np.int32(year))

    def _growth_from(self, year: int) -> np.ndarray:
        """Exogenous growth in the years that a program has room for. [room, n, 1]"""
        known = self.growth[year - 1 :][: self._room]
        missing = self._room - len(known)
        return np.pad(known, ((0, missing), (0, 0), (0, 0)), constant_values=np.nan)

    def chunks(self, runs: int, workers: int | None = None) -> Iterator[dict[str, np.ndarray]]:
        """Records of runs 0 .. runs - 1 in order, chunk by chunk, padding removed."""
        if runs < 1:
            raise UserError("Ask for at least one run.")
        width = chunk_size(self.n)
        starts = range(0, runs, width)
        workers = workers or os.cpu_count() or 1

        def work(start: int) -> dict[str, np.ndarray]:
            records = self.chunk(np.arange(start, start + width))
            keep = min(width, runs - start)
            return {k: v[..., :keep] for k, v in records.items()}

        with ThreadPoolExecutor(workers) as pool:
            waiting = []
            for start in starts:
                waiting.append(pool.submit(work, start))
                if len(waiting) > 2 * workers:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()


def _of_runs(numbers: Any, runs: np.ndarray) -> Any:
    """The values of some runs, where there is one per draw; single values as they are."""

    def pick(value: Any) -> Any:
        draws = np.shape(value)[-1:]
        return value[..., np.asarray(runs) % draws[0]] if draws > (1,) else value

    return jax.tree.map(pick, numbers)


def _changed(ahead: Ahead, later: LaterChange) -> Ahead:
    """The runs after a change."""
    p, mods = _floats((later.parameters, later.modules))
    p, mods = jax.tree.map(_wide_as, (p, mods), (ahead.p, ahead.mods))
    return ahead._replace(world=_impose(ahead.world, later.figures, p), p=p, mods=mods)


def _in_a_row(first: np.ndarray, *rest: np.ndarray) -> np.ndarray:
    """The years of all parts. One part alone is not copied."""
    return np.concatenate((first, *rest)) if rest else first


def _wide_as(new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """A value as wide as the one that it takes the place of, for the same program takes both."""
    return np.broadcast_to(new, np.broadcast_shapes(np.shape(new), np.shape(old)))


_DRAW = Draw()
