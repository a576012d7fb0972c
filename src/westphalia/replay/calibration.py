"""Calibration of estimation: are parameters found again in histories that they made?

Parameters are drawn from the prior, a history is simulated with them, and they are estimated from
it. If simulation, likelihood and sampler agree, the rank of the true value among draws from the
posterior is uniform (Talts et al. 2018; Modrák et al. 2023). Postures and shares are known, and
agreements and signals, which no panel records, are off; what else states alone know is averaged
over few draws, so that some misfit is to be expected.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from westphalia.replay.estimate import OF_THEORY, OF_WORLD, Likelihood, spans
from westphalia.replay.posterior import sample
from westphalia.replay.replay import DRAWS, Replay
from westphalia.replay.simulated import histories
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import Theory
from westphalia.theories.theory import exactly
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import with_values
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

Progress = Callable[[str], None]
#: What a replay can follow: no agreements and no signals.
FOLLOWED = Modules(**dict.fromkeys((a.module for a in AGREEMENTS), 0.0), signals=0.0)
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


def ranks(
    theory: Theory,
    number: int,
    states: int = 4,
    years: int = 40,
    draws: int = 49,
    seed: int = 1,
    progress: Progress = lambda what: None,
    averaged: int = DRAWS,
) -> Ranks:
    """Ranks of the true parameters of simulated histories among draws from their posteriors.

    Args:
        number: of histories, of so many `states` and `years`. draws: kept of each history.
        averaged: draws over which a replay averages what nobody recorded.

    Raises:
        UserError: too few histories or draws; nutpie is not installed.
    """
    if number < 1 or draws < BINS - 1:
        raise UserError(
            f"{number} histories and {draws} draws are too few: give at least 1 and {BINS - 1}."
        )
    rows = []
    made = simulate_likelihoods(theory, number, states, years, seed, averaged, progress)
    for k, (true, likelihood) in enumerate(made):
        found = sample(likelihood, THIN * draws, 1, seed + k, 1)
        rows.append((found.z[0, ::THIN] < true).sum(0))
    return count_ranks(spans(theory).names, np.array(rows), draws)


def count_ranks(names: tuple[str, ...], found: np.ndarray, draws: int) -> Ranks:
    """Ranks [histories, k] in bins, with Pearson's chi-square test of uniformity."""
    into = np.arange(draws + 1) * BINS // (draws + 1)
    expected = len(found) * np.bincount(into) / (draws + 1)
    bins = np.array([np.bincount(into[column], minlength=BINS) for column in found.T])
    p = chi2.sf(((bins - expected) ** 2 / expected).sum(1), BINS - 1)
    return Ranks(names, found, draws, bins, p, ((found + 0.5) / (draws + 1)).mean(0))


def simulate_likelihoods(
    theory: Theory,
    number: int,
    states: int,
    years: int,
    seed: int,
    averaged: int = DRAWS,
    progress: Progress = lambda what: None,
) -> Iterator[tuple[np.ndarray, Likelihood]]:
    """Parameters z drawn from the prior, and the likelihood of a history that they made. [k]

    All histories have one shape, so that one compiled program serves them all.
    """
    where = spans(theory)
    for k, z in enumerate(np.random.default_rng(seed).normal(size=(number, len(where.names)))):
        values = dict(zip(where.names, where.values(z), strict=True))
        world = with_values({name: float(values[name]) for name in OF_WORLD})
        wants = {name: exactly(float(values[name])) for name in OF_THEORY}
        own = replace(theory, wants=replace(theory.wants, **wants))
        setting = Setting(RandomWorld(states), (own,) * states, years, seed, world, FOLLOWED)
        history = histories(Program(setting), np.array([k]), whole=True)[0]
        progress(f"history {k + 1} of {number}")
        yield z, Likelihood(Replay(history, draws=averaged), theory, modules=FOLLOWED)
