"""The replay once more, state by state and pair by pair, in plain Python and double precision.

Written from the equations of docs/model.md, in their order, without the package's mechanisms. Only
what is given is taken from it: the panel, which decisions there are, the numbers of parameters and
theories, and the draws of what states alone know. Derivatives are taken by a complex step.
A state that is no member does not exist here: nothing is computed for it.
"""

from cmath import exp as complex_exp
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, inf, isnan, log, log1p, sqrt
from typing import Any

import numpy as np

Pairs = dict[tuple[int, int], float]
GREEDY, SECURE = 1, 0
STEP = 1e-30  # of a complex argument: f(x + ih).imag / h is f'(x) to the last digit
TINY = 1e-30  # smallest chance that is believed
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


def shares(values: list[float], heat: float) -> list[float]:
    """Quantal response; -inf where an option is not there."""
    top = max(values)
    weights = [exp((v - top) / heat) for v in values]
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


class Hand:
    """One year as its decisions find it. `p`: parameters; `t`: the theory's numbers."""

    def __init__(self, panel: Any, s: int, now: Carried, p: Any, t: Mapping[str, float]) -> None:
        self.panel, self.s, self.c, self.p, self.t = panel, s, now, p, t
        self.there = [int(i) for i in np.flatnonzero(panel.member[s])]
        self.pairs = [(i, j) for i in self.there for j in self.there if i != j]
        scale = len(self.there) / panel.resources[s, self.there].sum()  # mean 1
        single = np.float32  # figures are no finer
        self.R = {i: float(single(panel.resources[s, i] * scale)) for i in self.there}
        self.M = {i: float(single(panel.arms[s, i] * scale)) for i in self.there}
        self.g = {i: float(single(np.nan_to_num(panel.growth[s, i]))) for i in self.there}
        self.burden = {i: self.figure("burden", i) for i in self.there}
        self.lam = {
            (i, j): exp(-float(single(panel.distance[s, i, j])) / p.reach)
            for i in self.there
            for j in self.there
        }
        self.pact = {
            (i, j): now.depth.get((i, j), 0.0) or FIRST["depth"] if panel.pact[s, i, j] > 0 else 0.0
            for i, j in self.pairs
        }

    def figure(self, name: str, *at: int) -> float:
        value = getattr(self.panel, name)[(self.s, *at)]
        return float(np.float32(FILLED[name] if isnan(value) else value))

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
        p, feared = self.p, self.c.threat
        self.met, self.z = {}, {}
        for i, j in self.pairs:
            rho = self.c.joined[i] / (self.c.joined[i] + self.c.abstained[i])
            total = self.own[j]
            for k in self.there:
                if k == i or self.pact[k, i] > 0:
                    continue
                reach = 0.0 if k == j else self.lam[k, j] * self.ED[k]
                if k != j and self.pact[k, j] > 0:
                    total += p.reliability * self.pact[k, j] * reach
                elif k != j:
                    all_told = sum(value for at, value in feared.items() if at[0] == k)
                    total += rho * p.volunteers * feared[k, i] / max(all_told, 1e-9) * reach
            self.met[i, j] = total
            edge = 1.0 + p.surprise * self.lam[i, j]
            self.z[i, j] = self.odds_of(self.lam[i, j] * self.EA[i] * edge, total)

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
        """Terms of a claim and of a total war, and the chance of war of a claim.

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
        claim = {
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
        return claim, total, war

    def attention(self, i: int) -> float:
        return -log(max(sum(self.lam[i, j] for j in self.there if j != i), 0.5))

    # Threat

    def propensity(self, kind: int) -> None:
        """What a type does as others see it: chances of attack and how they move."""
        p = self.p
        wants = {"consumption": 1.0, "power": 0.0, "greed": p.greed * kind}
        self.u, self.rate, self.lean, self.opening, self.steep = {}, {}, {}, {}, {}
        for i in self.there:
            others, d_u, war, d_war, e = [j for j in self.there if j != i], {}, {}, {}, {}
            for j in others:
                *terms, risk = self.challenge(
                    i, j, complex(self.z[i, j], STEP), wants, self.share(i, j), None
                )
                war[j], d_war[j] = risk.real, risk.imag / STEP
                for which, a in enumerate(terms):
                    value = a["consumption"] + wants["greed"] * a["greed"] + a["obligation"]
                    value += a["effort"] + a.get("survival", 0.0)
                    self.u[i, j, which] = value.real / p.heat_crisis + self.attention(i)
                    d_u[j, which] = value.imag / STEP / p.heat_crisis
                cost = self.war_cost(i, j) * min(self.R[i], self.R[j]) / self.R[i]
                spread = (p.misjudgement * d_u[j, 1]) ** 2 / 2.0
                spread += (2.0 * cost / p.heat_crisis) ** 2 / 6.0
                self.u[i, j, 1] += min(spread, 2.0)
                for which in (0, 1):
                    e[j, which] = exp(min(self.u[i, j, which], 60.0))
            weight = 1.0 + sum(e.values())
            self.lean[i] = -log(weight)
            self.opening[i] = sum(e[at] * d_u[at] for at in e) / weight
            for j in others:
                win, rate = logistic(self.z[i, j]), e[j, 0] * war[j] + e[j, 1]
                d_rate = e[j, 0] * (war[j] * d_u[j, 0] + d_war[j]) + e[j, 1] * d_u[j, 1]
                self.rate[i, j] = win * rate / weight
                alone = (1.0 - win) + d_rate / max(rate, 1e-20)
                bend = (e[j, 0] * d_u[j, 0] + e[j, 1] * d_u[j, 1]) / weight
                self.steep[i, j] = (alone - bend, alone - self.opening[i])

    def share(self, i: int, j: int) -> float:
        """The expected share."""
        if self.panel.stake is not None and not isnan(self.panel.stake[self.s, i, j]):
            return float(np.float32(self.panel.stake[self.s, i, j]))
        return self.c.settled[i, j] * self.c.stake[i, j] + (1.0 - self.c.settled[i, j]) * 0.5

    def assess(self) -> None:
        p, by_type = self.p, {}
        self.strengths()
        self.meet()
        for kind in (GREEDY, SECURE):
            self.propensity(kind)
            by_type[kind] = (self.u, self.rate, self.lean, self.opening, self.steep)
        (u1, l1, quiet1, open1, e1), (u0, l0, quiet0, open0, e0) = by_type[1], by_type[0]
        self.gate = {GREEDY: open1, SECURE: open0}  # inclusive value per log odds, temperatures
        self.said_quiet = {i: quiet1[i] - quiet0[i] for i in self.there}
        self.said = {at: u1[at] - u0[at] + self.said_quiet[at[0]] for at in u1}
        self.l, self.by_defence, self.by_attack, self.by_belief = {}, {}, {}, {}
        for i, j in self.pairs:
            b, omega = self.c.belief[i, j], self.t["worst_case"]
            doubt, held = b + omega * (1.0 - b), p.restraint * (self.pact[i, j] > 0)
            parts = doubt * l1[j, i], (1.0 - doubt) * l0[j, i]
            mixed = max(sum(parts), 1e-20)
            own, row = ((parts[0] * e1[j, i][k] + parts[1] * e0[j, i][k]) / mixed for k in (0, 1))
            self.l[i, j] = min(sum(parts) * (1.0 - held * (1.0 - b)), 0.999)
            self.by_defence[i, j] = p.decisiveness * own  # fall of ln l per ln of what is met
            self.by_attack[i, j] = p.decisiveness * row
            gap = l1[j, i] - l0[j, i]
            self.by_belief[i, j] = (1.0 - omega) * gap * (1.0 - held * (1.0 - b))
            self.by_belief[i, j] += sum(parts) * held
        self.total = {i: sum(self.l[i, j] for j in self.there if j != i) for i in self.there}

    # Expected response

    def respond(self) -> None:
        p = self.p
        self.strength, self.heard, self.standing = {}, {}, {}
        for i in self.there:
            rho = self.c.joined[i] / (self.c.joined[i] + self.c.abstained[i])
            self.strength[i], weights = 0.0, {}
            for j in (k for k in self.there if k != i):
                psi = p.horizon * self.l[i, j] / (1.0 - self.l[i, j]) * self.by_attack[i, j]
                all_told = max(self.total[j], 1e-9)
                stronger = clip(self.l[j, i] * self.by_attack[j, i] / all_told, -0.5, 0.5)
                greedier = clip(self.by_belief[j, i] / all_told, -0.5, 0.5)
                self.strength[i] -= rho * psi * stronger
                weights[j] = -rho * psi * greedier
            self.heard[i] = sum(weights.values())
            down = {j: min(w, 0.0) for j, w in weights.items()}
            seen = sum(w * self.c.belief[j, i] for j, w in down.items())
            self.standing[i] = seen / min(sum(down.values()), -1e-12)

    def echo(self, i: int, said: float) -> float:
        """What others' change of belief is worth to i."""
        moved = bayes(self.standing[i], self.p.tempering * said) - self.standing[i]
        return self.heard[i] * moved

    # Alignment

    def against(self, i: int, k: int) -> float:
        """What k's pledge is worth to i against all others."""
        p, allied = self.p, self.pact[i, k] > 0
        h = p.reliability * (self.pact[i, k] or 1.0) * self.lam[k, i] * self.ED[k]
        worth = 0.0
        for j in (m for m in self.there if m not in (i, k) and self.pact[k, m] == 0):
            exposed = p.horizon * self.l[i, j] / (1.0 - self.l[i, j])
            eps = self.by_defence[i, j]
            worth += exposed * eps * h / (self.met[j, i] + (-1.0 if allied else eps) * h)
        return worth

    def consent(self, i: int, k: int) -> float:
        p, t, allied = self.p, self.t, self.pact[i, k] > 0
        bound = p.restraint * (1.0 - self.c.belief[i, k])
        free = self.l[i, k] / max(1.0 - allied * bound, 1e-3)
        wars = p.horizon * (self.total[k] - self.l[k, i])
        value = t["survival"] * (self.against(i, k) + p.horizon * free * bound)
        value -= p.autonomy_cost * 2.0 * self.M[k] / (self.M[i] + self.M[k] + 1e-9)
        value -= p.entrapment * p.reliability * 4.0 * p.war_cost * wars
        value += t["identity"] * self.c.identity[i, k] * self.against(k, i)
        value += p.abrogation * allied - p.treaty_cost
        return logistic(value / p.heat_pact)

    # Arms and posture

    def arms(self, i: int) -> tuple[dict[int, list[float]], list[float]]:
        """Chances of hold, raise, cut, offence, defence by type, and what each says."""
        p, t, o, a = self.p, self.t, self.c.posture[i], self.burden[i]
        s1, bend = 0.0, 0.0
        for j in (m for m in self.there if m != i):
            part, risk = self.ED[i] / max(self.met[j, i], 1e-9), self.l[i, j]
            each = p.horizon * risk / (1.0 - risk) * self.by_defence[i, j] * part
            s1 += each
            bend += each * (self.by_defence[i, j] * part / (1.0 - risk) - (1.0 - part))
        kappa = clip(bend / max(s1, 1e-12), -0.5, 3.0)
        kappa = 1e-3 if abs(kappa) < 1e-3 else kappa
        plain, offence, response = [], [], []
        for way, turn in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
            then, aim = clip(a * exp(way * p.burden_step), 0.001, 0.6), clip(o + 0.1 * turn, 0, 1)
            more = log(then * self.R[i] / p.depreciation + 1e-9) - log(self.M[i] + 1e-9)
            more = clip(more, -1.0, 1.0)
            attack = more + log(self.fit(aim) / self.fit(o))
            defend = more + log(self.fit(1.0 - aim) / self.fit(1.0 - o))
            safer = s1 * (1.0 - exp(-kappa * defend)) / kappa
            money = log1p(-then) - log1p(-a)
            value = t["consumption"] * money + t["survival"] * safer - p.posture_cost * abs(aim - o)
            plain.append((value, t["power"] * p.military_share * more))
            offence.append(attack)
        there = [True, True, True, o < 1.0 - 1e-3, o > 1e-3]
        worth = {k: p.horizon * p.heat_crisis * p.decisiveness * self.gate[k][i] for k in (0, 1)}
        public = {
            k: shares(
                [
                    v[0] + worth[k] * x if y else -inf
                    for v, x, y in zip(plain, offence, there, strict=True)
                ],
                p.heat_arms,
            )
            for k in (0, 1)
        }
        said = [
            log(g / s) if y else 0.0 for g, s, y in zip(public[1], public[0], there, strict=True)
        ]
        response = [
            self.strength[i] * x + self.echo(i, e) for x, e in zip(offence, said, strict=True)
        ]
        chances = {}
        for k in (SECURE, GREEDY):
            values = [
                sum(v) + worth[k] * x + t["survival"] * r if y else -inf
                for v, x, r, y in zip(plain, offence, response, there, strict=True)
            ]
            chances[k] = shares(values, p.heat_arms)
        return chances, said

    # Crisis

    def disputes(self, i: int, kind: int, error: Any, cost: Any, stake: Any) -> dict[int, float]:
        """Chance that i challenges each other state, and of a quiet year (at i)."""
        p, t = self.p, self.t
        wants = {name: t[name] for name in ("consumption", "power", "survival", "identity")}
        wants["greed"] = p.greed * kind
        at, values = [(i, 0)], [0.0]
        for j in (m for m in self.there if m != i):
            z = self.z[i, j] + p.misjudgement * error[i, j]
            *terms, _ = self.challenge(i, j, z, wants, stake(i, j), cost[i])
            for which in (0, 1):
                value = sum(wants.get(name, 1.0) * v for name, v in terms[which].items())
                answer = self.echo(i, self.said[i, j, which]) - self.echo(i, self.said_quiet[i])
                value += t["survival"] * answer + p.heat_crisis * self.attention(i)
                at.append((j, which))
                values.append(value)
        out = defaultdict(float)
        for (j, _), chance in zip(at, shares(values, p.heat_crisis), strict=True):
            out[j] += chance
        return dict(out)

    # War

    def joining(self, war: Any, k: int) -> dict[int, list[float]]:
        """Chances that k stays out, joins the target, joins the attacker, by type."""
        p, t, r, a, b = self.p, self.t, self.R, war.attacker, war.target
        total = 0.5 if isnan(war.total) else war.total
        less = min(r[a], r[b])
        cost = self.war_cost(a, b) * min(less, r[k])
        pledged = sum(
            p.reliability * self.pact[b, m] * self.lam[m, b] * self.ED[m] * (self.pact[a, m] == 0)
            for m in self.there
            if m not in (a, b, k)
        )
        x = self.lam[a, b] * self.EA[a] * (1.0 + p.surprise * self.lam[a, b])
        y = self.own[b] + pledged
        mine, shield = self.lam[k, b] * self.EA[k], self.lam[k, b] * self.ED[k]
        alone = logistic(self.odds_of(x, y))
        saved = alone - logistic(self.odds_of(x, y + shield))
        added = logistic(self.odds_of(x + mine, y)) - alone
        land = p.annexation * (1.0 - p.waste) * r[b] * total
        take, steep = p.stake_size * less + land, min(self.by_attack[k, a], 4.0)
        gap = (1.0 + take / r[a]) ** steep - exp(-steep * p.defeat_loss)
        to_target, to_attacker = self.pact[b, k] > 0, self.pact[a, k] > 0
        safety = p.horizon * self.l[k, a] * gap
        safety += to_target * self.against(k, b) * (p.defeat_loss + (1.0 - p.defeat_loss) * total)
        felt = self.c.identity[k, b] * min(take / r[b], 1.0) - self.c.identity[k, a] * take / r[a]
        pie = p.stake_size * self.lam[k, b] * min(r[k], r[b])
        win = alone + added
        spoils = win * ((1.0 - self.share(k, b)) * pie + land * mine / (mine + x) * win**2)
        paid = 2.0 * p.join_cost * cost / r[k]
        out = {}
        for kind in (SECURE, GREEDY):
            values = [
                -p.breach * (to_target and not to_attacker),
                -t["consumption"] * (paid + self.trade_lost(k, a))
                + t["survival"] * saved * safety
                + t["identity"] * saved * felt
                - p.breach * to_attacker
                - p.join_effort * p.crisis_cost,
                t["consumption"] * (spoils / r[k] - paid - self.trade_lost(k, b))
                + t["power"] * spoils / r[k]
                + p.greed * kind * spoils
                - t["survival"] * added * safety
                - t["identity"] * added * felt
                - 2.0 * p.breach * to_target
                - p.enforcement * p.sanction
                - p.join_claim * p.crisis_cost,
            ]
            out[kind] = shares(values, p.heat_join)
        return out


