"""What an act tells others about the type of its author: log likelihood ratios, greedy : secure.

Belief moves with it by Bayes' rule (`bayes`).

Others know the terms of an option as they would be for either type, and weigh them with the same
function as the author does (`world.terms.weighted_sum`), with the weights that they can know. The
ratio is that of quantal response (McKelvey & Palfrey 1995; Signorino 1999).
"""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.terms import TypedTerms, Weights, of_types, type_difference, weighted_sum

#: Largest evidence of one answer, log points; the expansion is first order.
ANSWER_MAX = 4.0


def bayes(belief: Float[Array, "..."], log_ratio: Float[Array, "..."]) -> Float[Array, "..."]:
    """Belief after evidence, B' = B gamma_g / (B gamma_g + (1 - B) gamma_s) (Kydd 1997, 2005).

    `log_ratio` is ln(gamma_g / gamma_s), tempered or not; beyond 20 log points it tells no more.
    """
    grown = belief * jnp.exp(jnp.clip(log_ratio, -20.0, 20.0))
    return grown / (grown + 1.0 - belief)


def from_choice(
    terms: TypedTerms,
    known: Weights,
    allowed: Float[Array, "n options runs"],
    temperature: Float[Array, "..."] | float,
) -> Float[Array, "n options runs"]:
    """ln P(option | greedy) - ln P(option | secure) for a choice of one among several options.

    Over the options there are; 0 for the others, which nobody can choose.
    """

    def log_chance(terms: dict[str, Array]) -> Array:
        value = weighted_sum(terms, known)
        scaled = jnp.where(allowed > 0, value / temperature, -jnp.inf)
        return jnp.where(allowed > 0, jax.nn.log_softmax(scaled, axis=1), 0.0)

    greedy, secure = of_types(terms)
    return log_chance(greedy) - log_chance(secure)


def from_proposal(
    terms: TypedTerms, known: Weights, temperature: Float[Array, "..."] | float
) -> tuple[Array, Array]:
    """The same for doing something, and for not doing it. Shapes as of the terms."""
    greedy, secure = (weighted_sum(t, known) / temperature for t in of_types(terms))
    does = jax.nn.log_sigmoid(greedy) - jax.nn.log_sigmoid(secure)
    does_not = jax.nn.log_sigmoid(-greedy) - jax.nn.log_sigmoid(-secure)
    return does, does_not


def keenness(terms: TypedTerms, known: Weights, like: Array) -> Array:
    """How much more accepting is worth to a greedy than to a secure state, utils."""
    return weighted_sum(type_difference(terms), known) + jnp.zeros_like(like)


def from_answer(
    consent: Array, chance: Array, keenness: Array, temperature: Float[Array, "..."] | float
) -> Array:
    """What an answer tells, to first order in the difference of value between the types.

    Accepting tells (1 - P) keenness / T, refusing -P keenness / T.
    """
    return jnp.clip((consent - chance) * keenness / temperature, -ANSWER_MAX, ANSWER_MAX)
