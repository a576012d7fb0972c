"""What wars leave between those who fought: settlements, and ties that end or weaken."""

import jax.numpy as jnp

from westphalia.mechanisms.war import Fought
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import Parameters
from westphalia.world.state import PerDyad, World, flip, living_pairs


def settle(fought: Fought, stake: PerDyad, p: Parameters) -> World:
    """The world after the year's wars: shares, pacts, trade and agreements between enemies."""
    world = fought.world
    enemies = (fought.roles > 0).astype(stake.dtype)
    peace = (1.0 - enemies) * living_pairs(world)
    net = fought.taken - flip(fought.taken)  # 0 where each beat the other this year
    settled = jnp.where(net > 0, 1.0, jnp.where(net < 0, 0.0, stake))
    ended = {a.variable: getattr(world, a.variable) * peace for a in AGREEMENTS if a.bit}
    return world._replace(
        **ended,
        stake=settled,
        pact=world.pact * peace,
        pact_age=world.pact_age * peace,
        institutions=world.institutions * (1.0 - p.institutions_lost * enemies),
        peace_years=(world.peace_years + 1.0) * peace,
    )
