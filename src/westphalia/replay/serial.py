"""Serial activation: states ally and join one after another, seeing who did so before them.

In what order states acted within a year nobody recorded: chances are the mean over a few random
orders, half of them the others reversed. Who acts later is forecast with what was done earlier
in the same year.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.decisions.context import Given, Rules
from westphalia.mechanisms import alignment, joining, pledges, threat
from westphalia.world.state import World

#: Random orders of acting over which chances are averaged; half are drawn, half their reverse.
ORDERS = 4
#: Seed of the orders.
SEED = 1648


def ranks(step: Array, n: int) -> Float[Array, "orders n"]:
    """The rank in which each state acts, for one year."""
    key = jax.random.fold_in(jax.random.key(SEED), step)
    drawn = jax.vmap(lambda k: jax.random.permutation(k, n))(jax.random.split(key, ORDERS // 2))
    return jnp.concatenate([drawn, n - 1 - drawn]).astype(jnp.result_type(float))


def pacts(
    world: World,
    assessment: threat.Assessment,
    allied: Float[Array, "n n years"],
    order: Float[Array, "orders n years"],
    given: Given,
    rules: Rules,
    consent: Callable[..., tuple[Array, Array]],
) -> tuple[Array, Array]:
    """Chance that both want the pact when the first of the two acts, and that one does not.

    Pairs [i, k]; the mean over orders of the products, for both decide in the same turn.

    `allied`: who is allied after the year, as history chose. `consent`: see `chances`.
    """
    n = world.arms.shape[0]
    rho = pledges.balancing_expected(world)
    made = allied * alignment.planned(world.pact)

    def in_order(rank: Array) -> tuple[Array, Array]:
        first = jnp.minimum(rank[:, None], rank[None, :])

        def turn(k: Array, so_far: tuple[Array, Array]) -> tuple[Array, Array]:
            state = world._replace(pact=jnp.where(first < k, made, world.pact))
            view = alignment.reviewed(state, assessment, rho, given.p, given.mods)
            helped = alignment.helps(state, view, given.p)
            now = consent(state, view, helped, given, rules)
            wants, refuses = (
                jnp.where(first == k, new, old) for new, old in zip(now, so_far, strict=True)
            )
            return wants, refuses

        return jax.lax.fori_loop(0, n, turn, (jnp.zeros_like(made), jnp.zeros_like(made)))

    wants, refuses = jax.lax.map(in_order, order)
    wants_too, refuses_too = (jnp.swapaxes(chance, 1, 2) for chance in (wants, refuses))
    return (wants * wants_too).mean(0), (refuses + wants * refuses_too).mean(0)


def joined_before(
    side: joining.Sides,
    beside: Float[Array, "n wars"],
    against: Float[Array, "n wars"],
    rank: Float[Array, "n wars"],
) -> tuple[Array, Array]:
    """Strength that had joined the attacker and the target when each third state acted. [n, wars]

    `beside`, `against`: who joined the attacker and the target in history.
    """
    earlier = (rank[None, :] < rank[:, None]).astype(rank.dtype)
    on_attack = (earlier * (beside * side.as_attacker)[None, :]).sum(1)
    return on_attack, (earlier * (against * side.as_defender)[None, :]).sum(1)