# From year to year


def enter(panel: Any, s: int, now: Carried, p: Any, t: Mapping[str, float]) -> Hand:
    """Who is new starts afresh, and so do its pairs; then what was seen last year is learned."""
    year = Hand(panel, s, now, p, t)
    new = {i for i in year.there if s == 0 or not panel.member[s - 1, i]}
    for i in year.there:
        if i in new:
            now.joined[i], now.abstained[i] = t["balancing"], t["passing"]
            now.evidence[i], now.posture[i] = 0.0, FIRST["posture"]
        if panel.posture is not None and not isnan(panel.posture[s, i]):
            now.posture[i] = float(np.float32(panel.posture[s, i]))
    fresh = [(i, j) for i, j in year.pairs if i in new or j in new]
    base = {}
    for i, j in year.pairs:
        both = year.figure("openness", i) * year.figure("openness", j)
        assured = 1.0 - (1.0 - both) * (1.0 - year.figure("institutions", i, j))
        base[i, j] = t["prior"] * (1.0 - t["liberal_prior"] * assured)
    year.strengths()
    for i, j in fresh:
        now.identity[i, j] = -0.5 if panel.rival[s, i, j] > 0 else FIRST["identity"]
        now.threat[i, j], now.settled[i, j] = FIRST["threat"], 1.0
        own = 0.5 * (1.0 - now.identity[i, j])
        now.belief[i, j] = own if t["identity_prior"] else base[i, j]
        wins = [
            logistic(year.odds_of(year.lam[a, b] * year.EA[a], year.own[b]))
            for a, b in ((i, j), (j, i))
        ]
        now.stake[i, j] = wins[0] / sum(wins)
    for i, j in year.pairs:
        b = clip(now.belief[i, j], 1e-3, 1.0 - 1e-3)
        if t["identity_prior"]:
            b = 0.5 * (1.0 - now.identity[i, j])
        else:
            b += p.type_turnover * (base[i, j] - b)
            e = now.evidence[j]
            heard = min(p.tempering * (1.0 + year.figure("institutions", i, j)), 1.0)
            b = bayes(b, heard * (p.bad_news * max(e, 0.0) + t["good_news"] * min(e, 0.0)))
        now.belief[i, j] = clip(b, 1e-4, 1.0 - 1e-4)
    return year


