"""Who joins a war of others, and on which side. The forms of it stand side by side."""

from westphalia.mechanisms.joining import future, present
from westphalia.mechanisms.joining.deciding import Choose, Join, decide
from westphalia.mechanisms.joining.fronts import JOIN, Front, Sides, Strengths, protection, sides
from westphalia.mechanisms.threat import Assessment
from westphalia.world.parameters import FUTURE, Parameters
from westphalia.world.state import Modules, PerDyad, PerState, World
from westphalia.world.terms import Options

__all__ = [
    "JOIN",
    "Choose",
    "Front",
    "Join",
    "Sides",
    "Strengths",
    "decide",
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
) -> Options:
    """Terms of staying out, joining the target or joining the attacker, by the form in force.

    [n, 3, runs]. See `present.options` and `future.options`.

    Args:
        helped: what each ally's pledge is worth. joined: strength that has joined (attacker,
            target) when states decide in turn; else each counts on those it expects.
    """
    form = future if p.forms.joining == FUTURE else present
    return form.options(world, assessment, helped, front, side, p, mods, joined)


def price(world: World, front: Front, p: Parameters, mods: Modules) -> PerState:
    """What fighting costs who joins, as `options` counts it: a share of its resources. [n, runs]"""
    if p.forms.joining == FUTURE:
        return future.price(world, front, p, mods)
    return present.price(world, front, p)
