"""Designs: which parameters are drawn, from which ranges, and by which points.

A design is a Latin hypercube (McKay, Beckman & Conover 1979) over the plausible ranges of all
parameters of the world and of the theories' own numbers: every parameter is spread evenly, and no
two go together more than by chance; its centred discrepancy is lowered by random swaps. (A few
hundred Sobol points in ninety dimensions do not have the second property: their projections on
two dimensions clump, and parameters that do nothing seem to matter.) A theory's number is drawn
as a position in its range, 0 to 1, so that theories side by side stand at the same position.

Or the draws are given, as a table of values that belong together (`runs.draws`); what the table
does not name has its default.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import jax
import numpy as np
from scipy.stats import qmc

from westphalia.mechanisms.forms import forms_of, is_used
from westphalia.runs.draws import Draws, agent_numbers
from westphalia.runs.settings import ALL, about, full_name, numbers_of
from westphalia.runs.writing import replace_file
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import NUMBERS, Theory
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters
from westphalia.world.problems import Problems, UserError
from westphalia.world.state import Agents

#: Before a theory's number in the names of a design, "*.survival": it stands for the position of
#: that number in the ranges of all theories.
OF_THEORY = f"{ALL}."
#: Run indices of the default point start here, far from those of the draws.
FIRST_DEFAULT = 1 << 31


def ranges(
    widen: float = 1.0, given: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[float, float]]:
    """The range that every parameter is drawn from, by name; of a theory's if it is given.

    Args:
        widen: factor on the distance of either end from the default, within the limits.
        given: ranges to use instead, by name or symbol, such as "beta" or "offensive.power".
    """
    if not widen >= 0.0:
        raise UserError(f"widen = {widen:g} is outside its range: 0 or more.")
    out = {}
    for name, row in ABOUT.items():
        low = DEFAULTS[name] + widen * (row.low - DEFAULTS[name])
        high = DEFAULTS[name] + widen * (row.high - DEFAULTS[name])
        out[name] = max(low, row.least), min(high, row.most)
    problems = []
    for key, (low, high) in (given or {}).items():
        name = full_name(key)
        row = about(name)
        if not row.least <= low <= high <= row.most:
            problems.append(
                f"{name} from {low:g} to {high:g} is not a range within its limits, "
                f"{row.least:g} to {row.most:g} {row.unit}."
            )
        out[name] = low, high
    if problems:
        raise UserError("\n".join(problems))
    return out


@dataclass(frozen=True)
class Design:
    """Draws from the ranges of all parameters, each with several runs.

    `draws`: points; `runs`: runs of each; `defaults`: runs at the default point beside them;
    `spans`: (low, high) by parameter, and of those numbers of theories that are not drawn from the
    theory's own range; `widen`: the factor for the rest of them; `fixed`: numbers held at a value;
    `forms`: forms of processes in every draw, by process, where they are not the usual ones.
    `table`: the draws, if they are given; its numbers alone are drawn, and `spans` is theirs.
    Numbers of a theory go by "THEORY.number", or "*.number" for every theory.
    """

    draws: int
    runs: int
    seed: int
    defaults: int
    spans: Mapping[str, tuple[float, float]]
    widen: float = 1.0
    fixed: Mapping[str, float] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    table: Draws | None = None

    def __post_init__(self) -> None:
        problems = Problems()
        problems.add(
            *(
                f"{name} = {value} is too few: at least {least}."
                for name, value, least in (
                    ("draws", self.draws, 2),
                    ("runs", self.runs, 2),
                    ("defaults", self.defaults, 0),
                )
                if value < least
            )
        )
        if not 0 <= self.seed < 2**32:
            problems.add(f"seed = {self.seed} is outside its range: 0 to {2**32 - 1}.")
        if self.draws * self.runs >= FIRST_DEFAULT:
            problems.add(
                f"draws x runs = {self.draws * self.runs} exceeds the number of run indices, "
                f"{FIRST_DEFAULT - 1}: give fewer draws or runs."
            )
        fixed = problems.attempt(lambda: numbers_of(self.fixed))
        problems.attempt(lambda: forms_of(self.forms))
        problems.refuse()
        object.__setattr__(self, "fixed", fixed)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is drawn: parameters with a range, then the theories' numbers.

        Not parameters that belong to a form of a process that is not chosen.
        """
        if self.table is not None:
            return self.table.names
        forms = forms_of(self.forms)
        used = [k for k in self.spans if k in ABOUT and is_used(ABOUT[k].form, forms)]
        drawn = [k for k in used if self.spans[k][1] > self.spans[k][0] and k not in self.fixed]
        return (*drawn, *(OF_THEORY + name for name in NUMBERS))

    @cached_property
    def points(self) -> np.ndarray:
        """Positions in the ranges, 0 to 1. [draws, names]"""
        if self.table is not None:
            low, high = np.array([self.spans[name] for name in self.names]).T
            return (self.table.values - low) / np.where(high > low, high - low, 1.0)
        cube = qmc.LatinHypercube(len(self.names), optimization="random-cd", rng=self.seed)
        return cube.random(self.draws)

    def column(self, name: str) -> np.ndarray:
        """The values of one drawn number: of a parameter, or positions of a theory's. [draws]"""
        if self.table is not None:
            return self.table.values[:, self.names.index(name)]
        position = self.points[:, self.names.index(name)]
        if name.startswith(OF_THEORY):
            return position
        low, high = self.spans[name]
        return low + (high - low) * position

    @property
    def size(self) -> int:
        """Runs in all: the draws' and those at the default point."""
        return self.draws * self.runs + self.defaults

    def indices(self, first: int, last: int) -> np.ndarray:
        """The run index of places first .. last - 1; every draw has run indices of its own."""
        place = np.arange(first, last)
        drawn = self.draws * self.runs
        return np.where(place < drawn, place, FIRST_DEFAULT + place - drawn).astype(np.uint32)

    def _draw_of(self, first: int, last: int) -> np.ndarray:
        """The draw that each place belongs to; -1 for the default point."""
        place = np.arange(first, last)
        return np.where(place < self.draws * self.runs, place // self.runs, -1)

    def parameters(
        self,
        first: int,
        last: int,
        fixed: Mapping[str, float],
        forms: Mapping[str, str] | None = None,
    ) -> Parameters:
        """Parameters of places first .. last - 1, one value per place.

        `fixed`, `forms`: what is held or chosen here, on top of the design's own.
        """
        draw = self._draw_of(first, last)
        held = {**self.fixed, **fixed}
        values: dict[str, np.ndarray] = {}
        for name, default in DEFAULTS.items():
            if name in held:
                value = np.full(len(draw), held[name])
            elif name in self.names:
                value = np.where(draw < 0, default, self.column(name)[draw])
            elif ABOUT[name].form:
                value = np.full(len(draw), default)
            else:  # a range of one value
                value = np.where(draw < 0, default, self.spans.get(name, (default,))[0])
            values[name] = value.astype(np.float32)
        chosen = forms_of({**self.forms, **(forms or {})})
        return Parameters(**values, forms=chosen)  # type: ignore[arg-type]

    def agents(
        self,
        theories: tuple[Theory, ...],
        first: int,
        last: int,
        held: Mapping[str, float] | None = None,
    ) -> Agents:
        """The numbers of every state's theory at places first .. last - 1. [n, places]

        `held`: numbers of theories by full name that are not drawn, whatever the ranges.
        """
        draw = self._draw_of(first, last)
        if self.table is not None:
            return self._agents_of_table(self.table, theories, draw, {**self.fixed, **(held or {})})
        columns = {}
        for name in NUMBERS:
            position = self.column(OF_THEORY + name)[draw]
            values = [
                np.full(len(draw), held[f"{theory.name}.{name}"])
                if held and f"{theory.name}.{name}" in held
                else self._values(theory, name, position, draw < 0)
                for theory in theories
            ]
            columns[name] = np.asarray(values, np.float32)
        shape = len(theories), len(draw)
        wide = jax.tree.map(lambda v: np.broadcast_to(v, shape), agents_of(theories))
        return wide._replace(**columns)

    @staticmethod
    def _agents_of_table(
        table: Draws, theories: tuple[Theory, ...], draw: np.ndarray, held: Mapping[str, float]
    ) -> Agents:
        """The agents of places in some draws of a table. `held`: numbers that are not drawn."""
        names = tuple(held)
        same = np.tile(list(held.values()), (len(draw), 1))
        values = np.concatenate([table.values[np.maximum(draw, 0)], same], axis=1)
        drawn = agent_numbers(theories, (*table.names, *names), values)
        usual = agent_numbers(theories, names, same)
        return jax.tree.map(lambda one, other: np.where(draw < 0, other, one), drawn, usual)

    def ends(self, name: str) -> tuple[float, float]:
        """The ends of the values that `column` gives of a drawn number."""
        return self.spans.get(name, (0.0, 1.0))

    def span_of(self, theory: Theory, name: str) -> tuple[float, float]:
        """The range that a number of a theory is drawn from; both ends alike if it is held."""
        for whose in (theory.name, ALL):  # what is said of one theory goes before what of all
            key = f"{whose}.{name}"
            if key in self.fixed:
                return self.fixed[key], self.fixed[key]
            if key in self.spans:
                return self.spans[key]
        number, row = theory.numbers()[name], NUMBERS[name]
        low = max(number.value + self.widen * (number.low - number.value), row.least)
        high = min(number.value + self.widen * (number.high - number.value), row.most)
        return low, high

    def _values(
        self, theory: Theory, name: str, position: np.ndarray, default: np.ndarray
    ) -> np.ndarray:
        low, high = self.span_of(theory, name)
        held = f"{theory.name}.{name}" in self.fixed or f"{ALL}.{name}" in self.fixed
        usual = low if held else theory.numbers()[name].value
        return np.where(default, usual, low + (high - low) * position)

    def describe(self) -> dict[str, object]:
        """The design as data."""
        return {
            "draws": self.draws,
            "runs": self.runs,
            "seed": self.seed,
            "defaults": self.defaults,
            "widen": self.widen,
            "ranges": {k: list(map(float, v)) for k, v in self.spans.items()},
            "fixed": dict(self.fixed),
            "forms": dict(self.forms),
            **({} if self.table is None else {"table": _described(self.table)}),
        }

    @cached_property
    def key(self) -> str:
        """A short name that stands for everything in the design."""
        return _key_of(self.describe())


def _key_of(described: Mapping[str, Any]) -> str:
    text = json.dumps(described, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _described(table: Draws) -> dict[str, Any]:
    values = np.ascontiguousarray(table.values).tobytes()
    return {"names": list(table.names), "sha256": hashlib.sha256(values).hexdigest()}


def spans_of(table: Draws) -> dict[str, tuple[float, float]]:
    """The range that the values of each column of a table lie in."""
    ends = zip(table.values.min(0).tolist(), table.values.max(0).tolist(), strict=True)
    return dict(zip(table.names, ends, strict=True))


def design_of(data: Mapping[str, Any], folder: Path) -> Design:
    """The design that describes itself so. See `Design.describe` and `with_points`."""
    rest = {name: value for name, value in data.items() if name not in ("ranges", "table")}
    spans = {name: (low, high) for name, (low, high) in data["ranges"].items()}
    table = None
    if "table" in data:
        path = _points_file(_key_of(data), folder)
        table = Draws(tuple(data["table"]["names"]), np.load(path), path)
    return Design(**rest, spans=spans, table=table)


def _points_file(key: str, folder: Path) -> Path:
    return folder / f"points-{key}.npy"


def with_points(design: Design, folder: Path) -> Design:
    """The design with the points that are kept in a folder; they are kept there if none are.

    Making them takes seconds, and many processes may need them. Of a table its values are kept.
    """
    path = _points_file(design.key, folder)
    if not path.is_file():
        data = BytesIO()
        np.save(data, design.points if design.table is None else design.table.values)
        replace_file(path, data.getvalue())
    elif design.table is None:
        design.__dict__["points"] = np.load(path)
    return design
