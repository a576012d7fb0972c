"""Designs: which parameters are drawn, from which ranges, and by which points.

A design is a Latin hypercube (McKay, Beckman & Conover 1979) over the plausible ranges of all
parameters of the world and of the theories' own numbers: every parameter is spread evenly, and no
two go together more than by chance; its centred discrepancy is lowered by random swaps. (A few
hundred Sobol points in ninety dimensions do not have the second property: their projections on
two dimensions clump, and parameters that do nothing seem to matter.) A theory's number is drawn
as a position in its range, 0 to 1, so that theories side by side stand at the same position.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.stats import qmc

from westphalia.simulation.ensemble import mind_of
from westphalia.theories import Theory
from westphalia.theories.theory import LIMITS, Range
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters, checked, parameter_name
from westphalia.world.problems import UserError
from westphalia.world.state import Mind

#: Before a theory's number, in the names of a design: "theory survival".
OF_THEORY = "theory "
#: Run indices of the default point start here, far from those of the draws.
FIRST_DEFAULT = 1 << 31


def ranges(
    widen: float = 1.0, given: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[float, float]]:
    """The range that every parameter is drawn from, by name.

    Args:
        widen: factor on the distance of either end from the default, within the limits.
        given: ranges to use instead, by name or symbol.
    """
    if not widen >= 0.0:
        raise UserError(f"widen = {widen:g} is outside its range: 0 or more.")
    out = {}
    for name, about in ABOUT.items():
        low = DEFAULTS[name] + widen * (about.low - DEFAULTS[name])
        high = DEFAULTS[name] + widen * (about.high - DEFAULTS[name])
        out[name] = max(low, about.least), min(high, about.most)
    problems = []
    for key, (low, high) in (given or {}).items():
        name = parameter_name(key)
        about = ABOUT[name]
        if not about.least <= low <= high <= about.most:
            problems.append(
                f"{name} from {low:g} to {high:g} is not a range within its limits, "
                f"{about.least:g} to {about.most:g} {about.unit}."
            )
        out[name] = low, high
    if problems:
        raise UserError("\n".join(problems))
    return out


@dataclass(frozen=True)
class Design:
    """Draws from the ranges of all parameters, each with several runs.

    `draws`: points; `runs`: runs of each; `defaults`: runs at the default point beside them;
    `spans`: (low, high) by parameter; `widen`: the same factor for the theories' numbers;
    `fixed`: parameters held at a value.
    """

    draws: int
    runs: int
    seed: int
    defaults: int
    spans: Mapping[str, tuple[float, float]]
    widen: float = 1.0
    fixed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = [
            f"{name} = {value} is too few: at least {least}."
            for name, value, least in (
                ("draws", self.draws, 2),
                ("runs", self.runs, 2),
                ("defaults", self.defaults, 0),
            )
            if value < least
        ]
        if not 0 <= self.seed < 2**32:
            problems.append(f"seed = {self.seed} is outside its range: 0 to {2**32 - 1}.")
        if self.draws * self.runs >= FIRST_DEFAULT:
            problems.append("draws times runs is more than run indices can tell apart.")
        try:
            object.__setattr__(self, "fixed", checked(self.fixed))
        except UserError as error:
            problems.append(str(error))
        if problems:
            raise UserError("\n".join(problems))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is drawn: parameters with a range, then the theories' numbers."""
        drawn = [k for k, (low, high) in self.spans.items() if high > low and k not in self.fixed]
        return (*drawn, *(OF_THEORY + name for name in LIMITS))

    @cached_property
    def points(self) -> np.ndarray:
        """Positions in the ranges, 0 to 1. [draws, names]"""
        cube = qmc.LatinHypercube(len(self.names), optimization="random-cd", rng=self.seed)
        return cube.random(self.draws)

    def column(self, name: str) -> np.ndarray:
        """The values of one drawn number: of a parameter, or positions of a theory's. [draws]"""
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

    def parameters(self, first: int, last: int, fixed: Mapping[str, float]) -> Parameters:
        """Parameters of places first .. last - 1, one value per place, some of them fixed."""
        draw = self._draw_of(first, last)
        held = {**self.fixed, **fixed}
        values: dict[str, np.ndarray] = {}
        for name, default in DEFAULTS.items():
            if name in held:
                value = np.full(len(draw), held[name])
            elif name in self.names:
                value = np.where(draw < 0, default, self.column(name)[draw])
            else:  # a range of one value
                value = np.where(draw < 0, default, self.spans.get(name, (default,))[0])
            values[name] = value.astype(np.float32)
        return Parameters(**values)  # type: ignore[arg-type]

    def minds(self, theories: tuple[Theory, ...], first: int, last: int) -> Mind:
        """The numbers of every state's theory at places first .. last - 1. [n, places]"""
        draw = self._draw_of(first, last)
        columns = {}
        rows = [theory.numbers() for theory in theories]
        for name in LIMITS:
            position = self.column(OF_THEORY + name)[draw]
            values = [self._within(name, row[name], position, draw < 0) for row in rows]
            columns[name] = np.asarray(values, np.float32)
        plain = mind_of(theories)._asdict()
        wide = {
            k: np.broadcast_to(np.asarray(v, np.float32), (len(theories), len(draw)))
            for k, v in plain.items()
        }
        return Mind(**{**wide, **columns})

    def _within(
        self, name: str, number: Range, position: np.ndarray, default: np.ndarray
    ) -> np.ndarray:
        least, most = LIMITS[name]
        low = max(number.value + self.widen * (number.low - number.value), least)
        high = min(number.value + self.widen * (number.high - number.value), most)
        return np.where(default, number.value, low + (high - low) * position)

    def described(self) -> dict[str, object]:
        """The design as data."""
        return {
            "draws": self.draws,
            "runs": self.runs,
            "seed": self.seed,
            "defaults": self.defaults,
            "widen": self.widen,
            "ranges": {k: list(map(float, v)) for k, v in self.spans.items()},
            "fixed": dict(self.fixed),
        }

    @cached_property
    def key(self) -> str:
        """A short name that stands for everything in the design."""
        text = json.dumps(self.described(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]
