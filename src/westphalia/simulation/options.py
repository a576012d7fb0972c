"""Options in figures: what each was worth, term by term, over the runs in which it was there."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from westphalia.simulation.reasons import Reasons
from westphalia.world.terms import REST

#: Utils by which the terms may miss the value through rounding in single precision alone.
ROUNDING = 1e-5


@dataclass(frozen=True)
class Option:
    """One option: mean over runs, `spread` the standard deviation over runs (0 for one run).

    `terms`: what each adds to the value, utils. `chosen`: share of runs that chose it, of those
    in which it was there (`offered`, share of runs). `runs`: those runs.
    """

    name: str
    value: float
    spread: float
    terms: dict[str, float]
    spreads: dict[str, float]
    chance: float
    chosen: float
    offered: float
    runs: int
    act: str


class Means(NamedTuple):
    """The options of decisions over the runs in which each is there. [..., options]

    `terms`, `spreads`: by term in the order of `names`, [..., terms, options]. `runs`: in how many
    an option is there. `rest`: where the terms do not add up to the value, so that what is left
    over is told. `standing`: share of runs in which what an option would make stands already.
    """

    runs: np.ndarray
    value: np.ndarray
    spread: np.ndarray
    terms: np.ndarray
    spreads: np.ndarray
    names: tuple[str, ...]
    rest: np.ndarray
    chance: np.ndarray
    chosen: np.ndarray
    standing: np.ndarray

    def at(self, index: int | tuple[int | slice, ...]) -> "Means":
        """Those of the decisions at some place of the axes before the options."""
        figures = {k: v[index] for k, v in self._asdict().items() if k != "names"}
        return self._replace(**figures)

    def option(self, name: str, k: int, runs: int, act: str) -> Option | None:
        """Option k of a decision in so many runs; None if it is there in none of them."""
        count = int(self.runs[k])
        if count == 0:
            return None
        told = slice(None) if self.rest[k] else slice(-1)
        return Option(
            name,
            float(self.value[k]),
            float(self.spread[k]),
            dict(zip(self.names[told], self.terms[told, k].tolist(), strict=True)),
            dict(zip(self.names[told], self.spreads[told, k].tolist(), strict=True)),
            float(self.chance[k]),
            float(self.chosen[k]),
            count / runs,
            count,
            act,
        )


def means_of(reasons: Reasons) -> Means:
    """Means and standard deviations over the runs in which each option is there.

    `reasons`: of any number of decisions with the same options, [..., options, runs].
    """
    there = reasons.allowed > 0
    count = there.sum(-1)
    share = there / np.maximum(count, 1)[..., None]
    only = there.shape[-1] == 1  # a run by itself, as in a report: nothing to average

    def mean(values: np.ndarray, there: np.ndarray, share: np.ndarray) -> np.ndarray:
        return values[..., 0] if only else (np.where(there, values, 0.0) * share).sum(-1)

    def with_spread(values: np.ndarray, *where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        middle = mean(values, *where)
        if only:
            return middle, np.zeros_like(middle)
        return middle, np.sqrt(mean((values - middle[..., None]) ** 2, *where))

    rest = reasons.value - sum(reasons.terms.values())
    terms = np.stack([*reasons.terms.values(), rest], axis=-3)
    return Means(
        count,
        *with_spread(reasons.value, there, share),
        *with_spread(terms, there[..., None, :, :], share[..., None, :, :]),
        (*reasons.terms, REST),
        np.where(there, np.abs(rest), 0.0).max(-1) > ROUNDING,
        mean(reasons.chance, there, share),
        mean(reasons.choice, there, share),
        mean(reasons.standing, there, share),
    )
