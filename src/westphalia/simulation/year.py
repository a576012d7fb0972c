"""A year: its steps, in a printable order.

Every step takes the year so far and returns it. All decisions of a year rest on one assessment,
made after the year's shocks and lessons: plans are yearly. What is decided about arms and pacts
takes effect at once, for those who fight this year too.
"""

from collections.abc import Callable
from itertools import pairwise
from math import inf
from typing import Any

import jax
from jaxtyping import Array

from westphalia.decisions import IN_TURN
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.meeting import meet
from westphalia.simulation import steps
from westphalia.world.once import once
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
#: Steps after which all that they changed is computed once and kept in memory (measured), and the
#: most states for which it is.
KEPT: dict[str, float] = {
    "shocks": inf,
    "observe and learn": inf,
    "agreements": inf,
    CHALLENGE.stage: 48,
}


def parts(*first: str) -> tuple[tuple[tuple[str, Step], ...], ...]:
    """The year cut into parts, of which each but the first begins with a named step."""
    names = [name for name, _ in YEAR]
    cuts = [0, *(names.index(name) for name in first), len(YEAR)]
    return tuple(YEAR[a:b] for a, b in pairwise(cuts))


def go_through(part: tuple[tuple[str, Step], ...], year: Year, given: Given, rules: Rules) -> Year:
    """The year after some of its steps."""
    for name, take in part:
        with jax.named_scope(name.replace(" ", "_")):
            if year.n <= KEPT.get(name, 0):
                year = _kept(take, year, given, rules)
            else:
                year = take(year, given, rules)
    return year


def _kept(take: Step, before: Year, given: Given, rules: Rules) -> Year:
    """The year after a step, with what the step changes computed once (see `once`)."""
    old = {id(leaf): leaf for leaf in jax.tree.leaves(before)}
    same: dict[int, Array] = {}
    structure = jax.tree.structure(before)

    def changed() -> list[Array]:
        nonlocal structure
        leaves, structure = jax.tree.flatten(take(before, given, rules))
        same.update({k: old[id(leaf)] for k, leaf in enumerate(leaves) if id(leaf) in old})
        return [leaf for k, leaf in enumerate(leaves) if k not in same]

    new = iter(once(changed, given.streams.year))
    leaves = [same[k] if k in same else next(new) for k in range(structure.num_leaves)]
    return jax.tree.unflatten(structure, leaves)


def step(world: World, given: Given, rules: Rules) -> tuple[World, dict[str, Any]]:
    """One year: the world after it, and its record."""
    year = go_through(YEAR, Year(world, {}), given, rules)
    return year.world, year.record
