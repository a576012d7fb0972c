"""From terms to chances: theories weigh the terms, quantal response does the rest."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.problems import UserError
from westphalia.world.state import Mind, PerState

Chances = Float[Array, "n options #runs"]
Value = Callable[[Mapping[str, Any], Any], Any]


class Weights(NamedTuple):
    """What a theory's `value` sees of a state: its wants and its type's greed. [n, 1, runs]"""

    consumption: Array
    survival: Array
    power: Array
    identity: Array
    greed: Array


def weights(mind: Mind, greed: PerState) -> Weights:
    """The wants of every state, ready to multiply terms of shape [n, options, runs]."""
    parts = (mind.consumption, mind.survival, mind.power, mind.identity, greed)
    return Weights(*(part[:, None] for part in parts))


def worth(
    terms: Mapping[str, Any],
    wants: Weights,
    values: tuple[Value, ...],
    owner: Float[Array, "n"],
) -> Chances:
    """Value of every option to every state, each by its own theory's `value`. [n, options, runs]

    `owner[i]` is the position in `values` of the function that state i uses.
    """
    total = _valued(values[0], terms, wants)
    for k, value in enumerate(values[1:], start=1):
        total = jnp.where((owner == k)[:, None, None], _valued(value, terms, wants), total)
    return total


def _valued(value: Value, terms: Mapping[str, Any], wants: Weights) -> Chances:
    """A theory's value of every option; its mistakes are told as the user's, with their place."""
    try:
        worth_of = value(terms, wants)
        shape = jnp.broadcast_shapes(*(jnp.shape(term) for term in terms.values()))
        return jnp.broadcast_to(worth_of, jnp.broadcast_shapes(shape, jnp.shape(worth_of)))
    except Exception as error:
        code = getattr(value, "__code__", None)
        place = f"{code.co_filename}:{code.co_firstlineno}: " if code else ""
        raise UserError(
            f"{place}the value function {getattr(value, '__name__', value)} failed on the terms "
            f"{', '.join(terms)}: {type(error).__name__}: {str(error).splitlines()[0]}"
        ) from error


def quantal(value: Chances, allowed: Chances, heat: Float[Array, "..."]) -> Chances:
    """P(option) = e^(value / heat) / sum, over the options allowed (McKelvey & Palfrey 1995)."""
    scaled = jnp.where(allowed > 0, value / heat, -jnp.inf)
    return jax.nn.softmax(scaled, axis=1)


def yes(value: Chances, heat: Float[Array, "..."]) -> Chances:
    """P(yes) = 1 / (1 + e^(-value / heat)) for one proposal."""
    return jax.nn.sigmoid(value / heat)


def habitual(chances: Chances, habit: PerState, by_habit: Chances | Array) -> Chances:
    """The chances of states that choose by habit instead (baselines)."""
    return jnp.where(habit[:, None] > 0, by_habit, chances)
