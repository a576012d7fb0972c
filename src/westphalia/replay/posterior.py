"""Bayesian estimation: the no-U-turn sampler on the replay's likelihood (Hoffman & Gelman 2014).

The prior is that of `estimate`, z ~ N(0, 1). Sampling starts near the mode, in coordinates in
which the curvature there is 1 in every direction, so that short trajectories suffice. The sampler
is nutpie's; it calls the compiled gradient of `estimate`.
"""

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from westphalia.replay.estimate import Likelihood, climb, curvature
from westphalia.world.problems import UserError

#: Steps of a chain in which its step size is tuned; they are not kept.
TUNING = 60
#: Acceptance to which the step size is tuned, and doublings of a trajectory at most. In
#: coordinates this even, three longer steps than the usual 0.8 asks for carry a trajectory far.
ACCEPTANCE, DOUBLINGS = 0.7, 2
#: Spread of the chains' starting points, in standard deviations of the posterior.
SCATTER = 1.0


class Posterior(NamedTuple):
    """Draws from the posterior.

    `draws`: parameters, [chains, draws, k], in the order of `names`; `z`: the same before the
    transformation. `rhat`, `ess`: rank-normalised split R-hat and bulk effective sample size of
    z (Vehtari et al. 2021), [k]; R-hat is NaN for one chain. `divergent`: number of divergent
    transitions. `gradients`: gradients evaluated for the draws. `mode`: of z.
    """

    names: tuple[str, ...]
    draws: np.ndarray
    z: np.ndarray
    rhat: np.ndarray
    ess: np.ndarray
    divergent: int
    gradients: int
    mode: np.ndarray


def log_posterior(likelihood: Likelihood, z: np.ndarray) -> tuple[float, np.ndarray]:
    """ln P(choices | z) + ln N(z; 0, 1) up to a constant, and its gradient."""
    value, slope = likelihood(z)
    return value - 0.5 * float(z @ z), slope - z


def mode(likelihood: Likelihood) -> tuple[np.ndarray, np.ndarray]:
    """The mode of the posterior of z, and minus the second derivatives there. [k], [k, k]"""

    def up(z: np.ndarray) -> tuple[float, np.ndarray]:
        return log_posterior(likelihood, z)

    best = climb(up, np.zeros(len(likelihood.spans.names))).z
    return best, curvature(up, best)


def sample(
    likelihood: Likelihood,
    draws: int = 1000,
    chains: int = 4,
    seed: int = 1,
    cores: int = 2,
    tuning: int = TUNING,
    progress: bool = False,
) -> Posterior:
    """Draws from the posterior of a theory's parameters.

    Args:
        draws: kept, per chain. tuning: steps before them. seed: of all chains.
        progress: show the sampler's own bar.

    Raises:
        UserError: nutpie is not installed.
    """
    nutpie, arviz = _libraries()
    centre, information = mode(likelihood)
    values, vectors = np.linalg.eigh(information)
    spread = vectors / np.sqrt(np.maximum(values, 1.0))  # the prior alone has curvature 1
    k = len(centre)

    single = likelihood.single()

    def density() -> Callable[..., tuple[float, np.ndarray]]:
        def at(x: np.ndarray, **_: Any) -> tuple[float, np.ndarray]:
            value, slope = log_posterior(single, centre + spread @ x)
            return value, spread.T @ slope

        return at

    def expand(*_: Any) -> Callable[..., dict[str, np.ndarray]]:
        return lambda x, **_: {"z": centre + spread @ x}

    def start(own: int) -> np.ndarray:
        return SCATTER * np.random.default_rng([seed, own]).normal(size=k)

    model = nutpie.compiled_pyfunc.from_pyfunc(
        k,
        density,
        expand,
        [np.dtype(np.float64)],
        [(k,)],
        ["z"],
        make_initial_point_fn=start,
    )
    trace = nutpie.sample(
        model,
        draws=draws,
        tune=tuning,
        chains=chains,
        cores=cores,
        seed=seed,
        save_warmup=False,
        progress_bar=progress,
        target_accept=ACCEPTANCE,
        maxdepth=DOUBLINGS,
    )
    z = np.asarray(trace.posterior["z"])
    return Posterior(
        likelihood.spans.names,
        likelihood.spans.values(z),
        z,
        np.asarray(arviz.rhat(trace)["z"]) if chains > 1 else np.full(k, np.nan),
        np.asarray(arviz.ess(trace)["z"]),
        int(np.asarray(trace.sample_stats["diverging"]).sum()),
        int(np.asarray(trace.sample_stats["n_steps"]).sum()),
        centre,
    )


def require_sampler() -> None:
    """Raise UserError, with the command that installs them, where the sampler's libraries lack."""
    lacking = [name for name in ("nutpie", "arviz") if find_spec(name) is None]
    if lacking:
        raise UserError(
            f"Drawing from a posterior needs {' and '.join(lacking)}, not installed here. "
            "Install it with: pip install 'westphalia[bayes]'"
        )


def _libraries() -> tuple[ModuleType, ModuleType]:
    """The sampler and the library of its diagnostics."""
    require_sampler()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        import arviz
        import nutpie
        import nutpie.compiled_pyfunc
    return nutpie, arviz
