"""Estimation: the parameters under which history's choices are most likely.

At most eight numbers a theory: how often alignments are reviewed and what treaties, crises and
survival are worth, and the noise of every kind of choice. The rest stays as in `world_of_history`,
whose numbers are the defaults here. Each is
written as theta = least + (most - least) / (1 + e^-(z + z0)), so that z is free while theta keeps
within its limits, and z = 0 is the default. The prior is z ~ N(0, 1): centred on the default and
wide within the limits.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from scipy.optimize import minimize
from scipy.special import expit, logit

from westphalia.decisions.context import Rules
from westphalia.measures.intervals import HALF
from westphalia.programs import SCAN, compiled
from westphalia.replay.replay import History, Replay, replay_history
from westphalia.replay.world_of_history import MODULES, PARAMETERS, about
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules

#: What is estimated: numbers of the world, and of the theory.
OF_WORLD = (
    "consideration",
    "treaty_cost",
    "temperature_pact",
    "crisis_cost",
    "temperature_crisis",
    "temperature_arms",
    "temperature_join",
)
OF_THEORY = ("survival",)
#: A theory's number may move by this factor either way.
FACTOR = 4.0
#: |z| beyond which an estimate is said to lie at its limit.
LIMIT = 6.0


class Spans(NamedTuple):
    """Names, defaults and limits of what is estimated. [k]"""

    names: tuple[str, ...]
    default: np.ndarray
    least: np.ndarray
    most: np.ndarray

    def values(self, z: np.ndarray) -> np.ndarray:
        """The parameters at z. [..., k]"""
        return self.least + (self.most - self.least) * expit(z + self.centre)

    @property
    def centre(self) -> np.ndarray:
        """z0, where the default lies between the limits on the logit scale."""
        return logit((self.default - self.least) / (self.most - self.least))


def spans(theory: Theory) -> Spans:
    """What is estimated of a theory."""
    world, numbers = [about(name) for name in OF_WORLD], theory.numbers()
    own = np.array([numbers[name].value for name in OF_THEORY])
    default = np.concatenate([[row.default for row in world], own])
    least = np.concatenate([[row.least for row in world], own / FACTOR])
    most = np.concatenate([[row.most for row in world], own * FACTOR])
    return Spans((*OF_WORLD, *OF_THEORY), default, least, most)


class Target(NamedTuple):
    """What a compiled likelihood is given beside z."""

    history: History
    agents: Agents
    p: Parameters
    mods: Modules
    least: Array
    most: Array
    centre: Array


def place(z: Array, target: Target) -> tuple[Parameters, Agents]:
    """The parameters and the theory's numbers at z."""
    values = target.least + (target.most - target.least) * jax.nn.sigmoid(z + target.centre)
    world = {name: values[k] for k, name in enumerate(OF_WORLD)}
    own = {name: values[len(OF_WORLD) + k] for k, name in enumerate(OF_THEORY)}
    agents = target.agents._replace(
        **{k: jnp.zeros_like(target.agents.habit) + v for k, v in own.items()}
    )
    return replace(target.p, **world), agents


def log_likelihood(
    z: Float[Array, "k"], target: Target, rules: Rules, block: int, draws: int
) -> Array:
    """ln P(history's choices | z), nats; differentiable."""
    p, agents = place(z, target)
    found = replay_history(
        target.history, agents, p, target.mods, rules=rules, block=block, draws=draws
    )
    return found.log_likelihood


def _with_gradient(
    z: Array, target: Target, *, rules: Rules, block: int, draws: int
) -> tuple[Array, Array]:
    return jax.value_and_grad(log_likelihood)(z, target, rules, block, draws)


_GRADIENT = "the likelihood of history with its gradient"
_IN_DOUBLE = compiled(_GRADIENT, 35, SCAN, double=True)(_with_gradient), np.float64
_IN_SINGLE = compiled(_GRADIENT, 35, SCAN)(_with_gradient), np.float32


