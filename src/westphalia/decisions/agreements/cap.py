"""An arms cap: both hold their burdens below what they are, as far as they can trust."""

from collections.abc import Mapping

import jax.numpy as jnp

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.mechanisms.arming import security_slope
from westphalia.world.state import PerDyad, World
from westphalia.world.terms import TypedTerms


def terms(year: Year, given: Given) -> TypedTerms:
    """consumption: arms saved; survival: the partner's cut, if it keeps it (1 - B), less one's own.
    [i, j]"""
    world, p = year.world, given.p
    psi = year.answer.pressure
    slope, _ = security_slope(year.assessment, p)
    saved = jnp.log1p(-world.burden * jnp.exp(-p.cap_depth)) - jnp.log1p(-world.burden)
    return {
        "consumption": jnp.broadcast_to(saved[:, None], psi.shape),
        "survival": ((1.0 - world.belief) * psi - slope[:, None]) * p.cap_depth,
    }


def proposed(world: World, given: Given) -> PerDyad:
    """The ceiling that a cap made now would have, e^(-s_c) of i's burden. [i, 1]"""
    return world.burden[:, None] * jnp.exp(-given.p.cap_depth)


class Cap(Agreement):
    """A cap holds the ceiling on i's burden, which stays what it was when the cap was made."""

    def after(
        self, world: World, on_table: Mapping[str, PerDyad], both: PerDyad, given: Given
    ) -> World:
        """A new cap at today's burdens less the cut; a renewed one as it was."""
        ceiling = both * jnp.where(world.cap > 0, world.cap, proposed(world, given))
        return world._replace(cap=jnp.where(on_table[self.name] > 0, ceiling, world.cap))


CAP = Cap(
    "cap",
    terms,
    "An arms cap with {}",
    (
        Act("accept the cap", "wanted an arms cap with {}"),
        Act("refuse the cap", "refused an arms cap with {}"),
    ),
    noun="an arms cap",
    standing="In force; refusing ends it.",
)