def leave(year: Hand) -> Carried:
    """What the year's acts leave behind."""
    panel, s, p, t, now = year.panel, year.s, year.p, year.t, year.c
    then, wars = Carried(), [w for w in panel.wars if w.ended == s + 1]
    then.belief, then.threat = dict(now.belief), dict(year.l)
    for i in year.there:
        chances, said = year.arms(i)
        may = possible(panel, s, i)
        public = [
            (1.0 - p.greedy_share) * chances[SECURE][k] + p.greedy_share * chances[GREEDY][k]
            for k in range(5)
        ]
        known = sum(public[k] for k in may)
        weight = {k: public[k] / known for k in may} if may else {0: 1.0}
        spoken = sum(w * said[k] for k, w in weight.items()) if may else 0.0
        done = {j: n for j, n in enumerate(panel.dispute[s + 1, i]) if j in year.there and j != i}
        if (panel.dispute[s + 1, i] >= 0).any():
            begun = [j for j, number in done.items() if number > 0]
            for j in begun:
                spoken += year.said[i, j, int(panel.attack[s + 1, i, j] > 0)]
            spoken += 0.0 if begun else year.said_quiet[i]
        then.evidence[i] = spoken
        turned = {3: 0.1, 4: -0.1}
        then.posture[i] = sum(
            w * clip(now.posture[i] + turned.get(k, 0.0), 0.0, 1.0) for k, w in weight.items()
        )
    for i, j in year.pairs:
        after = panel.pact[s + 1, i, j] if panel.pact[s + 1, i, j] >= 0 else panel.pact[s, i, j]
        fought, had = panel.fought[s + 1, i, j] > 0, year.pact[i, j]
        depth = had + p.deepening * (1.0 - had) if had else FIRST["depth"]
        then.depth[i, j] = depth if after > 0 and not fought else 0.0
        shared = (then.depth[i, j] > 0) + year.figure("institutions", i, j)
        shared = (shared + year.figure("trade", i, j)) / 3.0
        liking = now.identity[i, j]
        change = -(1.0 + liking) if fought else p.identity_act * shared * (1.0 - liking)
        then.identity[i, j] = liking + t["identity_learning"] * change
        won = {
            at: any(
                (w.won > 0 and at[0] in (w.attacker, *w.with_attacker) and at[1] == w.target)
                or (w.won < 0 and at == (w.target, w.attacker))
                for w in wars
            )
            for at in ((i, j), (j, i))
        }
        over = won[i, j] != won[j, i]  # unchanged if each beat the other
        then.stake[i, j] = float(won[i, j]) if over else now.stake[i, j]
        then.settled[i, j] = 1.0 if over else (1.0 - p.new_issues) * now.settled[i, j]
    there = year.there
    could = {(k, w.attacker) for w in wars for k in w.third if k in there and w.attacker in there}
    did = {(k, w.attacker) for w in wars for k in w.with_target if k in there}
    fear = {(k, a): year.l[k, a] / max(year.total[k], 1e-9) for k, a in could | did}
    for i in there:
        then.joined[i] = p.memory * now.joined[i] + sum(fear[at] for at in did)
        then.abstained[i] = p.memory * now.abstained[i] + sum(fear[at] for at in could - did)
    return then


