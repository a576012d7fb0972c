"""Who wins when arms meet: offensive and defensive strength and the odds between two sides."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import PerState


def fit_for(role: Float[Array, "..."], p: Parameters) -> Float[Array, "..."]:
    """Share of arms that serves a role, (1 - d) + d o, for the offensive share o (or 1 - o).

    Not below 1%: even weapons that are wholly of the other kind are good for something.
    """
    return jnp.maximum((1.0 - p.distinguishability) + p.distinguishability * role, 0.01)


def offence(arms: PerState, posture: PerState, p: Parameters) -> PerState:
    """Offensive strength, E^A = M [(1 - d) + d o] (Jervis 1978). In units of arms."""
    return arms * fit_for(posture, p)


def defence(arms: PerState, posture: PerState, p: Parameters) -> PerState:
    """Defensive strength, E^D = M [(1 - d) + d (1 - o)] (Jervis 1978). In units of arms."""
    return arms * fit_for(1.0 - posture, p)


def log_odds(
    attackers: Float[Array, "..."],
    defenders: Float[Array, "..."],
    p: Parameters,
) -> Float[Array, "..."]:
    """Log odds that the attackers win, z = m ln(X / Y) - ln beta.

    X and Y are the strengths that arrive at the place of battle. The chance itself is
    W = X^m / (X^m + beta Y^m) (Tullock 1980; Hirshleifer 1989).
    """
    ratio = jnp.log(jnp.maximum(attackers, TINY)) - jnp.log(jnp.maximum(defenders, TINY))
    return p.decisiveness * ratio - jnp.log(p.defence_advantage)


def chance(odds: Float[Array, "..."]) -> Float[Array, "..."]:
    """The attackers' chance of victory, W = 1 / (1 + e^-z)."""
    return jax.nn.sigmoid(odds)


#: Strength below which a side counts as having none (units of arms), so that logs stay finite.
TINY = 1e-6
