"""What suspicion follows: rival rules by which a state comes to believe another to be greedy.

A rule is a function of the world, of what a state's theory has it expect, and of `learn`, which
turns a belief from before the evidence into the one after it; at the start of a run there is no
evidence yet. It returns the belief, 0 to 1, [n, n, runs], of i about j. A theory names its rule
(`Expects.suspicion`); a user's own function will do as well as those below, and states whose
theories have different rules may live in one world.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.world.problems import UserError, place_of
from westphalia.world.state import Agents, PerDyad, World

#: Belief before any evidence, the same of everyone or not.
Prior = Float[Array, "n #n #runs"]
#: Belief before evidence -> belief after it.
Learn = Callable[[Prior], PerDyad]


class Expected(NamedTuple):
    """What a theory has its states expect. [n, 1, runs]

    `prior`: belief before evidence. `assurance`: share of suspicion that joint openness and
    institutions can lift. `identification`: how far suspicion follows identity and not evidence.
    """

    prior: Prior
    assurance: Prior
    identification: Prior


#: (world, expected, learn) -> belief.
Suspicion = Callable[[World, Expected, Learn], PerDyad]


def constant_prior(world: World, expected: Expected, learn: Learn) -> PerDyad:
    """The same prior of everyone, then evidence: B = learn(B_0) (Kydd 2005)."""
    return learn(expected.prior)


def assured_prior(world: World, expected: Expected, learn: Learn) -> PerDyad:
    """A prior that joint openness and institutions lower, then evidence (Oneal & Russett 1997).

    B = learn(B_0 (1 - as (1 - (1 - q_i q_j)(1 - G_ij)))), as = 1: B_0 (1 - q_i q_j)(1 - G_ij)
    """
    both_open = world.openness[:, None] * world.openness[None, :]
    assured = 1.0 - (1.0 - both_open) * (1.0 - world.institutions)
    return learn(expected.prior * (1.0 - expected.assurance * assured))


def identity(world: World, expected: Expected, learn: Learn) -> PerDyad:
    """How far j is an enemy: B = (1 - f) learn(B_0) + f (1 - I) / 2 (Wendt 1999).

    With f = 1 whatever the prior and the evidence.
    """
    follows = expected.identification
    return (1.0 - follows) * learn(expected.prior) + follows * 0.5 * (1.0 - world.identity)


#: The rules of the built-in theories. Every world holds them, so that whichever of these theories
#: its states follow, the compiled program is the same.
RULES: tuple[Suspicion, ...] = (constant_prior, assured_prior, identity)


def belief_by_rule(world: World, agents: Agents, learn: Learn) -> PerDyad:
    """The belief of every state by the rule of its own theory. [i, j]

    Raises:
        UserError: a rule fails, or gives something else than one belief per ordered pair.
    """
    own = (agents.prior, agents.assurance, agents.identification)
    expected, chosen = Expected(*(number[:, None] for number in own)), agents.suspicion
    found = _checked(chosen.rules[0], world, expected, learn)
    for k, rule in enumerate(chosen.rules[1:], 1):
        follows = chosen.index[:, None] == k
        found = jnp.where(follows, _checked(rule, world, expected, learn), found)
    return found


def _checked(rule: Suspicion, world: World, expected: Expected, learn: Learn) -> PerDyad:
    """The belief by a rule; an error in it names the user's function and line."""
    shape = jnp.shape(world.belief)
    try:
        found = rule(world, expected, learn)
        if jnp.ndim(found) != len(shape) or jnp.broadcast_shapes(jnp.shape(found), shape) != shape:
            raise ValueError(f"it gave shape {jnp.shape(found)} instead of [n, n, runs], {shape}")
    except Exception as error:
        name = getattr(rule, "__name__", rule)
        raise UserError(
            f"{place_of(rule)}the rule of suspicion {name} failed: {type(error).__name__}: "
            f"{str(error).splitlines()[0]}"
        ) from error
    return found
