"""What wars leave between those who fought: settlements, and ties that end or weaken."""

import jax.numpy as jnp

from westphalia.mechanisms.alignment import FIRST_DEPTH
from westphalia.mechanisms.crisis import Opened
from westphalia.mechanisms.joining import JOIN, protection
from westphalia.mechanisms.salience import after_disputes
from westphalia.mechanisms.war import Fought
from westphalia.world.agreements import AGREEMENTS
from westphalia.world.parameters import FUTURE, Parameters
from westphalia.world.state import Modules, PerDyad, World, flip, living_pairs


def settle(fought: Fought, opened: Opened, lot: PerDyad, p: Parameters, mods: Modules) -> World:
    """The world after the year's wars: shares, salience, and ties between enemies.

    Where joining is weighed by the future, some who fought on an attacker's side are its allies
    afterwards (`sheltered`).

    Args:
        lot: uniform numbers of pairs, u_ij = u_ji, behind whether an issue is closed and whether a
            pact is made.
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
    pact = world.pact * peace
    if p.forms.joining == FUTURE:
        new = FIRST_DEPTH * sheltered(fought, lot, p, mods) * peace
        pact = jnp.where(pact > 0, pact, new)
    ended = {a.variable: getattr(world, a.variable) * peace for a in AGREEMENTS if a.bit}
    return world._replace(
        **ended,
        stake=settled,
        salience=size,
        pact=pact,
        pact_age=world.pact_age * peace,
        institutions=world.institutions * (1.0 - p.institutions_lost * enemies),
        peace_years=(world.peace_years + 1.0) * peace,
    )


def sheltered(fought: Fought, lot: PerDyad, p: Parameters, mods: Modules) -> PerDyad:
    """Pairs of an attacker and one who fought on its side, and came under its wing. Symmetric, 0, 1

    With the chance phi_w R_a^2 / (R_a^2 + R_k^2) that deciders reckoned with (Walt 1987): a pact
    restrains the attacker.
    """
    r = fought.world.resources
    spares = lot < protection(r[None, :], r[:, None], p)
    sided = fought.joins == JOIN.index("attacker")
    under = mods.pacts * sided * spares
    return jnp.maximum(under, flip(under))
