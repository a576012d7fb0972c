"""The one driver of years: runs begun, and taken from year to year.

Ensembles, explanations, simulated histories and games all go through it; what is kept of a year is
the caller's to say (`observe`). Everything here is traced, and so pure.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int32, UInt32

from westphalia.decisions.context import Given, Rules
from westphalia.simulation.begin import Figures, Scene, begin, impose_figures, overlay
from westphalia.simulation.year import step
from westphalia.world.once import once
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules, World
from westphalia.world.streams import run_keys, year_streams


class Inputs(NamedTuple):
    """What a compiled simulation is given.

    `scene`: figures of the start, None where all are drawn. `agents`, `owner`: what the theories
    give every state, and whose value function it uses. `runs`: indices of the runs. `years`:
    how many are simulated, at most the `room` there is. `growth`: exogenous growth, NaN where
    unknown.
    """

    scene: Figures | None
    agents: Agents
    owner: Float[Array, "n"]
    p: Parameters
    mods: Modules
    seed: UInt32[Array, ""]
    runs: UInt32[Array, "runs"]
    years: Int32[Array, ""]
    growth: Float[Array, "room n 1"]


class LaterChange(NamedTuple):
    """What changes in a simulated year (1 = the first) and, but for the figures, stays so."""

    year: int
    figures: Figures
    parameters: Parameters
    modules: Modules


class Begun(NamedTuple):
    """Runs before their first year."""

    keys: tuple[Array, Array]
    agents: Agents
    figures: Figures
    world: World


#: What a year leaves, (world, given) -> the world after it and what is kept of it.
Observe = Callable[[World, Given], tuple[World, Any]]


def begin_runs(inputs: Inputs, random_scene: Scene | None) -> Begun:
    """The runs before their first year. `random_scene`: draws the figures that are not given."""
    keys = once(lambda: run_keys(inputs.seed, inputs.runs), inputs.years)
    first = year_streams(keys, jnp.asarray(0))
    width = inputs.runs.shape[0]
    agents = jax.tree.map(lambda v: jnp.broadcast_to(v, (v.shape[0], width)), inputs.agents)
    figures = inputs.scene
    if random_scene is not None:
        drawn = random_scene.figures(first)
        figures = drawn if figures is None else overlay(drawn, figures)
    assert figures is not None
    return Begun(keys, agents, figures, begin(figures, first, agents, inputs.p, inputs.mods))


def given_in(inputs: Inputs, begun: Begun, year: Array) -> Given:
    """What a year (1 = the first) is given from outside."""
    streams = year_streams(begun.keys, year)
    growth = inputs.growth[year - 1]
    return Given(begun.agents, inputs.owner, inputs.p, inputs.mods, streams, growth)


def run_years(
    inputs: Inputs, random_scene: Scene | None, observe: Observe, later: LaterChange | None = None
) -> tuple[Begun, Any]:
    """The runs through their years: how they began, and what was kept.

    What is kept has room for more years than are simulated, [room, ...], 0 after the last: their
    number is data, so that another number of years compiles nothing.
    """
    begun = begin_runs(inputs, random_scene)

    def one(year: Array, world: World) -> tuple[World, Any]:
        return observe(*apply_change(world, given_in(inputs, begun, year), year, later))

    def go_on(year: Array, so_far: tuple[World, Any]) -> tuple[World, Any]:
        world, kept = so_far
        after, new = one(year, world)
        put = jax.lax.dynamic_update_index_in_dim
        return after, jax.tree.map(lambda all_, now: put(all_, now, year - 1, 0), kept, new)

    of_a_year = jax.eval_shape(one, jnp.int32(1), begun.world)[1]
    room = inputs.growth.shape[0]
    empty = jax.tree.map(lambda v: jnp.zeros((room, *v.shape), v.dtype), of_a_year)
    _, kept = jax.lax.fori_loop(1, inputs.years + 1, go_on, (begun.world, empty))
    return begun, kept


def run_until(
    inputs: Inputs, random_scene: Scene | None, year: Array, rules: Rules
) -> tuple[World, Given]:
    """The worlds at the beginning of a year (1 = the first), and what that year is given."""
    begun = begin_runs(inputs, random_scene)

    def one(now: Array, world: World) -> World:
        return step(world, given_in(inputs, begun, now), rules)[0]

    return jax.lax.fori_loop(1, year, one, begun.world), given_in(inputs, begun, year)


def apply_change(
    world: World, given: Given, year: Array, later: LaterChange | None
) -> tuple[World, Given]:
    """The world and what a year is given, before the later change and from it on."""
    if later is None:
        return world, given
    since = year >= later.year

    def then(now: Any, later: Any) -> Any:
        return jax.tree.map(lambda a, b: jnp.where(since, b, a), now, later)

    world = jax.lax.cond(
        year == later.year,
        lambda w: impose_figures(w, later.figures, later.parameters),
        lambda w: w,
        world,
    )
    return world, given._replace(
        p=then(given.p, later.parameters), mods=then(given.mods, later.modules)
    )
