"""What states may do and how likely they do it: pacts, arms, disputes, joining a war."""

from collections import defaultdict
from collections.abc import Sequence
from math import exp, inf, isnan, log, log1p
from typing import Any

from by_hand.threats import Threats
from by_hand.world import GREEDY, SECURE, clip, logistic, shares


class Year(Threats):
    """A year whose decisions can be asked for once it is assessed."""

    def against(self, i: int, k: int) -> float:
        """What k's pledge is worth to i against all others."""
        p, allied = self.p, self.pact[i, k] > 0
        h = p.reliability * (self.pact[i, k] or 1.0) * self.lam[k, i] * self.ED[k]
        worth = 0.0
        for j in (m for m in self.there if m not in (i, k) and self.pact[k, m] == 0):
            exposed = p.horizon * self.l[i, j] / (1.0 - self.l[i, j])
            eps = self.by_defence[i, j]
            worth += exposed * eps * h / (self.met[j, i] + (-1.0 if allied else abs(eps)) * h)
        return worth

    def consent(self, i: int, k: int) -> float:
        """What a pact with k is worth to i, in temperatures."""
        p, t, allied = self.p, self.t, self.pact[i, k] > 0
        bound = p.restraint * (1.0 - self.c.belief[i, k])
        free = self.l[i, k] / max(1.0 - allied * bound, 1e-3)
        wars = p.horizon * (self.total[k] - self.l[k, i])
        value = t["survival"] * (self.against(i, k) + p.horizon * free * bound)
        value -= p.autonomy_cost * 2.0 * self.M[k] / (self.M[i] + self.M[k] + 1e-9)
        value -= p.entrapment * p.reliability * 4.0 * p.war_cost * wars
        value += t["identity"] * self.c.identity[i, k] * self.against(k, i)
        value += p.abrogation * allied - p.treaty_cost
        return value / p.temperature_pact

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
        worth = {
            k: p.horizon * p.temperature_crisis * p.decisiveness * self.gate[k][i] for k in (0, 1)
        }
        public = {
            k: shares(
                [
                    v[0] + worth[k] * x if y else -inf
                    for v, x, y in zip(plain, offence, there, strict=True)
                ],
                p.temperature_arms,
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
            chances[k] = shares(values, p.temperature_arms)
        return chances, said

    # Crisis

    def disputes(self, i: int, kind: int, error: Any, cost: Any) -> dict[int, float]:
        """Chance that i challenges each other state, and of a quiet year (at i)."""
        p, t = self.p, self.t
        wants = {name: t[name] for name in ("consumption", "power", "survival", "identity")}
        wants["greed"] = p.greed * kind
        at, values = [(i, 0)], [0.0]
        for j in (m for m in self.there if m != i):
            z = self.z[i, j] + p.misjudgement * float(error[i, j])
            *terms, _ = self.challenge(i, j, z, wants, self.share(i, j), float(cost[i]))
            for which in (0, 1):
                value = sum(wants.get(name, 1.0) * v for name, v in terms[which].items())
                answer = self.echo(i, self.said[i, j, which]) - self.echo(i, self.said_quiet[i])
                value += t["survival"] * answer + p.temperature_crisis * self.attention(i)
                at.append((j, which))
                values.append(value)
        out = defaultdict(float)
        for (j, _), chance in zip(at, shares(values, p.temperature_crisis), strict=True):
            out[j] += chance
        return dict(out)

    # War

    def joining(
        self, war: Any, k: int, before: Sequence[int] | None = None
    ) -> dict[int, list[float]]:
        """Chances that k stays out, joins the target, joins the attacker, by type.

        `before`: who had acted when k did; then who of them joined is seen, and no pledge is
        relied on. None if all act at once.
        """
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
        attacker, y = x, self.own[b] + pledged
        if before is not None:
            at_a, at_b = (
                [m for m in before if m in some] for some in (war.with_attacker, war.with_target)
            )
            x += sum(self.lam[m, b] * self.EA[m] for m in at_a)
            y = self.own[b] + sum(self.lam[m, b] * self.ED[m] for m in at_b)
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
        spoils = win * ((1.0 - self.share(k, b)) * pie + land * mine / (mine + attacker) * win**2)
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
                - p.join_attacker_effort * p.crisis_cost,
            ]
            out[kind] = shares(values, p.temperature_join)
        return out
