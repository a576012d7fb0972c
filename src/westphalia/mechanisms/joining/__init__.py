"""Who joins a war of others, and on which side. The forms of it stand side by side."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from westphalia.mechanisms.joining import future, present
from westphalia.mechanisms.joining.deciding import Choose, Join, decide
from westphalia.mechanisms.joining.fronts import (
    JOIN,
    Front,
    Offered,
    Sides,
    Strengths,
    protection,
    sides,
)
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import FUTURE, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World

__all__ = [
    "JOIN",
    "Choose",
    "Front",
    "Join",
    "Offered",
    "Sides",
    "Strengths",
    "attention",
    "decide",
    "noise",
    "options",
    "price",
    "protection",
    "sides",
]


def options(
    world: World,
    assessment: Assessment,
    helped: PerDyad,
    front: Front,
    side: Sides,
    p: Parameters,
    mods: Modules,
    joined: Strengths | None = None,
) -> Offered:
    """Terms of staying out, joining the target or joining the attacker, by the form in force.

    [n, 3, runs]. See `present.options` and `future.options`.

    Args:
        helped: what each ally's pledge is worth. joined: strength that has joined (attacker,
            target) when states decide in turn; else each counts on those it expects.
    """
    form = future if p.forms.joining == FUTURE else present
    return form.options(world, assessment, helped, front, side, p, mods, joined)


def noise(world: World, front: Front, p: Parameters) -> PerState:
    """The noise of joining, Tj; by the scale of the war where it is weighed by the future. utils,
    [n, runs]"""
    if p.forms.joining == FUTURE:
        return future.noise(world, front, p)
    return p.temperature_join * jnp.ones_like(world.resources)


def attention(world: World, front: Front, p: Parameters) -> Float[Array, "n 3 runs"]:
    """Log prior of the options: 0, but for far wars that are weighed by the future. [n, 3, runs]"""
    if p.forms.joining == FUTURE:
        return future.attention(world, front)
    nothing = jnp.zeros_like(world.resources)
    return jnp.stack([nothing] * len(JOIN), axis=1)


def price(world: World, front: Front, p: Parameters, mods: Modules) -> PerState:
    """What fighting costs who joins, as `options` counts it: a share of its resources. [n, runs]"""
    if p.forms.joining == FUTURE:
        return future.price(world, front, p, mods)
    return present.price(world, front, p)
