"""The terms of an option's value, and the one function that weighs them.

Mechanisms report what an option does in named terms. A theory weighs them for its own states;
what others expect of a state, and what its acts tell them about its type, is the same sum with
the weights that they can know. A term added to an option moves all three.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

#: term -> what it is
TERMS = {
    "consumption": "change of ln consumption, or of a material gain as a share of resources",
    "survival": "change of ln survival over the horizon",
    "restraint": "change of ln survival because a pact restrains the partner",
    "response": "change of ln survival because of how others answer (expected response)",
    "power": "change of ln power share",
    "greed": "resources taken, in mean resources",
    "identity": "change of the welfare of others, times how far one identifies with them",
    "opportunity": "change of what the coming crises are worth (inclusive value), utils",
    "obligation": "costs of leaving or breaking a pact, utils",
    "autonomy": "freedom of action lost to an ally, utils",
    "entrapment": "expected share in an ally's wars, utils",
    "prestige": "value of a challenge for its own sake, utils",
    "audience": "the shame of backing down before an audience, or what standing firm spares of it, "
    "utils",
    "effort": "fixed costs: a crisis, a treaty, a change of posture, utils",
}

#: What a value has beside its terms, told as if it were one, and what it is.
REST = "rest"
ABOUT_REST = (
    "limited attention to quarrels and to the wars of others, and what a custom value function "
    "adds beyond the terms"
)


class ByType(NamedTuple):
    """A term that depends on the type of the state that acts; others know only its two values."""

    greedy: Array
    secure: Array


Term = Array | ByType
#: Those of each type, or at each of several costs, have axes before.
Terms = Mapping[str, Float[Array, "... n options #runs"]]
#: Terms as a mechanism reports them, before the type of the deciding state is known.
TypedTerms = Mapping[str, Term]


class Options(NamedTuple):
    """What a decider may do: the terms of each option, and whether it is there (1) or not (0).

    All [n, options, runs].
    """

    terms: TypedTerms
    allowed: Float[Array, "n options #runs"]


class Weights(NamedTuple):
    """What multiplies the terms of an option. [n, 1, runs], or one number for all states.

    A weight that is the number 0 leaves its term out of the sum.
    """

    consumption: Array | float
    survival: Array | float
    power: Array | float
    identity: Array | float
    greed: Array | float


def public_weights(greed: Array | float) -> Weights:
    """The weights by which others judge a state of a type: wants of one, and its greed."""
    return Weights(consumption=1.0, survival=1.0, power=0.0, identity=0.0, greed=greed)


def public_types(greed: Array | float) -> Weights:
    """Public weights of greedy and of secure states, on an axis before those of pairs. [types, 1,
    1, #runs]"""
    return public_weights(jnp.stack([greed, jnp.zeros_like(greed)]).reshape(2, 1, 1, -1))


def weighted_sum(terms: Mapping[str, Any], wants: Any) -> Any:
    """The value of an option: wants times terms, and the rest as it stands.

    U = w_C consumption + w_S (survival + restraint + response) + w_P power + w_I identity
    + theta greed + opportunity + obligation + autonomy + entrapment + prestige
    + audience + effort.
    """
    weights = {
        "consumption": wants.consumption,
        "survival": wants.survival,
        "restraint": wants.survival,
        "response": wants.survival,
        "power": wants.power,
        "identity": wants.identity,
        "greed": wants.greed,
    }
    return sum(
        weights.get(name, 1.0) * term
        for name, term in terms.items()
        if not _is_zero(weights.get(name, 1.0))
    )


def _is_zero(weight: Any) -> bool:
    return isinstance(weight, float) and weight == 0.0


def of_own_type(terms: TypedTerms, greedy: Float[Array, "n #runs"]) -> dict[str, Array]:
    """The terms as they are for states whose own types are known to them."""
    is_greedy = greedy[:, None] > 0
    return {
        name: jnp.where(is_greedy, term.greedy, term.secure) if isinstance(term, ByType) else term
        for name, term in terms.items()
    }


def of_types(terms: TypedTerms) -> tuple[dict[str, Array], dict[str, Array]]:
    """The terms as they would be for greedy, and for secure, states."""
    greedy = {k: v.greedy if isinstance(v, ByType) else v for k, v in terms.items()}
    secure = {k: v.secure if isinstance(v, ByType) else v for k, v in terms.items()}
    return greedy, secure


def type_difference(terms: TypedTerms) -> dict[str, Array]:
    """Greedy less secure, of the terms in which the types differ."""
    return {k: v.greedy - v.secure for k, v in terms.items() if isinstance(v, ByType)}