def possible(panel: Any, s: int, i: int) -> list[int]:
    """The options of arming that a year's choice may have been."""
    done = panel.arming[s + 1, i]
    if isnan(done):
        return []
    if done != 0:
        return [1 if done > 0 else 2]
    if panel.posture is None or isnan(panel.posture[s + 1, i] - panel.posture[s, i]):
        return [0, 3, 4]
    turned = round(float(panel.posture[s + 1, i] - panel.posture[s, i]), 4)
    return [3 if turned > 0 else 4 if turned < 0 else 0]


@dataclass
class Found:
    """Forecasts by kind, [N, K]; log-likelihood, nats; chance of being greedy, by (s, i)."""

    forecasts: dict[str, np.ndarray]
    log_likelihood: float
    greedy: dict[tuple[int, int], float]
    years: list[Hand]


def replay_by_hand(panel: Any, decisions: Any, theory: Any, p: Any, draws: Callable) -> Found:
    """All chances of a panel. `draws(s)`: error [d, n, n], cost [d, n], stands, share [d, n, n]."""
    t = {name: float(np.float32(number.value)) for name, number in theory.numbers().items()}
    now, years, greedy, total = Carried(), [], {}, 0.0
    chances: dict[tuple, Any] = {}
    weight: dict[int, float] = {}
    for s in range(len(panel.years) - 1):
        year = enter(panel, s, now, p, t)
        year.assess()
        year.respond()
        years.append(year)
        own = [np.asarray(values) for values in draws(s)]
        for i in year.there:
            if s == 0 or not panel.member[s - 1, i]:
                weight[i] = p.greedy_share
            w = (1.0 - p.type_turnover) * weight[i] + p.type_turnover * p.greedy_share
            greedy[s, i] = w
            likely = [did(year, i, kind, own, chances) for kind in (SECURE, GREEDY)]
            both = (1.0 - w) * likely[0] + w * likely[1]
            total += log(both)
            weight[i] = w * likely[1] / both
        for i, k in year.pairs:
            chances["consent", s, i, k] = year.consent(i, k)
        now = leave(year)
    forecasts = {kind: forecast(kind, d, chances, greedy, p) for kind, d in decisions.items()}
    for kind in ("pact formed", "pact ended"):
        rows = forecasts[kind][np.arange(decisions[kind].size), decisions[kind].outcome]
        total += np.log(np.maximum(rows, TINY)).sum()
    return Found(forecasts, total, greedy, years)


