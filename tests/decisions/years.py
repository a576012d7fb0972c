"""Years made by hand, and choosers and random numbers that are told what to do.

No assessment was computed for these years (see `mechanisms.assessments`). What a decision makes of
its terms is held against `worth`, a loop over them.
"""

import jax.numpy as jnp
import numpy as np
from conftest import anything, streams_of
from mechanisms.assessments import answers, assessment

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.theories import BASELINES, THEORIES, weighted_sum

#: Two theories and a baseline, whose states choose by habit.
HABIT = 2
MINDS = (THEORIES["offensive"], THEORIES["constructivist"], BASELINES["random"])
N, RUNS = len(MINDS), 4

RULES = Rules(Draw(), (weighted_sum,))
EXPLAIN = Rules(Draw(), (weighted_sum,), explain=True)


def given_by(agents, p, mods, streams=None):
    """What a year is given, without growth."""
    n = agents.prior.shape[0]
    return Given(agents, jnp.zeros(n), p, mods, streams, None)


def a_year(seed, runs=RUNS, mods=None, **parameters):
    """A year at its assessment in which every figure is drawn, and what it is given."""
    scene = anything(N, runs, seed, MINDS, mods, **parameters)
    year = Year(scene.world, {}, assessment(N, runs, seed + 1), answers(N, runs, seed + 2))
    return year, given_by(scene.agents, scene.p, scene.mods, streams_of(seed, runs))


class Dealt:
    """The random numbers of a year, some of them put in place of those that are drawn.

    `two` and `lots` give a pair of arrays and three, `uniform` the array or the first of the pair.
    """

    def __init__(self, streams=None, **numbers):
        self.streams = streams
        self.numbers = {name.replace("_", "/"): value for name, value in numbers.items()}
        self.year = None if streams is None else streams.year

    def _has(self, name):
        return name in self.numbers

    def two(self, name, *shape):
        return self.numbers[name] if self._has(name) else self.streams.two(name, *shape)

    def lots(self, name, n):
        return self.numbers[name] if self._has(name) else self.streams.lots(name, n)

    def shared(self, name, n):
        return self.numbers[name] if self._has(name) else self.streams.shared(name, n)

    def pair(self, name, n):
        return self.numbers[name] if self._has(name) else self.streams.pair(name, n)

    def uniform(self, name, *shape):
        return self.numbers[name] if self._has(name) else self.streams.uniform(name, *shape)

    def normal(self, name, *shape):
        return self.numbers[name] if self._has(name) else self.streams.normal(name, *shape)

    def uniform_for(self, name, which, n):
        return self.streams.uniform_for(name, which, n)


class Told(Draw):
    """Does as it is told, by decision; draws the rest. Keeps the chances that it was shown."""

    def __init__(self, **told):
        self.told, self.shown = told, {}

    def pick(self, decision, chances, u, war=None):
        self.shown[decision] = chances
        if decision not in self.told:
            return super().pick(decision, chances, u, war)
        option = jnp.asarray(self.told[decision])[:, None, None]
        places = jnp.arange(chances.shape[1])[None, :, None]
        return jnp.broadcast_to(option == places, chances.shape).astype(chances.dtype)

    def consent(self, decision, chance, u):
        self.shown[decision] = chance
        if decision not in self.told:
            return super().consent(decision, chance, u)
        return jnp.broadcast_to(jnp.asarray(self.told[decision], chance.dtype), chance.shape)


def told(explain=False, serial=False, detail=False, **choices):
    """Rules under which states do as they are told."""
    return Rules(Told(**choices), (weighted_sum,), serial, explain, detail)


def plain(terms, shape):
    """Terms as arrays of plain numbers, all of one shape."""
    return {k: np.broadcast_to(np.asarray(v, float), shape) for k, v in terms.items()}


def worth(terms, at, m, w, q, only=None):
    """The value of the option at (state, option, run), by a loop over its terms.

    `m`, `w`, `q`: the agents, world and parameters of the run. `only`: the terms that count.
    """
    i, total = at[0], 0.0
    weights = {
        "consumption": m.consumption[i],
        "survival": m.survival[i],
        "restraint": m.survival[i],
        "response": m.survival[i],
        "power": m.power[i],
        "identity": m.identity[i],
        "greed": q.greed * w.greedy[i],
    }
    for name, values in terms.items():
        if only is None or name in only:
            total += weights.get(name, 1.0) * values[at]
    return total


def softmax(values, allowed, temperature):
    """Chances of the options that are there, e^(U/T) over their sum."""
    scaled = values / temperature
    there = np.where(np.asarray(allowed) > 0, np.exp(scaled - max(scaled)), 0.0)
    return there / there.sum()