class Likelihood:
    """The log-likelihood of a theory on a panel, with its exact gradient.

    `years`: calendar years whose choices count (all if None); what is hidden moves in all.
    `parameters`, `modules`: those of `world_of_history` if None.
    In double precision, for estimates; `single` is faster and enough for a sampler.
    """

    def __init__(
        self,
        replay: Replay,
        theory: Theory,
        years: Sequence[int] | np.ndarray | None = None,
        parameters: Parameters | None = None,
        modules: Modules | None = None,
    ) -> None:
        self.replay, self.theory, self.spans = replay, theory, spans(theory)
        self.double = True
        self.static = {
            "rules": replay.rules(theory), "block": replay.block, "draws": replay.draws,
        }  # fmt: skip
        history = replay.history
        if years is not None:
            counted = np.isin(replay.panel.years[1:], np.asarray(years)).astype(np.float32)
            history = history._replace(counted=counted)
        own = (
            agents_of((theory,) * replay.panel.n),
            parameters or PARAMETERS,
            modules or MODULES,
            *(self.spans.least, self.spans.most, self.spans.centre),
        )
        self.target = Target(history, *jax.tree.map(lambda v: np.asarray(v, np.float64), own))

    def __call__(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """ln P(choices | z) and its gradient in z."""
        function, kind = _IN_DOUBLE if self.double else _IN_SINGLE
        value, slope = function(np.asarray(z, kind), self.target, **self.static)
        return float(value), np.asarray(slope, np.float64)

    def single(self) -> "Likelihood":
        """The same in single precision."""
        other = copy(self)
        other.double = False
        with jax.enable_x64(False):
            floats = jax.tree.map(lambda v: np.asarray(v, np.float32), self.target[1:])
        other.target = Target(self.target.history, *floats)
        return other

    def numbers(self, z: np.ndarray) -> tuple[Parameters, Agents]:
        """The parameters and the theory's numbers at z, as plain numbers."""
        with jax.enable_x64(True):
            p, agents = place(jnp.asarray(z), self.target)
            return jax.tree.map(np.asarray, (p, agents))


class Estimate(NamedTuple):
    """Maximum-likelihood estimates of a theory.

    `z` and `error` (standard error of z, from the curvature; NaN where flat or at a limit),
    `values`, `low`, `high` (95%, from z), `log_likelihood` (nats), `at_default` (the
    log-likelihood of the defaults), `slope` (largest |gradient| left), `calls`, `at_limit`.
    """

    names: tuple[str, ...]
    z: np.ndarray
    error: np.ndarray
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    log_likelihood: float
    at_default: float
    slope: float
    calls: int
    at_limit: np.ndarray


Function = Callable[[np.ndarray], tuple[float, np.ndarray]]


class Peak(NamedTuple):
    """Where a search ended: the best point it saw, value and gradient there, calls made."""

    z: np.ndarray
    value: float
    slope: np.ndarray
    calls: int


def climb(function: Function, start: np.ndarray) -> Peak:
    """The best point that L-BFGS sees from a start, searching anew from there while that gains.

    A line search can end at a kink, where a drawn demand becomes credible, at less than the best
    point that it has seen.

    Args:
        function: what is to be maximised, and its exact gradient.
    """
    best, calls = Peak(start, -np.inf, np.zeros_like(start), 0), 0

    def down(z: np.ndarray) -> tuple[float, np.ndarray]:
        nonlocal best, calls
        value, slope = function(z)
        calls += 1
        if value > best.value:
            best = Peak(z.copy(), value, slope, calls)
        return -value, -slope

    before = None
    while before is None or best.value > before + GAIN:
        before = best.value
        minimize(
            down,
            best.z,
            jac=True,
            method="L-BFGS-B",
            bounds=[(-EDGE, EDGE)] * len(start),
            options={"maxiter": 200, "ftol": 1e-9, "gtol": 1e-2},
        )
    return best._replace(calls=calls)


def maximum(likelihood: Likelihood, start: np.ndarray | None = None) -> Estimate:
    """The maximum of the likelihood by L-BFGS with exact gradients.

    From `start`, where a near maximum is known; else, for there can be several maxima, the best
    of searches from the defaults and from the likeliest OTHERS of SCOUTS draws of the prior.
    """
    where = likelihood.spans
    zero = np.zeros(len(where.names))
    starts = [start] if start is not None else [zero, *_likeliest(likelihood, len(zero))]
    peaks = [climb(likelihood, z) for z in starts]
    best = max(peaks, key=lambda peak: peak.value)
    at_limit = np.abs(best.z) > LIMIT
    error = _errors(curvature(likelihood, best.z), at_limit)
    return Estimate(
        where.names,
        best.z,
        error,
        where.values(best.z),
        where.values(best.z - HALF * error),
        where.values(best.z + HALF * error),
        best.value,
        likelihood(zero)[0],
        float(np.abs(best.slope[~at_limit]).max(initial=0.0)),
        sum(peak.calls for peak in peaks),
        at_limit,
    )


def _likeliest(likelihood: Likelihood, k: int) -> np.ndarray:
    """The likeliest OTHERS of SCOUTS draws of the prior, the likeliest first. [OTHERS, k]"""
    drawn = np.random.default_rng(SEED).normal(size=(SCOUTS, k))
    return drawn[np.argsort([-likelihood(z)[0] for z in drawn])[:OTHERS]]


def curvature(function: Function, z: np.ndarray, step: float = 1e-4) -> np.ndarray:
    """Minus the second derivatives at z, by central differences of the exact gradient. [k, k]"""
    rows = []
    for k in range(len(z)):
        shift = np.zeros_like(z)
        shift[k] = step
        rows.append((function(z + shift)[1] - function(z - shift)[1]) / (2.0 * step))
    return -0.5 * (np.array(rows) + np.array(rows).T)


def _errors(information: np.ndarray, at_limit: np.ndarray) -> np.ndarray:
    """Standard errors of the free parameters; NaN where the likelihood is flat, and everywhere
    if it curves upwards in some direction."""
    out = np.full(len(information), np.nan)
    free = np.flatnonzero(~at_limit)
    if not len(free):
        return out
    values, vectors = np.linalg.eigh(information[np.ix_(free, free)])
    if values.min() < -FLAT:
        return out
    steep = values > FLAT
    variance = (vectors[:, steep] ** 2 / values[steep]).sum(1)
    known = (vectors[:, ~steep] ** 2).sum(1) < FLAT
    out[free] = np.where(known, np.sqrt(variance), np.nan)
    return out


#: Curvature below which the likelihood counts as flat, nats.
FLAT = 1e-6
#: |z| at which the search ends: within 0.03% of a limit.
EDGE = 8.0
#: A search is begun anew where it ended as long as that gains more than this, nats.
GAIN = 1e-3
#: Draws of the prior that are tried, those of them from which it is searched, and their seed.
SCOUTS, OTHERS, SEED = 16, 2, 1
