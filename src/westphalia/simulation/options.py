"""Options in figures: what each was worth, term by term, over the runs in which it was there."""

from dataclasses import dataclass
from typing import NamedTuple

import jax
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
    over is told. `of`: the decisions run by run.
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
    of: Reasons

    def at(self, index: int | tuple[int | slice, ...]) -> "Means":
        """Those of the decisions at some place of the axes before the options."""
        others = ("names", "of")
        figures = {k: v[index] for k, v in self._asdict().items() if k not in others}
        return self._replace(**figures, of=jax.tree.map(lambda v: v[index], self.of))

    def where(self, k: int, done: bool) -> "Means":
        """Those of one decision over the runs in which option k was there and chosen, or not."""
        runs = (self.of.allowed[k] > 0) & ((self.of.choice[k] > 0) == done)
        return means_of(jax.tree.map(lambda v: v[..., runs], self.of))

    def terms_of(self, k: int) -> dict[str, float]:
        """The terms of option k of a decision, with what they leave over if that is told."""
        return self._by_name(self.terms, k)

    def _by_name(self, values: np.ndarray, k: int) -> dict[str, float]:
        told = slice(None) if self.rest[k] else slice(-1)
        return dict(zip(self.names[told], values[told, k].tolist(), strict=True))

    def option(self, name: str, k: int, runs: int, act: str) -> Option | None:
        """Option k of a decision in so many runs; None if it is there in none of them."""
        count = int(self.runs[k])
        if count == 0:
            return None
        return Option(
            name,
            float(self.value[k]),
            float(self.spread[k]),
            self.terms_of(k),
            self._by_name(self.spreads, k),
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
        reasons,
    )