def did(year: Hand, i: int, kind: int, own: list[np.ndarray], chances: dict) -> float:
    """The probability of all that a state did in a year, if it is of a type."""
    s, panel, n = year.s, year.panel, len(year.there)
    arms = year.arms(i)[0][kind]
    chances["arms", s, i, kind] = arms
    may = possible(panel, s, i)
    likely = max(sum(arms[k] for k in may), TINY) if may else 1.0
    draws, error, cost = len(own[0]), own[0], own[1]
    begun = [j for j in year.there if j != i and panel.dispute[s + 1, i, j] > 0]
    mean, acted = np.zeros(panel.n), 0.0
    for d in range(draws):

        def stake(a: int, b: int, d: int = d) -> float:
            if panel.stake is not None and not isnan(panel.stake[s, a, b]):
                return year.share(a, b)
            return year.c.stake[a, b] if own[2][d, a, b] < year.c.settled[a, b] else own[3][d, a, b]

        each = year.disputes(i, kind, error[d], cost[d], stake) if n > 1 else {i: 1.0}
        for j, chance in each.items():
            mean[j] += chance / draws
        acted += np.prod([max(each[j], TINY) for j in begun or [i]]) / draws
    chances["dispute", s, i, kind] = mean
    if (panel.dispute[s + 1, i] >= 0).any():
        likely *= acted
    for number, war in enumerate(panel.wars):
        at = ("joining", number, i, kind)
        both = war.attacker in year.there and war.target in year.there
        if war.year == s + 1 and i in war.third and both:
            chances[at] = year.joining(war, i)[kind]
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
            both = chances["consent", s, i, j] * chances["consent", s, j, i]
            yes = p.consideration * (both if kind == "pact formed" else 1.0 - both)
            rows.append([1.0 - yes, yes])
        elif kind == "dispute":
            by = [chances["dispute", s, i, k][j] for k in (0, 1)]
            yes = (1.0 - w) * by[0] + w * by[1]
            rows.append([1.0 - yes, yes])
        elif kind == "joining":
            by = [np.array(chances["joining", number, i, k]) for k in (0, 1)]
            rows.append((1.0 - w) * by[0] + w * by[1])
        else:
            by = [np.array(chances["arms", s, i, k]) for k in (0, 1)]
            mixed = (1.0 - w) * by[0] + w * by[1]
            rows.append([mixed[0] + mixed[3] + mixed[4], mixed[1], mixed[2]])
    return np.array(rows)
