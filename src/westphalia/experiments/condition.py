"""Conditions: the worlds that an experiment compares, as data."""

import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from westphalia.cases import load_case
from westphalia.experiments.design import Design
from westphalia.measures.quantities import Records
from westphalia.runs.lines import Line
from westphalia.runs.settings import numbers_of, settings_of
from westphalia.runs.spec import Spec, labels_of
from westphalia.runs.switches import module_values, modules_of, switches_of
from westphalia.simulation.begin import FIGURES, PAIRS, Figures, RandomWorld, figures_of
from westphalia.simulation.ensemble import LaterChange, Program, assign, chunk_size
from westphalia.theories import Theory, defensive
from westphalia.world.parameters import ABOUT, checked
from westphalia.world.problems import UserError, unknown


@dataclass(frozen=True)
class Later:
    """What changes in a simulated year (1 = the first) and stays so; figures are set once."""

    year: int
    set: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "set", checked(self.set))


@dataclass(frozen=True)
class Condition:
    """A world to be simulated: who, under which theories, and what is held fixed.

    `states`: powers of a random world, unless `case` names a historical one. `theory`: one for
    all or one per state. `set`: numbers of the world and of theories held at a value in every draw,
    by name. `off`, `on`: modules.
    `forms`: forms of processes, by process. `given`: figures of the start, NaN where drawn (see
    `simulation.begin.FIGURES`); resources are scaled to mean 1 afterwards. `growth`: exogenous
    growth by state, log points a year, one rate or one per year. `later`: a change in a later year.
    """

    years: int
    states: int = 8
    case: str | None = None
    theory: Theory | tuple[Theory, ...] = defensive
    set: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    growth: Mapping[int, float | Sequence[float]] | None = None
    later: Later | None = None
    serial: bool = False

    def __post_init__(self) -> None:
        theories = (self.theory,) if isinstance(self.theory, Theory) else self.theory
        object.__setattr__(self, "set", numbers_of(self.set, theories))
        if self.later is not None and not 1 <= self.later.year <= self.years:
            raise UserError(
                f"later.year = {self.later.year} is outside the simulated years, 1 to {self.years}."
            )

    def having(self, **changes: Any) -> "Condition":
        """The same condition with changes: mappings and modules are added to, the rest replaced.

        A module switched off here is no longer on, and the other way round.
        """
        new = dict(changes)
        for name in ("set", "forms", "given"):
            if name in new:
                new[name] = {**getattr(self, name), **new[name]}
        off, on = tuple(new.get("off", ())), tuple(new.get("on", ()))
        kept_off, kept_on = set_less(self.off, on), set_less(self.on, off)
        new["off"] = tuple(dict.fromkeys((*kept_off, *off)))
        new["on"] = tuple(dict.fromkeys((*kept_on, *on)))
        return replace(self, **new)

    @cached_property
    def spec(self) -> Spec:
        """The run that the condition is, but for its given figures, growth and later change."""
        world = RandomWorld(self.states) if self.case is None else load_case(self.case)
        theories = assign(self.theory, len(labels_of(world)))
        label = ",".join(dict.fromkeys(theory.name for theory in theories))
        settings = settings_of(self.set, theories)
        return Spec(
            world,
            (Line(label, label, settings.apply(theories)),),
            self.years,
            values={**self.world_values, **settings.numbers},
            forms=self.forms,
            switches=switches_of(self.off, self.on),
            serial=self.serial,
        )

    @property
    def world_values(self) -> dict[str, float]:
        """What is set of the world, by name."""
        return {name: value for name, value in self.set.items() if name in ABOUT}

    @cached_property
    def n(self) -> int:
        """Number of states."""
        return len(self.theories)

    @cached_property
    def theories(self) -> tuple[Theory, ...]:
        """One theory per state."""
        return self.spec.lines[0].theories

    @property
    def modules_on(self) -> frozenset[str]:
        """The modules that are on at the start or from the change on."""
        stages = [self.spec.modules]
        if self.later is not None:
            stages.append(modules_of(self.later.off, self.later.on, stages[0]))
        values = [module_values(m).items() for m in stages]
        return frozenset(name for items in values for name, value in items if value > 0)

    def figures(self, given: Mapping[str, Any]) -> Figures:
        """Figures with the rest unknown, checked against their names."""
        strange = [name for name in given if name not in FIGURES]
        if strange:
            raise unknown("figure", strange[0], FIGURES)
        full = {}
        for name, value in given.items():
            shape = (self.n, self.n) if name in PAIRS else (self.n,)
            full[name] = np.broadcast_to(np.asarray(value, np.float32), shape)
        return figures_of(self.n, full)

    @cached_property
    def program(self) -> Program:
        """The condition made ready to run. Conditions of the same shape share one program."""
        setting = self.spec.setting(self.spec.lines[0])
        growth = setting.growth
        if self.growth is not None:
            growth = np.full((self.years, self.n), np.nan, np.float32)
            for state, rate in self.growth.items():
                growth[:, state] = rate
        given = self.figures(self.given)
        return Program(replace(setting, growth=growth, given=given, detail=True))

    def chunk(self, design: Design, first: int) -> Records:
        """Records of one whole chunk of the design's places, from `first` on."""
        last = first + chunk_size(self.n)
        p = design.parameters(first, last, self.world_values, self.forms)
        change = None
        if self.later is not None:
            later = self.later
            modules = modules_of(later.off, later.on, self.program.setting.modules)
            change = LaterChange(
                later.year,
                self.figures(later.given),
                design.parameters(first, last, {**self.world_values, **later.set}, self.forms),
                modules,
            )
        agents = design.agents(self.theories, first, last, self.spec.numbers)
        return self.program.chunk(design.indices(first, last), p, agents, change, seed=design.seed)

    def describe(self) -> dict[str, Any]:
        """The condition as data: everything that decides its numbers but the design."""
        distinct = list({id(t): t for t in self.theories}.values())
        return {
            "years": self.years,
            "states": self.n,
            "case": None if self.case is None else self.spec.case.sha256,
            "theories": [_numbers(theory) for theory in distinct],
            "states_of": [[theory is own for own in self.theories] for theory in distinct],
            "set": dict(sorted(self.set.items())),
            "off": sorted(self.off),
            "on": sorted(self.on),
            "forms": dict(sorted(self.forms.items())),
            "given": _figures(self.given),
            "growth": None
            if self.growth is None
            else [[k, np.asarray(v).tolist()] for k, v in sorted(self.growth.items())],
            "later": None
            if self.later is None
            else {
                "year": self.later.year,
                "set": dict(sorted(self.later.set.items())),
                "off": sorted(self.later.off),
                "on": sorted(self.later.on),
                "given": _figures(self.later.given),
            },
            "serial": self.serial,
        }

    @cached_property
    def key(self) -> str:
        """A short name that stands for everything in the condition."""
        text = json.dumps(self.describe(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def set_less(names: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """The names that are not among the others, in their order."""
    return tuple(name for name in names if name not in tuple(other))


def _numbers(theory: Theory) -> list[Any]:
    habits = None if theory.habits is None else vars(theory.habits)
    numbers = {k: [v.value, v.low, v.high] for k, v in theory.numbers().items()}
    functions = [_function(theory.value), _function(theory.expects.suspicion)]
    return [theory.name, numbers, habits, *functions]


def _function(function: Any) -> str:
    """Letters that stand for a function and what it does, whatever is wrapped around it."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    body = "" if code is None else hashlib.sha256(code.co_code).hexdigest()[:8]
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{function.__module__}.{name}:{body}"


def _figures(given: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as data; NaN as None, which JSON knows."""
    out = {}
    for name, value in sorted(given.items()):
        array = np.asarray(value, np.float32)
        known = array.astype(object)
        known[np.isnan(array)] = None
        out[name] = known.tolist()
    return out
