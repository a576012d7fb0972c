"""The world in its first year, from given figures or drawn at random."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from westphalia.mechanisms import contest, growth, learning, reach, salience, threat
from westphalia.world.parameters import Parameters
from westphalia.world.problems import Problems
from westphalia.world.start import DYAD_FIELDS, STATE_FIELDS, Start
from westphalia.world.state import (
    PAIR_VARIABLES,
    VARIABLES,
    Agents,
    Modules,
    World,
    blank_world,
    flip,
    living_pairs,
)
from westphalia.world.streams import Streams

#: A start as arrays with the runs last, by name, NaN where the world fills in: the variables of the
#: world that a start may give, and of pairs the distance, thousand km, and whether they are rivals.
Figures = dict[str, Array]
#: Figures of pairs that are no variables of the world.
OF_STARTS = ("distance", "rivals")
#: Figures that pairs have, [n, n].
PAIRS = (*OF_STARTS, *(name for name in PAIR_VARIABLES if VARIABLES[name].given))
#: Every figure; those that are not of pairs are of states, [n].
FIGURES = (*(n for n, v in VARIABLES.items() if v.given and n not in PAIR_VARIABLES), *PAIRS)
#: Figures that have their usual value where they are unknown (see `world.state.World`); the others
#: follow from the rest.
FILLED = frozenset(FIGURES) - {*OF_STARTS, "resources", "arms", "greedy", "belief", "stake"}
#: Figures that nothing fills in: a world cannot begin where they are unknown and not drawn.
NEEDED = ("resources", "distance")
#: Unknown figures that an error names, at most.
MOST_NAMED = 5


class Scene(Protocol):
    """Where simulations begin: `figures` gives the first year for a chunk of runs."""

    @property
    def n(self) -> int: ...

    def figures(self, streams: Streams) -> Figures: ...


class GivenStart(NamedTuple):
    """A scene from a `Start`: the same figures in every run, of states with these labels."""

    values: Figures
    labels: tuple[str, ...]

    @property
    def n(self) -> int:
        """Number of states."""
        return self.values["resources"].shape[0]

    def figures(self, streams: Streams) -> Figures:
        """The given figures, one run wide."""
        return self.values


def given_start(start: Start) -> GivenStart:
    """The scene of a `Start`, scaled so that the resources that are known have mean 1."""
    scale = 1.0 / np.mean(start.resources[~np.isnan(start.resources)])
    values: dict[str, Any] = {
        f: np.asarray(getattr(start, f), np.float32) for f in (*STATE_FIELDS, *DYAD_FIELDS)
    }
    values["resources"] = values["resources"] * scale
    values["arms"] = values["arms"] * scale
    return GivenStart(figures_of(start.n, values), start.labels)


def refuse_unknown(figures: Figures, labels: Sequence[str]) -> None:
    """Refuse figures of a start that nothing fills in.

    Raises:
        UserError: a figure that every world needs is NaN; names it with its states.
    """
    problems = Problems()
    for name in NEEDED:
        places = np.argwhere(np.isnan(np.asarray(figures[name])).any(-1)).tolist()
        whose = ["-".join(labels[k] for k in place) for place in places[:MOST_NAMED]]
        if whose:
            more = f" and {len(places) - len(whose)} more" if len(places) > len(whose) else ""
            problems.add(f"Unknown {name} of {', '.join(whose)}{more}: give a number.")
    problems.refuse()


def figures_of(n: int, known: Mapping[str, np.ndarray]) -> Figures:
    """Figures with some of them known and the rest NaN. `known`: [n] or [n, n], or runs last."""
    out: dict[str, Any] = {}
    for name in FIGURES:
        pair = name in PAIRS
        value = np.asarray(known.get(name, np.nan), np.float32)
        whole = value.ndim <= 1 + pair
        value = value[..., None] if whole else value
        out[name] = np.broadcast_to(value, ((n, n) if pair else (n,)) + value.shape[-1:])
    return out


def overlay(drawn: Figures, given: Figures) -> Figures:
    """The figures that are given, and the drawn ones for the rest."""
    return {k: jnp.where(jnp.isnan(given[k]), drawn[k], given[k]) for k in FIGURES}


def impose_figures(world: World, figures: Figures, p: Parameters) -> World:
    """The world with the figures that are given put in place of its own, in any year.

    Belief, identity, arms and the rest as they are named; `distance` sets the delivery, and
    `rivals` matter only where a world begins.
    """
    new = {
        name: jnp.where(jnp.isnan(value), getattr(world, name), value)
        for name, value in figures.items()
        if name not in OF_STARTS
    }
    world = growth.normalise(world._replace(**new))
    far = figures["distance"]
    near = reach.delivered(far, world.resources, p)
    return world._replace(
        distance=jnp.where(jnp.isnan(far), world.distance, far),
        delivery=jnp.where(jnp.isnan(near), world.delivery, near),
    )


class RandomWorld(NamedTuple):
    """n powers at random places, as dense as eight in a square of `side` thousand km."""

    n: int
    side: float = 2.0
    spread: float = 0.5  # log sd of resources

    def figures(self, streams: Streams) -> Figures:
        """Places uniform, resources lognormal, everything else unknown."""
        n, side = self.n, self.side * (self.n / 8.0) ** 0.5
        place = side * streams.uniform("start/place", 2, n)
        gap = place[:, :, None] - place[:, None, :]
        resources = jnp.exp(self.spread * streams.normal("start/resources", n))
        drawn = {
            "resources": resources / resources.mean(0),
            "distance": jnp.sqrt((gap**2).sum(0)),
            "pact": jnp.zeros_like(gap[0]),
        }
        width = jnp.zeros_like(resources[0])
        return {name: value + width for name, value in {**figures_of(n, {}), **drawn}.items()}


def begin(
    figures: Figures,
    streams: Streams,
    agents: Agents,
    p: Parameters,
    mods: Modules,
) -> World:
    """The world at the start: unknown figures filled in, types drawn, shares settled.

    Arms unknown are at their steady state, a R / delta. Beliefs unknown are the theory's
    prior. Shares unknown are settled at the balance of power, x = W/(W + W^T), or somewhat
    off it where an issue is open (`salience.argued`).
    """
    n = figures["resources"].shape[0]
    state = jnp.zeros_like(streams.uniform("start/type", n))
    pair = jnp.zeros_like(state)[:, None] + jnp.zeros_like(state)[None, :]

    blank = blank_world(state, pair)

    def filled(name: str) -> Array:
        value = figures[name]
        like = getattr(blank, name)
        return jnp.where(jnp.isnan(value), like, value) + jnp.zeros_like(like)

    types = (streams.uniform("start/type", n) < p.greedy_share).astype(state.dtype)
    world = blank._replace(**{name: filled(name) for name in FIGURES if name in FILLED})
    steady = world.burden * figures["resources"] / p.depreciation
    world = world._replace(
        resources=figures["resources"] + state,
        arms=jnp.where(jnp.isnan(figures["arms"]), steady, figures["arms"]) + state,
        greedy=jnp.where(jnp.isnan(figures["greedy"]), types, figures["greedy"]) + state,
        joined=agents.balancing + state,
        abstained=agents.passing + state,
        distance=figures["distance"] + pair,
    )
    world = growth.normalise(world)
    world = world._replace(delivery=reach.delivered(world.distance, world.resources, p))
    own = learning.first_belief(world, agents, p, mods)
    believed = jnp.where(jnp.isnan(figures["belief"]), own, figures["belief"]) + pair
    world = world._replace(belief=jnp.clip(believed, 1e-3, 1.0 - 1e-3))
    _, lot, own = streams.lots("issues", n)
    size, is_open = salience.at_start(world, lot, figures["rivals"], p, mods)
    world = world._replace(salience=size)
    assessment = threat.assess(world, agents, p, mods)
    odds = assessment.odds - assessment.bias[:, None]
    win = contest.chance(odds)
    balance = win / (win + flip(win))
    disputed = salience.argued(balance, salience.spread_of(own), p)
    unknown = jnp.where(is_open > 0, disputed, balance)
    settled = jnp.where(jnp.isnan(figures["stake"]), unknown, figures["stake"])
    world = world._replace(stake=settled * living_pairs(world) + 0.5 * (1 - living_pairs(world)))
    return world._replace(threat=threat.assess(world, agents, p, mods).threat)
