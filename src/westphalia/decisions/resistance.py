"""Resistance: whether the target of a demand goes to war over it."""

from typing import ClassVar

import jax.numpy as jnp

from westphalia.decisions.context import Rules
from westphalia.world.state import PerDyad


class Resistance:
    """A target knows its own cost of war, so that it resists with chance 0 or 1 (Fearon 1995).

    What it weighs is in `crisis.resistance`. `field`: where a game's move answers it, by
    challenger; `heading`: under which a game asks it.
    """

    name: ClassVar[str] = "resist"
    field: ClassVar[str] = "answers"
    heading: ClassVar[str] = "Demands on your state"

    def answer(self, worth_it: PerDyad, rules: Rules) -> PerDyad:
        """1 where a target resists. `worth_it`: 1 where the cost is below what it saves. [i, j]"""
        return rules.chooser.consent(self.name, worth_it, jnp.full_like(worth_it, 0.5))


RESISTANCE = Resistance()
