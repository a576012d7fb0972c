"""Calibration of estimation: are parameters found again in histories that they made?

Parameters are drawn from the prior, a history is simulated with them, and they are estimated from
it. If simulation, likelihood and sampler agree, the rank of the true value among draws from the
posterior is uniform (Talts et al. 2018; Modrák et al. 2023). Postures and shares are known, and
agreements and signals, which no panel records, are off; what else states alone know is averaged
over few draws, so that some misfit is to be expected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from westphalia.replay.estimate import OF_THEORY, OF_WORLD, Likelihood, spans
from westphalia.replay.posterior import sample
from westphalia.replay.replay import DRAWS, Replay
from westphalia.replay.simulated import histories
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import Theory
from westphalia.theories.theory import exactly
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.problems import UserError

#: What a replay can follow: no agreements and no signals.
FOLLOWED = replace(MODULES, **dict.fromkeys((a.module for a in AGREEMENTS), 0.0), signals=0.0)
#: One posterior draw of so many is kept, so that those kept hardly depend on each other.
THIN = 3
#: Ranks are counted in so many bins.
BINS = 10


class Ranks(NamedTuple):
    """Ranks of true parameters among posterior draws.

    `names`: parameters, k. `ranks`: number of draws below the true value, 0 - draws,
    [histories, k]. `draws`: kept of each history. `bins`: histories by rank, [k, BINS].
    `uniform_p`: chance of bins as uneven or more so if ranks are uniform, [k]. `mean`: mean of
    (rank + 1/2) / (draws + 1), 1/2 if estimates are right, more if they are too low, [k].
    """

    names: tuple[str, ...]
    ranks: np.ndarray
    draws: int
    bins: np.ndarray
    uniform_p: np.ndarray
    mean: np.ndarray


@dataclass(frozen=True, eq=False)
class Ranking:
    """Histories that a theory made, with the ranks of the true parameters in each.

    A `work.job.Job`. `number`: of histories, of so many `states` and `years`. `draws`: kept of
    each. `averaged`: draws over which a replay averages what nobody recorded.

    Raises:
        UserError: too few histories or draws.
    """

    theory: Theory
    number: int
    states: int = 4
    years: int = 40
    draws: int = 49
    seed: int = 1
    averaged: int = DRAWS

    def __post_init__(self) -> None:
        if self.number < 1 or self.draws < BINS - 1:
            raise UserError(
                f"{self.number} histories and {self.draws} draws are too few: give at least 1 and "
                f"{BINS - 1}."
            )

    def pieces(self) -> Sequence[Piece]:
        """See `Job`: a history each."""
        return [Piece(f"ranks/{self.theory.name}-{k:04d}", 1) for k in range(self.number)]

    def make(self, number: int, store: Store | None = None) -> dict[str, np.ndarray]:
        """See `Job`: how many draws lie below the true value of each parameter. [k]"""
        size = self.number, len(spans(self.theory).names)
        true = np.random.default_rng(self.seed).normal(size=size)[number]
        shape = self.states, self.years, self.seed
        likelihood = _likelihood_at(self.theory, true, number, *shape, self.averaged)
        found = sample(likelihood, THIN * self.draws, 1, self.seed + number, 1)
        return {"below": (found.z[0, ::THIN] < true).sum(0)}

    def ranks(self, made: Sequence[Mapping[str, np.ndarray]]) -> Ranks:
        """Ranks in all histories, from what the pieces gave."""
        below = np.array([piece["below"] for piece in made])
        return count_ranks(spans(self.theory).names, below, self.draws)


def count_ranks(names: tuple[str, ...], found: np.ndarray, draws: int) -> Ranks:
    """Ranks [histories, k] in bins, with Pearson's chi-square test of uniformity."""
    into = np.arange(draws + 1) * BINS // (draws + 1)
    expected = len(found) * np.bincount(into) / (draws + 1)
    bins = np.array([np.bincount(into[column], minlength=BINS) for column in found.T])
    p = chi2.sf(((bins - expected) ** 2 / expected).sum(1), BINS - 1)
    return Ranks(names, found, draws, bins, p, ((found + 0.5) / (draws + 1)).mean(0))


def simulate_likelihoods(
    theory: Theory, number: int, states: int, years: int, seed: int, averaged: int = DRAWS
) -> Iterator[tuple[np.ndarray, Likelihood]]:
    """Parameters z drawn from the prior, and the likelihood of a history that they made. [k]

    All histories have one shape, so that one compiled program serves them all.
    """
    drawn = np.random.default_rng(seed).normal(size=(number, len(spans(theory).names)))
    for k, z in enumerate(drawn):
        yield z, _likelihood_at(theory, z, k, states, years, seed, averaged)


def _likelihood_at(
    theory: Theory, z: np.ndarray, k: int, states: int, years: int, seed: int, averaged: int
) -> Likelihood:
    """The likelihood of the k-th history, which parameters z have made."""
    where = spans(theory)
    values = dict(zip(where.names, where.values(z), strict=True))
    world = replace(PARAMETERS, **{name: float(values[name]) for name in OF_WORLD})
    wants = {name: exactly(float(values[name])) for name in OF_THEORY}
    own = replace(theory, wants=replace(theory.wants, **wants))
    setting = Setting(RandomWorld(states), (own,) * states, years, seed, world, FOLLOWED)
    history = histories(Program(setting), np.array([k]), whole=True)[0]
    return Likelihood(Replay(history, draws=averaged), theory, modules=FOLLOWED)
