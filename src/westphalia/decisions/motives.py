"""What decided a decision: balancing, bandwagoning, buck-passing, profit, obligation and others.

A decision is classified from the terms of its options, by the pull that was strongest: the value of
the chosen option, counting one kind of term alone, against the alternative. A pull weaker than the
noise of the choice decides nothing (`chance`). Who joins a side because spoils were strongest is a
jackal and not a balancer, whichever side it is (Walt 1987; Schweller 1994). Which terms are of
which kind stands with each decision (`kinds`).
"""

from collections.abc import Mapping

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.decisions.valuation import Pull
from westphalia.world.state import Agents

#: Codes of the record, by position.
MOTIVES = (
    "none",
    "balancing",
    "bandwagoning",
    "buck-passing",
    "profit",
    "obligation",
    "kinship",
    "security",
    "greed",
    "prestige",
    "chance",
    "aloof",
)
CODE = {name: float(k) for k, name in enumerate(MOTIVES)}

#: Kinds of terms, each with the motive it stands for.
Kinds = Mapping[str, tuple[str, ...]]


def strongest(pulls: Mapping[str, Array], noise: Float[Array, "..."]) -> Float[Array, "..."]:
    """The code of the strongest pull, or of `chance` where none is above the noise.

    Args:
        pulls: utils by motive, all of one shape. noise: the temperature of the choice, utils.
    """
    code = jnp.full_like(next(iter(pulls.values())), CODE["chance"])
    best = jnp.zeros_like(code) + noise
    for name, pull in pulls.items():
        code = jnp.where(pull > best, CODE[name], code)
        best = jnp.maximum(best, pull)
    return code


def strongest_of(kinds: Kinds, pull: Pull, noise: Float[Array, "n 1 #runs"]) -> Array:
    """The strongest of some kinds of terms in each option. [n, options, runs]"""
    return strongest({k: pull(*terms) for k, terms in kinds.items()}, noise)


def or_habit(why: Array, agents: Agents) -> Array:
    """Motives, with chance for those who choose by habit. [n, options, runs]"""
    by_habit = (agents.habit[:, None] > 0) & (why > 0)
    return jnp.where(by_habit, CODE["chance"], why)
