"""What a war costs those who fight it: one place for all who expect, fear or pay it.

The mean cost of a limited war is a share of the resources of the smaller principal (Fearon 1995),
with a floor where both principals are nuclear-armed (Jervis 1989). A total war costs twice as
much. Who joins pays a share of what a principal would.
"""

import jax.numpy as jnp
from jaxtyping import Array, Int

from westphalia.world.indexing import entry
from westphalia.world.parameters import Parameters
from westphalia.world.state import PerState, World

#: A total war, in limited wars.
TOTAL = 2.0
#: Aims of a total war; those of a limited one are 0.
UNLIMITED = 1.0
#: What an ally's war is expected to cost, in mean costs of a limited war: total wars cost twice
#: as much, and an ally cannot choose the moment.
ALLYS_WAR = 4.0


def unit_cost(one_nuclear: Array, other_nuclear: Array, p: Parameters) -> Array:
    """Mean cost of a limited war, as a share of the smaller principal's resources.

    Args:
        one_nuclear, other_nuclear: 1 where a principal is nuclear-armed, else 0.
    """
    both = one_nuclear * other_nuclear > 0
    return jnp.where(both, jnp.maximum(p.war_cost, p.nuclear_cost), p.war_cost)


def cost_to(unit: Array, smaller: Array, resources: Array) -> Array:
    """Mean cost of a limited war to a belligerent, in mean resources.

    Args:
        unit: see `unit_cost`. smaller: resources of the smaller principal. resources: its own.
    """
    return unit * jnp.minimum(smaller, resources)


def of_aims(cost: Array, total: Array | float) -> Array:
    """The cost of a war with these aims, cost (1 + (TOTAL - 1) total). In the units of `cost`.

    Args:
        cost: of a limited war. total: 1 where the aims are unlimited, else 0.
    """
    return cost * (1.0 + (TOTAL - 1.0) * total)


def allys_war_cost(p: Parameters) -> Array | float:
    """What an ally's war is expected to cost, as a share of the smaller principal's resources.

    As if it were not between two nuclear powers: who signs a pact does not know against whom.
    """
    return ALLYS_WAR * p.war_cost


def limited_war_cost(
    world: World, a: Int[Array, "runs"], t: Int[Array, "runs"], p: Parameters
) -> PerState:
    """Mean cost to each state of taking part in the war of a and t, were it limited. [n, runs]"""
    unit = unit_cost(entry(world.nuclear, a), entry(world.nuclear, t), p)
    smaller = jnp.minimum(entry(world.resources, a), entry(world.resources, t))
    return cost_to(unit, smaller, world.resources)
