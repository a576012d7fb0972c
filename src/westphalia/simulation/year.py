"""A year: its stages, in a printable order.

Every stage takes the year so far and returns it. All decisions of a year rest on one assessment,
made after the year's shocks and lessons: plans are yearly. What is decided about arms and pacts
takes effect at once, for those who fight this year too.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array

from westphalia.simulation import stages
from westphalia.simulation.frame import Given, Rules, Year
from westphalia.world.state import World

Stage = Callable[[Year, Given, Rules], Year]

#: The order of a year, as data.
YEAR: tuple[tuple[str, Stage], ...] = (
    ("shocks", stages.shocks),
    ("observe and learn", stages.learn),
    ("cooperate", stages.cooperate),
    ("align", stages.align),
    ("arm and posture", stages.arm),
    ("crisis", stages.challenge),
    ("war and joining", stages.fight),
    ("consequences", stages.consequences),
)


def step(world: World, given: Given, rules: Rules) -> tuple[World, dict[str, Any]]:
    """One year: the world after it, and its record."""
    year = Year(world, {})
    for name, stage in YEAR:
        with jax.named_scope(name.replace(" ", "_")):
            year = stage(year, given, rules)
            if name in STORED:
                year = stored(year, given.streams.year > 0)
    return year.world, year.record


def stored(tree: Any, always: Array) -> Any:
    """The same values, computed once and kept in memory.

    XLA fuses a producer into each of its consumers, so that what a year's shocks and assessment
    compute per state would be computed again for every pair that uses it: the step takes up to
    twice as long. A conditional cannot be fused across; `always` is true, which the compiler
    cannot know. (`lax.optimization_barrier` does not outlive fusion on a CPU.)
    """
    leaves, structure = jax.tree.flatten(tree)
    kept = jax.lax.cond(
        always, lambda *v: v, lambda *v: tuple(jnp.zeros_like(x) for x in v), *leaves
    )
    return jax.tree.unflatten(structure, kept)


#: Stages after which everything is computed and kept in memory (see `stored`; measured).
STORED = ("shocks", "observe and learn")
