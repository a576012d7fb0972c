"""The one driver of years: runs begun, and taken from year to year.

Ensembles, explanations, simulated histories and games all go through it; what is kept of a year is
the caller's to say (`observe`). Everything here is traced, and so pure. How runs begin and how
years pass are functions apart, and so programs apart: one program of years serves every scene,
given or drawn, every number of years, and what changes in a later one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.extend.core import jaxpr_as_fun
from jaxtyping import Array, Float, Int32, UInt32

from westphalia.decisions.context import Given
from westphalia.simulation.begin import Figures, Scene, begin, overlay
from westphalia.world.once import once
from westphalia.world.parameters import Parameters
from westphalia.world.state import Agents, Modules, World
from westphalia.world.streams import run_keys, year_streams


class Start(NamedTuple):
    """What runs begin from.

    `scene`: figures of the start, None where all are drawn. `agents`: what the theories give every
    state. `runs`: indices of the runs.
    """

    scene: Figures | None
    agents: Agents
    p: Parameters
    mods: Modules
    seed: UInt32[Array, ""]
    runs: UInt32[Array, "runs"]


class Begun(NamedTuple):
    """Runs before their first year."""

    keys: tuple[Array, Array]
    figures: Figures
    world: World


class Ahead(NamedTuple):
    """Runs and the years that they are to be taken through.

    `owner`: whose value function every state uses. `growth`: exogenous growth, NaN where unknown.
    `first`: the first of the years (1 = that after the start); `years`: how many they are, at most
    the `room` there is.
    """

    world: World
    keys: tuple[Array, Array]
    agents: Agents
    owner: Float[Array, "n"]
    p: Parameters
    mods: Modules
    growth: Float[Array, "room n 1"]
    first: Int32[Array, ""]
    years: Int32[Array, ""]


#: What a year leaves, (world, given) -> the world after it and what is kept of it.
Observe = Callable[[World, Given], tuple[World, Any]]


def begin_runs(start: Start, random_scene: Scene | None) -> Begun:
    """The runs before their first year. `random_scene`: draws the figures that are not given."""
    keys = once(lambda: run_keys(start.seed, start.runs), start.runs[0])
    first = year_streams(keys, jnp.asarray(0))
    agents = _wide(start.agents, start.runs.shape[0])
    figures = start.scene
    if random_scene is not None:
        drawn = random_scene.figures(first)
        figures = drawn if figures is None else overlay(drawn, figures)
    assert figures is not None
    return Begun(keys, figures, begin(figures, first, agents, start.p, start.mods))


def given_in(ahead: Ahead, year: Array) -> Given:
    """What a year is given from outside."""
    agents = _wide(ahead.agents, ahead.world.arms.shape[-1])
    growth = ahead.growth[year - ahead.first]
    streams = year_streams(ahead.keys, year)
    return Given(agents, ahead.owner, ahead.p, ahead.mods, streams, growth)


def run_years(ahead: Ahead, observe: Observe) -> tuple[World, Any]:
    """The runs through their years: the worlds after the last, and what was kept.

    What is kept has room for more years than are simulated, [room, ...], 0 after the last: their
    number is data, so that another number of years compiles nothing.
    """

    def one(year: Array, world: World) -> tuple[World, Any]:
        return observe(world, given_in(ahead, year))

    traced, like = jax.make_jaxpr(one, return_shape=True)(jnp.int32(1), ahead.world)

    def go_on(year: Array, so_far: tuple[World, Any]) -> tuple[World, Any]:
        world, kept = so_far
        found = jaxpr_as_fun(traced)(year, *jax.tree.leaves(world))
        after, new = jax.tree.unflatten(jax.tree.structure(like), found)
        put, place = jax.lax.dynamic_update_index_in_dim, year - ahead.first
        return after, jax.tree.map(lambda all_, now: put(all_, now, place, 0), kept, new)

    room = ahead.growth.shape[0]
    empty = jax.tree.map(lambda v: jnp.zeros((room, *v.shape), v.dtype), like[1])
    return jax.lax.fori_loop(ahead.first, ahead.first + ahead.years, go_on, (ahead.world, empty))


def _wide(agents: Agents, runs: int) -> Agents:
    """The agents of every run. [n, runs] each"""
    return jax.tree.map(lambda v: jnp.broadcast_to(v, (v.shape[0], runs)), agents)
