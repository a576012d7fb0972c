"""Replay: history's choices put through the theories' chances, one year ahead.

The world of every year is history's; what was hidden evolves by the model's own learning
(`hidden`); every decision is then as likely as the theory holds it (`chances`). A state's type is
a hidden Markov chain of two states, filtered exactly (`type_filter`).
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules
from westphalia.mechanisms.arming import OPTIONS
from westphalia.programs import SCAN, compiled
from westphalia.records.observed_decisions import ObservedDecisions, observed_decisions
from westphalia.records.panel import Panel
from westphalia.replay.chances import TINY, Fronts, YearChances, decide, fronts, join
from westphalia.replay.feed import Feed, feed
from westphalia.replay.hidden import Hidden, follow
from westphalia.replay.type_filter import filter_types
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Agents, Modules

#: Draws of what states alone know, over which a chance is averaged.
DRAWS = 4
#: States that can be replayed one after another, at most.
MOST_IN_TURN = 32
#: Numbers of one array of a block of years, at most: what a core's cache and the memory bear.
BLOCK = 400_000


class History(NamedTuple):
    """A panel made ready: its feed, its wars, and which of its choices count.

    `formable`, `endable`: 1 for pairs that could form or end a pact, each once; `changed`: 1 for
    those that did, [S, n, n]. `sides`: 1 for what a third state did in a war, [wars, n, 3].
    `counted`: 1 for years whose choices enter the likelihood; what is hidden moves in all, [S].
    Nothing here has a shape that depends on what happened, so that all histories of one size
    share one compiled program.
    """

    feed: Feed
    fronts: Fronts
    formable: Float[Array, "years n n"]
    endable: Float[Array, "years n n"]
    changed: Float[Array, "years n n"]
    sides: Float[Array, "wars n 3"]
    counted: Float[Array, "years"]


class Replayed(NamedTuple):
    """What a replay finds, in the order of the panel. See `chances.YearChances`.

    `joined`: [types, n, 3, wars]. `greedy`: chance that each state is greedy, after the past and
    before the year's choices, [S, n]. `log_likelihood`: of all that history chose, nats.
    """

    decided: YearChances
    joined: Array
    greedy: Float[Array, "years n"]
    hidden: Hidden
    log_likelihood: Array


def replay_history(
    history: History,
    agents: Agents,
    p: Parameters,
    mods: Modules,
    *,
    rules: Rules,
    block: int,
    draws: int = DRAWS,
) -> Replayed:
    """The chances of all decisions of a panel under a theory, and their log-likelihood."""
    fed, n = history.feed, history.feed.alive.shape[1]
    nothing: Any = None
    given = Given(agents, jnp.zeros(n), p, mods, nothing, nothing)
    hidden = follow(fed, given, rules)
    decided = _by_block(fed, hidden, given, rules, block, draws)
    joined = _by_war(history, hidden, given, rules, block, draws)
    greedy, log_did = filter_types(_did(history, decided, joined), fed.entered, p)
    by_year = (log_did * fed.alive).sum(1) + _pacts(history, decided, p)
    return Replayed(decided, joined, greedy, hidden, (by_year * history.counted).sum())


def _pacts(history: History, decided: YearChances, p: Parameters) -> Float[Array, "years"]:
    """Log-probability of what all pairs did about pacts."""
    changed = jnp.moveaxis(history.changed, 0, -1)
    total = 0.0
    for where, met in ((history.formable, decided.agree), (history.endable, decided.part)):
        yes = p.consideration * met
        chance = jnp.where(changed > 0, yes, 1.0 - yes)
        counted = jnp.moveaxis(where, 0, -1)
        total += (counted * jnp.log(jnp.maximum(chance, TINY))).sum((0, 1))
    return jnp.asarray(total)


def _by_block(
    fed: Feed, hidden: Hidden, given: Given, rules: Rules, block: int, draws: int
) -> YearChances:
    """`decide` for all years, so many at a time, the years on the last axis."""
    years = fed.alive.shape[0]

    def some(steps: Array) -> YearChances:
        now = Feed(*(jnp.moveaxis(v[steps], 0, -1) for v in fed))
        past = Hidden(*(jnp.moveaxis(v[steps, ..., 0], 0, -1) for v in hidden))
        return decide(now, past, steps, given, rules, draws)

    return jax.tree.map(
        lambda v: jnp.moveaxis(v, 0, -2).reshape(*v.shape[1:-1], -1)[..., :years],
        jax.lax.map(some, _rows(jnp.arange(years), block)),
    )


def _by_war(
    history: History, hidden: Hidden, given: Given, rules: Rules, block: int, draws: int
) -> Array:
    """`join` for all wars, so many at a time. [types, n, 3, wars]"""
    front, count = history.fronts, history.fronts.step.shape[0]

    def some(which: Array) -> Array:
        steps = front.step[which]
        now = Feed(*(jnp.moveaxis(v[steps], 0, -1) for v in history.feed))
        past = Hidden(*(jnp.moveaxis(v[steps, ..., 0], 0, -1) for v in hidden))
        return join(now, past, Fronts(*(v[which] for v in front)), given, rules, draws)

    chances = jax.lax.map(some, _rows(jnp.arange(count), min(block, count)))
    return jnp.moveaxis(chances, 0, -2).reshape(*chances.shape[1:-1], -1)[..., :count]


def _rows(index: Array, block: int) -> Array:
    """Positions in rows of a block each; the last row is filled up with its last position."""
    rows = -(-index.shape[0] // block)
    return jnp.pad(index, (0, rows * block - index.shape[0]), mode="edge").reshape(rows, block)


def _did(history: History, decided: YearChances, joined: Array) -> Array:
    """Log-probability of all that a state did in a year, by its type. [types, S, n]

    Which side it took in a war is seen when the war is over.
    """
    fed = history.feed
    known = (fed.alive * fed.watched).T
    total = decided.did * known[None]
    armed = jnp.moveaxis(fed.armed, 0, -1)
    chance = (decided.arms * armed[None]).sum(2)
    has = (armed.sum(1) > 0) * fed.alive.T
    total += jnp.where(has > 0, jnp.log(jnp.maximum(chance, TINY)), 0.0)
    sides = jnp.moveaxis(history.sides, 0, -1)
    logs = (sides * jnp.log(jnp.maximum(joined, TINY))).sum(2)
    total = total.at[:, :, history.fronts.ended].add(logs)
    return jnp.swapaxes(total, 1, 2)


class Chances(NamedTuple):
    """The forecasts of a replay, as NumPy arrays.

    `forecasts`: by kind, [N, K] in the order of the decisions. The rest as in `Replayed`.
    """

    forecasts: dict[str, np.ndarray]
    log_likelihood: float
    greedy: np.ndarray
    hidden: Hidden


def forecasts(
    found: Replayed, decisions: Mapping[str, ObservedDecisions], consideration: float
) -> dict[str, np.ndarray]:
    """One-step-ahead chances of the outcomes of every decision, by kind. [N, K]"""
    arrays: Any = found  # NumPy's by now
    year, joined, greedy = arrays.decided, arrays.joined, arrays.greedy

    def mixed(by_type: np.ndarray, weight: np.ndarray) -> np.ndarray:
        return (1.0 - weight) * by_type[0] + weight * by_type[1]

    def binary(yes: np.ndarray) -> np.ndarray:
        return np.stack([1.0 - yes, yes], axis=1)

    out = {}
    for kind, chance in (("pact formed", year.agree), ("pact ended", year.part)):
        d = decisions[kind]
        out[kind] = binary(consideration * chance[d.who, d.whom, d.year - 1])
    d = decisions["dispute"]
    s = d.year - 1
    out["dispute"] = binary(mixed(year.disputes[:, d.who, d.whom, s], greedy[s, d.who]))
    d = decisions["joining"]
    side = joined[:, d.who, :, d.war].swapaxes(0, 1)
    out["joining"] = mixed(side, greedy[d.year - 1, d.who][:, None])
    d = decisions["arms"]
    s = d.year - 1
    options = mixed(year.arms[:, d.who, :, s].swapaxes(0, 1), greedy[s, d.who][:, None])
    to = {name: options[:, k] for k, name in enumerate(OPTIONS)}
    hold = to["hold"] + to["offence"] + to["defence"]  # postures are not observed
    out["arms"] = np.stack([hold, to["raise"], to["cut"]], axis=1)
    return out


class Replay:
    """A panel made ready to be replayed under any theory and parameters.

    `serial`: states ally and join in turn, in random order, instead of all at once.

    Raises:
        UserError: `serial` with more states than can take turns in reasonable time.
    """

    def __init__(self, panel: Panel, serial: bool = False, draws: int = DRAWS) -> None:
        if serial and panel.n > MOST_IN_TURN:
            raise UserError(
                f"{panel.n} states cannot be replayed one after another; at most {MOST_IN_TURN} "
                "can. Take fewer states, or leave out --serial."
            )
        if draws < 2 or draws % 2:
            raise UserError(
                f"draws = {draws}: give an even number, 2 or more; every draw has a mirror image."
            )
        self.panel, self.serial, self.draws = panel, serial, draws
        self.block = max(1, min(len(panel.years) - 1, BLOCK // panel.n**2))

    @cached_property
    def decisions(self) -> dict[str, ObservedDecisions]:
        """The decisions that are forecast, by kind."""
        return observed_decisions(self.panel)

    @cached_property
    def history(self) -> History:
        """What the compiled replay is given."""
        shape = (len(self.panel.years) - 1, self.panel.n, self.panel.n)
        formable, endable, changed = np.zeros((3, *shape), np.float32)
        for kind, where in (("pact formed", formable), ("pact ended", endable)):
            d = self.decisions[kind]
            where[d.year - 1, d.who, d.whom] = 1.0
            changed[d.year - 1, d.who, d.whom] = d.outcome
        wars = fronts(self.panel)
        sides = np.zeros((len(wars.step), self.panel.n, 3), np.float32)
        d = self.decisions["joining"]
        sides[d.war, d.who, d.outcome] = 1.0
        everywhere = np.ones(shape[0], np.float32)
        parts: Any = (formable, endable, changed, sides, everywhere)
        return History(feed(self.panel), wars, *parts)

    def rules(self, theory: Theory) -> Rules:
        """What is fixed while a replay of the theory is compiled."""
        return Rules(_DRAW, (theory.value,), serial=self.serial)

    def chances(
        self,
        theory: Theory,
        parameters: Parameters | None = None,
        modules: Modules | None = None,
        agents: Agents | None = None,
    ) -> Chances:
        """The chances of all decisions, in double precision, as NumPy arrays.

        `parameters`, `modules`: those of `world_of_history` if None. `agents`: in place of the
        theory's own numbers, [1, 1] each.
        """
        numbers = agents if agents is not None else agents_of((theory,) * self.panel.n)
        found = compiled_replay(
            self.history,
            doubles(numbers),
            doubles(parameters or PARAMETERS),
            doubles(modules or MODULES),
            rules=self.rules(theory),
            block=self.block,
            draws=self.draws,
        )
        found = jax.tree.map(np.asarray, found)
        often = float((parameters or PARAMETERS).consideration)
        made = forecasts(found, self.decisions, often)
        return Chances(made, float(found.log_likelihood), found.greedy, found.hidden)


def doubles(tree: Any) -> Any:
    """Every number of a tree in double precision."""
    return jax.tree.map(lambda v: np.asarray(v, np.float64), tree)


_DRAW = Draw()
compiled_replay = compiled("a replay of history", 8, SCAN, double=True)(replay_history)
