"""What wars leave between those who fought: settlements, and ties that end or weaken."""

import jax.numpy as jnp

from westphalia.mechanisms.crisis import Opened
from westphalia.mechanisms.salience import after_disputes
from westphalia.mechanisms.war import Fought
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, World, flip, living_pairs


def settle(fought: Fought, opened: Opened, lot: PerDyad, p: Parameters, mods: Modules) -> World:
    """The world after the year's wars: shares, salience, and ties between enemies.

    `lot`: uniform numbers that a pair shares, behind whether its issue is closed.
    """
    world, stake = fought.world, opened.stake
    enemies = (fought.roles > 0).astype(stake.dtype)
    peace = (1.0 - enemies) * living_pairs(world)
    net = fought.taken - flip(fought.taken)  # 0 where each beat the other this year
    settled = jnp.where(net > 0, 1.0, jnp.where(net < 0, 0.0, stake))
    granted = jnp.maximum(opened.conceded, flip(opened.conceded)) * (1.0 - enemies)
    backed = jnp.maximum(opened.backed, flip(opened.backed)) * (1.0 - enemies)
    size = after_disputes(
        world, jnp.maximum(granted, net != 0), backed + enemies * (net == 0), lot, p, mods
    )
    ended = {a.variable: getattr(world, a.variable) * peace for a in AGREEMENTS if a.bit}
    return world._replace(
        **ended,
        stake=settled,
        salience=size,
        pact=world.pact * peace,
        pact_age=world.pact_age * peace,
        institutions=world.institutions * (1.0 - p.institutions_lost * enemies),
        peace_years=(world.peace_years + 1.0) * peace,
    )
