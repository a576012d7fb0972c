"""Salience: how much what a pair disputes matters, and how that changes.

An issue between two states opens, may grow while nothing settles it, and fades or is closed
(Vasquez 1993; Diehl & Goertz 2000). Salience q is the size of what they dispute in the usual size,
public and the same for both. With the module off it is 1 for every pair at all times.
"""

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, World, flip, living_pairs

#: Largest salience, in usual issues.
MOST = 12.0
#: Delivery of a close neighbour, at which issues open with the plain hazard, and the most by which
#: being nearer raises it.
NEIGHBOUR, NEAREST = 0.5, 1.6
#: Least product of two deliveries of which a logarithm is taken.
LEAST = 1e-37
#: Chance a year that an open issue is settled in one way or another, where a world begins: a rough
#: figure, which a world forgets while it settles.
SETTLED = 0.02
#: Part of the spread of a new issue that is left in one that is open where a world begins: about
#: what worlds have of it after a century.
LEFT_OPEN = 0.35


def hazard(world: World, p: Parameters) -> PerDyad:
    """Hazard of a new issue, newx (lambda / 0.5)^con (min R / max R)^pos, 1/year. [i, j]

    Issues are territorial and arise between neighbours (Vasquez 1993), and positional and arise
    between equals (Colaresi et al. 2007). lambda: geometric mean of both sides' delivery.
    """
    log_r = jnp.log(jnp.maximum(world.resources, 1e-6))  # powers of pairs by their logarithms
    apart = jnp.abs(log_r[:, None] - log_r[None, :])
    reach = 0.5 * jnp.log(jnp.maximum(world.delivery * flip(world.delivery), LEAST))
    near = jnp.minimum(jnp.exp(p.contiguity * (reach - jnp.log(NEIGHBOUR))), NEAREST)
    return p.new_issues * near * jnp.exp(-p.rivalry_of_equals * apart)


def size(lot: Float[Array, "..."], p: Parameters) -> Float[Array, "..."]:
    """Salience of a new issue, lognormal with mean 1, from a uniform number."""
    z = 2.0**0.5 * lax.erf_inv(2.0 * jnp.clip(lot, 1e-4, 1.0 - 1e-4) - 1.0)
    return jnp.exp(p.salience_spread * z - 0.5 * p.salience_spread**2)


def share(world: World, spread: Float[Array, "..."] | float, p: Parameters) -> PerDyad:
    """i's share in a new issue, which mirrors power with a spread (Powell 1996). [i, j]

    x = 1 / (1 + e^-(m (ln M_i - ln M_j) + s_x spread)), `spread` with opposite signs for i and j.
    """
    level = p.decisiveness * jnp.log(jnp.maximum(world.arms, 1e-6))
    return jax.nn.sigmoid(level[:, None] - level[None, :] + p.issue_spread * spread)


def spread_of(own: PerDyad) -> PerDyad:
    """The spread from uniform numbers with v_ij + v_ji = 1: the log odds of U(0.1, 0.9)."""
    return jnp.log(0.1 + 0.8 * own) - jnp.log(0.9 - 0.8 * own)


def argued(even: PerDyad, spread: PerDyad, p: Parameters) -> PerDyad:
    """i's share in an issue that is open where a world begins. [i, j]

    log odds of the balance of power, plus a part of the spread of a new issue: most of what once
    was off the balance has been fought over or granted by then.

    Args:
        even: the balance of power, x = W / (W + W^T). spread: see `share`.
    """
    level = jnp.log(even) - jnp.log1p(-even)
    return jax.nn.sigmoid(level + LEFT_OPEN * p.issue_spread * spread)


def at_start(
    world: World, lot: PerDyad, rivals: PerDyad, p: Parameters, mods: Modules
) -> tuple[PerDyad, PerDyad]:
    """Salience of every pair where a world begins, and whether (1) an issue is open. [i, j]

    An issue is open with about the chance newx' / (newx' + h_q + settled) that it has in the long
    run; between pairs that are known as rivals one is, and between those known not to be none.

    Args:
        lot: uniform, the same for both of a pair. rivals: 1 for rivals, 0 for pairs that
            are none, NaN where that is unknown.
    """
    opens = hazard(world, p)
    drawn = opens / (opens + p.issue_end + SETTLED)
    chance = jnp.where(jnp.isnan(rivals), drawn, rivals)
    is_open = mods.salience * (lot < chance) * living_pairs(world)
    opened = size(lot / jnp.maximum(chance, 1e-9), p)
    resting = 1.0 + mods.salience * (p.salience_rest - 1.0)
    return jnp.where(is_open > 0, jnp.minimum(opened, MOST), resting), is_open


def open_and_fade(
    world: World, opened: PerDyad, fade: PerDyad, own: PerDyad, p: Parameters, mods: Modules
) -> World:
    """A year's new issues, and the old ones that fade.

    With the module off a pair's settlement is reopened with the plain hazard newx at
    x ~ U(0.1, 0.9), and salience stays as it is.

    Args:
        opened, fade: uniform numbers that a pair shares. own: uniform, own_ij + own_ji = 1.
    """
    on = mods.salience > 0
    opens = jnp.where(on, hazard(world, p), p.new_issues)
    is_new = (opened < opens) * living_pairs(world)
    fresh = jnp.where(on, share(world, spread_of(own), p), 0.1 + 0.8 * own)
    new = jnp.maximum(size(opened / jnp.maximum(opens, 1e-9), p), world.salience)
    faded = jnp.where(fade < p.issue_end, p.salience_rest, world.salience)
    salience = jnp.minimum(jnp.where(is_new > 0, new, faded), MOST)
    return world._replace(
        stake=jnp.where(is_new > 0, fresh, world.stake),
        salience=jnp.where(on, salience, world.salience),
    )


def after_disputes(
    world: World, settled: PerDyad, open_still: PerDyad, lot: PerDyad, p: Parameters, mods: Modules
) -> PerDyad:
    """Salience after a year's disputes: closed with chance q_s, or q (1 + g_q). [i, j]

    Args:
        settled: 1 where a concession or a decisive war settled what the pair disputed.
        open_still: 1 where a dispute settled nothing. lot: uniform, the same for both of a pair.
    """
    closed = settled * (lot < p.settlement)
    grown = world.salience * (1.0 + p.grievance * open_still)
    resting = jnp.minimum(p.salience_rest, world.salience)
    after = jnp.minimum(jnp.where(closed > 0, resting, grown), MOST)
    return jnp.where(mods.salience > 0, after, world.salience)
