"""The strength an attacker meets: the target's own arms and the help it can expect."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.world.parameters import BINDING, Parameters
from westphalia.world.state import PerDyad, PerRun, PerState, World, off_diagonal


def over_third(term: Callable[..., PerDyad], *by_third: PerDyad) -> PerDyad:
    """Sum over third states, sum_k term(first[k], second[k], ...). [n, n, runs]

    Few states are summed at once, which differentiates well. For more, blocks of terms are added,
    so that no [n, n, n, runs] array is ever stored and the inner loop runs over contiguous runs.

    Args:
        term: a whole matrix, [n, n, runs], from the row of the third state in each of `by_third`.
    """
    n = by_third[0].shape[0]
    block = next(b for b in (10, 9, 8, 7, 6, 5, 4, 3, 2, 1) if n % b == 0)
    if n == block:
        return jax.vmap(term)(*by_third).sum(0)

    def of(k: Array) -> PerDyad:
        return term(*(lax.dynamic_index_in_dim(m, k, keepdims=False) for m in by_third))

    def add(step: Array, total: PerDyad) -> PerDyad:
        return total + sum(of(step * block + k) for k in range(block))

    first = jax.eval_shape(of, jnp.asarray(0))
    return lax.fori_loop(0, n // block, add, jnp.zeros(first.shape, first.dtype))


def based(
    delivery: Float[Array, "..."], depth: Float[Array, "..."], p: Parameters
) -> Float[Array, "..."]:
    """What arrives of an ally's help: lambda, and with binding pacts lambda + b A (1 - lambda).

    A planned pact gives bases, so that distance takes less (Boulding 1962). Elementwise.

    Args:
        delivery: lambda. depth: A.
    """
    if p.forms.pacts != BINDING:
        return delivery
    return delivery + p.bases * depth * (1.0 - delivery)


def pledge(world: World, defend: PerState, p: Parameters) -> PerDyad:
    """Help that k's pledge brings to j, r A_kj lambda_kj E^D_k. In units of arms. [k, j]

    lambda as `based` has it.
    """
    return p.reliability * world.pact * based(world.delivery, world.pact, p) * defend[:, None]


def others(world: World) -> PerDyad:
    """1 where k is neither i itself nor i's ally, and so free to help i's target. [k, i]"""
    return (world.pact == 0.0).astype(world.pact.dtype) * off_diagonal(world.pact.shape[0])


def fear_shares(threat: PerDyad) -> PerDyad:
    """z_ki = l_ki / sum_j l_kj, the share of i in all that threatens k; 0 without threats. [k, i]

    `threat`: l_ki, to k from i, 1/year.
    """
    return threat / jnp.maximum(threat.sum(1, keepdims=True), 1e-9)


def own_strength(world: World, defend: PerState, p: Parameters) -> PerState:
    """What j opposes alone, E^D_j + tau R_j / delta_M: even the unarmed resist. [n]"""
    return defend + p.unarmed_resistance * world.resources / p.depreciation


def defended(
    world: World,
    defend: PerState,
    rho: PerState,
    depth: PerRun | float,
    p: Parameters,
) -> PerDyad:
    """Strength that attacker i meets at j, D_j(i), in units of arms. [i, j]

    D_j(i) = E^D_j + tau R_j / delta_M + sum_k (1 - A_ki) [r A_kj + rho_i vol z_ki (1 - A_kj)]
    lambda_kj E^D_k. Allies of j that are not the attacker's own bring what they pledged. With
    expected response (`depth` 1) unallied third states may volunteer: z_ki is i's share of what
    threatens k, so those whom i threatens most are the likeliest to come.
    """
    free = others(world)
    fear = fear_shares(world.threat) * free
    pledged = pledge(world, defend, p)
    arrives = world.delivery * defend[:, None] * free
    hope = (depth * p.volunteers * rho)[:, None]

    def brought(free: PerState, pledged: PerState, fear: PerState, arrives: PerState) -> PerDyad:
        return free[:, None] * pledged[None, :] + hope * fear[:, None] * arrives[None, :]

    helped = over_third(brought, free, pledged, fear, arrives)
    return own_strength(world, defend, p)[None, :] + helped


def balancing_expected(world: World) -> PerState:
    """rho, the chance i gives to a third state's joining the target: mean of a Beta. [n]"""
    return world.joined / (world.joined + world.abstained)
