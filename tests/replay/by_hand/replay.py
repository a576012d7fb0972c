"""The chances of all decisions of a panel, and what was chosen weighed against both types."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from by_hand.choices import Year
from by_hand.passing import challenged, enter, leave, possible, watched
from by_hand.world import GREEDY, SECURE, Carried, logistic

from replay.by_hand.serial import consents

TINY = 1e-30  # smallest chance that is believed


@dataclass
class Found:
    """Forecasts by kind, [N, K]; log-likelihood, nats; chance of being greedy, by (s, i)."""

    forecasts: dict[str, np.ndarray]
    log_likelihood: float
    greedy: dict[tuple[int, int], float]


def replay_by_hand(
    panel: Any,
    decisions: Any,
    theory: Any,
    p: Any,
    draws: Callable,
    orders: Callable | None = None,
) -> Found:
    """All chances of a panel. `draws(s)`: error [d, n, n], cost [d, n], stands, share [d, n, n].

    Each draw of shares has an assessment of its own; what is carried on is the expected one's.
    `orders(s)`: ranks in which states act, [orders, n]; None if all act at once.
    """
    t: dict = {n: float(np.float32(number.value)) for n, number in theory.numbers().items()}
    t["suspicion"] = theory.expects.suspicion.__name__
    now, greedy, total = Carried(), {}, 0.0
    chances: dict[tuple, Any] = {}
    weight: dict[int, float] = {}
    for s in range(len(panel.years) - 1):
        year = enter(panel, s, now, p, t)
        error, cost, stands, share = (np.asarray(values) for values in draws(s))
        drawn = [Year(panel, s, now, p, t, each) for each in zip(stands, share, strict=True)]
        for one in (year, *drawn):
            one.assess()
            one.respond()
        ranks = None if orders is None else np.asarray(orders(s))
        for i in year.there:
            if s == 0 or not panel.member[s - 1, i]:
                weight[i] = p.greedy_share
            w = (1.0 - p.type_turnover) * weight[i] + p.type_turnover * p.greedy_share
            greedy[s, i] = w
            likely = [did(drawn, i, kind, error, cost, ranks, chances) for kind in (SECURE, GREEDY)]
            both = (1.0 - w) * likely[0] + w * likely[1]
            total += log(both)
            weight[i] = w * likely[1] / both
        pacts(drawn, ranks, chances)
        now = leave(year)
    forecasts = {kind: forecast(kind, d, chances, greedy, p) for kind, d in decisions.items()}
    for kind in ("pact formed", "pact ended"):
        rows = forecasts[kind][np.arange(decisions[kind].size), decisions[kind].outcome]
        total += np.log(np.maximum(rows, TINY)).sum()
    return Found(forecasts, total, greedy)


def pacts(drawn: list[Year], ranks: np.ndarray | None, chances: dict) -> None:
    """That both want a pact, and that one does not: the first, or the second if the first does.

    In an order of acting both decide in the same turn; chances are means over orders and draws.
    """
    s, there = drawn[0].s, drawn[0].pairs
    if ranks is None:
        worth = [{at: one.consent(*at) for at in there} for one in drawn]
    else:
        worth = [consents(one, rank) for one in drawn for rank in ranks]
    for i, k in there:
        both = [logistic(w[i, k]) * logistic(w[k, i]) for w in worth]
        not_both = [logistic(-w[i, k]) + logistic(w[i, k]) * logistic(-w[k, i]) for w in worth]
        chances["agree", s, i, k], chances["part", s, i, k] = np.mean(both), np.mean(not_both)


def joining(drawn: list[Year], war: Any, k: int, kind: int, ranks: np.ndarray | None) -> np.ndarray:
    """The mean over draws, and over orders in which third states act."""
    if ranks is None:
        return np.mean([one.joining(war, k)[kind] for one in drawn], axis=0)
    before = [[m for m in drawn[0].there if rank[m] < rank[k]] for rank in ranks]
    return np.mean([one.joining(war, k, b)[kind] for one in drawn for b in before], axis=0)


def did(
    drawn: list[Year],
    i: int,
    kind: int,
    error: np.ndarray,
    cost: np.ndarray,
    ranks: np.ndarray | None,
    chances: dict,
) -> float:
    """The probability of all that a state did in a year, if it is of a type."""
    s, panel, draws = drawn[0].s, drawn[0].panel, len(drawn)
    arms = np.mean([one.arms(i)[0][kind] for one in drawn], axis=0)
    chances["arms", s, i, kind] = arms
    may = possible(panel, s, i)
    likely = max(sum(arms[k] for k in may), TINY) if may else 1.0
    begun, mean, acted = challenged(panel, s, i), np.zeros(panel.n), 0.0
    for one, e, c in zip(drawn, error, cost, strict=True):
        each = one.disputes(i, kind, e, c)
        for j, chance in each.items():
            mean[j] += chance / draws
        acted += np.prod([max(each[j], TINY) for j in begun or [i]]) / draws
    chances["dispute", s, i, kind] = mean
    if watched(panel, s, i):
        likely *= acted
    for number, war in enumerate(panel.wars):
        at = ("joining", number, i, kind)
        both = war.attacker in drawn[0].there and war.target in drawn[0].there
        if war.year == s + 1 and i in war.third and both:
            chances[at] = joining(drawn, war, i, kind, ranks)
        if war.ended == s + 1 and at in chances:  # not before is it known who joined
            side = 2 if i in war.with_attacker else 1 if i in war.with_target else 0
            likely *= max(chances[at][side], TINY)
    return likely


def forecast(kind: str, d: Any, chances: dict, greedy: dict, p: Any) -> np.ndarray:
    """The chances of the outcomes of all decisions of a kind."""
    rows = []
    for year, i, j, number, _ in zip(*d[1:], strict=True):
        s, w = year - 1, greedy[year - 1, i]
        if kind.startswith("pact"):
            which = "agree" if kind == "pact formed" else "part"
            yes = p.consideration * chances[which, s, i, j]
            rows.append([1.0 - yes, yes])
        elif kind == "dispute":
            by = [chances["dispute", s, i, k][j] for k in (0, 1)]
            yes = (1.0 - w) * by[0] + w * by[1]
            rows.append([1.0 - yes, yes])
        elif kind == "joining":
            by = [chances["joining", number, i, k] for k in (0, 1)]
            rows.append((1.0 - w) * by[0] + w * by[1])
        else:
            by = [chances["arms", s, i, k] for k in (0, 1)]
            mixed = (1.0 - w) * by[0] + w * by[1]
            rows.append([mixed[0] + mixed[3] + mixed[4], mixed[1], mixed[2]])
    return np.array(rows)
