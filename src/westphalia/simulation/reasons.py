"""The decisions of one year with their reasons: every option, its terms, its chance, the choice."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from westphalia.decisions.context import Given, Rules, Taken, Year
from westphalia.decisions.joining import JOINING
from westphalia.decisions.valuation import Value, own_weights
from westphalia.programs import QUICK, compiled
from westphalia.simulation.driver import Ahead, given_in, run_years
from westphalia.simulation.ensemble import Program, chunk_of, chunk_size
from westphalia.simulation.year import go_through, parts
from westphalia.world.state import World
from westphalia.world.terms import Weights

_TO_THE_WARS, _FROM_THE_WARS = parts(JOINING.stage)
#: One decision of one state. `terms`: what each adds to the value, that is, times the state's
#: weight; `value` less their sum is what no single term holds (limited attention;
#: interplay in a value function of one's own).
Reasons = Taken


def reasons_of(
    program: Program, year: int, first: int, last: int, state: int
) -> tuple[dict[str, Reasons], dict[str, np.ndarray]]:
    """A state's decisions in a year (1 = the first simulated), for runs first .. last - 1.

    The runs are simulated up to the year with the same random numbers as ever, in whole chunks,
    so that every run has the numbers it has in any ensemble. Also returns the year's record.
    """
    width = chunk_size(program.n)
    rules = Rules(program.rules.chooser, program.rules.values, program.rules.serial, explain=True)
    value = program.setting.theories[state].value
    parts, records = [], []
    for start in range(first // width * width, last, width):
        ahead = program.before(year, np.arange(start, start + width))
        decided, wants, record = jax.tree.map(np.asarray, _reasons(ahead, rules=rules))
        own = Weights(*(field[state] for field in wants))
        keep = slice(max(first - start, 0), min(last - start, width))
        parts.append({k: _of_state(k, d, state, own, value, keep) for k, d in decided.items()})
        records.append({k: v[..., keep] for k, v in record.items()})
    joined = jax.tree.map(lambda *x: np.concatenate(x, -1), *parts)
    return joined, {k: np.concatenate([r[k] for r in records], -1) for k in records[0]}


def _of_state(
    name: str, decided: Reasons, state: int, wants: Weights, value: Value, keep: slice
) -> Reasons:
    """One state's part of a decision, its terms weighed."""
    axis = 1 if name == JOINING.name else 0
    mine = jax.tree.map(lambda v: np.take(v, state, axis), decided)
    mine = mine._replace(terms=weigh_terms(mine.terms, wants, value))
    return jax.tree.map(lambda v: v[..., keep], mine)


def weigh_terms(
    terms: Mapping[str, np.ndarray], wants: Weights, value: Value
) -> dict[str, np.ndarray]:
    """What each term adds to the value: the value with it less the value without it."""
    total = np.asarray(value(terms, wants))

    def without(name: str) -> np.ndarray:
        rest = {k: np.zeros_like(v) if k == name else v for k, v in terms.items()}
        return np.asarray(value(rest, wants))

    return {name: total - without(name) for name in terms}


@compiled("the reasons of a year for this number of states", seconds=4, options=QUICK)
def _reasons(ahead: Ahead, *, rules: Rules) -> tuple[dict[str, Taken], Weights, dict[str, Array]]:
    return explain_year(ahead.world, given_in(ahead, ahead.first), rules)[1]


class Path:
    """The decisions of every state in every simulated year of one run.

    As `reasons_of`, in one go: the run is simulated alone, with its own random numbers.
    `decided`: by decision, [years, states, options, 1]; of wars, [years, attackers, states, ...].
    """

    def __init__(self, program: Program, run: int) -> None:
        usual, setting = program.rules, program.setting
        rules = Rules(usual.chooser, usual.values, usual.serial, explain=True)
        runs = chunk_of(run, program.n)
        ahead = _alone(program.begin(program.start(runs))[0], run - runs[0])
        through = partial(_path, rules=rules)
        decided, wants = program.go(ahead, setting.years, through, setting.later)[1]
        self.decided = {
            name: reasons._replace(terms=_weighed_by_all(name, reasons.terms, wants, program))
            for name, reasons in decided.items()
        }

    def of(self, year: int, state: int) -> dict[str, Reasons]:
        """A state's decisions in a year (0 = the first simulated)."""
        places = {name: place_of(name, year, state) for name in self.decided}
        return {
            name: jax.tree.map(lambda v, name=name: v[places[name]], reasons)
            for name, reasons in self.decided.items()
        }


def place_of(decision: str, year: int, state: int) -> tuple[int | slice, ...]:
    """Where a state's part of a year (0 = the first) is in a decision of a `Path`."""
    return (year, slice(None), state) if decision == JOINING.name else (year, state)


def _weighed_by_all(
    name: str, terms: Mapping[str, np.ndarray], wants: Weights, program: Program
) -> dict[str, np.ndarray]:
    """What each term adds to the value of its state's theory. [years, (attackers,) states, ...]"""
    axis = 2 if name == JOINING.name else 1
    own = jax.tree.map(lambda field: np.expand_dims(field, 1) if axis == 2 else field, wants)
    dims = next(iter(terms.values())).ndim
    theories = program.setting.theories
    out: dict[str, np.ndarray] = {}
    for value in dict.fromkeys(theory.value for theory in theories):
        users = np.array([theory.value is value for theory in theories])
        users = users.reshape([-1 if k == axis else 1 for k in range(dims)])
        for term, added in weigh_terms(terms, own, value).items():
            out[term] = np.where(users, added, out.get(term, 0.0))
    return out


def _alone(ahead: Ahead, run: int) -> Ahead:
    """One of the runs of a setting, with its own numbers where these are not the same in all."""
    world = jax.tree.map(lambda v: v[..., run : run + 1], ahead.world)
    keys = jax.tree.map(lambda v: v[run : run + 1], ahead.keys)
    p = jax.tree.map(lambda v: v[..., run] if np.ndim(v) else v, ahead.p)
    at = slice(run, run + 1)
    agents = jax.tree.map(lambda v: v[:, at] if v.shape[1] > 1 else v, ahead.agents)
    return ahead._replace(world=world, keys=keys, p=p, agents=agents)


@compiled("the reasons of a run for this number of states", seconds=7, options=QUICK)
def _path(ahead: Ahead, *, rules: Rules) -> tuple[World, tuple[dict[str, Taken], Weights]]:
    def observe(world: World, given: Given) -> tuple[World, Any]:
        after, found = explain_year(world, given, rules)
        return after, found[:2]

    return run_years(ahead, observe)


def explain_year(
    world: World, given: Given, rules: Rules
) -> tuple[World, tuple[dict[str, Taken], Weights, dict[str, Array]]]:
    """The world after a year; its decisions with their terms as they stand, the states' weights
    and the record.
    """
    before = go_through(_TO_THE_WARS, Year(world, {}), given, rules)
    year = go_through(_FROM_THE_WARS, before, given, rules)
    wants = own_weights(given, before.world)
    out = {}
    for name, taken in year.taken.items():
        shape = taken.value.shape
        terms = {k: jnp.broadcast_to(v, shape) for k, v in taken.terms.items()}
        even = [jnp.broadcast_to(v, shape) for v in taken[2:]]
        out[name] = Taken(terms, taken.value, *even)
    joins = JOINING.weigh_each(before, year.fought, given, rules)
    return year.world, (out | {JOINING.name: joins}, wants, year.record)
