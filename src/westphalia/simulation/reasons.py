"""The decisions of one year with their reasons: every option, its terms, its chance, the choice."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from westphalia.mechanisms import war
from westphalia.simulation import choices
from westphalia.simulation.begin import Scene
from westphalia.simulation.compile_lock import first_alone, shape_of
from westphalia.simulation.ensemble import Program, begun, chunk_size
from westphalia.simulation.frame import Given, Rules, Year
from westphalia.simulation.stages import fight
from westphalia.simulation.values import Value, Weights, weights
from westphalia.simulation.year import YEAR, step
from westphalia.world.parameters import Parameters
from westphalia.world.state import Mind, Modules
from westphalia.world.streams import year_streams


class Reasons(NamedTuple):
    """One decision. Arrays are [deciders, options, runs]; of joining, [attackers, ...] before.

    `terms`: what each term adds to the value, that is, times the state's weight; `value` less
    their sum is what no single term holds (limited attention in crises; interplay in a value
    function of one's own). `choice` is 1 where chosen.
    """

    terms: dict[str, Any]
    value: Any
    chance: Any
    choice: Any
    allowed: Any


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
        inputs = program.inputs(np.arange(start, start + width))
        with first_alone(("reasons", rules, program.random_scene, shape_of(inputs))):
            found = _reasons(
                *inputs, jnp.int32(year), rules=rules, random_scene=program.random_scene
            )
            decided, wants, record = jax.tree.map(np.asarray, found)
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
    axis = 1 if name == "join" else 0
    mine = jax.tree.map(lambda v: np.take(v, state, axis), decided)
    mine = mine._replace(terms=weighed(mine.terms, wants, value))
    return jax.tree.map(lambda v: v[..., keep], mine)


def weighed(terms: Mapping[str, np.ndarray], wants: Weights, value: Value) -> dict[str, np.ndarray]:
    """What each term adds to the value: the value with it less the value without it."""
    total = np.asarray(value(terms, wants))

    def without(name: str) -> np.ndarray:
        rest = {k: np.zeros_like(v) if k == name else v for k, v in terms.items()}
        return np.asarray(value(rest, wants))

    return {name: total - without(name) for name in terms}


@partial(jax.jit, static_argnames=("rules", "random_scene"))
def _reasons(
    scene: Any,
    mind: Mind,
    owner: Array,
    p: Parameters,
    mods: Modules,
    seed: Array,
    runs: Array,
    growth: Array,
    year: Array,
    *,
    rules: Rules,
    random_scene: Scene | None,
) -> tuple[dict[str, Reasons], Weights, dict[str, Array]]:
    keys, mind, _, start = begun(scene, random_scene, mind, p, mods, seed, runs)
    quiet = Rules(rules.chooser, rules.values, rules.serial)

    def given(now: Array) -> Given:
        return Given(mind, owner, p, mods, year_streams(keys, now), growth[now - 1])

    def one(now: Array, world: Any) -> Any:
        return step(world, given(now), quiet)[0]

    world = jax.lax.fori_loop(1, year, one, start)
    return explained(world, given(year), rules)


class Path:
    """The decisions of every state in every simulated year of one run.

    As `reasons_of`, in one go: the run is simulated in its chunk, with its own random numbers.
    """

    def __init__(self, program: Program, run: int) -> None:
        width = chunk_size(program.n)
        start = run // width * width
        usual, scene = program.rules, program.random_scene
        rules = Rules(usual.chooser, usual.values, usual.serial, explain=True)
        inputs = program.inputs(np.arange(start, start + width))
        years = program.setting.years
        with first_alone(("path", years, rules, scene, shape_of(inputs))):
            found = _path(
                *inputs, jnp.int32(run - start), years=years, rules=rules, random_scene=scene
            )
            decided, wants = jax.tree.map(np.asarray, found)
        self._decided = {
            name: reasons._replace(terms=_weighed_by_all(name, reasons.terms, wants, program))
            for name, reasons in decided.items()
        }

    def of(self, year: int, state: int) -> dict[str, Reasons]:
        """A state's decisions in a year (0 = the first simulated)."""

        def mine(name: str, values: np.ndarray) -> np.ndarray:
            return values[year][:, state] if name == "join" else values[year][state]

        return {
            name: Reasons(
                {term: mine(name, values) for term, values in reasons.terms.items()},
                *(mine(name, values) for values in reasons[1:]),
            )
            for name, reasons in self._decided.items()
        }


def _weighed_by_all(
    name: str, terms: Mapping[str, np.ndarray], wants: Weights, program: Program
) -> dict[str, np.ndarray]:
    """What each term adds to the value of its state's theory. [years, (attackers,) states, ...]"""
    axis = 2 if name == "join" else 1
    own = jax.tree.map(lambda field: np.expand_dims(field, 1) if axis == 2 else field, wants)
    dims = next(iter(terms.values())).ndim
    theories = program.setting.theories
    out: dict[str, np.ndarray] = {}
    for value in dict.fromkeys(theory.value for theory in theories):
        users = np.array([theory.value is value for theory in theories])
        users = users.reshape([-1 if k == axis else 1 for k in range(dims)])
        for term, added in weighed(terms, own, value).items():
            out[term] = np.where(users, added, out.get(term, 0.0))
    return out


@partial(jax.jit, static_argnames=("years", "rules", "random_scene"))
def _path(
    scene: Any,
    mind: Mind,
    owner: Array,
    p: Parameters,
    mods: Modules,
    seed: Array,
    runs: Array,
    growth: Array,
    which: Array,
    *,
    years: int,
    rules: Rules,
    random_scene: Scene | None,
) -> tuple[dict[str, Reasons], Weights]:
    keys, mind, _, start = begun(scene, random_scene, mind, p, mods, seed, runs)
    quiet = Rules(rules.chooser, rules.values, rules.serial)

    def one(now: tuple[Array, Any], _: None) -> tuple[tuple[Array, Any], Any]:
        year, world = now
        streams = year_streams(keys, year + 1)
        given = Given(mind, owner, p, mods, streams, growth[year])
        decided, wants = explained(world, given, rules)[:2]
        kept = jax.tree.map(lambda v: jnp.take(v, which[None], axis=-1), (decided, wants))
        return (year + 1, step(world, given, quiet)[0]), kept

    return jax.lax.scan(one, (jnp.int32(0), start), None, length=years)[1]


def explained(
    world: Any, given: Given, rules: Rules
) -> tuple[dict[str, Reasons], Weights, dict[str, Array]]:
    """One year: decisions with their terms as they stand, the states' weights, the record."""
    year = before = Year(world, {})
    for _, stage in YEAR:
        before = year if stage is fight else before
        year = stage(year, given, rules)
    decided = {k: v for k, v in year.record.items() if hasattr(v, "terms")}
    record = {k: v for k, v in year.record.items() if k not in decided}
    wants = weights(given.mind, given.p.greed * before.world.greedy)
    out = {}
    for name, note in decided.items():
        shape = note.value.shape
        terms = {k: jnp.broadcast_to(v, shape) for k, v in note.terms.items()}
        even = [jnp.broadcast_to(v, shape) for v in (note.chance, note.choice, note.allowed)]
        out[name] = Reasons(terms, note.value, *even)
    return out | {"join": joining_reasons(before, record["war"], given, rules)}, wants, record


def joining_reasons(year: Year, roles: Array, given: Given, rules: Rules) -> Reasons:
    """Joining each war of the year, as it looks when the year's wars begin. By attacker.

    Wars are fought one after another; a later one may look different from this.
    """
    world, mind, p, mods = year.world, given.mind, given.p, given.mods
    seen, helped, opened = year.seen, year.helped, year.opened
    assert seen is not None  # this and the next two: by the stages before
    assert helped is not None
    assert opened is not None
    n, width = world.arms.shape
    targets = jnp.argmax(opened.war, axis=1)
    totals = opened.total.sum(1)

    def one(attacker: Array) -> Reasons:
        a = jnp.full((width,), attacker)
        front = war.Front(a, targets[attacker], totals[attacker])
        side = war.sides(world, front, p, mods)
        offered = war.options(world, seen, helped, front, side, mind, p, mods)
        _, value, chance, _ = choices.joining(offered, world, given, rules)
        with_target = war.column(roles, a) == war.ROLES.index("joined target")
        with_attacker = war.column(roles, front.target) == war.ROLES.index("joined attacker")
        out = ~(with_target | with_attacker)
        choice = jnp.stack([out, with_target, with_attacker], axis=1).astype(value.dtype)
        fought = (opened.war[attacker].sum(0) > 0) & (side.thirds > 0)
        allowed = offered.allowed * (fought & (offered.allowed[:, 1] > 0))[:, None]
        return Reasons(offered.terms, value, chance, choice, allowed)

    return jax.lax.map(one, jnp.arange(n))
