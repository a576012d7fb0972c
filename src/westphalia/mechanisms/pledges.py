"""The strength an attacker meets: the target's own arms and the help it can expect."""

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import PerDyad, PerState, World, off_diagonal


def sum_over_third(left: PerDyad, right: PerDyad) -> PerDyad:
    """Contraction over third states, out_ij = sum_k left_ki right_kj. [n, n, runs]

    Adds blocks of rank-one terms, so that no [n, n, n, runs] array is ever stored.
    """
    n = left.shape[0]
    block = next(b for b in (8, 7, 6, 5, 4, 3, 2, 1) if n % b == 0)

    def add(step: Array, total: PerDyad) -> PerDyad:
        rows_l = lax.dynamic_slice_in_dim(left, step * block, block)
        rows_r = lax.dynamic_slice_in_dim(right, step * block, block)
        for k in range(block):
            total = total + rows_l[k][:, None] * rows_r[k][None, :]
        return total

    shape = jnp.broadcast_shapes(left.shape, right.shape)
    return lax.fori_loop(0, n // block, add, jnp.zeros(shape, left.dtype))


def pledge(world: World, defend: PerState, p: Parameters) -> PerDyad:
    """Help that k's pledge brings to j, r A_kj lambda_kj E^D_k. In units of arms. [k, j]"""
    return p.reliability * world.pact * world.delivery * defend[:, None]


def others(world: World) -> PerDyad:
    """1 where k is neither i itself nor i's ally, and so free to help i's target. [k, i]"""
    return (world.pact == 0.0) * off_diagonal(world.pact.shape[0])


def own_strength(world: World, defend: PerState, p: Parameters) -> PerState:
    """What j opposes alone, E^D_j + tau R_j / delta_M: even the unarmed resist. [n]"""
    return defend + p.unarmed_resistance * world.resources / p.depreciation


def volunteers(world: World, defend: PerState, rho: PerState, p: Parameters) -> PerDyad:
    """Help that i expects unallied third states to bring to j, in units of arms. [i, j]

    rho_i vol sum_k z_ki lambda_kj E^D_k (1 - A_ki)(1 - A_kj), where z_ki is i's share of what
    threatens k: those whom i threatens most are the likeliest to come.
    """
    fear = world.threat / jnp.maximum(world.threat.sum(1, keepdims=True), 1e-9)
    free = others(world)
    arrives = world.delivery * defend[:, None] * free
    return rho[:, None] * p.volunteers * sum_over_third(fear * free, arrives)


def defended(
    world: World,
    defend: PerState,
    rho: PerState,
    depth: Float[Array, "#runs"] | float,
    p: Parameters,
) -> PerDyad:
    """Strength that attacker i meets at j, D_j(i), in units of arms. [i, j]

    D_j(i) = E^D_j + tau R_j / delta_M + sum_k (1 - A_ki) r A_kj lambda_kj E^D_k, plus, with
    expected response, the volunteers. A state allied with the attacker does not help.
    """
    help_pledged = sum_over_third(others(world), pledge(world, defend, p))
    expected = depth * volunteers(world, defend, rho, p)
    return own_strength(world, defend, p)[None, :] + help_pledged + expected


def balancing_expected(world: World) -> PerState:
    """rho, the chance i gives to a third state's joining the target: mean of a Beta. [n]"""
    return world.joined / (world.joined + world.abstained)


