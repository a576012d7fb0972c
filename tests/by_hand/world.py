"""A year as its decisions find it: figures, strength, odds, and what a challenge is worth.

Written from the equations of docs/model.md, without the package's mechanisms. A state that is no
member does not exist here: nothing is computed for it.
"""

from cmath import exp as complex_exp
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, isnan, log, sqrt
from typing import Any

import numpy as np

Pairs = dict[tuple[int, int], float]
GREEDY, SECURE = 1, 0
FIRST = {"posture": 0.3, "identity": 0.5, "depth": 0.5, "threat": 1e-3}
FILLED = {"burden": 0.03, "openness": 0.3, "trade": 0.5, "institutions": 0.1}


def least(*values: Any) -> Any:
    return min(values, key=lambda v: v.real)


def most(*values: Any) -> Any:
    return max(values, key=lambda v: v.real)


def clip(x: Any, low: float, high: float) -> Any:
    return least(most(x, low), high)


def logistic(z: Any) -> Any:
    power = (complex_exp if isinstance(z, complex) else exp)(-z if z.real > 0 else z)
    return 1.0 / (1.0 + power) if z.real > 0 else power / (1.0 + power)


def shares(values: list[float], temperature: float) -> list[float]:
    """Quantal response; -inf where an option is not there."""
    top = max(values)
    weights = [exp((v - top) / temperature) for v in values]
    return [w / sum(weights) for w in weights]


def bayes(belief: float, evidence: float) -> float:
    odds = belief * exp(clip(evidence, -20.0, 20.0))
    return odds / (odds + 1.0 - belief)


@dataclass
class Carried:
    """What is hidden, from year to year."""

    belief: Pairs = field(default_factory=dict)
    identity: Pairs = field(default_factory=dict)
    threat: Pairs = field(default_factory=dict)
    depth: Pairs = field(default_factory=dict)
    stake: Pairs = field(default_factory=dict)
    settled: Pairs = field(default_factory=dict)
    posture: dict[int, float] = field(default_factory=dict)
    joined: dict[int, float] = field(default_factory=dict)
    abstained: dict[int, float] = field(default_factory=dict)
    evidence: dict[int, float] = field(default_factory=dict)


def pact_known(panel: Any, t: int, i: int, j: int) -> bool:
    """Whether there is a pact, as last known; none before anything is known."""
    while t > 0 and panel.pact[t, i, j] < 0:
        t -= 1
    return bool(panel.pact[t, i, j] > 0)


