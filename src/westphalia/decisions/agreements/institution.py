"""Joint institutions: they deepen at a meeting where both want it, and loosen where not
(Keohane 1984)."""

from collections.abc import Mapping

import jax.numpy as jnp

from westphalia.decisions.agreements.agreement import Agreement
from westphalia.decisions.context import Given, Year
from westphalia.decisions.words import Act
from westphalia.mechanisms.cooperation import revealed
from westphalia.mechanisms.prospects import trade_value
from westphalia.world.state import PerDyad, World
from westphalia.world.terms import ByType, TypedTerms

STEP = 0.2  # joint institutions gained or lost at one meeting, share
GAIN = 0.25  # trade gains that full institutions add, share
AUTONOMY = 0.1  # of an ally's autonomy cost


def terms(year: Year, given: Given) -> TypedTerms:
    """consumption: gains from trade that they add; autonomy lost; response: being seen. [i, j]"""
    world, p, belief = year.world, given.p, year.answer.belief
    shown = revealed(world, p)
    return {
        "consumption": GAIN * trade_value(world, p),
        "autonomy": -AUTONOMY * p.autonomy_cost * jnp.ones_like(belief),
        "response": ByType(*(belief * part * STEP for part in shown)),
    }


class Institution(Agreement):
    """Held as a degree, 0 - 1."""

    def after(
        self, world: World, on_table: Mapping[str, PerDyad], both: PerDyad, given: Given
    ) -> World:
        """One step deeper where both want it, one less where they met and do not."""
        step = (2.0 * both - 1.0) * STEP * on_table[self.name]
        return world._replace(institutions=jnp.clip(world.institutions + step, 0.0, 1.0))


INSTITUTION = Institution(
    "institution",
    terms,
    "Joint institutions with {}",
    (
        Act("deepen them", "wanted deeper institutions with {}"),
        Act("loosen them", "wanted no deeper institutions with {}"),
    ),
    noun="their joint institutions",
    standing="There are some; they loosen unless both deepen them.",
)
