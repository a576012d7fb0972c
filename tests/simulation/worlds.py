"""Any world, a year of it compiled once, and how often a property is tried."""

from dataclasses import fields
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from conftest import numbers, streams_of
from hypothesis import Phase, settings
from hypothesis import strategies as st

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.simulation.year import YEAR
from westphalia.theories import THEORIES, weighted_sum
from westphalia.world.parameters import ABOUT, Forms, Parameters
from westphalia.world.state import Modules

#: Few, and not shrunk: an example is a whole world, and its seed says it all.
FEW = settings(
    max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)

MANY = settings(max_examples=60, deadline=None, derandomize=True)
ALL_ON = Modules(**{f.name: 1.0 for f in fields(Modules)})
MIXED = tuple(THEORIES.values())
seeds = st.integers(0, 10_000)


def owner_of(n):
    return jnp.zeros(n)


def unknown_growth(scene):
    return jnp.full_like(scene.world.arms, jnp.nan)


def relabelled(tree, order, n):
    """Every array with all axes of length n, but not the runs, in another order."""

    def one(array):
        for axis in range(array.ndim - 1):
            if array.shape[axis] == n:
                array = jnp.take(array, order, axis=axis)
        return array

    return jax.tree.map(one, tree)


class Relabelled:
    """The random numbers of a year, in another order of the states."""

    def __init__(self, streams, order, n):
        self.streams, self.order, self.n = streams, order, n
        self.year = streams.year

    def _again(self, tree):
        return relabelled(tree, self.order, self.n)

    def two(self, *args):
        return self._again(self.streams.two(*args))

    def uniform(self, *args):
        return self._again(self.streams.uniform(*args))

    def normal(self, *args):
        return self._again(self.streams.normal(*args))

    def pair(self, *args):
        return self._again(self.streams.pair(*args))

    def lots(self, *args):
        return self._again(self.streams.lots(*args))

    def shared(self, name, n):
        own = self.uniform(name, n)
        return (own[:, None] + own[None, :]) % 1.0

    def uniform_for(self, name, which, n):
        whole = self.uniform(name, n, n)
        return jnp.take_along_axis(whole, which[None, None, :], 0)[0]


@cache
def explained_year(serial=False):
    """A compiled year with its record of decisions, and the world between its stages."""

    @jax.jit
    def one(scene, seed):
        world = scene.world
        streams = streams_of(seed, world.arms.shape[1])
        n = world.arms.shape[0]
        given_ = Given(
            scene.agents, owner_of(n), scene.p, scene.mods, streams, unknown_growth(scene)
        )
        rules = Rules(Draw(), (weighted_sum,), serial=serial, explain=True)
        year, between = Year(world=world, record={}), {}
        for name, stage in YEAR:
            year = stage(year, given_, rules)
            between[name] = year.world
        return between, {**year.record, "taken": year.taken}, year.fought.roles

    return one


def drawn_parameters(seed, runs, ends=False, **forms):
    """Parameters anywhere within their limits, other ones in every run; and forms."""
    rng = np.random.default_rng(seed)
    values = {}
    for name, about in ABOUT.items():
        share = rng.integers(0, 2, runs) if ends else rng.uniform(0.0, 1.0, runs)
        values[name] = about.least + (about.most - about.least) * share
    return numbers(Parameters(**values, forms=Forms(**forms)))