class World:
    """`p`: parameters; `t`: the theory's numbers; `draw`: where shares stand, (stands, share),
    in one draw of what nobody recorded; None for what is expected."""

    def __init__(
        self,
        panel: Any,
        s: int,
        now: Carried,
        p: Any,
        t: Mapping[str, float],
        draw: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> None:
        self.panel, self.s, self.c, self.p, self.t, self.draw = panel, s, now, p, t, draw
        self.there = [int(i) for i in np.flatnonzero(panel.member[s])]
        self.pairs = [(i, j) for i in self.there for j in self.there if i != j]
        scale = len(self.there) / panel.resources[s, self.there].sum()  # mean 1
        single = np.float32  # figures are no finer
        self.R = {i: float(single(panel.resources[s, i] * scale)) for i in self.there}
        self.M = {i: float(single(panel.arms[s, i] * scale)) for i in self.there}
        self.g = {i: float(single(np.nan_to_num(panel.growth[s, i]))) for i in self.there}
        self.burden = {i: self.figure("burden", i) for i in self.there}
        farther = {i: max(self.R[i], 1.0) ** float(p.projection) for i in self.there}
        self.lam = {
            (i, j): exp(-float(single(panel.distance[s, i, j])) / (p.reach * farther[i]))
            for i in self.there
            for j in self.there
        }
        self.pact = {
            at: (now.depth.get(at, 0.0) or FIRST["depth"]) if pact_known(panel, s, *at) else 0.0
            for at in self.pairs
        }

    def figure(self, name: str, *at: int) -> float:
        value = getattr(self.panel, name)[(self.s, *at)]
        return float(np.float32(FILLED[name] if isnan(value) else value))

    def share(self, i: int, j: int) -> float:
        """The share where it is known; else as last settled, or U(0.1, 0.9) if that is over."""
        if self.panel.stake is not None and not isnan(self.panel.stake[self.s, i, j]):
            return float(np.float32(self.panel.stake[self.s, i, j]))
        stake, settled = self.c.stake[i, j], self.c.settled[i, j]
        if self.draw is None:
            return settled * stake + (1.0 - settled) * 0.5
        stands, share = self.draw
        return stake if stands[i, j] < settled else float(share[i, j])

    # Strength and odds

    def fit(self, role: float) -> float:
        return max((1.0 - self.p.distinguishability) + self.p.distinguishability * role, 0.01)

    def strengths(self) -> None:
        self.EA = {i: self.M[i] * self.fit(self.c.posture[i]) for i in self.there}
        self.ED = {i: self.M[i] * self.fit(1.0 - self.c.posture[i]) for i in self.there}
        tau = self.p.unarmed_resistance / self.p.depreciation
        self.own = {i: self.ED[i] + tau * self.R[i] for i in self.there}

    def odds_of(self, attackers: float, defenders: float) -> float:
        ratio = log(max(attackers, 1e-6) / max(defenders, 1e-6))
        return self.p.decisiveness * ratio - log(self.p.defence_advantage)

    def meet(self) -> None:
        """What i meets at j, and the odds."""
        self.met, self.z = self.meeting(self.c.threat), {}
        for i, j in self.pairs:
            edge = 1.0 + self.p.surprise * self.lam[i, j]
            self.z[i, j] = self.odds_of(self.lam[i, j] * self.EA[i] * edge, self.met[i, j])

    def meeting(self, feared: Pairs) -> Pairs:
        """What i meets at j: its own, its allies' pledges, and volunteers whom i threatens."""
        p, met = self.p, {}
        for i, j in self.pairs:
            rho = self.c.joined[i] / (self.c.joined[i] + self.c.abstained[i])
            met[i, j] = self.own[j]
            for k in (m for m in self.there if m not in (i, j) and self.pact[m, i] == 0):
                reach = self.lam[k, j] * self.ED[k]
                if self.pact[k, j] > 0:
                    met[i, j] += p.reliability * self.pact[k, j] * reach
                else:
                    all_told = sum(feared[k, m] for m in self.there if m != k)
                    share = feared[k, i] / max(all_told, 1e-9)
                    met[i, j] += rho * p.volunteers * share * reach
        return met

    # Prospects of a challenge

    def war_cost(self, i: int, j: int) -> float:
        both = self.panel.nuclear[self.s, i] > 0 and self.panel.nuclear[self.s, j] > 0
        return max(self.p.war_cost, self.p.nuclear_cost) if both else self.p.war_cost

    def trade_lost(self, i: int, j: int) -> float:
        p, r = self.p, self.R
        yearly = p.trade_gain * self.lam[i, j] * 2.0 * r[j] / (r[i] + r[j] + 1e-9)
        years = 1.0 / (1.0 - p.discount * (1.0 - p.agenda / 6.0))
        return yearly * self.figure("trade", i, j) * years

    def challenge(
        self, i: int, j: int, z: Any, wants: Mapping[str, float], x: float, drawn: float | None
    ) -> tuple[dict[str, Any], dict[str, Any], Any]:
        """Terms of a demand and of a total war, and the chance of war of a demand.

        `z`: the log odds as i judges them, complex for a derivative. `drawn`: the decider's own
        cost over its mean; None where others judge.
        """
        p, r, win = self.p, self.R, logistic(z)
        less = min(r[i], r[j])
        pie, cost = p.stake_size * self.lam[i, j] * less, self.war_cost(i, j) * less / r[i]
        cost_j, share_j, share = self.war_cost(i, j) * less / r[j], pie / r[j], pie / r[i]
        worth = share * (wants["consumption"] + wants["greed"] * r[i] + wants["power"])
        top_own = 2.0 * wants["consumption"] * cost / worth
        top = 2.0 * self.war_cost(i, j) / (p.stake_size * self.lam[i, j])
        mine = 0.5 * (1.0 if drawn is None else drawn) * top_own
        if drawn is None:
            s = sqrt(3.0) * p.misjudgement * win * (1.0 - win)
            chance = clip((win - x + s) / (top_own + 2.0 * s), 0.0, 1.0)
            usual = 0.5 * chance * top_own
            surplus = most(0.5 * chance * (top_own + 2.0 * s), win - x - 0.5 * top_own)
            judged = least(x + usual + surplus, 1.0)
        else:
            judged, usual, chance = win, mine, float(win - mine > x)
        demand = least(1.0, judged + most(top - usual, 0.0) / 2.0)
        resisted = clip((demand - judged) / top, 0.0, 1.0)
        gain = chance * ((1.0 - resisted) * (demand - x) + resisted * (judged - usual - x))
        true = clip((demand - win) / top, 0.0, 1.0)
        war = chance * (true + (1.0 - true) * p.accident)
        later = logistic(z + p.decisiveness * p.shift_years * (self.g[i] - self.g[j]))
        motive = most(win - p.patience * later - (1.0 - p.patience) * (1.0 + mine), 0.0)
        land = win**3 * p.annexation * (1.0 - p.waste) * self.lam[i, j] * r[j]
        lost, liking = self.trade_lost(i, j), self.c.identity[i, j]
        debt = -p.breach * (self.pact[i, j] > 0) - p.enforcement * p.sanction
        demand = {
            "consumption": share * gain - lost * war,
            "power": share * gain,
            "greed": pie * gain,
            "identity": -liking * (share_j * gain + war * cost_j),
            "obligation": debt,
            "effort": -p.crisis_cost,
        }
        whole = 1.0 if drawn is None else drawn
        total = {
            "consumption": land / r[i] + motive * share - 2.0 * whole * cost - lost,
            "power": land / r[i],
            "greed": land,
            "survival": motive * p.horizon * self.c.threat[i, j],
            "identity": -liking * (land / r[j] + 2.0 * cost_j),
            "obligation": debt,
            "effort": -(1.0 + p.total_cost) * p.crisis_cost,
        }
        return demand, total, war

    def demand(self, i: int, j: int) -> float:
        """What i asks of j for, at its mean cost of war and its true odds (Fearon 1995)."""
        top = 2.0 * self.war_cost(i, j) / (self.p.stake_size * self.lam[i, j])
        less = min(self.R[i], self.R[j])
        pie = self.p.stake_size * self.lam[i, j] * less
        own = self.war_cost(i, j) * less / pie  # in pies
        return min(1.0, logistic(self.z[i, j]) + max(top - own, 0.0) / 2.0)

    def attention(self, i: int) -> float:
        return -log(max(sum(self.lam[i, j] for j in self.there if j != i), 0.5))
