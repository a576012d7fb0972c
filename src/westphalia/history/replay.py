"""Replay: history's choices put through the theories' chances, one year ahead.

The world of every year is history's; what was hidden evolves by the model's own learning
(`path`); every decision is then as likely as the theory holds it (`chances`). A state's type is
a hidden Markov chain of two states, filtered exactly: given the public past the choices of
different states are independent, because beliefs depend on what was seen alone.
"""

from functools import cached_property, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.history.chances import TINY, Fronts, Told, decide, fronts, join
from westphalia.history.decisions import Decisions, decisions
from westphalia.history.feed import Feed, feed
from westphalia.history.panel import Panel
from westphalia.history.path import Hidden, follow
from westphalia.simulation.cache import use_cache
from westphalia.simulation.choosers import Draw
from westphalia.simulation.ensemble import mind_of
from westphalia.simulation.frame import Given, Rules
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Mind, Modules

#: Draws of what states alone know, over which a chance is averaged.
DRAWS = 4
#: States that can be replayed one after another, at most.
MOST_IN_TURN = 32
#: Numbers of one array of a block of years, at most: what a core's cache and the memory bear.
BLOCK = 400_000


class History(NamedTuple):
    """A panel made ready: its feed, its wars, and where its decisions are in the chances.

    `counted`: 1 for years whose choices enter the likelihood; hidden state moves in all. [S]
    """

    feed: Feed
    fronts: Fronts
    at: dict[str, tuple[Array, ...]]
    counted: Float[Array, "years"]


class Chances(NamedTuple):
    """What a replay finds. `forecasts`: by kind, [N, K] in the order of the decisions.

    `log_likelihood`: of all that history chose, nats. `greedy`: chance that each state is
    greedy, after the past and before the year's choices, [S, n]. `hidden`: see `path`.
    """

    forecasts: dict[str, Array]
    log_likelihood: Array
    greedy: Float[Array, "years n"]
    hidden: Hidden


@partial(jax.jit, static_argnames=("rules", "block", "draws"))
def replayed(
    history: History,
    mind: Mind,
    p: Parameters,
    mods: Modules,
    *,
    rules: Rules,
    block: int,
    draws: int = DRAWS,
) -> Chances:
    """The chances of all decisions of a panel under a theory, and their log-likelihood."""
    n = history.feed.alive.shape[1]
    nothing: Any = None
    given = Given(mind, jnp.zeros(n), p, mods, nothing, nothing)
    hidden = follow(history.feed, given, rules)
    told = _by_block(history.feed, hidden, given, rules, block, draws)
    joined = _by_war(history, hidden, given, rules, block, draws)
    did = _did(history, told, joined)
    fed = history.feed
    greedy, log_did = filtered(did, fed.entered, p)
    forecasts = _forecasts(history, told, joined, greedy, p)
    log_likelihood = (log_did * fed.alive * history.counted[:, None]).sum()
    for kind in ("pact formed", "pact ended"):
        step, *_, outcome = history.at[kind]
        logs = jnp.log(jnp.maximum(_taken(forecasts[kind], outcome), TINY))
        log_likelihood += (logs * history.counted[step]).sum()
    return Chances(forecasts, log_likelihood, greedy, hidden)


def _by_block(
    fed: Feed, hidden: Hidden, given: Given, rules: Rules, block: int, draws: int
) -> Told:
    """`decide` for all years, so many at a time, the years on the last axis."""
    years = fed.alive.shape[0]

    def some(steps: Array) -> Told:
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
    front, n = history.fronts, history.feed.alive.shape[1]
    count = front.step.shape[0]
    if count == 0:
        return jnp.zeros((2, n, 3, 0))

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


def _did(history: History, told: Told, joined: Array) -> Array:
    """Log-probability of all that a state did in a year, by its type. [types, S, n]

    Which side it took in a war is seen when the war is over.
    """
    fed = history.feed
    known = (fed.alive * fed.watched).T
    total = told.did * known[None]
    armed = jnp.moveaxis(fed.armed, 0, -1)
    chance = (told.arms * armed[None]).sum(2)
    has = (armed.sum(1) > 0) * fed.alive.T
    total += jnp.where(has > 0, jnp.log(jnp.maximum(chance, TINY)), 0.0)
    _, who, _, number, outcome = history.at["joining"]
    each = jnp.log(jnp.maximum(joined[:, who, outcome, number], TINY))
    total = total.at[:, who, history.fronts.ended[number]].add(each)
    return jnp.swapaxes(total, 1, 2)


