"""The public record of a pair: what its past disputes tell of the next one.

A pair that has had more disputes than anyone foresaw has something between it that nobody sees. The
record is what the public can know of that: the posterior mean of a Gamma frailty whose memory
fades (Harvey & Fernandes 1989). It is another view of what `salience` makes a state of the world:
under salience a dispute avoided leaves the quarrel as it is, under the record it prevents later
ones; history cannot tell the two apart.
"""

import jax.numpy as jnp

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, World, flip

#: Most by which the record moves the log weight of a challenge.
MOST = 4.0


def frailty(world: World, p: Parameters) -> PerDyad:
    """How many times likelier a dispute of i on j is than foreseen. [i, j]

    m_ij = (a + O_ij + w O_ji) / (a + X_ij + w X_ji), O disputes begun and X those foreseen, both
    discounted; 1 for a pair without a past.
    """
    begun = world.begun + p.record_of_other * flip(world.begun)
    foreseen = world.foreseen + p.record_of_other * flip(world.foreseen)
    return (p.record_prior + begun) / (p.record_prior + foreseen)


def drawn(world: World, p: Parameters, mods: Modules) -> PerDyad:
    """What the record adds to the log weight of a challenge, ln m_ij; 0 with it off. [i, j]"""
    return mods.record * jnp.clip(jnp.log(frailty(world, p)), -MOST, MOST)


def kept(world: World, begun: PerDyad, chance: PerDyad, p: Parameters, mods: Modules) -> World:
    """The record after a year: O' = g O + begun, X' = g X + chance.

    Args:
        begun: 1 where i challenged j. chance: what the public gave it, the record left aside.
    """
    return world._replace(
        begun=p.record_memory * world.begun + mods.record * begun,
        foreseen=p.record_memory * world.foreseen + mods.record * chance,
    )
