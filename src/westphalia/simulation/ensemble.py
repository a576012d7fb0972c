"""Ensembles: many runs of a scene under theories, in fixed chunks, on every core.

A chunk always has the same number of runs, padded at the end, so that the compiled program is
the same whatever the number of runs asked for: run 17 of 50 is run 17 of 5,000, to the bit.
Chunks are independent and are worked off by a few threads; JAX lets go of Python meanwhile.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np
from jaxtyping import Array

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules
from westphalia.mechanisms.suspicion import RULES
from westphalia.programs import compiled
from westphalia.simulation.begin import (
    Figures,
    GivenStart,
    Scene,
    overlay,
    refuse_unknown,
)
from westphalia.simulation.driver import Inputs, LaterChange, run_years
from westphalia.simulation.year import step
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Agents, Chosen, Modules, World


@dataclass(frozen=True)
class Setting:
    """Everything that decides what a simulation gives.

    `theories`: one per state. `growth`: exogenous growth, [years, n], NaN where unknown.
    `given`: figures of the start put in place of the scene's, NaN where the scene's stay.
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


#: Room is made for a multiple of so many years.
ROOM = 25


def chunk_size(n: int) -> int:
    """Runs per chunk: few enough to stay in a core's cache, a function of n alone."""
    return 128 if n <= 10 else 64 if n <= 48 else 32 if n <= 128 else 16


def room_for(years: int) -> int:
    """Years for which a compiled program has room, so that few programs serve all numbers."""
    return -(-years // ROOM) * ROOM


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


@compiled("a year for this number of states", seconds=15)
def _chunk(
    inputs: Inputs, later: LaterChange | None, *, rules: Rules, random_scene: Scene | None
) -> dict[str, Array]:
    """Records of a chunk of runs, [room, ..., runs]."""

    def observe(world: World, given: Given) -> tuple[World, dict[str, Array]]:
        return step(world, given, rules)

    return run_years(inputs, random_scene, observe, later)[1]


class Program:
    """A setting made ready to run: one compiled function, called chunk by chunk."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.n = setting.scene.n
        if len(setting.theories) != self.n:
            raise UserError(f"{len(setting.theories)} theories for {self.n} states.")
        if setting.years < 1:
            raise UserError("Simulate at least one year.")
        functions, owner = owners([theory.value for theory in setting.theories])
        self.rules = Rules(_DRAW, functions, serial=setting.serial, detail=setting.detail)
        self._agents = agents_of(setting.theories)
        self._owner = owner
        self._random, self._scene = _start_of(setting)
        growth = np.full((room_for(setting.years), self.n), np.nan, np.float32)
        if setting.growth is not None:
            known = min(setting.years, len(setting.growth))
            growth[:known] = setting.growth[:known]
        self._growth = growth[:, :, None]

    def inputs(self, runs: np.ndarray, p: Parameters | None = None) -> Inputs:
        """What a compiled function is given to simulate these run indices."""
        parameters = self.setting.parameters if p is None else p
        arrays: Any = (
            np.uint32(self.setting.seed),
            np.asarray(runs, np.uint32),
            np.int32(self.setting.years),
            self._growth,
        )
        owner: Any = self._owner
        floats = _floats(parameters), _floats(self.setting.modules)
        return Inputs(self._scene, self._agents, owner, *floats, *arrays)

    @property
    def random_scene(self) -> Scene | None:
        """The scene, if it draws its figures; None if they are given."""
        return self._random

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
        inputs = self.inputs(runs, p)
        if agents is not None:
            inputs = inputs._replace(agents=agents)
        if seed is not None:
            inputs = inputs._replace(seed=np.uint32(seed))
        later = _floats(later or self.setting.later)
        out = _chunk(inputs, later, rules=self.rules, random_scene=self._random)
        return {k: np.asarray(v)[: self.setting.years] for k, v in out.items()}

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


_DRAW = Draw()