def filtered(
    did: Float[Array, "2 years n"], entered: Float[Array, "years n"], p: Parameters
) -> tuple[Float[Array, "years n"], Float[Array, "years n"]]:
    """The chance that each state is greedy before each year's choices, and their log-chance.

    A forward filter: types turn over, w <- (1 - nu) w + nu pi, and what a state did in the year
    then weighs, w <- w e^{l_greedy} / (w e^{l_greedy} + (1 - w) e^{l_secure}).
    """

    def one(past: Array, now: tuple[Array, ...]) -> tuple[Array, tuple[Array, Array]]:
        secure, greedy, new = now
        known = jnp.where(new > 0, p.greedy_share, past)
        before = (1.0 - p.type_turnover) * known + p.type_turnover * p.greedy_share
        top = jnp.maximum(secure, greedy)
        weights = before * jnp.exp(greedy - top), (1.0 - before) * jnp.exp(secure - top)
        total = weights[0] + weights[1]
        return weights[0] / total, (before, jnp.log(total) + top)

    start = jnp.zeros_like(did[0, 0]) + p.greedy_share
    return jax.lax.scan(one, start, (did[0], did[1], entered))[1]


def _forecasts(
    history: History, told: Told, joined: Array, greedy: Array, p: Parameters
) -> dict[str, Array]:
    """One-step-ahead chances of the outcomes of every decision, by kind. [N, K]"""

    def mixed(by_type: Array, weight: Array) -> Array:
        return (1.0 - weight) * by_type[0] + weight * by_type[1]

    out = {}
    for kind in ("pact formed", "pact ended"):
        s, i, j, _, _ = history.at[kind]
        yes = p.consideration * (told.agree if kind == "pact formed" else told.part)[i, j, s]
        out[kind] = jnp.stack([1.0 - yes, yes], axis=1)
    s, i, j, _, _ = history.at["dispute"]
    yes = mixed(told.disputes[:, i, j, s], greedy[s, i])
    out["dispute"] = jnp.stack([1.0 - yes, yes], axis=1)
    s, k, _, number, _ = history.at["joining"]
    out["joining"] = mixed(joined[:, k, :, number].swapaxes(0, 1), greedy[s, k][:, None])
    s, i, _, _, _ = history.at["arms"]
    options = mixed(told.arms[:, i, :, s].swapaxes(0, 1), greedy[s, i][:, None])
    hold = options[:, 0] + options[:, 3] + options[:, 4]
    out["arms"] = jnp.stack([hold, options[:, 1], options[:, 2]], axis=1)
    return out


def _taken(chances: Array, outcome: Array) -> Array:
    return jnp.take_along_axis(chances, outcome[:, None], 1)[:, 0]


class Replay:
    """A panel made ready to be replayed under any theory and parameters.

    `serial`: states ally and join in turn, in random order, instead of all at once.

    Raises:
        UserError: `serial` with more states than can take turns in reasonable time.
    """

    def __init__(self, panel: Panel, serial: bool = False, draws: int = DRAWS) -> None:
        use_cache()
        if serial and panel.n > MOST_IN_TURN:
            raise UserError(
                f"{panel.n} states cannot be replayed one after another; at most {MOST_IN_TURN} "
                "can. Take fewer states, or leave out --serial."
            )
        if draws < 2 or draws % 2:
            raise UserError(f"{draws} draws: take an even number, for every draw has a mirror.")
        self.panel, self.serial, self.draws = panel, serial, draws
        self.block = max(1, min(len(panel.years) - 1, BLOCK // panel.n**2))

    @cached_property
    def decisions(self) -> dict[str, Decisions]:
        """The decisions that are forecast, by kind."""
        return decisions(self.panel)

    @cached_property
    def history(self) -> History:
        """What the compiled replay is given."""
        at = {
            kind: tuple(
                np.asarray(column, np.int32)
                for column in (d.year - 1, d.who, d.whom, d.war, d.outcome)
            )
            for kind, d in self.decisions.items()
        }
        everywhere = np.ones(len(self.panel.years) - 1, np.float32)
        return History(feed(self.panel), fronts(self.panel), at, everywhere)

    def rules(self, theory: Theory) -> Rules:
        """What is fixed while a replay of the theory is compiled."""
        return Rules(_DRAW, (theory.value,), serial=self.serial)

    def chances(
        self,
        theory: Theory,
        parameters: Parameters | None = None,
        modules: Modules | None = None,
        mind: Mind | None = None,
    ) -> Chances:
        """The chances of all decisions, in double precision, as NumPy arrays.

        `mind`: in place of the theory's own numbers, [1, 1] each.
        """
        with jax.enable_x64(True):
            numbers = mind if mind is not None else mind_of((theory,) * self.panel.n)
            found = replayed(
                self.history,
                doubles(numbers),
                doubles(parameters or Parameters()),
                doubles(modules or Modules()),
                rules=self.rules(theory),
                block=self.block,
                draws=self.draws,
            )
            return jax.tree.map(np.asarray, found)


def doubles(tree: Any) -> Any:
    """Every number of a tree in double precision."""
    return jax.tree.map(lambda v: np.asarray(v, np.float64), tree)


_DRAW = Draw()
