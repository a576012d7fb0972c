"""From terms to chances: theories weigh the terms, quantal response does the rest."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.decisions.context import Given, Rules
from westphalia.world.problems import UserError, place_of, unknown
from westphalia.world.state import Agents, PerState, World
from westphalia.world.terms import TERMS, Terms, Weights

Chances = Float[Array, "n options #runs"]
#: The value of an option's terms given a state's wants.
Value = Callable[[Mapping[str, Any], Any], Any]
#: The value of the options counting the named terms alone. [n, options, runs]
Pull = Callable[..., Array]


def weights(agents: Agents, greed: PerState) -> Weights:
    """The wants of every state, ready to multiply terms of shape [n, options, runs]."""
    parts = (agents.consumption, agents.survival, agents.power, agents.identity, greed)
    return Weights(*(part[:, None] for part in parts))


def own_weights(given: Given, world: World) -> Weights:
    """The wants of every state, with the greed of its own type."""
    return weights(given.agents, given.p.greed * world.greedy)


def value_of(terms: Terms, world: World, given: Given, rules: Rules) -> Chances:
    """The value of the options to each state by its own theory, utils. [n, options, runs]"""
    return worth(terms, own_weights(given, world), rules.values, given.owner)


def pull_of(terms: Terms, like: Array, world: World, given: Given, rules: Rules) -> Pull:
    """The value of the options counting some of their terms alone, by the terms' names."""
    return partial(_pull, terms, like, world, given, rules)


def _pull(
    terms: Terms, like: Array, world: World, given: Given, rules: Rules, *names: str
) -> Array:
    part = {k: terms[k] for k in names if k in terms}
    return value_of(part or {names[0]: jnp.zeros_like(like)}, world, given, rules)


def worth(
    terms: Mapping[str, Any],
    wants: Weights,
    values: tuple[Value, ...],
    owner: Float[Array, "n"],
) -> Chances:
    """Value of every option to every state, each by its own theory's `value`. [n, options, runs]

    `owner[i]` is the position in `values` of the function that state i uses.

    Raises:
        UserError: a term is not one of `TERMS`, or a function fails on them.
    """
    for name in terms:
        if name not in TERMS:
            raise unknown("term", name, TERMS, "world/terms.py")
    total = _checked(values[0], terms, wants)
    for k, value in enumerate(values[1:], start=1):
        total = jnp.where((owner == k)[:, None, None], _checked(value, terms, wants), total)
    return total


def _checked(value: Value, terms: Mapping[str, Any], wants: Weights) -> Chances:
    """A theory's value of every option; an error in it names the user's function and line."""
    try:
        worth_of = value(terms, wants)
        shape = jnp.broadcast_shapes(*(jnp.shape(term) for term in terms.values()))
        return jnp.broadcast_to(worth_of, jnp.broadcast_shapes(shape, jnp.shape(worth_of)))
    except Exception as error:
        name = getattr(value, "__name__", value)
        raise UserError(
            f"{place_of(value)}the value function {name} failed on the terms {', '.join(terms)}: "
            f"{type(error).__name__}: {str(error).splitlines()[0]}"
        ) from error


def quantal(value: Chances, allowed: Chances, temperature: Float[Array, "..."]) -> Chances:
    """P(option) = e^(value / temperature) / sum, over what is allowed (McKelvey & Palfrey 1995)."""
    scaled = jnp.where(allowed > 0, value / temperature, -jnp.inf)
    return jax.nn.softmax(scaled, axis=1)


def yes(value: Chances, temperature: Float[Array, "..."]) -> Chances:
    """P(yes) = 1 / (1 + e^(-value / temperature)) for one proposal."""
    return jax.nn.sigmoid(value / temperature)


def habitual(chances: Chances, habit: PerState, by_habit: Chances | Array) -> Chances:
    """The chances of states that choose by habit instead (baselines)."""
    return jnp.where(habit[:, None] > 0, by_habit, chances)
