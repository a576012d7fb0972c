"""A year: its steps, in a printable order.

Every step takes the year so far and returns it. All decisions of a year rest on one assessment,
made after the year's shocks and lessons: plans are yearly. What is decided about arms and pacts
takes effect at once, for those who fight this year too.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array

from westphalia.decisions import IN_TURN
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.meeting import meet
from westphalia.simulation import steps
from westphalia.world.state import World

Step = Callable[[Year, Given, Rules], Year]

#: The order of a year, as data.
YEAR: tuple[tuple[str, Step], ...] = (
    ("shocks", steps.shocks),
    ("observe and learn", steps.learn),
    ("agreements", meet),
    *((decision.stage, decision.take) for decision in IN_TURN),
    ("consequences", steps.consequences),
)
#: Steps after which everything is computed and kept in memory (see `store`; measured).
STORED = ("shocks", "observe and learn")


def parts(*first: str) -> tuple[tuple[tuple[str, Step], ...], ...]:
    """The year cut into parts, of which each but the first begins with a named step."""
    names = [name for name, _ in YEAR]
    cuts = [0, *(names.index(name) for name in first), len(YEAR)]
    return tuple(YEAR[a:b] for a, b in pairwise(cuts))


def go_through(part: tuple[tuple[str, Step], ...], year: Year, given: Given, rules: Rules) -> Year:
    """The year after some of its steps."""
    for name, take in part:
        with jax.named_scope(name.replace(" ", "_")):
            year = take(year, given, rules)
            if name in STORED:
                year = store(year, given.streams.year > 0)
    return year


def step(world: World, given: Given, rules: Rules) -> tuple[World, dict[str, Any]]:
    """One year: the world after it, and its record."""
    year = go_through(YEAR, Year(world, {}), given, rules)
    return year.world, year.record


def store(tree: Any, always: Array) -> Any:
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
